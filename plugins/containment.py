"""Files that are read and written within one folder only, whatever its links say and whoever changes them meanwhile.

Looking first and opening then leaves a moment in which a folder can be swapped for a link. So every folder on the way
is opened in the one above it, and no link is followed (CWE-367, CWE-59). What is left of the path is checked by name.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
"""A pipe that somebody puts in a file's place is opened without waiting for who writes into it, and then refused."""

WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
PUBLIC, PRIVATE = (0o777, 0o666), (0o700, 0o600)
"""Modes of a new folder and a new file, before the umask has its say."""

ASIDE = ".tmp"
"""The ending of a file that is not whole yet. Content passes such names over."""

LONGEST_NAME = 255
LONGEST_PATH = 1000
"""Bytes that file systems take for a name, and S3 (1024, with room for a prefix) for a path."""

WINDOWS_NAMES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows gives to devices; no file can bear them there, with no ending either."""

SHOWN_NAMES = (".well-known", ".nojekyll")
"""The only names with a dot before them that a site has: others are hidden, and mean something to hosts and to git."""

_NO_NAMES = frozenset({"", ".", ".."})
"""Parts of a path that name nothing."""

_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_-]*(\.[a-z0-9_-]+)*", re.IGNORECASE)
_REFUSED = re.compile(r'[\\/:*?"<>|]|[. ]\Z')
"""What Windows and the archives of GitHub Pages refuse in a name. Sources:
https://learn.microsoft.com/windows/win32/fileio/naming-a-file, https://github.com/actions/upload-artifact"""

_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Kinds of characters that one does not see, or that turn round what one sees: U+202E makes `fdp.exe` of `exe.pdf`."""

_JOINERS = "\u200c\u200d"
"""Two of these are part of how Persian, Hindi and others are written, and of emoji."""


class LeavesFolderError(OSError):
    """A path leads out of the folder that it has to stay in."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(errno.EXDEV, "the path leads out of its folder", os.fspath(path))


def is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path, its links followed, lies in a folder, its links followed too."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def read_inside(path: Path, folder: Path) -> bytes:
    """Return the bytes of a regular file. A link is followed to a file of the same folder only.

    Raises LeavesFolderError where it leads elsewhere, and OSError where there is nothing to read.
    """
    with naming(path):
        handle = _open_file(path, folder)
        try:
            return io.FileIO(handle, closefd=False).readall()
        finally:
            os.close(handle)


def open_inside(path: Path, folder: Path) -> BinaryIO:
    """Return a regular file, opened for reading, as read_inside does. Raises what that raises."""
    with naming(path):
        return os.fdopen(_open_file(path, folder), "rb")


def _open_file(path: Path, folder: Path) -> int:
    """Return a handle of a regular file in a folder."""
    handle = _open_plain(path, folder)
    if handle is None:
        root, real = Path(os.path.realpath(folder)), Path(os.path.realpath(path))
        if not real.is_relative_to(root):
            raise LeavesFolderError(path)
        handle = _open_below(root, real.relative_to(root).parts, READING)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "this is no regular file")
    return handle


def _open_plain(path: Path, folder: Path) -> int | None:
    """Return a handle of a file that no link leads to, as nearly all are, or None: then its way is to be looked for."""
    name, root = os.fspath(path), f"{os.fspath(folder)}/"
    parts = name.removeprefix(root).split("/")
    if not name.startswith(root) or not _NO_NAMES.isdisjoint(parts):
        return None
    try:
        return _open_below(folder, parts, READING)
    except OSError:
        return None


def write_inside(folder: Path, name: str, data: bytes, *, private: bool = False) -> None:
    """Write a new file; `name` is its POSIX path in the folder. Folders are made, no link on the way is followed.

    With `private` nobody else may read what is made. Raises LeavesFolderError for a path that is not plain,
    FileExistsError where there is something, OSError else.
    """
    modes = PRIVATE if private else PUBLIC
    with naming(folder / name), os.fdopen(_open_below(folder, split(name), WRITING, make=modes), "wb") as file:
        file.write(data)


def split(name: str) -> list[str]:
    """Return the parts of a POSIX path. Raises LeavesFolderError where one of them names nothing, or what is above."""
    parts = name.split("/")
    if "\0" in name or not _NO_NAMES.isdisjoint(parts):
        raise LeavesFolderError(name)
    return parts


def replace_inside(folder: Path, name: str, data: bytes, *, private: bool = False) -> None:
    """Write a file, in the place of another or none, so that it is whole or as it was, whatever happens meanwhile.

    It is written aside, under a hidden name in the same folder, synchronized, and renamed. What a killed run leaves
    there is overwritten by the next one. `name`, `private` and what is raised are as with `write_inside`.
    """
    parent, _, last = name.rpartition("/")
    aside = f"{parent}/.{last}{ASIDE}".lstrip("/")
    (folder / aside).unlink(missing_ok=True)
    write_inside(folder, aside, data, private=private)
    sync(folder / aside)
    (folder / aside).replace(folder / name)
    sync((folder / name).parent)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Let an error say the whole path: the system's names but the part that was opened."""
    try:
        yield
    except OSError as error:
        error.filename = os.fspath(path)
        raise


def _open_below(root: Path, parts: Sequence[str], flags: int, *, make: tuple[int, int] | None = None) -> int:
    """Return a handle of the file that one reaches from `root` by names, none of which is a link.

    `make` holds the modes of the folders and of the file that are made where they are missing.
    """
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for number, part in enumerate(parts, 1):
        is_last = number == len(parts)
        try:
            if make and not is_last:
                with suppress(FileExistsError):
                    os.mkdir(part, make[0], dir_fd=handle)
            inner = os.open(part, flags if is_last else DIRECTORY, make[1] if make else 0, dir_fd=handle)
        finally:
            os.close(handle)
        handle = inner
    return handle


def explain_path(path: str) -> str | None:
    """Return what keeps a POSIX path from being written on every system and served by every host, or None."""
    if len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        return f"is longer than {LONGEST_PATH} bytes"
    return next((problem for part in path.split("/") if (problem := explain_name(part))), None)


@lru_cache(maxsize=1 << 16)
def explain_name(name: str) -> str | None:
    """Return what is wrong with the name of a file or folder, or None."""
    return None if _is_plainest(name) else _look_for_problem(name)


def _is_plainest(name: str) -> bool:
    """Tell whether nothing can be wrong with a name, as with nearly all of them."""
    is_plain = name.isascii() and _PLAIN.fullmatch(name) and len(name) <= LONGEST_NAME
    return bool(is_plain) and name.partition(".")[0].lower() not in WINDOWS_NAMES


def _look_for_problem(name: str) -> str | None:
    plain = unicodedata.normalize("NFKC", name)
    if plain.partition(".")[0].strip().lower() in WINDOWS_NAMES:
        return "holds the name of a device on Windows"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        return f"holds a name of more than {LONGEST_NAME} bytes"
    if _PLAIN.fullmatch(name):
        return None
    if any(unicodedata.category(char) in _INVISIBLE and char not in _JOINERS for char in name):
        return "holds a character that one cannot see"
    # Some systems take a full-width slash or dots for the plain ones.
    if _REFUSED.search(name) or plain in ("", ".", "..") or "/" in plain or "\\" in plain:
        return "holds a name that not every system can give to a file"
    return "holds a hidden name" if name.startswith(".") and name not in SHOWN_NAMES else None
