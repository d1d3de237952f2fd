"""A case that readers are asked about; the tests say in which ways."""

SITENAME = "Asking"
THEME = "../../../../theme"
CARDS = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
