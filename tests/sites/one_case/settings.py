"""A case that has everything a case can have, and nothing else on the site but its author."""

SITENAME = "One case"
SITESUBTITLE = "What would you do?"
SITEURL = "https://example.org"
CONTACT_EMAIL = "cases@example.org"
AUTHOR = "ada"
THEME = "../theme"
SEARCH = False
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
