"""What a reader answered, as it was said: found in a letter, under an issue's headings, or in the fields of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.cases.questions import CONSENT, NAME, OPTION, OWN, REFERENCE, TEXT
from plugins.contributions.messages import Message
from plugins.contributions.vocabulary import LabelMatch, Vocabulary, simplify

HONEYPOT = "website"
"""The field that people do not see."""

MOST_CHARACTERS = 200_000
"""What is looked at of a message; what may be printed is a tenth of it."""

NO_RESPONSE = "_no response_"
"""What forges write under the heading of a question without an answer."""

CHECK_BOX = re.compile(r"\s*[-*+] \[(?P<mark>[ xX])\] (?P<text>.*)")
REFERENCE_VALUE = re.compile(r"[a-z0-9-]{1,100}/[a-z0-9-]{1,100}")
WRAPPED = 60
"""Characters of a line from which on it may have been broken by a mail program, which do so at 70 to 78."""

LONGEST_SHORT = 120
"""Characters of an answer that stands on the line below its question; what is longer are free words."""

MOST_PARTS = 4
"""Lines that a label with all its choices may be broken into."""


@dataclass(frozen=True)
class Answers:
    """Raw answers by the names of their fields; a field without an answer is not there.

    `quoted_reference` is a reference that stands only in what the sender quotes: it may say which case is meant.
    """

    values: Mapping[str, str]
    quoted_reference: str = ""

    def get(self, name: str) -> str:
        """Return an answer, or ""."""
        return self.values.get(name, "")


def read_answers(message: Message, vocabulary: Vocabulary) -> Answers:
    """Return what a message answers, whatever way it came."""
    if message.fields is not None:
        given = {name: text.strip() for name, text in message.fields.items() if text.strip()}
        return Answers({name: text for name, text in given.items() if simplify_mark(text) != NO_RESPONSE})
    lines = message.words[:MOST_CHARACTERS].split("\n")
    read = _read_headings if any(vocabulary.find_heading(line) for line in lines) else _read_letter
    values = {name: text for name, text in read(lines, vocabulary).items() if text}
    return Answers(values, "" if REFERENCE in values else _find_quoted_reference(message, vocabulary))


def simplify_mark(text: str) -> str:
    """Return a text as the mark of an unanswered question is compared."""
    return text.strip().casefold()


def _find_quoted_reference(message: Message, vocabulary: Vocabulary) -> str:
    """Return the reference of a letter that is quoted. Nothing else is taken from there: who wrote it is not known."""
    for line in message.body[:MOST_CHARACTERS].split("\n"):
        if ":" in line and (match := vocabulary.match_line(line)) and match.name == REFERENCE:
            return match.answer
    return ""


def _read_headings(lines: list[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Return what stands under each heading that is a label. The first such heading of each label counts."""
    found: dict[str, list[str]] = {TEXT: []}
    current, free = "", list[str]()
    for line in lines:
        name = vocabulary.find_heading(line)
        if name is not None and (name not in found or (name == TEXT and not found[TEXT])):
            current = name
            found[current] = []
        else:
            (found[current] if current else free).append(line)
    answers = {name: _read_section(name, part, vocabulary) for name, part in found.items()}
    return {**answers, TEXT: _join(["\n".join(free), answers[TEXT]])}


def _read_section(name: str, lines: list[str], vocabulary: Vocabulary) -> str:
    """Return the answer under a heading: a text, or the boxes that are ticked."""
    text = "\n".join(lines).strip()
    if simplify_mark(text) == NO_RESPONSE:
        return ""
    boxes = [match for line in lines if (match := CHECK_BOX.fullmatch(line))]
    if not boxes or name == TEXT:
        return text
    ticked = [box["text"].strip() for box in boxes if box["mark"] != " "]
    if name == CONSENT and ticked and len(boxes) == 1 and vocabulary.labels.get(simplify(ticked[0])) == CONSENT:
        return "yes"
    return " / ".join(ticked)


