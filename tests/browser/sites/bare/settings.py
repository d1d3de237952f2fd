"""A case and a post with nothing that may be left out, on a site whose settings say next to nothing.

Its files are made to be read.
"""

SITENAME = "Bare"
MINIFY = False
BROTLI_QUALITY = None
GZIP_LEVEL = 0
THEME = "../../../../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
