"""The folder that a site is written into: each file once, and what was meant to be in it is kept in mind."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from plugins.open_folders import OpenFolders


class SiteFolder:
    """A folder that is filled file by file. It is empty, or holds an earlier site, of which all that fits stays there.

    `written` holds the size and the SHA-256 of the bytes that each file was given, by its path: a disk may keep fewer
    without a word. No link leads what is written elsewhere. A folder that somebody takes away meanwhile, with all that
    was in it, is not made anew. To be closed when it is full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: dict[str, tuple[int, str]] = {}
        self.linked: set[str] = set()
        self._folders = OpenFolders(path)
        self._earlier = dict(_list_files(path))

    def __enter__(self) -> SiteFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folders.close()

    def write(self, name: str, data: bytes) -> None:
        """Write one file, which must not have been written yet. Raises OSError."""
        self._make_room(name)
        self._folders.write(name, data)
        self.written[name] = len(data), hashlib.sha256(data).hexdigest()

    def adopt(self, name: str, file: str, number: int, size: int, sha256: str) -> None:
        """Take a file in that lies elsewhere and never changes there, of a known inode number, size and SHA-256.

        Both are one file on the disk where the file system can do that, else it is copied. Where they are already,
        because the earlier site had it, too, nothing is to be done. Raises OSError.
        """
        if self._earlier.get(name) != number:
            self._make_room(name)
            try:
                self._folders.link(name, file)
            except OSError:
                self.write(name, Path(file).read_bytes())
                return
            self.linked.add(name)
        self.written[name] = size, sha256

    def clear(self, may_stay: Callable[[str], bool] = lambda _: False) -> None:
        """Remove what the earlier site has left and this one has not taken up, unless it `may_stay`. Raises OSError.

        Nobody may be writing here meanwhile: folders go, too, when nothing is in them.
        """
        for name in [name for name in self._earlier if name not in self.written and not may_stay(name)]:
            self._make_room(name)
            self._folders.remove_empty(name)

    def _make_room(self, name: str) -> None:
        if self._earlier.pop(name, None) is not None:
            self._folders.remove(name)


def _list_files(folder: Path, inner: str = "") -> Iterator[tuple[str, int]]:
    """Go through all in a folder that is no folder, by POSIX path, with the number that the disk knows it by.

    A folder with nothing in it would be in the way of a file, and is removed.
    """
    with os.scandir(f"{folder}/{inner}") as found:
        entries = {f"{inner}{entry.name}": entry for entry in found}
    folders = [name for name, entry in entries.items() if entry.is_dir(follow_symlinks=False)]
    for name in folders:
        yield from _list_files(folder, f"{name}/")
        entries.pop(name)
    yield from ((name, entry.inode()) for name, entry in entries.items())
    if inner and not entries:
        with suppress(OSError):  # only folders were in it, and one of them stays
            Path(folder, inner).rmdir()
