"""Processes that build: each is a fork of one that has imported everything and built nothing but another site.

So no build finds in memory what another one of its site has left there, unless it is meant to: a builder may be asked
again. What all sites share, such as the words and templates of Casebook itself, is there.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import signal
import string
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from plugins.diagnostics import Diagnostic, format_text
from plugins.fast_build import workers
from plugins.publishing.building import build_site
from plugins.settings import read_now, read_settings
from tests.building.running import NOW, READABLE, SITES

PATIENCE = 120
"""Seconds after which a build counts as stuck."""

NAMES = tuple(string.ascii_letters + string.digits + "._")
"""What the name of a file begins with, as no whole path does."""

WRITING = frozenset({"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"})
"""What changes a disk, as Python tells its audit hooks, besides opening a file to write."""

ALONE, FORKED = (workers.FEWEST, workers.CHUNK), (1, 7)
"""From how many files on a build forks, and how many each process takes at a time."""

FORKING = multiprocessing.get_context("fork")


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


class Builder:
    """A process that builds sites, one after the other, until it is closed or killed."""

    def __init__(self) -> None:
        warm_up()
        gc.freeze()  # what is shared with the child is not to be copied
        self._pipe, theirs = FORKING.Pipe()
        self._process = FORKING.Process(target=_serve, args=(theirs,))
        self._process.start()
        theirs.close()
        # Both set the group: whoever comes first has set it in time.
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(self._get_pid(), self._get_pid())

    def __enter__(self) -> Builder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def ask(self, folder: Path, stop: Stop | None = None, *, forked: bool = False) -> None:
        """Begin to build the site in a folder; where it is to be `forked`, by several processes, small as it is."""
        self._pipe.send((folder, stop, forked))

    def answer(self) -> Built | None:
        """Wait for the end of the build; None where the process did not survive it."""
        try:
            if self._pipe.poll(PATIENCE):
                built: Built = self._pipe.recv()
                return built
        except (EOFError, ConnectionResetError):
            return None
        return Built(crash=f"no end after {PATIENCE} seconds")

    def kill(self) -> None:
        """End the process and all that it has started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._get_pid(), signal.SIGKILL)
        self._process.join()
        self._pipe.close()

    def _get_pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid


def _serve(pipe: Connection) -> None:
    os.setpgid(0, 0)
    parent = os.getppid()
    with suppress(EOFError):
        while True:
            # Other forks hold the other end of the pipe, too: that it is closed does not show when the parent dies.
            while not pipe.poll(1):
                if os.getppid() != parent:
                    return
            folder, stop, forked = pipe.recv()
            workers.FEWEST, workers.CHUNK = FORKED if forked else ALONE
            if stop:
                _prepare_stop(folder, stop)
            try:
                built = build_here(folder)
            except BaseException:  # whatever it is, it is told
                built = Built(crash=traceback.format_exc())
            pipe.send(built)


def build_here(folder: Path) -> Built:
    """Build the site of a folder in this process."""
    now = read_now((folder / "now").read_text(encoding="utf-8"), {})
    settings, diagnostics = read_settings(folder / "settings.py", now=now)
    if settings is None:
        return Built(said=_format(diagnostics, folder))
    report = build_site(settings)
    return Built(report.done, _format([*diagnostics, *report.diagnostics], folder), (report.pages, report.files))


def _format(diagnostics: list[Diagnostic], folder: Path) -> tuple[str, ...]:
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
