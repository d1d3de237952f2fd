"""Lists over several pages, and two tags of which one begins like the other."""

SITENAME = "Paged"
SITEURL = "https://example.org"
AUTHOR = "ada"
DEFAULT_PAGINATION = 2
FEED_MAX_ITEMS = 4
FEED_ALL_ATOM = "feed.xml"
TAG_SAVE_AS = "tag/{slug}/index.html"
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
