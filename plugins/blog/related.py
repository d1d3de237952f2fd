"""Related posts and cases: those that share tags and columns. The same content always gives the same answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from plugins.blog.entries import Entry

MOST = 3
MOST_OF_A_TAG = 200
"""Of a tag that everything has, only the newest are looked at: it says little, and there may be thousands."""

SHARED_COLUMN = 1.0
SHARED_CATEGORY = 0.1
"""Alone it makes nothing related."""


class Group:
    """The entries that share a tag or a column, by their places in the stream, and how much it weighs to share it.

    `most` is the nearest that two entries can be which share nothing else of this kind.
    """

    def __init__(self, places: Sequence[int], weight: float, stream: Sequence[Entry]) -> None:
        self.places = places
        self.weight = weight
        self.most = _round(weight + SHARED_CATEGORY)
        self.members = frozenset(places)
        self._by_category: dict[str, list[int]] = defaultdict(list)
        for place in places:
            if (category := stream[place].fields.category) is not None:
                self._by_category[category].append(place)

    def find_newest(self, left_out: frozenset[int], category: str | None = None) -> list[int]:
        """Return the newest of all, or of a category."""
        places = self.places if category is None else self._by_category.get(category, ())
        return [*islice((place for place in places if place not in left_out), MOST)]


class Relations:
    """Knows which entries of a stream are related. `stream` is newest first."""

    def __init__(self, stream: Sequence[Entry]) -> None:
        self._stream = stream
        self._categories = [entry.fields.category for entry in stream]
        self._places = {entry: place for place, entry in enumerate(stream)}
        tags: dict[str, list[int]] = defaultdict(list)
        columns: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(stream):
            for tag in dict.fromkeys(entry.fields.tags):
                tags[tag].append(place)
            if entry.column is not None:
                columns[entry.column].append(place)
        # A tag weighs more the fewer entries have it.
        self._tags = {tag: Group(all_[:MOST_OF_A_TAG], 1 / len(all_), stream) for tag, all_ in tags.items()}
        self._columns = {column: Group(all_, SHARED_COLUMN, stream) for column, all_ in columns.items()}

    def find_related(self, entry: Entry, apart_from: Iterable[Entry] = ()) -> list[Entry]:
        """Return the entries nearest to one, nearest first; at equal distance the newer, then by name.

        `apart_from` are those that are linked already: parts of the same series, neighbours, reprints.
        """
        groups = self._find_groups(entry)
        left_out = frozenset(self._places[other] for other in (entry, *apart_from) if other in self._places)
        places = _find_candidates(entry, groups, left_out)
        nearest = sorted([(-self._score(place, entry.fields.category, groups), place) for place in places])
        return [self._stream[place] for _, place in nearest[:MOST]]

    def _find_groups(self, entry: Entry) -> list[Group]:
        tags = (self._tags.get(tag) for tag in sorted(set(entry.fields.tags)))
        return [group for group in (*tags, self._columns.get(entry.column or "")) if group]

    def _score(self, place: int, category: str | None, groups: Iterable[Group]) -> float:
        """Weigh what an entry of a category shares with the one at a place."""
        score = sum([group.weight for group in groups if place in group.members], 0.0)
        is_shared = category is not None and category == self._categories[place]
        return _round(score + (SHARED_CATEGORY if is_shared else 0))


def _find_candidates(entry: Entry, groups: Sequence[Group], left_out: frozenset[int]) -> set[int]:
    """Return the places of all that can be nearest: what shares two things, and the first of what shares one."""
    several = (one.members & other.members for one, other in combinations(groups, 2))
    return set[int]().union(*several, _find_first(entry.fields.category, groups, left_out)) - left_out


def _find_first(category: str | None, groups: Iterable[Group], left_out: frozenset[int]) -> Iterator[int]:
    """Go through the newest that share one thing with an entry: of those that share nothing else, none is nearer.

    Where enough of a group are of the entry's own category, nothing else of it is as near, and nothing of a group that
    weighs less: most entries then have three to be compared, and not six for each of their tags.
    """
    enough = 0.0
    for group in sorted(groups, key=lambda group: -group.most):
        if group.most < enough:
            return
        same = group.find_newest(left_out, category) if category else []
        yield from same
        if len(same) == MOST:
            enough = group.most
        else:
            yield from group.find_newest(left_out)


def _round(score: float) -> float:
    """Return a score so that what weighs the same is the same, in whatever order it was added up."""
    return round(score, 9)
