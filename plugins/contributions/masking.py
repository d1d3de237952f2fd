"""Addresses are taken out before anything is kept or printed."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.cases.reader_rules import ADDRESS
from plugins.contributions.invisible import remove_breaks

MASK = "[…]"
"""What stands in the place of an address."""


def mask_addresses(text: str) -> tuple[str, bool]:
    """Return a text without e-mail addresses, and whether there was one."""
    if "@" not in text:
        return text, False
    masked = ADDRESS.sub(MASK, text)
    return masked, masked != text


def name_place(path: Path) -> str:
    """Return a path as it is printed: from where one stands, on one line, without addresses."""
    text = os.path.relpath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return str(Path(*(mask_addresses(name)[0] for name in Path(remove_breaks(text)).parts)))
