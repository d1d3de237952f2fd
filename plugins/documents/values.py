"""Values as an author wrote them: every text keeps its place, and a tree of them knows where each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from plugins.diagnostics import Code, Diagnostic, Position
from plugins.documents.links import find_outside_code, needs_rendering
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

    def __getnewargs__(self) -> tuple[str, Source, int, int, str]:  # type: ignore[override]  # str's takes one
        """Return what `__new__` needs, so that a tree can be copied and sent to another process."""
        return str(self), self.source, self.start, self.end, self.comment


@dataclass(frozen=True)
class Tree:
    """The keys and values of one file.

    `keys` and `values` hold the index into the source at which each key and each value begins; `faults` are the places
    whose mistakes are reported already, so that nothing else is said of them.
    """

    source: Source
    data: dict[str, Value]
    keys: Mapping[Place, int] = field(repr=False)
    values: Mapping[Place, int] = field(repr=False)
    faults: frozenset[Place] = field(default_factory=frozenset)

    def find(self, *place: str | int) -> int:
        """Return the index at which a value begins, or the nearest thing around it that exists."""
        while place and place not in self.values:
            place = place[:-1]
        return self.values.get(place, 0)

    def find_key(self, *place: str | int) -> int:
        """Return the index at which a key begins, or else its value."""
        return self.keys[place] if place in self.keys else self.find(*place)

    def locate(self, *place: str | int) -> Position:
        """Return where a value begins."""
        return self.source.locate(self.find(*place))

    def locate_key(self, *place: str | int) -> Position:
        """Return where a key begins."""
        return self.source.locate(self.find_key(*place))

    def report(self, place: Place, code: Code, message: str, hint: str, found: str = "") -> Diagnostic:
        """Return an error at a value."""
        return self.source.report(self.find(*place), code, message, hint, found)

    def report_key(self, place: Place, code: Code, message: str, hint: str, found: str = "") -> Diagnostic:
        """Return an error at a key."""
        return self.source.report(self.find_key(*place), code, message, hint, found)


@dataclass(frozen=True)
class Prose:
    """Markdown text of an author, with the part of the source that it was written in."""

    text: str
    source: Source
    start: int
    end: int

    @cached_property
    def can_link(self) -> bool:
        """Whether a check has to look at the links and pictures of the text: see `needs_rendering`."""
        return needs_rendering(self.text)

    def find(self, target: str, occurrence: int = 0) -> int:
        """Return the index in the source of the n-th `target` (from 0) outside code, else of the prose's beginning."""
        return self.start + max(find_outside_code(self.source.text[self.start : self.end], target, occurrence), 0)

    def report(self, target: str, occurrence: int, code: Code, message: str, hint: str) -> Diagnostic:
        """Return an error at the n-th `target`."""
        return self.source.report(self.find(target, occurrence), code, message, hint, target)
