"""What must not get out of what is not published: ids, titles and words, and how they are looked for in a file."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from plugins.blog.entries import Entry
from plugins.cases.model import PostReply, Publication, ReaderOutcome
from plugins.checks.origins import Origin
from plugins.feeds.ids import make_entry_id
from plugins.site.blogs import is_built
from plugins.site.content import Content

FEWEST_WORDS, FEWEST_CHARACTERS = 3, 16
"""A title shorter than this says nothing that others could not say by chance."""

FEWEST_WORDS_OF_TEXT = 7

_RUN = re.compile(r"[^\W_]+(?:,? [^\W_]+)*")
"""Words that are rendered as they are written: no mark, quote or dash is between them."""

_OUR_ID = re.compile(r"-(?=[a-f]*[0-9])[0-9a-f]{6}$")

_TOKEN = re.compile(rb"[0-9A-Za-z_\x80-\xff]+")
_SPACES = bytes(byte if _TOKEN.match(bytes([byte])) else ord(" ") for byte in range(256))
"""Makes a space of every byte that is in no token."""


class Canary(NamedTuple):
    """What must not get out of an entry, as it would stand in a file: words, or an id.

    `origin` is where it is written, if that is no text of the entry's author.
    """

    text: str
    entry: Entry
    is_word: bool
    origin: Origin | None = None

    @property
    def digest(self) -> str:
        """What stands for its text, to know it again."""
        return hashlib.blake2b(self.text.encode("utf-8"), digest_size=8).hexdigest()


class Canaries:
    """All canaries of a site, or some, ready to be looked for in many files."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._canaries = tuple(canaries)

    def __iter__(self) -> Iterator[Canary]:
        return iter(self._canaries)

    def __len__(self) -> int:
        return len(self._canaries)

    @cached_property
    def digests(self) -> frozenset[str]:
        """What stands for each of them."""
        return frozenset(canary.digest for canary in self._canaries)

    @cached_property
    def digest(self) -> str:
        """What stands for all of them together: "" where there are none."""
        whole = "".join(sorted(self.digests))
        return hashlib.blake2b(whole.encode("ascii"), digest_size=8).hexdigest() if whole else ""

    @cached_property
    def by_text(self) -> Mapping[str, tuple[Canary, ...]]:
        """The canaries by their texts: two drafts may have one title."""
        found: dict[str, list[Canary]] = defaultdict(list)
        for canary in self._canaries:
            found[canary.text].append(canary)
        return {text: tuple(some) for text, some in found.items()}

    def find(self, data: bytes) -> tuple[str, ...]:
        """Return the texts of the canaries that stand in a file."""
        by_token = self._by_token
        # Without canaries not a byte is read; with them each file is cut into words once.
        met = by_token.keys() & set(data.translate(_SPACES).split()) if by_token else ()
        return tuple(sorted(text for token in met for text in by_token[token] if _has(data, text)))

    @cached_property
    def _by_token(self) -> Mapping[bytes, list[str]]:
        """The texts by the longest word of each: only a file that has it is looked through."""
        found: dict[bytes, list[str]] = defaultdict(list)
        for text in self.by_text:
            found[max(_TOKEN.findall(text.encode("utf-8")), key=len)].append(text)
        return found


def find_canaries(content: Content) -> Iterator[Canary]:
    """Go through what would betray the entries that this build does not write, and what readers have taken back."""
    for entry in content.entries:
        if not is_built(entry, content.settings):
            yield from _find_in_entry(entry)
        for sent in list_sent(entry):
            if sent.fields.status is Publication.WITHDRAWN and sent.fields.text is not None:
                origin = Origin(sent.tree.source.path, sent.tree.locate("text"))
                yield from (
                    one._replace(origin=origin) for one in _find_words(entry, sent.fields.text.text.split("\n"))
                )


def list_sent(entry: Entry) -> tuple[ReaderOutcome | PostReply, ...]:
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


def _has(data: bytes, text: str) -> bool:
    """Tell whether a file has a text that is no part of longer words."""
    whole = rb"(?<![\w-])" + re.escape(text.encode("utf-8")) + rb"(?![\w-])"
    return re.search(whole, data) is not None
