"""The folder that a site is written into: each file once, and what was meant to be in it is kept in mind."""

from __future__ import annotations

import hashlib
from pathlib import Path

from plugins.containment import write_inside


class SiteFolder:
    """An empty folder that is filled file by file.

    `written` holds the size and the SHA-256 of the bytes that each file was given, by its path: a disk may keep fewer
    without a word.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: dict[str, tuple[int, str]] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write one file, which must not exist yet. Raises OSError.

        No link leads it elsewhere. A folder that somebody has taken away, with all that was in it, is not made anew.
        """
        write_inside(self.path, name, data)
        self.written[name] = len(data), hashlib.sha256(data).hexdigest()
