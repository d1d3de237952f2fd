"""What is wrong with headings: a page has one title, leaves no level out, and none is empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from plugins.checks.pages import Heading


class HeadingFault(StrEnum):
    """What can be wrong with a heading."""

    SECOND_TITLE = "second title"
    LEVEL_LEFT_OUT = "level left out"
    EMPTY = "empty"


class FaultyHeading(NamedTuple):
    """A heading, what is wrong with it, and the level of the one before it: 0 where there is none."""

    fault: HeadingFault
    heading: Heading
    above: int = 0


def find_faults(headings: Sequence[Heading]) -> Iterator[FaultyHeading]:
    """Go through what is wrong with the headings of a page."""
    first = [heading for heading in headings if heading.level == 1]
    for heading in first[1:]:
        yield FaultyHeading(HeadingFault.SECOND_TITLE, heading)
    above = 0
    for heading in headings:
        if heading.level > above + 1:
            yield FaultyHeading(HeadingFault.LEVEL_LEFT_OUT, heading, above)
        if not heading.text:
            yield FaultyHeading(HeadingFault.EMPTY, heading, above)
        above = heading.level
