"""What is costly to make is kept by what it was made from: the same again is read, never made anew.

A store may be deleted at any time. Two builds may share one: a file appears in it whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from plugins.records import make_key

__all__ = ["Store", "make_key"]


class Store:
    """Made files in one folder, by their keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key; what is not is made and kept. Raises OSError where it cannot be."""
        path = self._folder / key[:2] / key
        try:
            return self._check(path.read_bytes())
        except (FileNotFoundError, IsADirectoryError, ValueError):
            data = make()
            if path.is_dir():
                path.rmdir()  # an empty folder in the place of the file; one that holds something is nobody's to delete
            self._write(path, data)
            return data

    def _check(self, kept: bytes) -> bytes:
        """Return the data of a kept file. Raises ValueError where the file is not what was written."""
        digest, data = kept[:32], kept[32:]
        if hashlib.sha256(data).digest() != digest:
            raise ValueError("a kept file is damaged")
        return data

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
