"""Spares Markdown to look for what cannot be there: links where there is no bracket, code where there is no backtick.

Sixteen patterns are looked for in each piece of a text, one after another. Each has a mark of its own, and what
Markdown puts in the place of what it has found holds no mark. So one look tells which patterns are worth trying.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

MARKS = {
    "backtick": {"`"}, "formulas": {"<"}, "escape": {"\\"}, "footnote": {"["}, "reference": {"["}, "link": {"["},
    "image_link": {"["}, "image_reference": {"["}, "short_reference": {"["}, "short_image_ref": {"["},
    "autolink": {"<"}, "automail": {"<"}, "linebreak": {"  \n"}, "html": {"<"}, "entity": {"&"},
    "em_strong": {"*", "_"},
}  # fmt: skip
"""The marks of which a pattern needs one, by its name in Markdown's registry. Others are always tried."""

_EVERY = sorted(frozenset().union(*MARKS.values()))


class MarkedPatterns(InlineProcessor):
    """Applies the inline patterns as Markdown does, but for those whose marks are not in the text."""

    if TYPE_CHECKING:
        _InlineProcessor__applyPattern: Any

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._tried: dict[frozenset[str], list[int]] = {}

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - Markdown's
        """Return a text with placeholders for what the patterns from `patternIndex` on have found in it.

        This is the name under which Python knows a private method of the class above. As there, nothing is called
        between it and the next one, so that texts may be nested as deep as before.
        """
        if isinstance(data, AtomicString):
            return data
        marks = frozenset([mark for mark in _EVERY if mark in data])
        for index in self._tried[marks] if marks in self._tried else self._choose(marks):
            start, is_found = 0, index >= patternIndex
            while is_found:
                pattern = self.inlinePatterns[index]
                data, is_found, start = self._InlineProcessor__applyPattern(pattern, data, index, start)
        return data

    def _choose(self, marks: frozenset[str]) -> list[int]:
        """Return the places of the patterns that are worth trying where there are these marks."""
        spared = {
            self.inlinePatterns.get_index_for_name(name) for name, needed in MARKS.items() if needed.isdisjoint(marks)
        }
        self._tried[marks] = [index for index in range(len(self.inlinePatterns)) if index not in spared]
        return self._tried[marks]
