"""What was made of the site, kept until it is made anew; what was asked for longest ago is let go of first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

MOST_BYTES = 64 * 1024 * 1024
"""As many pages as anybody looks at in a day, and little beside what the content itself takes."""


@dataclass(frozen=True)
class Made:
    """A file as it was made from an edition of the content. `key` tells what it was made from, where that is known.

    `is_last_good` says that this edition could not make it, and that the bytes are those of an earlier one.
    """

    edition: int
    data: bytes = field(repr=False)
    key: str | None = None
    is_last_good: bool = False


class Kept:
    """Files by their output path, up to so many bytes together. May be used by several threads."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, path: str) -> Made | None:
        """Return what was last made for a path, of whatever edition."""
        with self._lock:
            if path in self._made:
                self._made.move_to_end(path)
            return self._made.get(path)

    def put(self, path: str, made: Made) -> None:
        """Keep a file, in the place of an older one."""
        with self._lock:
            old = self._made.pop(path, None)
            self._size += len(made.data) - (len(old.data) if old else 0)
            self._made[path] = made
            while self._size > self._most and len(self._made) > 1:
                _, oldest = self._made.popitem(last=False)
                self._size -= len(oldest.data)
