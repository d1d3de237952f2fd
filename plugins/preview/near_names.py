"""Addresses that look like one that is not there, for those who mistype or have just renamed a page."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterable

MOST = 5
LOOKED_AT = 60
"""Addresses that are compared letter by letter, which takes a while; the others share fewer letters with it."""

ALIKE = 0.6
"""How alike two addresses are at least, from 0 to 1: what `difflib` calls close."""


def find_near(path: str, known: Iterable[str]) -> list[str]:
    """Return the known addresses that look most like `path`, the likeliest first; none where none comes near.

    The name at its end counts most: a page that was moved to another folder is found as well.
    """
    pieces = _cut(path)
    by_pieces = heapq.nlargest(
        LOOKED_AT, sorted(known), key=lambda one: (len(pieces & _cut(one)), -abs(len(one) - len(path)))
    )
    ranked = sorted(((_compare(path, one), one) for one in by_pieces), key=lambda pair: (-pair[0], pair[1]))
    return [one for likeness, one in ranked[:MOST] if likeness >= ALIKE]


def _compare(path: str, other: str) -> float:
    """Return how alike two addresses are as a whole or in their last names."""
    whole = difflib.SequenceMatcher(None, path.casefold(), other.casefold()).ratio()
    name, other_name = _find_name(path), _find_name(other)
    if not name or not other_name:
        return whole
    return max(whole, difflib.SequenceMatcher(None, name, other_name).ratio())


def _find_name(path: str) -> str:
    return path.casefold().rstrip("/").rpartition("/")[2]


def _cut(path: str) -> set[str]:
    """Return every two and every three letters that follow each other."""
    folded = path.casefold()
    return {folded[start : start + length] for length in (2, 3) for start in range(len(folded) - length + 1)}
