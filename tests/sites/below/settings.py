"""A site that does not stand at the root of its host."""

SITENAME = "Below"
SITEURL = "https://example.org/blog"
AUTHOR = "ada"
MENUITEMS = (("Posts", "/posts/one/"),)
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