def _read_letter(lines: list[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Return what stands behind each label of a letter; all else is the reader's words."""
    return _Letter(lines, vocabulary).read()


def _unquote(line: str) -> str:
    """Return a line without the marks of a quote before it."""
    return re.sub(r"^(?:[ \t]?>){1,9} ?", "", line)


class _Letter:
    """One walk over the lines of a letter."""

    def __init__(self, lines: list[str], vocabulary: Vocabulary) -> None:
        self.written = lines
        self.lines = [_unquote(line) for line in lines]
        self.is_quoted = False
        self.vocabulary = vocabulary
        self.values: dict[str, str] = {}
        self.free: list[str] = []
        self.words: list[str] = []
        self.place = 0

    def read(self) -> dict[str, str]:
        """Return the answers by their names."""
        while self.place < len(self.lines):
            self._read_line()
        return {**self.values, TEXT: _join(["\n".join(self.free), "\n".join(self.words)])}

    def _read_line(self) -> None:
        match, length = self._match_here()
        if match is None or match.name in self.values:
            # What looks like a label once more is a part of the words: a reader may quote it.
            # A quote in them is the reader's Markdown, unless the labels are quoted as well.
            lines = self.lines if self.is_quoted else self.written
            (self.words if TEXT in self.values else self.free).append(lines[self.place])
            self.place += 1
            return
        self.is_quoted = self.written[self.place] != self.lines[self.place]
        if match.name == TEXT:
            self.values[TEXT] = ""
            self.words.append(match.answer)
            self.place += length
        else:
            last = self.lines[self.place + length - 1]
            self.place += length
            kept = self._read_kept(match.name, match.group)
            answer = match.answer or ("" if kept else self._take_below(match.name))
            self.values[match.name] = self._put_together(kept, self._take_rest(match.name, answer, last))

    def _match_here(self) -> tuple[LabelMatch | None, int]:
        """Return the label at this line, and of how many lines it is: it may be wrapped."""
        line = self.lines[self.place]
        if not line.strip():
            return None, 1
        if match := self.vocabulary.match_line(line):
            return match, 1
        if self.vocabulary.begins_label(line):
            for length in range(2, MOST_PARTS + 1):
                joined = " ".join(part.strip() for part in self.lines[self.place : self.place + length])
                if match := self.vocabulary.match_line(joined):
                    return match, length
        return None, 1

    def _is_label(self, place: int) -> bool:
        return self.vocabulary.match_line(self.lines[place]) is not None or self.vocabulary.begins_label(
            self.lines[place]
        )

    def _read_kept(self, name: str, group: str) -> str:
        choices = self.vocabulary.choices.get(name)
        return choices.read_kept(group) if choices else ""

    def _put_together(self, kept: str, answer: str) -> str:
        """Return an answer with the choice that was left standing; where the two say different things, both."""
        if not kept or simplify(kept) == simplify(answer):
            return answer or kept
        return f"{kept} / {answer}" if answer else kept

    def _take_below(self, name: str) -> str:
        """Take the line below a label that has nothing behind it, where it can be its answer and nothing else."""
        if self.place >= len(self.lines):
            return ""
        line = self.lines[self.place].strip()
        if not line or self._is_label(self.place) or not self._can_answer(name, line):
            return ""
        self.place += 1
        return line

    def _can_answer(self, name: str, line: str) -> bool:
        choices = self.vocabulary.choices.get(name)
        if choices is not None:
            return simplify(line) in choices.phrases
        if name == REFERENCE:
            return REFERENCE_VALUE.fullmatch(line) is not None
        is_followed = self.place + 1 < len(self.lines) and (
            not self.lines[self.place + 1].strip() or self._is_label(self.place + 1)
        )
        return is_followed and len(line) <= LONGEST_SHORT

    def _take_rest(self, name: str, answer: str, last: str) -> str:
        """Take the end of an answer that a mail program has broken."""
        if name not in (OPTION, OWN, NAME) and self._is_understood(name, answer):
            return answer
        while answer and len(last) >= WRAPPED and self.place < len(self.lines):
            last = self.lines[self.place]
            if not last.strip() or self._is_label(self.place):
                break
            answer = f"{answer} {last.strip()}"
            self.place += 1
        return answer

    def _is_understood(self, name: str, answer: str) -> bool:
        choices = self.vocabulary.choices.get(name)
        return name in (CONSENT, REFERENCE) or (choices is not None and choices.read(answer) is not None)


def _join(parts: list[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())
