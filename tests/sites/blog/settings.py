"""What a blog can have around its texts: columns, series, reprints, corrections, old addresses, boxes, downloads."""

SITENAME = "Blog"
SITEURL = "https://example.org/blog"
TIMEZONE = "Europe/Berlin"
AUTHOR = "ada"
CONTACT_EMAIL = "replies@example.org"
POST_REPLIES = True
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
MENUITEMS = (("Columns", "/columns/"), ("Downloads", "/downloads/"))
BOXES = ("contact", "about")
FULL_POSTS = ("month", "tag")
DEFAULT_PAGINATION = 1
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
