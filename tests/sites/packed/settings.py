"""A site as it is published by default: made small, and with packed copies beside its texts."""

SITENAME = "Packed"
SITEURL = "https://example.org"
THEME = "../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
