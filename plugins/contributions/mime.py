"""The parts of a mail, found line by line in one pass, with a bound for each of their dimensions.

Python's email package builds the whole tree, by recursion: 1,500 parts within each other raise RecursionError, 100,000
beside each other take half a minute. Here nothing is kept but the texts. Sources: RFC 2046, section 5.1 and 5.2.1; RFC
2183. A delimiter of an outer part ends all inner ones, and so does the end of a mail that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from plugins.contributions.heads import Head

DEEPEST = 20
MOST_PARTS = 200
MOST_LINES = 300_000
MOST_HEAD_LINES = 5000
LONGEST_PART = 256 * 1024
"""Bytes of a text that are kept, as they were sent."""

MOST_TEXT_LINES = 20_000

LONGEST_ALL = 512 * 1024
LONGEST_BOUNDARY = 200
"""RFC 2046 allows 70."""

_TEXTS = ("text/plain", "text/html", "text/markdown", "text/x-markdown")
_LETTERS = ("message/rfc822", "message/global")
_SIGNATURES = (
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys",
)  # fmt: skip


@dataclass
class Text:
    """A part that is text. `choice` is the number of the multipart/alternative that it is one side of, or None.

    `letter` tells which mail it is of: 0 is the mail itself, 1 the first that is sent within it.
    """

    head: Head
    letter: int
    choice: int | None
    data: bytearray = field(default_factory=bytearray)


@dataclass
class Letter:
    """A mail: its heads (that of the mail, then those of mails within it), its texts, and what else was seen."""

    heads: list[Head] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    is_attached: bool = False
    is_cut: bool = False


@dataclass
class _Container:
    """A part that holds others, between its delimiters. `inner` is the type of a part that names none."""

    delimiter: bytes
    letter: int
    choice: int | None
    depth: int
    inner: str


def read_letter(lines: Iterable[bytes]) -> Letter:
    """Return what is to be read of a mail. Lines may be of any length, and come in pieces."""
    reader = _Reader()
    was_whole = True
    for number, line in enumerate(lines):
        if reader.is_over:
            break
        if reader.is_full or number >= MOST_LINES:
            reader.letter.is_cut = True
            break
        is_start, was_whole = was_whole, line.endswith(b"\n")
        if line.startswith(b"--") or not reader.is_passing_over:
            reader.add_line(line, is_start=is_start)
    reader.end()
    return reader.letter


class _Reader:
    """Reads line by line: of a head, of a text, or of what is left out."""

    def __init__(self) -> None:
        self.letter = Letter(heads=[Head()])
        self._open: list[_Container] = []
        self._delimiters: dict[bytes, int] = {}
        self._doubtful = b""
        self._head: Head | None = self.letter.heads[0]
        self._text: Text | None = None
        self._place = _Container(b"", 0, None, 0, "text/plain")
        self._parts = 1
        self._choices = 0
        self._size = 0
        self._head_lines = 0
        self._text_lines = 0

    @property
    def is_full(self) -> bool:
        """Whether no more is read."""
        return self._parts > MOST_PARTS or self._size > LONGEST_ALL or self._head_lines > MOST_HEAD_LINES

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be there."""
        return not self._open and self.is_passing_over

    @property
    def is_passing_over(self) -> bool:
        """Whether only a delimiter matters."""
        return self._head is None and self._text is None

    def add_line(self, line: bytes, *, is_start: bool) -> None:
        if is_start and line.startswith(b"--") and self._delimiters and self._cross_delimiter(line):
            return
        if self._head is not None:
            self._add_head_line(line, self._head, is_start=is_start)
        elif self._text is not None:
            self._add_text(line, self._text)

    def _add_head_line(self, line: bytes, head: Head, *, is_start: bool) -> None:
        """Take in a line of a head. Two lines that belong to none are the text: the empty line is missing.

        One alone is passed over, so that what stands below it does not count as text, and is not shown.
        """
        self._head_lines += 1
        is_field = head.add_line(line if is_start else b" " + line)
        if is_field:
            self._doubtful = b""
        elif self._doubtful or not line.strip(b"\r\n"):
            self._end_head(head)
            if self._text is not None:
                self._add_text(self._doubtful + line, self._text)
            self._doubtful = b""
        else:
            self._doubtful = line

    def end(self) -> None:
        """Take in a head that nothing follows."""
        if self._head is not None:
            self._end_head(self._head)

    def _add_text(self, line: bytes, text: Text) -> None:
        room = LONGEST_PART - len(text.data)
        text.data += line[:room]
        self._size += min(len(line), room)
        self._text_lines += 1
        if len(line) > room or self._text_lines > MOST_TEXT_LINES:
            self.letter.is_cut, self._text = True, None

    def _cross_delimiter(self, line: bytes) -> bool:
        """Begin the next part, or end the container, where a line is the delimiter of one that is open."""
        found = line[: LONGEST_BOUNDARY + 10].rstrip(b" \t\r\n")
        level = self._delimiters.get(found)
        if level is None:
            return False
        self.end()
        container = self._open[level]
        is_next = found == container.delimiter
        del self._open[level + is_next :]
        self._note_delimiters()
        self._head = self._text = None
        self._doubtful = b""
        if is_next:
            self._begin_part(container)
        return True

    def _note_delimiters(self) -> None:
        """Note which lines end a part or a container. Where two have one name, the inner one is meant."""
        self._delimiters = {}
        for level, container in enumerate(self._open):
            self._delimiters[container.delimiter] = self._delimiters[container.delimiter + b"--"] = level

    def _begin_part(self, container: _Container) -> None:
        self._parts += 1
        self._place = container
        self._head = Head()

    def _end_head(self, head: Head) -> None:
        """Decide by a head what the lines below it are."""
        place, self._head, self._text = self._place, None, None
        kind = head.get_type(place.inner)
        if place.letter == 0:
            self.letter.types.add(kind)
        boundary = head.get_parameter("boundary") if kind.startswith("multipart/") else ""
        if boundary or kind in _LETTERS:
            self._open_container(kind, boundary)
        elif not head.is_attachment and (kind in _TEXTS or kind.startswith("multipart/")):
            self._text, self._text_lines = Text(head, place.letter, place.choice), 0
            self.letter.texts.append(self._text)
        elif kind not in _SIGNATURES and not kind.startswith("message/"):
            self.letter.is_attached = True

    def _open_container(self, kind: str, boundary: str) -> None:
        place = self._place
        if place.depth >= DEEPEST:
            self.letter.is_cut = True
        elif kind in _LETTERS:
            self.letter.is_attached = True
            self.letter.heads.append(Head())
            self._place = _Container(b"", len(self.letter.heads) - 1, None, place.depth + 1, "text/plain")
            self._head = self.letter.heads[-1]
            self._parts += 1
        else:
            delimiter = b"--" + boundary.encode("utf-8", "surrogateescape")[:LONGEST_BOUNDARY].rstrip()
            inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
            self._choices += kind == "multipart/alternative"
            choice = self._choices if kind == "multipart/alternative" else place.choice
            self._open.append(_Container(delimiter, place.letter, choice, place.depth + 1, inner))
            self._note_delimiters()
