"""How deep a text may be nested, wherever in the program it is rendered: what fails does so in every process alike."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

DEPTH = 1000
"""Calls within calls that rendering may take; Python's own limit counts those too that led to it."""


@contextmanager
def steady_depth() -> Iterator[None]:
    """Give what is done meanwhile the same depth, however deep the program is already."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(_count_calls() + DEPTH)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _count_calls() -> int:
    frame, count = sys._getframe(), 1
    while frame.f_back is not None:
        frame, count = frame.f_back, count + 1
    return count
