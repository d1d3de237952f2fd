"""Plain tables for a terminal: aligned columns, the last cut to the width that is left."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

GAP = "  "
LONGEST_CELL = 28
SHORTEST_LAST = 12


def make_table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Go through the lines of a table that is no wider than `width` columns, if there is any room."""
    cells = [[_clean(cell) for cell in row] for row in (head, *rows)]
    widths = [min(LONGEST_CELL, max(measure(row[index]) for row in cells)) for index in range(len(head) - 1)]
    room = max(SHORTEST_LAST, width - sum(widths) - len(GAP) * len(widths))
    for row in cells:
        fitted = [_fit(cell, most) for cell, most in zip(row, widths, strict=False)]
        yield GAP.join([*fitted, cut(row[-1], room)]).rstrip()


def measure(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two, marks on others none."""
    return sum(_measure_character(char) for char in text)


def cut(text: str, most: int) -> str:
    """Return a text that takes no more columns than `most`."""
    if measure(text) <= most:
        return text
    kept, left = "", most - 1
    for char in text:
        left -= _measure_character(char)
        if left < 0:
            break
        kept += char
    return f"{kept.rstrip()}…"


def _fit(text: str, columns: int) -> str:
    shown = cut(text, columns)
    return shown + " " * (columns - measure(shown))


def _measure_character(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _clean(text: str) -> str:
    """Return a cell without what moves a terminal's cursor."""
    return "".join(char if char.isprintable() else " " for char in text)
