"""The way from the front page to each other page, as search engines show it in place of an address."""

from __future__ import annotations

from plugins.blog.terms import FOLDERS, TermKind
from plugins.site.archives import Archives
from plugins.site.lists import Lists
from plugins.site.page_facts import PageFacts
from plugins.site.planning import CASES_PATH
from plugins.site.registry import OutputKind

_CASES = ("title-cases", f"{CASES_PATH}/index.html")
_ARCHIVES = ("title-archives", "archives/index.html")
INDEXES = {
    OutputKind.CASE: _CASES,
    OutputKind.CASES: _CASES,
    OutputKind.REPLIES: _CASES,
    OutputKind.CATEGORY: ("title-categories", "categories/index.html"),
    OutputKind.TAG: ("title-tags", "tags/index.html"),
    OutputKind.AUTHOR: ("title-authors", "authors/index.html"),
    OutputKind.COLUMN: ("title-columns", "columns/index.html"),
    OutputKind.SERIES: ("title-all-series", f"{FOLDERS[TermKind.SERIES]}/index.html"),
    OutputKind.YEAR: _ARCHIVES,
    OutputKind.MONTH: _ARCHIVES,
}
"""The page above each of a kind: the message that names it, and its output path."""

Step = tuple[str, str]
"""A name and an output path."""


class Breadcrumbs:
    """Finds the way to any page."""

    def __init__(self, lists: Lists, archives: Archives) -> None:
        self.content = lists.content
        self.texts = lists.texts
        self.archives = archives
        self.words = self.content.settings.wording.speak(self.content.settings.lang)

    def find_steps(self, facts: PageFacts) -> list[Step]:
        """Return the steps from the front page to a page, that one last; none for the front page itself."""
        kind = facts.output.kind
        if kind is OutputKind.INDEX:
            return []
        home = (self.content.settings.name, "index.html")
        return [home, *self._find_between(facts), (facts.title, facts.output.path)]

    def _find_between(self, facts: PageFacts) -> list[Step]:
        output = facts.output
        if output.kind is OutputKind.ARTICLE:
            return self._find_category(facts)
        if output.kind not in INDEXES or (output.kind is OutputKind.CASES and not output.subject):
            return []
        name, path = INDEXES[output.kind]
        above = [(self.words.plain(name), path)]
        if output.kind is OutputKind.MONTH:
            date = self.archives.months[output.subject][0].date
            above.append((output.subject[:4], self.content.settings.year_save_as.format(date=date)))
        if output.kind is OutputKind.REPLIES:
            case = self.content.by_name[output.document]
            above.append((self.texts.typeset(case.fields.title), case.path))
        return above

    def _find_category(self, facts: PageFacts) -> list[Step]:
        """Return the category of a post."""
        assert facts.entry is not None
        term = self.content.terms[TermKind.CATEGORY].get(facts.entry.fields.category or "")
        return [(self.texts.typeset(term.name), term.path)] if term else []
