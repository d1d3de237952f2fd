"""Which files one process makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.fast_build.workers import CHUNK, cut_chunks
from plugins.site.registry import Output, OutputKind


def plan(pages: int, feeds: int) -> list[Output]:
    """Return so many pages, and then so many feeds."""
    kinds = [OutputKind.ARTICLE] * pages + [OutputKind.FEED] * feeds
    return [Output(f"{number}.html", kind, "", Path("x")) for number, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("pages", "feeds", "processes", "sizes"),
    [
        (60, 30, 2, [25, 25, 10, 30]),  # all feeds, which share their items
        (60, 100, 2, [25, 25, 10, 80, 20]),  # no more of them than half of the files
        (60, 100, 8, [25, 25, 10, 25, 25, 25, 25]),
        (0, 3, 2, [3]),
        (0, 0, 2, []),
    ],
)
def test_feeds_are_made_together_as_far_as_all_have_their_share(
    pages: int, feeds: int, processes: int, sizes: list[int]
) -> None:
    outputs = plan(pages, feeds)
    chunks = cut_chunks(outputs, processes)
    assert [len(chunk) for chunk in chunks] == sizes
    assert [output for chunk in chunks for output in chunk] == outputs
    assert CHUNK == 25
