"""The lines of our own letter, found again in what came back: `label: answer`, quoted, wrapped or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plugins.cases.questions import POST_QUESTIONS, QUESTIONS, TEXT
from plugins.wording.words import Words


@dataclass(frozen=True)
class Item:
    """A question of the letter with what stands behind it, in one line. `name` is the name of the field."""

    name: str
    line: str
    start: int

    @property
    def answer(self) -> str:
        """What stands behind the colon."""
        return self.line.partition(":")[2].strip()


class Labels:
    """The labels of letters in all languages of a site."""

    def __init__(self, speakers: Iterable[Words]) -> None:
        questions = {question.label: question.name for question in (*QUESTIONS, *POST_QUESTIONS)}
        self._names = {words.plain(label).casefold(): name for words in speakers for label, name in questions.items()}
        labels = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(self._names, key=len)[::-1])
        # What one may answer stands in brackets, and mail programs break such a line anywhere in it.
        self._item = re.compile(rf"^[ \t*_]*({labels})[ \t*_]*(?:\s\s?\([^():]{{0,300}}\))?[ \t*_]*:", re.I | re.M)

    def find_items(self, text: str) -> list[Item]:
        """Return the items of a letter in their order; each ends at an empty line, or where the next one begins."""
        matches = list(self._item.finditer(text))
        ends = [match.start() for match in matches[1:]] + [len(text)]
        return [
            Item(self._get_name(match), " ".join(_end_at_blank(text[match.start() : end])), match.start())
            for match, end in zip(matches, ends, strict=False)
        ]

    def find_words(self, text: str) -> int | None:
        """Return where the reader's own words begin: behind their label; None where it is not there."""
        matches = [match for match in self._item.finditer(text) if self._get_name(match) == TEXT]
        return matches[0].end() if matches else None

    def _get_name(self, match: re.Match[str]) -> str:
        return self._names[" ".join(match[1].split()).casefold()]


def _end_at_blank(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.strip():
            return
        yield line.strip()


def restore_items(own: str, quoted: Sequence[Item], labels: Labels) -> str:
    """Return what a reader wrote around a quoted letter as a letter: its items first, the own words below theirs."""
    items = labels.find_items(own)
    known = {TEXT, *(item.name for item in items)}
    # Of a letter that is quoted several times over the outermost counts, unless it has no answer there.
    answered = sorted(quoted, key=lambda item: not item.answer)
    missing = {item.name: item for item in reversed(answered) if item.name not in known}
    if not missing:
        return own
    asks_words = next((item for item in quoted if item.name == TEXT), None)
    head = "\n".join(item.line for item in sorted(missing.values(), key=lambda item: item.start))
    if items or asks_words is None:
        return f"{head}\n{own}" if items else f"{head}\n\n{own}"
    return f"{head}\n\n{asks_words.line.partition(':')[0]}:\n{own}"
