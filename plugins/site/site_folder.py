"""The folder that a site is written into: each file once, and what was meant to be in it is kept in mind."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path


class SiteFolder:
    """An empty folder that is filled file by file.

    `written` holds the size and the SHA-256 of the bytes that each file was given, by its path: a disk may keep fewer
    without a word.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: dict[str, tuple[int, str]] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write one file, which must not exist yet. Raises OSError."""
        path = self.path / name
        if not self.path.is_dir():
            # Somebody has taken it away with all that was in it: it is not made anew.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.path))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
        self.written[name] = len(data), hashlib.sha256(data).hexdigest()
