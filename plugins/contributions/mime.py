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
MOST_LINES = 400_000
LONGEST_PART = 512 * 1024
"""Bytes of a text that are kept, as they were sent."""

LONGEST_ALL = 1024 * 1024
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
    is_start = True
    for number, line in enumerate(lines):
        if reader.is_full or number >= MOST_LINES:
            reader.letter.is_cut = True
            break
        reader.add_line(line, is_start=is_start)
        is_start = line.endswith((b"\n", b"\r"))
    reader.end()
    return reader.letter


class _Reader:
    """Reads line by line: of a head, of a text, or of what is left out."""

    def __init__(self) -> None:
        self.letter = Letter(heads=[Head()])
        self._open: list[_Container] = []
        self._head: Head | None = self.letter.heads[0]
        self._text: Text | None = None
        self._place = _Container(b"", 0, None, 0, "text/plain")
        self._parts = 1
        self._choices = 0
        self._size = 0

    @property
    def is_full(self) -> bool:
        return self._parts > MOST_PARTS or self._size > LONGEST_ALL

    def add_line(self, line: bytes, *, is_start: bool) -> None:
        if is_start and line.startswith(b"--") and self._open and self._cross_delimiter(line):
            return
        if self._head is None:
            self._add_text(line)
        elif not line.strip(b"\r\n"):
            self._end_head(self._head)
        elif not is_start:
            self._head.add_line(b" " + line)
        elif not self._head.add_line(line):
            self._end_head(self._head)
            self._add_text(line)

    def end(self) -> None:
        """Take in a head that nothing follows."""
        if self._head is not None:
            self._end_head(self._head)

    def _add_text(self, line: bytes) -> None:
        if self._text is not None:
            room = LONGEST_PART - len(self._text.data)
            self._text.data += line[:room]
            self._size += min(len(line), room)
            self.letter.is_cut |= len(line) > room

    def _cross_delimiter(self, line: bytes) -> bool:
        """Begin the next part, or end the container, where a line is the delimiter of one that is open."""
        found = line.rstrip(b" \t\r\n")
        for level in range(len(self._open) - 1, -1, -1):
            container = self._open[level]
            if found in (container.delimiter, container.delimiter + b"--"):
                self.end()
                del self._open[level + 1 :]
                self._text = None

        return False

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
            self._text = Text(head, place.letter, place.choice)
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
