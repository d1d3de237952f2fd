"""Whether nearly the same words were sent before.

A text is known by its shingles, every three words in a row, and of these by the 64 whose hashes are smallest: how many
of them two texts share tells how much of the texts is the same. What is looked at of others is bounded, however many
there are. Source: Andrei Broder, On the resemblance and containment of documents, 1997.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict

SHINGLE = 3
SKETCH = 64
SAME = 0.6
"""The part of the shingles that is shared from which on two texts are nearly the same."""

FEWEST_WORDS = 8
"""Of fewer words many honest texts are the same: "I would step up.\""""

KEYS = 8
"""Smallest hashes by which a text is found again: of two that share most shingles they share one nearly always."""

MOST_PER_KEY = 8

Sketch = frozenset[int]


class Repeats:
    """The texts that there are, to ask whether another one is nearly the same."""

    def __init__(self) -> None:
        self._by_key: dict[int, list[Sketch]] = defaultdict(list)

    def add(self, text: str) -> None:
        """Remember a text."""
        sketch = make_sketch(text)
        for key in sorted(sketch)[:KEYS]:
            if len(self._by_key[key]) < MOST_PER_KEY:
                self._by_key[key].append(sketch)

    def has_near(self, text: str) -> bool:
        """Tell whether one of the texts is nearly the same."""
        sketch = make_sketch(text)
        others = (other for key in sorted(sketch)[:KEYS] for other in self._by_key.get(key, ()))
        return any(compare(sketch, other) >= SAME for other in others)


def make_sketch(text: str) -> Sketch:
    """Return the smallest hashes of a text's shingles; none of a text that is too short to be told from others."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < FEWEST_WORDS:
        return frozenset()
    shingles = {" ".join(words[index : index + SHINGLE]) for index in range(len(words) - SHINGLE + 1)}
    return frozenset(sorted(zlib.crc32(shingle.encode()) for shingle in shingles)[:SKETCH])


def compare(one: Sketch, other: Sketch) -> float:
    """Return how much of two texts is the same, from 0 to 1, as far as their sketches tell."""
    union = sorted(one | other)[:SKETCH]
    shared = one & other
    return sum(value in shared for value in union) / len(union) if union else 0
