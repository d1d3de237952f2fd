"""A case that more readers have answered than its page holds, and a hidden one of the same kind."""

SITENAME = "Replied"
SITEURL = "https://example.org/r"
AUTHOR = "ada"
CONTACT_EMAIL = "cases@example.org"
DEFAULT_PAGINATION = 4
FEED_MAX_ITEMS = 8
FEED_ARCHIVES = ()
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
