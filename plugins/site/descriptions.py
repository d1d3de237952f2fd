"""What search engines and those who pass a page on say of it: what is written about it, or one sentence.

Every word of our own that machines print stands here.
"""

from __future__ import annotations

from plugins.blog.summaries import find_beginning
from plugins.blog.terms import Term
from plugins.documents.models import AuthorHeader
from plugins.site.indexing import TERM_KINDS, get_term
from plugins.site.registry import Output, OutputKind
from plugins.site.texts import Texts

LONGEST = 200
"""Characters of a description: about what search engines show of one."""

SENTENCES = {
    OutputKind.CASES: "All cases of {site}.",
    OutputKind.CATEGORY: "Posts and cases filed under {title}.",
    OutputKind.TAG: "Posts and cases about {title}.",
    OutputKind.AUTHOR: "Posts and cases by {title}.",
    OutputKind.COLUMN: "The posts and cases of the column {title}.",
    OutputKind.SERIES: "The parts of the series {title}, in their order.",
    OutputKind.CATEGORIES: "The categories of {site}.",
    OutputKind.TAGS: "What {site} is about, from A to Z.",
    OutputKind.AUTHORS: "Who writes for {site}.",
    OutputKind.COLUMNS: "The columns of {site}.",
    OutputKind.ALL_SERIES: "The series of {site}.",
    OutputKind.ARCHIVES: "All posts and cases of {site}, by year and month.",
    OutputKind.YEAR: "The posts and cases of {title}.",
    OutputKind.MONTH: "The posts and cases of {title}.",
    OutputKind.DOWNLOADS: "Files of {site} to take along.",
}
CHOSEN_CASES = "{title}, from {site}."
FURTHER = "Page {number}."


class Descriptions:
    """Describes the pages of lists; an entry's own page is described by its summary."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.content = texts.content

    def describe(self, output: Output, title: str) -> str:
        """Return one or two sentences about a page without an entry of its own."""
        site = self.content.settings
        written = self._find_written(output) or (site.tagline if output.kind is OutputKind.INDEX else "")
        sentence = (
            CHOSEN_CASES if output.kind is OutputKind.CASES and output.subject else SENTENCES.get(output.kind, "")
        )
        text = written or self.texts.typeset(sentence.format(title=title, site=site.name)) or site.tagline
        if output.number == 1 or not text:
            return cut(text)
        further = FURTHER.format(number=output.number)
        return f"{cut(text, LONGEST - len(further) - 1)} {further}"

    def describe_term(self, term: Term) -> str:
        """Return how what is written about a term begins; of an author, the summary. May be empty."""
        if term.profile is None:
            return ""
        summary = term.profile.fields.summary if isinstance(term.profile.fields, AuthorHeader) else None
        return find_beginning(self.texts.make_site_text(term.profile, summary))

    def _find_written(self, output: Output) -> str:
        return self.describe_term(get_term(output, self.content)) if output.kind in TERM_KINDS else ""


def cut(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of a text, in whole words and on one line."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    short = words[: longest - 1]
    return f"{short.rpartition(' ')[0].rstrip(',;:–— ') or short}…"
