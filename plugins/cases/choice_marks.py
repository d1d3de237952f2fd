"""A drawing of choices: a mark for each reader, whose shape says where the reader stands, drawn when the site is built.

Shapes tell the kinds apart without colour, and a mark is one person: no length has to be read off an axis. The shapes
are the same from left to right and from right to left, so a page in Hebrew mirrors the drawing as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice

STEP, SIZE = 16, 12
"""From one mark to the next, and how large a mark is."""

ACROSS = 16
"""Marks in a line: 16 fit beside the margins of the narrowest telephone."""

MOST = 80
"""Marks of the longest drawing. Where more chose one road, a mark is for several replies."""

SHAPES: Mapping[str, str] = {
    "leader": "h12v12h-12z",
    "professional": "m0 6a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "customer": "m6-.5l6.5 6.5-6.5 6.5-6.5-6.5z",
    "other": "m4 0h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "unsaid": "m0 6a6 6 0 1 0 12 0a6 6 0 1 0-12 0zm2 0a4 4 0 1 1 8 0a4 4 0 1 1-8 0z",
}
"""What is drawn for a reader of each kind, from the corner of its place: square, disc, diamond, cross, ring."""

KINDS = tuple(SHAPES)
UNSAID = KINDS[-1]
"""Where readers stand, in the order of the drawing; the last is for those who do not say."""


@dataclass(frozen=True)
class MarksView:
    """The marks of one kind: `path` draws them."""

    kind: str
    path: str


@dataclass(frozen=True)
class DrawingView:
    """Marks for the replies about one road, the kinds one after the other."""

    width: int
    height: int
    marks: tuple[MarksView, ...]


def draw_marks(counts: Mapping[str, int], worth: int = 1) -> DrawingView:
    """Return the drawing of so many replies of each kind; a mark is for up to `worth` replies of one kind."""
    numbers = {kind: -(-counts.get(kind, 0) // worth) for kind in KINDS if counts.get(kind)}
    total = sum(numbers.values())
    places = iter(range(total))
    marks = tuple(MarksView(kind, _draw(kind, islice(places, number))) for kind, number in numbers.items())
    lines = max(1, -(-total // ACROSS))
    return DrawingView(max(1, min(total, ACROSS)) * STEP, lines * STEP, marks)


def choose_worth(totals: Iterable[int]) -> int:
    """Return how many replies a mark is for, so that no drawing has too many: 1, 2, 5, 10, 20, 50 and so on."""
    longest = max(totals, default=0)
    return next(worth for worth in _list_worths() if longest <= MOST * worth)


def _list_worths() -> Iterator[int]:
    return (first * 10**zeros for zeros in count() for first in (1, 2, 5))


def _draw(kind: str, places: islice[int]) -> str:
    """Return the path of the marks of a kind at these places; 2 is what keeps a mark from the edge."""
    corners = ((place % ACROSS * STEP + 2, place // ACROSS * STEP + 2) for place in places)
    return "".join(f"M{x} {y}{SHAPES[kind]}" for x, y in corners)
