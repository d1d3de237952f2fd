"""What search engines and those who pass a page on say of it: what is written about it, or one sentence."""

from __future__ import annotations

from plugins.blog.summaries import find_beginning
from plugins.blog.terms import Term, TermKind
from plugins.documents.models import AuthorHeader
from plugins.site.indexing import TERM_KINDS, get_term
from plugins.site.registry import Output, OutputKind
from plugins.site.texts import Texts

LONGEST = 200
"""Characters of a description: about what search engines show of one."""

OF_SITE = (
    OutputKind.CASES, OutputKind.CATEGORIES, OutputKind.TAGS, OutputKind.AUTHORS, OutputKind.COLUMNS,
    OutputKind.ALL_SERIES, OutputKind.ARCHIVES, OutputKind.DOWNLOADS, OutputKind.FEEDS,
)  # fmt: skip
"""Lists that are told apart by the name of the site only."""

OF_TITLE = (
    OutputKind.CATEGORY, OutputKind.TAG, OutputKind.AUTHOR, OutputKind.COLUMN, OutputKind.SERIES, OutputKind.YEAR,
    OutputKind.MONTH,
)  # fmt: skip
"""Lists that have a title of their own."""


class Descriptions:
    """Describes the pages of lists; an entry's own page is described by its summary."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.content = texts.content
        self.words = texts.content.settings.wording.speak(texts.content.settings.lang)
        self._terms: dict[tuple[TermKind, str], str] = {}

    def describe(self, output: Output, title: str) -> str:
        """Return one or two sentences about a page without an entry of its own."""
        site = self.content.settings
        written = self._find_written(output) or (site.tagline if output.kind is OutputKind.INDEX else "")
        text = written or self._say(output, title) or site.tagline
        if output.number == 1 or not text:
            return cut(text)
        further = self.words.plain("describe-further", number=output.number)
        return f"{cut(text, LONGEST - len(further) - 1)} {further}"

    def describe_term(self, term: Term) -> str:
        """Return how what is written about a term begins; of an author, the summary. May be empty."""
        key = (term.kind, term.key)
        if key not in self._terms:
            self._terms[key] = self._describe_term(term)
        return self._terms[key]

    def _describe_term(self, term: Term) -> str:
        if term.profile is None:
            return ""
        summary = term.profile.fields.summary if isinstance(term.profile.fields, AuthorHeader) else None
        return find_beginning(self.texts.make_site_text(term.profile, summary))

    def _say(self, output: Output, title: str) -> str:
        """Return a sentence about a list."""
        site = self.texts.typeset(self.content.settings.name)
        if output.kind is OutputKind.CASES and output.subject:
            return self.words.plain("describe-chosen-cases", title=title, site=site)
        if output.kind in OF_SITE:
            return self.words.plain(f"describe-{output.kind}", site=site)
        return self.words.plain(f"describe-{output.kind}", title=title) if output.kind in OF_TITLE else ""

    def _find_written(self, output: Output) -> str:
        return self.describe_term(get_term(output, self.content)) if output.kind in TERM_KINDS else ""


def cut(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text, in whole words and on one line."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    short = words[: longest - 1]
    return f"{short.rpartition(' ')[0].rstrip(',;:–— ') or short}…"
