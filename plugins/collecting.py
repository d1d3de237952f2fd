"""The collection of garbage, which waits while very many values are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collection(*, is_last: bool = False) -> Iterator[None]:
    """Let nobody look for garbage meanwhile: each look goes through all values that there are, and finds none.

    Where this is the last that a process does, `is_last`, nobody looks at the end of it either.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if is_last:  # frozen and thawed, all values count as old, which are seldom looked through
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def collect_garbage() -> None:
    """Look for garbage now, and from now on only among what is made later: what is left stays for long.

    Else a look would come at any time, and hold up whoever waits for an answer: 0.1 s for 1,000 posts.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
