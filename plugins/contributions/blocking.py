"""The block list: words, domains and phrases, one a line. What holds one of them is marked, and not dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from plugins.containment import read_inside
from plugins.diagnostics import Code, Diagnostic, Position, make_error

COMMENT = "#"


class BlockList:
    """What is blocked. An entry is found as a whole word, whatever its case, its forms of letters and its spaces."""

    def __init__(self, lines: Iterable[str]) -> None:
        entries = {_flatten(line) for line in lines if not line.lstrip().startswith(COMMENT)}
        self._entries = sorted(entry for entry in entries if entry)

    def is_in(self, text: str) -> bool:
        """Tell whether a text holds one of the entries, in its addresses too."""
        plain = _flatten(f"{text} {unquote(text)}")
        return any(entry in plain and _stands_alone(entry, plain) for entry in self._entries)


def read_block_list(path: Path) -> tuple[BlockList, list[Diagnostic]]:
    """Return the block list of a file, which need not be there, and what keeps it from being read."""
    if not path.exists():
        return BlockList(()), []
    try:
        return BlockList(read_inside(path, path.parent).decode("utf-8-sig").splitlines()), []
    except (OSError, UnicodeError) as error:
        hint = "Save it as UTF-8, one word, domain or phrase a line."
        found = getattr(error, "strerror", None) or type(error).__name__
        message = "the block list cannot be read"
        return BlockList(()), [make_error(path, Position(), Code.UNREADABLE_FILE, message, found=found, hint=hint)]


def _stands_alone(entry: str, plain: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(entry)}(?!\w)", plain) is not None


def _flatten(text: str) -> str:
    """Return a text as it is compared: plain forms of letters, no invisible characters, single spaces."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", plain.casefold()).strip()
