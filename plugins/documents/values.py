"""Values as an author wrote them: every text keeps its place, and a tree of them knows where each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from plugins.diagnostics import Position
from plugins.documents.links import find_outside_code
from plugins.documents.sources import Source

Place: TypeAlias = tuple[str | int, ...]
"""The way to a value through keys and list indices: ("roles", 0, "name")."""

Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"


class Scalar(str):
    """A text of a header or a YAML file, with the part of the source that it was written in.

    `comment` is what was lost to a `#` behind a plain YAML text. `start` and `end` are indices into the source.
    """

    source: Source
    start: int
    end: int
    comment: str

    def __new__(cls, text: str, source: Source, start: int, end: int, comment: str = "") -> Scalar:
        """Make a text that knows where it stands."""
        scalar = super().__new__(cls, text)
        scalar.source, scalar.start, scalar.end, scalar.comment = source, start, end, comment
        return scalar


@dataclass(frozen=True)
class Tree:
    """The keys and values of one file.

    `keys` and `values` hold the index into the source at which each key and each value begins.
    """

    source: Source
    data: dict[str, Value]
    keys: Mapping[Place, int] = field(repr=False)
    values: Mapping[Place, int] = field(repr=False)

    def locate(self, *place: str | int) -> Position:
        """Return where a value begins, or the nearest thing around it that exists."""
        while place and place not in self.values:
            place = place[:-1]
        return self.source.locate(self.values.get(place, 0))

    def locate_key(self, *place: str | int) -> Position:
        """Return where a key begins, or else its value."""
        return self.source.locate(self.keys[place]) if place in self.keys else self.locate(*place)


@dataclass(frozen=True)
class Prose:
    """Markdown text of an author, with the part of the source that it was written in."""

    text: str
    source: Source
    start: int
    end: int

    def locate(self, target: str, occurrence: int = 0) -> Position:
        """Return where `target` stands for the n-th time (from 0), outside code; else where the prose begins."""
        index = find_outside_code(self.source.text[self.start : self.end], target, occurrence)
        return self.source.locate(self.start + max(index, 0))
