r"""Bad input and what Casebook says to it, as pairs in plain files: the notation, and a content folder made from it.

A file in diagnostics/ holds many pairs:

    @@ A title, which says what is to be seen
    === posts/a.md
    The text of this file, to the next line that begins with `===`, `---` and a word, or `@@`.
    --- diagnostics
    posts/a.md:1:1: error[missing-header]: …

Paths are from the content folder, which is empty but for what the pair names; `../settings.py` is the settings file
(SETTINGS where the pair has none), `../theme` the theme (the repository's where the pair has none). After
`--- diagnostics` stands what format_text prints, one line each, in order; nothing where nothing is to be said. Where a
whole path is printed, SITE is the folder above the content. Blank lines at the end of a pair do not count.

What a text file cannot hold:

    \xff                     this byte, in a text or in a path
    \png{30x20}              a black picture of this size
    \gps{30x20}              the same, which says where it was taken
    === posts/b.md -> a.md   a symbolic link and what it says
    === posts/b.md |         a named pipe
    === posts/b.md (gone)    a file that is deleted when the site has been published once (in publishing.md only)

To write what is printed now into the files, run `CASEBOOK_UPDATE=1 .venv/bin/python -m pytest
tests/unit/test_diagnostics.py` (with `-k` for some of them). Then read `git diff` as a reviewer would: each line says
what an author will see.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from plugins.diagnostics import Diagnostic, format_text
from plugins.settings import SiteSettings, read_settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "diagnostics"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SETTINGS = 'SITENAME = "Test"\n'

PAIR, FILE, EXPECTED = "@@ ", "=== ", "--- diagnostics"
LINK, PIPE, GONE = " -> ", " |", " (gone)"

LATITUDE, EXIF_POINTER = (2, 5, 3, 26 + 18), (0x8825, 4, 1, 26)
"""Entries of Exif: tag, type (5 is a fraction, 4 a number), count, and where it stands or what it is."""

_DEGREES = struct.pack("<6I", 48, 1, 12, 1, 30, 1)
GPS = {
    b"eXIf": b"II*\0"
    + struct.pack("<IHHHIII", 8, 1, *EXIF_POINTER, 0)
    + struct.pack("<HHHIII", 1, *LATITUDE, 0)
    + _DEGREES
}
"""The chunk of a PNG that says 48° 12' 30". Source: CIPA DC-008 (Exif 3.0), section 4.6."""


@dataclass
class Pair:
    """One pair: the files by path, as they stand in `file` from line `line` on, and the lines to be printed."""

    file: Path
    title: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    expected: str = ""

    @property
    def id(self) -> str:
        return f"{self.file.stem}: {self.title}"


def read_pairs(file: Path, expected: str = EXPECTED) -> list[Pair]:
    """Return the pairs of one file in their order; `expected` is the line above what is to come of one."""
    pairs: list[Pair] = []
    lines: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith(PAIR):
            _end_pair(pairs, lines, expected)
            pairs.append(Pair(file, line.removeprefix(PAIR), number))
            lines = []
        else:
            lines.append(line)
    _end_pair(pairs, lines, expected)
    return pairs


def _end_pair(pairs: list[Pair], lines: list[str], expected: str) -> None:
    """Fill the last pair with the lines below its title; what stands above the first pair is a comment."""
    if not pairs:
        return
    pair, name = pairs[-1], ""
    end = lines.index(expected)
    for line in lines[:end]:
        if line.startswith(FILE):
            name = line.removeprefix(FILE)
            assert name not in pair.files, f"{pair.id}: {name} is given twice"
            pair.files[name] = ""
        else:
            assert name, f"{pair.id}: the text has no path"
            pair.files[name] += f"{line}\n"
    pair.expected = "\n".join(lines[end + 1 :]).strip("\n")


def write_pairs(pairs: Iterable[Pair], printed: dict[str, str], expected: str = EXPECTED) -> None:
    """Write what is printed now into the file of the pairs; `printed` is by title."""
    pairs = list(pairs)
    file = pairs[0].file
    head = "\n".join([*file.read_text(encoding="utf-8").split("\n")[: pairs[0].line - 1], ""])
    blocks = []
    for pair in pairs:
        files = "".join(f"{FILE}{name}\n{text}" for name, text in pair.files.items())
        text = printed.get(pair.title, pair.expected)
        blocks.append(f"{PAIR}{pair.title}\n{files}{expected}\n{text}".rstrip("\n") + "\n")
    file.write_text(head + "\n".join(blocks), encoding="utf-8")


def write_files(content: Path, files: dict[str, str]) -> None:
    """Make a content folder in an empty place, with a settings file and the repository's theme beside it."""
    content.mkdir(parents=True)
    if not any(name.startswith("../settings.py") for name in files):
        files = {"../settings.py": SETTINGS, **files}
    for name, text in files.items():
        target, pipe = name.partition(LINK), name.endswith(PIPE)
        path = Path(os.path.normpath(content / os.fsdecode(decode(target[0].removesuffix(PIPE).removesuffix(GONE)))))
        path.parent.mkdir(parents=True, exist_ok=True)
        if target[1]:
            path.symlink_to(target[2])
        elif pipe:
            os.mkfifo(path)
        else:
            path.write_bytes(decode(text))
    theme = content.parent / "theme"
    if not theme.exists():
        theme.symlink_to(ROOT / "theme")


def decode(text: str) -> bytes:
    r"""Return the bytes that a text of the notation stands for."""
    parts = re.split(r"(\\x[0-9a-fA-F]{2}|\\(?:png|gps)\{\d+x\d+\})", text)
    return b"".join(_decode_part(part) if number % 2 else part.encode("utf-8") for number, part in enumerate(parts))


def _decode_part(part: str) -> bytes:
    if part.startswith("\\x"):
        return bytes.fromhex(part[2:])
    width, height = re.findall(r"\d+", part)
    return draw_png(int(width), int(height), GPS if part.startswith("\\gps") else {})


def draw_png(width: int, height: int, more: Mapping[bytes, bytes] = MappingProxyType({})) -> bytes:
    """Return a black picture, two colours deep, as https://www.w3.org/TR/png-3/ has it written, with `more` chunks."""
    points = zlib.compress(bytes(1 + (width + 7) // 8) * height, 9)
    head = {b"IHDR": struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)}
    chunks = {**head, **more, b"IDAT": points, b"IEND": b""}
    framed = (len(data).to_bytes(4, "big") + kind + data + _check(kind + data) for kind, data in chunks.items())
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def _check(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def load_settings(content: Path, **overrides: object) -> SiteSettings:
    """Return the settings beside a content folder, which must be without a mistake."""
    settings, diagnostics = read_settings(content.parent / "settings.py", now=NOW, overrides=overrides)
    assert settings is not None
    assert [format_text(diagnostic, content) for diagnostic in diagnostics] == []
    return settings


def print_text(diagnostics: Iterable[Diagnostic], content: Path) -> str:
    """Return the diagnostics as the commands print them, paths from the content folder."""
    site = str(content.parent)
    same = (replace(diagnostic, found=diagnostic.found.replace(site, "SITE")) for diagnostic in diagnostics)
    return "\n".join(format_text(diagnostic, content) for diagnostic in same)
