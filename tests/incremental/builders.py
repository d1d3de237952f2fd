"""Processes that build: each is a fork of one that has imported everything and built nothing but another site.

So no build finds in memory what another one of its site has left there, unless it is meant to: a builder may be asked
again. What all sites share, such as the words and templates of Casebook itself, is there.
"""

from __future__ import annotations

import errno
import os
import signal
import string
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plugins.diagnostics import Diagnostic, format_text
from plugins.fast_build import workers
from plugins.publishing.building import build_site
from plugins.settings import read_now, read_settings
from tests.building.running import NOW, READABLE, SITES
from tests.incremental.processes import Child, Crash

NAMES = tuple(string.ascii_letters + string.digits + "._")
"""What the name of a file begins with, as no whole path does."""

WRITING = frozenset({"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"})
"""What changes a disk, as Python tells its audit hooks, besides opening a file to write."""

ALONE, FORKED = (workers.FEWEST, workers.CHUNK), (1, 7)
"""From how many files on a build forks, and how many each process takes at a time."""


@dataclass(frozen=True)
class Built:
    """What a build did and said; `crash` is the traceback of one that failed in another way."""

    done: bool = False
    said: tuple[str, ...] = ()
    counts: tuple[int, int] = (0, 0)
    crash: str = ""


@dataclass(frozen=True)
class Stop:
    """Ends a build when it writes to its folder for the `number`th time: a full disk, Ctrl+C or SIGKILL."""

    kind: str
    number: int


@cache
def warm_up() -> None:
    """Build another site, so that each fork need not read what belongs to none."""
    with tempfile.TemporaryDirectory(prefix="casebook-walk-") as name:
        own = {**READABLE, "CARDS": False, "OUTPUT_PATH": Path(name) / "output", "CACHE_PATH": Path(name) / "cache"}
        settings, _ = read_settings(SITES / "one_case" / "settings.py", now=read_now(NOW, {}), overrides=own)
        assert settings is not None
        assert build_site(settings).done


class Builder(Child):
    """A process that builds sites, one after the other, until it is closed or killed."""

    def __init__(self) -> None:
        warm_up()
        super().__init__(_build)

    def ask(self, folder: Path, stop: Stop | None = None, *, forked: bool = False) -> None:
        """Begin to build the site in a folder; where it is to be `forked`, by several processes, small as it is."""
        self.send((folder, stop, forked))

    def answer(self) -> Built | None:
        """Wait for the end of the build; None where the process did not survive it."""
        built: Built | Crash | None = self.receive()
        return Built(crash=built.text) if isinstance(built, Crash) else built


def _build(question: tuple[Path, Stop | None, bool]) -> Built:
    folder, stop, forked = question
    workers.FEWEST, workers.CHUNK = FORKED if forked else ALONE
    if stop:
        _prepare_stop(folder, stop)
    return build_here(folder)


def build_here(folder: Path) -> Built:
    """Build the site of a folder in this process."""
    now = read_now((folder / "now").read_text(encoding="utf-8"), {})
    settings, diagnostics = read_settings(folder / "settings.py", now=now)
    if settings is None:
        return Built(said=format_diagnostics(diagnostics, folder))
    report = build_site(settings)
    return Built(
        report.done, format_diagnostics([*diagnostics, *report.diagnostics], folder), (report.pages, report.files)
    )


def format_diagnostics(diagnostics: Iterable[Diagnostic], folder: Path) -> tuple[str, ...]:
    """Return diagnostics as they are printed, wherever the site lies."""
    return tuple(format_text(diagnostic, folder).replace(str(folder), "SITE") for diagnostic in diagnostics)


def _prepare_stop(folder: Path, stop: Stop) -> None:
    """Let this process, and any that it forks, stop at one of its own writes."""
    count, act = 0, STOPS[stop.kind]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        # A name below an open folder is told as such; only the site is written in that way.
        if _is_write(event, arguments) and str(arguments[0]).startswith((str(folder), *NAMES)):
            count += 1
            if count == stop.number:
                act()

    sys.addaudithook(watch)


def _is_write(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in WRITING


def _fill_disk() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _interrupt() -> None:
    raise KeyboardInterrupt


def _kill() -> None:
    os.killpg(0, signal.SIGKILL)


STOPS: dict[str, Callable[[], None]] = {"full disk": _fill_disk, "interrupt": _interrupt, "kill": _kill}
