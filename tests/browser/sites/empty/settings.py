"""A site that nobody has written anything for yet."""

SITENAME = "Empty"
SITEURL = "https://empty.example"
THEME = "../../../../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
