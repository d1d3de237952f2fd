"""What the preview answers to a request: a status, a type, and bytes or a file that is too large to be read whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from plugins.containment import open_inside

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
PIECE = 256 * 1024
"""Bytes of a file that are sent at once."""

_RANGE = re.compile(r"bytes\s*=\s*(?P<first>\d{0,18})\s*-\s*(?P<last>\d{0,18})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Body:
    """The bytes of an answer."""

    data: bytes = field(repr=False)

    def __len__(self) -> int:
        return len(self.data)

    def read(self, part: range) -> Iterator[bytes]:
        """Go through the bytes of a part."""
        yield self.data[part.start : part.stop]


@dataclass(frozen=True)
class FileBody:
    """The bytes of a file inside a folder, read as they are sent."""

    path: Path
    folder: Path
    size: int

    def __len__(self) -> int:
        return self.size

    def read(self, part: range) -> Iterator[bytes]:
        """Go through the bytes of a part; fewer where the file has become shorter. Raises OSError."""
        with open_inside(self.path, self.folder) as file:
            file.seek(part.start)
            left = len(part)
            while left and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece


@dataclass(frozen=True)
class Answer:
    """An answer to one request. `location` is where it leads on; `policy` what its page may do, said by a header."""

    status: HTTPStatus
    type: str = PLAIN
    body: Body | FileBody = Body(b"")
    location: str = ""
    policy: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page, which may have the preview's script in it."""
        return self.type == HTML and isinstance(self.body, Body)

    @property
    def tag(self) -> str:
        """What tells a file that pages load from another at the same address; "" for all else."""
        is_file = self.status == HTTPStatus.OK and isinstance(self.body, Body) and not self.is_page
        return f'"{self.digest}"' if is_file else ""

    @property
    def digest(self) -> str:
        """A name for what is seen of a page: another for another page."""
        data = self.body.data if isinstance(self.body, Body) else b""
        return hashlib.blake2b(f"{self.status:d} ".encode() + data, digest_size=12).hexdigest()


class UnsatisfiableError(Exception):
    """A part of a file was asked for that lies behind its end."""


def find_range(header: str | None, size: int) -> range | None:
    """Return the part of a file that the header `Range` asks for, or None where it asks for the whole.

    What is no range of bytes, or several, is passed over, as a server may. Raises UnsatisfiableError.
    Source: RFC 9110, section 14.
    """
    match = _RANGE.fullmatch((header or "").strip())
    if match is None or not (match["first"] or match["last"]):
        return None
    if not match["first"]:  # so many from the end
        part = range(max(0, size - int(match["last"])), size)
    else:
        first, last = int(match["first"]), int(match["last"] or size - 1)
        if match["last"] and last < first:
            return None  # no range at all
        part = range(first, min(last + 1, size))
    if not part:
        raise UnsatisfiableError
    return part
