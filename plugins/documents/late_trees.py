"""Trees of headers that are kept: the values are known already, and where each of them stands is looked up when asked.

Most headers are whole, and nobody ever asks where their values stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from plugins.documents.sources import Source
from plugins.documents.values import Tree

ReadTree = Callable[[Source], Tree]
"""Reads the tree of a source anew. It was whole when it was kept, so it is now."""

Known = Mapping[str, int]
"""Where the values of the first level begin, by key, and under "" the whole."""

PARTS = ("data", "keys", "values", "faults")
"""What a tree holds besides its source."""


class LateTree(Tree):
    """A tree that is read when it is asked for more than where a value of the first level begins."""

    if TYPE_CHECKING:
        _known: Known
        _read: ReadTree

    def __init__(self, source: Source, known: Known, read: ReadTree) -> None:
        # A frozen dataclass is filled like this.
        for name, value in (("source", source), ("_known", known), ("_read", read)):
            object.__setattr__(self, name, value)

    def find(self, *place: str | int) -> int:
        """Return the index at which a value begins, or the nearest thing around it that exists."""
        if not place or place[0] not in self._known:
            return self._known[""]
        return self._known[str(place[0])] if len(place) == 1 else super().find(*place)

    def __getattr__(self, name: str) -> object:
        if name not in PARTS:
            raise AttributeError(name)
        tree = self._read(self.source)
        for part in PARTS:
            object.__setattr__(self, part, getattr(tree, part))
        found: object = getattr(tree, name)
        return found


def list_known(tree: Tree) -> list[list[str | int]]:
    """Return where the values of the first level begin, as pairs."""
    first: list[list[str | int]] = [[str(place[0]), index] for place, index in tree.values.items() if len(place) == 1]
    return [["", tree.find()], *first]
