"""How far a run has come: its stages and their counts, told to whoever watches. Nothing that is made depends on it.

A stage is entered where its work is done, and who watches is far from there: as with logging, nothing in between has
to know of it. Without a watcher nothing happens.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum


class StageName(StrEnum):
    """What a run does, one after the other."""

    READ = "read and check the content"
    PICTURES = "make pictures"
    RENDER = "render pages"
    PACK = "pack files"
    CHECK = "check pages"
    SEARCH = "index for search"
    WRITE = "put in place"


@dataclass
class Stage:
    """One stage: `made` and `kept` count what was made anew and what was taken over, out of `total`, where known.

    `seconds` is how long it took, when it is over.
    """

    name: StageName
    total: int | None = None
    made: int = 0
    kept: int = 0
    seconds: float = 0
    _process: int = field(default_factory=os.getpid, repr=False)

    def advance(self, made: int = 1, *, kept: int = 0) -> None:
        """Count what has been made and taken over since the last time. In a forked process nothing is counted."""
        if os.getpid() == self._process:
            self.made += made
            self.kept += kept
            _watcher.get().show(self)


class Watcher:
    """Is told of each stage. This one does nothing about it."""

    def begin(self, stage: Stage) -> None:
        """Hear that a stage begins."""

    def show(self, stage: Stage) -> None:
        """Hear that a stage has come further."""

    def end(self, stage: Stage) -> None:
        """Hear that a stage is over, whether or not it did what it was to do."""


NOBODY = Watcher()
_watcher: ContextVar[Watcher] = ContextVar("watcher", default=NOBODY)


@contextmanager
def watch(watcher: Watcher) -> Iterator[None]:
    """Let somebody be told of all stages that are entered inside."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextmanager
def enter(name: StageName, total: int | None = None) -> Iterator[Stage]:
    """Be in a stage; one may be entered several times, but none within another."""
    stage, watcher, begun = Stage(name, total), _watcher.get(), time.monotonic()
    watcher.begin(stage)
    try:
        yield stage
    finally:
        stage.seconds = time.monotonic() - begun
        watcher.end(stage)
