"""Related posts and cases: those that share tags and columns. The same content always gives the same answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from plugins.blog.entries import Entry

MOST = 3
SHARED_COLUMN = 1.0
SHARED_CATEGORY = 0.1
"""Weighs so little that it decides between others only; alone it makes nothing related."""


class Relations:
    """Knows which entries of a stream are related."""

    def __init__(self, stream: Sequence[Entry]) -> None:
        self._stream = stream
        self._counts = Counter(tag for entry in stream for tag in entry.fields.tags)

    def find_related(self, entry: Entry, apart_from: Iterable[Entry] = ()) -> list[Entry]:
        """Return the entries nearest to one, nearest first; at equal distance the newer, then by name.

        `apart_from` are those that are linked already: parts of the same series, neighbours, reprints.
        """
        left_out = {entry.name, *(other.name for other in apart_from)}
        scored = [(self._score(entry, other), other) for other in self._stream if other.name not in left_out]
        near = [(score, other) for score, other in scored if score > SHARED_CATEGORY]
        # The stream is newest first, and sorting keeps the order of equals.
        return [other for _, other in sorted(near, key=lambda pair: pair[0], reverse=True)[:MOST]]

    def _score(self, entry: Entry, other: Entry) -> float:
        """Weigh what two entries share: a tag weighs more the fewer entries have it."""
        tags = sum(1 / self._counts[tag] for tag in set(entry.fields.tags) & set(other.fields.tags))
        column = SHARED_COLUMN if entry.column is not None and entry.column == other.column else 0.0
        category = SHARED_CATEGORY if entry.fields.category and entry.fields.category == other.fields.category else 0.0
        return round(tags + column + category, 9)
