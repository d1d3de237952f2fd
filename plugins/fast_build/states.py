"""What an earlier build has left in a folder: each file with the key that it was made by, and by what one knows it.

A file is known again by its size, its number on the disk and its times: that of its last change, and that of the last
change of anything about it, which no program can set. Where only the last is another, the file is read and compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plugins.fast_build.digests import digest
from plugins.records import Records

STATE = "output"
"""The kind of the records."""


@dataclass(frozen=True)
class Left:
    """One file: the key that it was made by, its size in bytes and SHA-256, its number on the disk, its two times."""

    key: str
    size: int
    sha256: str
    number: int
    modified: int
    changed: int

    def is_at(self, path: str) -> bool:
        """Tell whether a file is the one that was left there."""
        try:
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode) or _look(found)[:3] != (self.size, self.number, self.modified):
                return False
            return found.st_ctime_ns == self.changed or measure(Path(path))[1] == self.sha256
        except OSError:
            return False


def describe_file(path: str, key: str, size: int, sha256: str) -> Left:
    """Return what is known of a file that has just been written, and of which one knows the rest. Raises OSError."""
    return Left(key, size, sha256, *_look(os.lstat(path))[1:])


def measure(path: Path) -> tuple[int, str]:
    """Return the size of a file in bytes and its SHA-256. Raises OSError."""
    data = path.read_bytes()
    return len(data), hashlib.sha256(data).hexdigest()


def _look(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def read_state(records: Records, folder: Path) -> dict[str, Left]:
    """Return what the last build has left in a folder, by path; nothing where that is not known. Raises OSError."""
    name = name_folder(folder)
    with suppress(KeyError, ValueError, TypeError, AttributeError):
        data = json.loads(records.get(STATE, [name])[name])
        return {path: Left(*values) for path, values in data.items()}
    return {}


def write_state(records: Records, folder: Path, files: Mapping[str, Left]) -> None:
    """Keep what a build has left in a folder. Raises OSError."""
    data = {path: tuple(vars(left).values()) for path, left in files.items()}
    records.put(STATE, {name_folder(folder): json.dumps(data, separators=(",", ":")).encode()})


def name_folder(folder: Path) -> str:
    """Return the name under which records of a folder are kept."""
    return digest(os.path.realpath(folder))
