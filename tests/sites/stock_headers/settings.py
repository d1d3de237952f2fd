"""A site that was written for stock Pelican: its headers, its links, its way to file posts."""

SITENAME = "Stock headers"
SITEURL = "https://example.org"
TIMEZONE = "America/New_York"
DEFAULT_LANG = "de"
ARTICLE_PATHS = ["blog"]
ARTICLE_SAVE_AS = "{slug}/index.html"
PAGE_SAVE_AS = "pages/{slug}/index.html"
STATIC_PATHS = ["images", "files"]
EXTRA_KEYS = ["mood"]
TYPOGRIFY = False
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
