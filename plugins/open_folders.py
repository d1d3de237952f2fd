"""The folders below another one that many files are written into, each opened once as long as it is in use."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from plugins.containment import DIRECTORY, PUBLIC, WRITING, naming, split

MOST = 64
"""Folders that stay open: those that the files of a site share are few, and a process may open some hundred files."""


ROOT = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
"""How the root is opened: one may reach that through a link."""


class OpenFolders:
    """Folders below a root. None is reached through a link, whoever puts one there meanwhile (CWE-367).

    To open every folder on the way to every file takes as long as all the rest of writing a site. A name is a POSIX
    path in the root; the folders of it are made. Every method but `close` raises LeavesFolderError for a name that is
    not plain, and OSError.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._handles: dict[str, int] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write a new file. Raises FileExistsError where there is something."""
        with naming(f"{self._root}/{name}"):
            folder, last = self._find(name)
            handle = os.open(last, WRITING, PUBLIC[1], dir_fd=folder)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)

    def link(self, name: str, file: str) -> None:
        """Let a file that lies elsewhere have this name, too. Raises OSError where file systems cannot."""
        with naming(f"{self._root}/{name}"):
            folder, last = self._find(name)
            os.link(file, last, dst_dir_fd=folder, follow_symlinks=False)

    def remove(self, name: str) -> None:
        """Remove a file or a link."""
        with naming(f"{self._root}/{name}"):
            folder, last = self._find(name)
            os.unlink(last, dir_fd=folder)

    def remove_empty(self, name: str) -> None:
        """Remove the folders that a file was in, as far as nothing else is. Nobody may be writing there meanwhile."""
        with suppress(OSError):  # it is not empty, or not there
            while name := name.rpartition("/")[0]:
                above, last = self._find(name)
                os.rmdir(last, dir_fd=above)
                if (handle := self._handles.pop(name, None)) is not None:
                    os.close(handle)

    def close(self) -> None:
        """Let go of all folders."""
        while self._handles:
            os.close(self._handles.popitem()[1])

    def _find(self, name: str) -> tuple[int, str]:
        """Return the handle of the folder that a name lies in, and the last part of the name."""
        folder, _, last = name.rpartition("/")
        return self._open(folder, split(name)[:-1]), last

    def _open(self, folder: str, parts: list[str]) -> int:
        handle = self._handles.pop(folder, None)
        if handle is None:
            handle = self._open_below(parts) if parts else os.open(self._root, ROOT)
        self._handles[folder] = handle  # the last again
        if len(self._handles) > MOST:
            os.close(self._handles.pop(next(iter(self._handles))))
        return handle

    def _open_below(self, parts: list[str]) -> int:
        above = self._open("/".join(parts[:-1]), parts[:-1])
        with suppress(FileExistsError):
            os.mkdir(parts[-1], PUBLIC[0], dir_fd=above)
        return os.open(parts[-1], DIRECTORY, dir_fd=above)


def _write_all(handle: int, data: bytes) -> None:
    """Write all of it: the system may take a part of what it is given."""
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
