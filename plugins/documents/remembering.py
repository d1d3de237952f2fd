"""What was read of a file once need not be read again while the file stays as it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

Read = TypeVar("Read")

Stamp = tuple[int, int, int, int]
"""How a file looks from outside: when its bytes and when anything of it changed, its size, and which file it is.

The second time cannot be set by anybody, so that a file that is replaced with all its times shows it.
"""

YOUNG = 2_000_000_000
"""Nanoseconds. A file that was changed so shortly ago may change again within the same tick of the disk's clock."""


def find_stamp(path: Path) -> Stamp | None:
    """Return how a file looks, or None where that says nothing: it has changed just now, or is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - there are very many files, and this is twice as quick
    except OSError:
        return None
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < YOUNG:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def is_older(stamp: Stamp, moment: int) -> bool:
    """Tell whether a file that looks like this has changed last at least YOUNG before a moment, in nanoseconds."""
    return max(stamp[:2]) < moment - YOUNG


class FileMemory(Generic[Read]):
    """Reads files of folders, and remembers what it read of each until the file looks another way."""

    def __init__(self, read: Callable[[Path, Path], Read]) -> None:
        self._read = read
        self._known: dict[tuple[Path, Path], tuple[Stamp, Read]] = {}

    def __call__(self, path: Path, folder: Path) -> Read:
        """Return what is read of a file in a folder.

        Raises OSError where the file cannot be looked at, and what reading raises, which is not remembered.
        """
        stamp = find_stamp(path)
        found = self._known.get((path, folder))
        if found is not None and found[0] == stamp:
            return found[1]
        read = self._read(path, folder)
        self.teach(path, folder, stamp, read)
        return read

    def teach(self, path: Path, folder: Path, stamp: Stamp | None, read: Read) -> None:
        """Take what was read of a file when it looked like this."""
        if stamp is not None:
            self._known[path, folder] = (stamp, read)

    def list_known(self, folder: Path) -> Iterator[tuple[Path, Stamp, Read]]:
        """Go through what is remembered of the files of a folder."""
        return ((path, stamp, read) for (path, own), (stamp, read) in self._known.items() if own == folder)
