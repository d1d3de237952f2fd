"""Everything that strains a layout, on a site that does not stand at the root of its host."""

SITENAME = "Fallbeispielsammlungsverwaltungsgesellschaft"
SITESUBTITLE = "Eine Zusammenstellung von Entscheidungssituationen zwischen Kundenbetreuung & Geschäftsführung"
SITEURL = "https://stress.example/blog"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
AUTHOR = "verantwortung"
CONTACT_EMAIL = "faelle@stress.example"
POST_REPLIES = True
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
MENUITEMS = (
    ("Fallbeispielsammlung", "/cases/"),
    ("Veröffentlichungsverzeichnis", "/archives/"),
    ("Inhaltsverantwortlichkeit", "/impressum/"),
    ("Elsewhere", "https://elsewhere.example/"),
)
FOOTER_LINKS = (("Kategorien", "/categories/"), ("Schlagwörter", "/tags/"), ("Verantwortliche", "/authors/"))
DEFAULT_PAGINATION = 3
THEME = "../../../../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
