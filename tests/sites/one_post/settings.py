"""The least that is a blog: one post with a YAML header, its author without a profile, and a page."""

SITENAME = "One post"
SITESUBTITLE = "A tagline & more"
SITEURL = "https://example.org"
TIMEZONE = "Europe/Berlin"
AUTHOR = "Ada Example"
CONTACT_EMAIL = "replies@example.org"
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
MENUITEMS = (("Home", "/"), ("Colophon", "/colophon/"))
FOOTER_LINKS = (("Elsewhere", "https://example.com/"),)
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
