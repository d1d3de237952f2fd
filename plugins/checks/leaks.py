"""Nothing of what is not published stands in what is: no id, no title, no words.

That a draft has no page, no feed has it, and no link leads to it is seen to by the registry and the checks of feeds and
links. This looks for it by its words, and so finds what nobody has thought of. Words count only where nothing that is
published says them too: a post may announce the next one, and two may have one title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from plugins.blog.entries import Entry
from plugins.cases.model import PostReply, Publication, ReaderOutcome
from plugins.cases.renditions import COMPONENTS
from plugins.checks.origins import Origin
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.documents.sources import Source
from plugins.feeds.ids import make_entry_id
from plugins.site.content import is_built
from plugins.site.feed_planning import FeedFormat
from plugins.site.registry import FILES, Output, OutputKind
from plugins.wording.catalogues import OURS

HINT = (
    "Find what writes it, which should not; if it is meant, say it in a text that is published, or write it otherwise."
)

LISTS = (
    OutputKind.SITEMAP, OutputKind.FEED_LIST, OutputKind.REDIRECTS, OutputKind.MANIFEST, OutputKind.ROBOTS,
)  # fmt: skip

FEWEST_WORDS, FEWEST_CHARACTERS = 3, 16
"""A title shorter than this says nothing that others could not say by chance."""

FEWEST_WORDS_OF_TEXT = 7

_RUN = re.compile(r"[^\W_]+(?:,? [^\W_]+)*")
"""Words that are rendered as they are written: no mark, quote or dash is between them."""

_OUR_ID = re.compile(r"-(?=[a-f]*[0-9])[0-9a-f]{6}$")

_TOKEN = re.compile(rb"[0-9A-Za-z_\x80-\xff]+")


class Canary(NamedTuple):
    """What must not get out of an entry, as it would stand in a file: words, or an id.

    `origin` is where it is written, if that is no text of the entry's author.
    """

    text: str
    entry: Entry
    is_word: bool
    origin: Origin | None = None


def check_leaks(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through the canaries that are found in pages, lists and feeds."""
    canaries = [*find_canaries(site)]
    if not canaries:
        return
    by_token = _sort_by_token(canaries)
    published = _Published(site)
    for output in _list_outputs(site):
        data = site.read(output)
        for token in by_token.keys() & set(_TOKEN.findall(data)):
            for canary in by_token[token]:
                if _has(data, canary) and not (canary.is_word and canary.text in published.text):
                    yield _explain(site, output, canary)


def find_canaries(site: WrittenSite) -> Iterator[Canary]:
    """Go through what would betray the entries that this build does not write, and what readers have taken back."""
    for entry in site.content.entries:
        if not is_built(entry, site.content.settings):
            yield from _find_in_entry(entry)
        for sent in _list_sent(entry):
            if sent.fields.status is Publication.WITHDRAWN and sent.fields.text is not None:
                origin = Origin(sent.tree.source.path, sent.tree.locate("text"))
                yield from (
                    one._replace(origin=origin) for one in _find_words(entry, sent.fields.text.text.split("\n"))
                )


def _list_sent(entry: Entry) -> tuple[ReaderOutcome | PostReply, ...]:
    """Return what readers sent to a case or post."""
    return entry.case.reader_outcomes if entry.case else entry.replies


def _find_in_entry(entry: Entry) -> Iterator[Canary]:
    if entry.fields.id and _is_distinct(entry.fields.id):
        yield Canary(entry.fields.id, entry, is_word=False)
    yield Canary(make_entry_id(entry).rpartition(":")[2], entry, is_word=False)
    title = _find_longest_run([entry.fields.title])
    if title.count(" ") + 1 >= FEWEST_WORDS and len(title) >= FEWEST_CHARACTERS:
        yield Canary(title, entry, is_word=True)
    yield from _find_words(entry, (line for prose in entry.proses() for line in prose.text.split("\n")))


def _find_words(entry: Entry, lines: Iterable[str]) -> Iterator[Canary]:
    """Find the words of a text that nobody else writes by chance."""
    text = _find_longest_run(lines)
    if text.count(" ") + 1 >= FEWEST_WORDS_OF_TEXT:
        yield Canary(text, entry, is_word=True)


def _is_distinct(name: str) -> bool:
    """Tell whether an id is one that Casebook gives, and no word that stands in a text by chance."""
    return _OUR_ID.search(name) is not None


def _find_longest_run(lines: Iterable[str]) -> str:
    return max((match[0] for line in lines for match in _RUN.finditer(line)), key=len, default="")


def _sort_by_token(canaries: Iterable[Canary]) -> dict[bytes, list[Canary]]:
    """Return the canaries by the longest word of each: only a file that has it is looked through."""
    by_token: dict[bytes, list[Canary]] = defaultdict(list)
    for canary in canaries:
        by_token[max(_TOKEN.findall(canary.text.encode("utf-8")), key=len)].append(canary)
    return by_token


def _has(data: bytes, canary: Canary) -> bool:
    """Tell whether a file has a canary that is no part of longer words."""
    whole = rb"(?<![\w-])" + re.escape(canary.text.encode("utf-8")) + rb"(?![\w-])"
    return re.search(whole, data) is not None


def _list_outputs(site: WrittenSite) -> Iterator[Output]:
    """Go through the files that are looked through: pages, lists, and of feeds the newest, in one format."""
    atom = {feed.path for feed in site.content.feeds if feed.format is FeedFormat.ATOM}
    for output in site.content.registry:
        if output.kind not in FILES or output.kind in LISTS or output.path in atom:
            yield output


class _Published:
    """Everything that may stand in the site, as it was written."""

    def __init__(self, site: WrittenSite) -> None:
        self._content = site.content

    @cached_property
    def text(self) -> str:
        """All of it; put together only where a canary was found."""
        content = self._content
        entries = [source.text for entry in content.built for source in _list_sources(entry)]
        terms = [term.profile for kind in content.terms.values() for term in kind.values()]
        others = [*terms, *content.boxes, *(one.about for one in content.downloads)]
        folders = (content.settings.theme, COMPONENTS, content.settings.words_path, OURS)
        files = (path for folder in folders for path in _list_files(folder))
        return "\n".join([
            *entries,
            *(document.source.text for document in others if document is not None),
            *(path.read_text(encoding="utf-8", errors="replace") for path in files),
            str(dict(content.settings.pelican)),
        ])  # fmt: skip


def _list_sources(entry: Entry) -> Iterable[Source]:
    """Return the files of an entry, with what readers sent to it and have not taken back."""
    shown = (one.tree.source for one in _list_sent(entry) if one.fields.status is Publication.PUBLISHED)
    proses = (prose.source for prose in entry.proses())
    return {source.path: source for source in (entry.source, *proses, *shown)}.values()


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".yaml"))


def _explain(site: WrittenSite, output: Output, canary: Canary) -> Diagnostic:
    """Return a leak at the text that is not to get out, or where something that is published writes its id."""
    written = [] if canary.is_word else site.origins.find(output, canary.text)
    place = written[0] if written else canary.origin or site.origins.locate_in(str(canary.entry.name), canary.text)
    path, position = place or (canary.entry.source.path, canary.entry.tree.locate())
    message = f"this is of what is not published, and stands in what is ({canary.entry.name} in {output.path})"
    return make_error(path, position, Code.LEAKED_CONTENT, message, found=canary.text, hint=HINT)
