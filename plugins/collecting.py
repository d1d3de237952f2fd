"""The collection of garbage, which waits while very many values are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collection() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: each look goes through all values that there are, and finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect_garbage() -> None:
    """Look for garbage now, and from now on only among what is made later: what is left stays for long.

    Else a look would come at any time, and hold up whoever waits for an answer: 0.1 s for 1,000 posts.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
