"""The settings of the demonstration site; docs/settings.md lists them all."""

SITENAME = "Casebook"
SITESUBTITLE = "Hard moments with customers, colleagues and partners, told as cases. What would you do?"
SITEURL = "https://casebook.example"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"
AUTHOR = "editor"
CONTACT_EMAIL = "cases@casebook.example"
LICENCE = ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/")

MENUITEMS = (
    ("Cases", "/cases/"),
    ("Columns", "/columns/"),
    ("Archives", "/archives/"),
    ("Downloads", "/downloads/"),
    ("Services", "/services/"),
    ("About", "/about/"),
)
FOOTER_LINKS = (
    ("Series", "/series/"),
    ("Categories", "/categories/"),
    ("Tags", "/tags/"),
    ("Authors", "/authors/"),
    ("Feeds", "/feeds/"),
    ("Colophon", "/colophon/"),
)
BOXES = ("about", "appeal", "contact", "links")
FULL_POSTS = ("month", "tag")
POST_REPLIES = True

PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
