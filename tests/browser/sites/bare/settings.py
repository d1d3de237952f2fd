"""A case and a post with nothing that may be left out, on a site whose settings say next to nothing."""

SITENAME = "Bare"
THEME = "../../../../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
    "plugins.feeds.pelican_hooks",
]
