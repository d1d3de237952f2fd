"""What was read of a file once need not be read again while the file stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

Read = TypeVar("Read")


def remember_by_file(read: Callable[[Path], Read]) -> Callable[[Path], Read]:
    """Return a reader that remembers what it read of a file until its time or size on the disk changes.

    Raises OSError where the file cannot be looked at, and what `read` raises, which is not remembered.
    """
    known: dict[Path, tuple[tuple[int, int], Read]] = {}

    @wraps(read)
    def read_once(path: Path) -> Read:
        status = path.stat()
        seen = (status.st_mtime_ns, status.st_size)
        if path not in known or known[path][0] != seen:
            known[path] = (seen, read(path))
        return known[path][1]

    return read_once
