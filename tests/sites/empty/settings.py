"""A site without any content: every list is there, and empty."""

SITENAME = "Empty"
SITEURL = "https://example.org"
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
