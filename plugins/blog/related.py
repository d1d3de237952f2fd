"""Related posts and cases: those that share tags and columns. The same content always gives the same answer."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from plugins.blog.entries import Entry

MOST = 3
MOST_OF_A_TAG = 200
"""Of a tag that everything has, only the newest are looked at: it says little, and there may be thousands."""

SHARED_COLUMN = 1.0
SHARED_CATEGORY = 0.1
"""Alone it makes nothing related."""


class Relations:
    """Knows which entries of a stream are related. `stream` is newest first."""

    def __init__(self, stream: Sequence[Entry]) -> None:
        self._stream = stream
        self._by_tag: dict[str, list[int]] = {}
        self._by_column: dict[str, list[int]] = {}
        for place, entry in enumerate(stream):
            for tag in dict.fromkeys(entry.fields.tags):
                self._by_tag.setdefault(tag, []).append(place)
            if entry.column is not None:
                self._by_column.setdefault(entry.column, []).append(place)

    def find_related(self, entry: Entry, apart_from: Iterable[Entry] = ()) -> list[Entry]:
        """Return the entries nearest to one, nearest first; at equal distance the newer, then by name.

        `apart_from` are those that are linked already: parts of the same series, neighbours, reprints.
        """
        left_out = {entry.name, *(other.name for other in apart_from)}
        scores = {
            place: self._add_category(score, entry, self._stream[place])
            for place, score in self._score(entry).items()
            if self._stream[place].name not in left_out
        }
        nearest = heapq.nsmallest(MOST, scores, key=lambda place: (-scores[place], place))
        return [self._stream[place] for place in nearest]

    def _score(self, entry: Entry) -> dict[int, float]:
        """Weigh what others share with an entry, by their place: a tag weighs more the fewer entries have it."""
        scores: dict[int, float] = defaultdict(float)
        for tag in sorted(set(entry.fields.tags)):
            places = self._by_tag.get(tag, ())
            for place in places[:MOST_OF_A_TAG]:
                scores[place] += 1 / len(places)
        for place in self._by_column.get(entry.column or "", ()):
            scores[place] += SHARED_COLUMN
        return scores

    def _add_category(self, score: float, entry: Entry, other: Entry) -> float:
        shared = entry.fields.category is not None and entry.fields.category == other.fields.category
        return round(score + (SHARED_CATEGORY if shared else 0), 9)
