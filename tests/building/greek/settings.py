"""A site whose authors write in Greek letters only: what is Latin on its pages is a word that no catalogue has."""

SITENAME = "Γέφυρα"
SITESUBTITLE = "Δύσκολες στιγμές"
SITEURL = "https://example.org"
DEFAULT_LANG = "el"
AUTHOR = "anna"
CONTACT_EMAIL = "replies@example.org"
POST_REPLIES = True
LICENCE = ("Άδεια", "https://example.com/licence")
MENUITEMS = (("Υποθέσεις", "/cases/"),)
FOOTER_LINKS = (("Αρχείο", "/archives/"),)
REPLY_BY = {
    "email": CONTACT_EMAIL,
    "issue": {"forge": "forgejo", "at": "https://letters.example.org/anna/cases"},
    "form": {"to": "https://letters.example.org/answers"},
}
SUBSCRIBE = {"form": {"action": "https://letters.example.org/join"}}
BOXES = ("about",)
FULL_POSTS = ("month", "tag")
DEFAULT_PAGINATION = 2
THEME = "../../../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
