"""Which code is at work: what was made by another version of it, of its libraries or of Python is made anew."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from functools import cache
from pathlib import Path

ROOMS = Path(__file__).parent
ENDINGS = (".py", ".html", ".css", ".js", ".yaml", ".json", ".xsl", ".xml")
"""Endings of what the rooms are made of."""


@cache
def find_code_version() -> str:
    """Return 64 characters that are others as soon as a file of the rooms, a library or Python is another.

    Read once for each process, whose code stays what it was. Libraries are told by the names of their `.dist-info`
    folders, which hold their versions.
    """
    digest = hashlib.sha256(f"{sys.version} {sys.platform}".encode())
    libraries = {path.name for path in _find_libraries()}
    digest.update("\n".join(sorted(libraries)).encode())
    for path in sorted(path for path in ROOMS.rglob("*") if path.suffix in ENDINGS and path.is_file()):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(ROOMS).as_posix()} {len(data)}:".encode() + data)
    return digest.hexdigest()


def _find_libraries() -> set[Path]:
    folders = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    return {path for folder in folders for path in folder.glob("*.dist-info")}
