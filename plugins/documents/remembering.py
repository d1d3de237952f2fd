"""What was read of a file once need not be read again while the file stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

Read = TypeVar("Read")


def remember_by_file(read: Callable[[Path, Path], Read]) -> Callable[[Path, Path], Read]:
    """Return a reader of files in a folder that remembers what it read until a file's time or size changes.

    Raises OSError where the file cannot be looked at, and what `read` raises, which is not remembered.
    """
    known: dict[tuple[Path, Path], tuple[tuple[int, int], Read]] = {}

    @wraps(read)
    def read_once(path: Path, folder: Path) -> Read:
        status = path.stat()
        seen = (status.st_mtime_ns, status.st_size)
        if (path, folder) not in known or known[path, folder][0] != seen:
            known[path, folder] = (seen, read(path, folder))
        return known[path, folder][1]

    return read_once
