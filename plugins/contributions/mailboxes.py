"""The mails of an mbox, one at a time.

Four customs share the name: lines that begin with "From " are quoted by `>` (mboxo, mboxrd) or not at all (mboxcl). So
a separator is such a line that a head follows, below an empty line or with a time in it. Sources: RFC 4155, appendix A;
https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

LONGEST_PIECE = 64 * 1024
"""Bytes of a line that are held at a time."""

FROM = b"From "
_HEAD_LINE = re.compile(rb"[!-9;-~]{1,76}[ \t]*:|>?From ")
_TIME = re.compile(rb"\d{1,2}:\d\d.*\d{4}")
_QUOTED = re.compile(rb">+From ")


def read_lines(file: BinaryIO) -> Iterator[bytes]:
    """Go through the lines of a file, long ones in pieces."""
    return iter(lambda: file.readline(LONGEST_PIECE), b"")


def split_mailbox(file: BinaryIO) -> Iterator[Iterator[bytes]]:
    """Go through the mails, each as its lines. What is not read of one is passed over when the next is asked for."""
    mailbox = _Mailbox(file)
    while mailbox.find_next():
        yield mailbox.read_mail()


class _Mailbox:
    """Reads one line ahead."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = read_lines(file)
        self._line = next(self._lines, b"")
        self._next = next(self._lines, b"")
        self._is_start = True
        self._is_below_blank = True
        self._is_first = True

    def find_next(self) -> bool:
        """Go on to the next separator, and past it. Return False where there is none."""
        while self._line and not self._is_separator():
            self._advance()
        if not self._line:
            return False
        self._advance()
        self._is_first = False
        return True

    def read_mail(self) -> Iterator[bytes]:
        """Go through the lines to the next separator."""
        while self._line and not self._is_separator():
            yield self._line[1:] if self._is_start and _QUOTED.match(self._line) else self._line
            self._advance()

    def _is_separator(self) -> bool:
        if not self._is_start or not self._line.startswith(FROM):
            return False
        if self._is_first:
            return True
        is_likely = self._is_below_blank or _TIME.search(self._line[:200]) is not None
        return is_likely and _HEAD_LINE.match(self._next) is not None

    def _advance(self) -> None:
        self._is_below_blank = self._is_start and not self._line.strip(b"\r\n")
        self._is_start = self._line.endswith(b"\n")
        self._line, self._next = self._next, next(self._lines, b"")
