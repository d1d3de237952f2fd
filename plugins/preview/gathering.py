"""Changes of files on their way to the preview: one alone goes at once, many are gathered until it is quiet."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

FEW = 3
"""Files that somebody saves at once; more is a checkout, a find-and-replace or a copy, and still going on."""

QUIET = 0.08
"""Seconds without a change after which many changes are taken to be over, or a file that is gone to be deleted.

Editors that save by renaming let a file be gone for a moment.
"""

LONGEST = 2.0
"""Seconds after which what goes on and on is shown as far as it has come."""


class Gathering:
    """Takes changes from the threads that watch and hands them to the one that looks."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._arrived = threading.Condition()

    def add(self, paths: Iterable[Path]) -> None:
        """Put in what has changed."""
        with self._arrived:
            self._paths.update(paths)
            self._arrived.notify_all()

    def has_more(self) -> bool:
        """Tell whether something has changed that nobody has taken yet."""
        with self._arrived:
            return bool(self._paths)

    def take(self) -> frozenset[Path]:
        """Wait for changes, and for the end of them where there are many; return what has changed."""
        with self._arrived:
            self._arrived.wait_for(lambda: bool(self._paths))
            end = time.monotonic() + LONGEST
            while _goes_on(self._paths) and time.monotonic() < end:
                # A file that changes once more counts too.
                if not self._arrived.wait(QUIET):
                    break
            taken = frozenset(self._paths)
            self._paths.clear()
            return taken

    def wait(self, seconds: float) -> bool:
        """Wait for a change for so long, and tell whether there is one; it is left for `take`."""
        with self._arrived:
            return self._arrived.wait_for(lambda: bool(self._paths), seconds)


def _goes_on(paths: Iterable[Path]) -> bool:
    """Tell whether there may be more to come."""
    every = [*paths]
    return len(every) > FEW or any(not path.exists() for path in every)
