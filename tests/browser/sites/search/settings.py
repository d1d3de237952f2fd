"""What the search finds and what it must not: a site below a path, in two languages, with all that is not listed."""

SITENAME = "Found"
SITEURL = "https://found.example/a/blog"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"
AUTHOR = "ada"
THEME = "../../../../theme"
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
