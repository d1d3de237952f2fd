"""What the preview watches, and the threads that do so.

Folders are watched with all that is in them. Single files are watched by their folder: an editor that saves by renaming
puts another file in the place of the one that was there.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from watchfiles import Change, watch

from plugins.cases.renditions import COMPONENTS, TEMPLATES
from plugins.documents.sources import is_passed_over
from plugins.preview.gathering import Gathering
from plugins.settings import SiteSettings

STEP = 5
"""Milliseconds without a change after which changes are told: an edit waits one and a half of them on average.

`Gathering` waits where there is more to wait for. Watching takes less than a hundredth of a processor.
"""

LONGEST = 50
"""Milliseconds after which changes are told although there are more."""

ROUND = 100
"""Milliseconds after which the threads look whether they are still wanted."""

PATIENCE = 10
"""Seconds in which the system has set up its watching, or else has failed to."""

_LEFT_BEHIND = re.compile(r"\A\d{4,5}\Z|___jb_(?:tmp|old)___\Z|\.sb-[0-9a-f]+-\w+\Z|\.(?:part|crdownload)\Z")
"""What programs put beside a file while they save it, beyond what no content may be called: Vim's 4913, by which it
finds out whether it may write, the files of JetBrains' editors and of macOS, and downloads that are not whole."""


@dataclass(frozen=True)
class Watched:
    """What is watched: whole `folders`, `files` that may not be there yet, and the modules in the folder `modules`.

    All are absolute, and no link is on the way to them.
    """

    folders: frozenset[Path]
    files: frozenset[Path]
    modules: Path

    @cached_property
    def parents(self) -> frozenset[Path]:
        """The folders in which the files and folders are, or the nearest ones that are there."""
        return frozenset(map(_find_parent, (*self.files, *self.folders, self.modules / "any.py")))

    @property
    def state(self) -> object:
        """What is another when the watching has to begin anew: a folder that has come, or another in its place."""
        return self, {(folder, *_identify(folder)) for folder in (*self.folders, *self.parents) if folder.is_dir()}

    def is_inside(self, path: Path) -> bool:
        """Tell whether a path in one of the folders is one of content: not hidden, nor what editors leave behind."""
        folder = next((one for one in self.folders if path.is_relative_to(one)), path.parent)
        return not any(map(is_left_behind, path.relative_to(folder).parts))

    def is_beside(self, path: Path) -> bool:
        """Tell whether a path is one of the files, a module of the settings, or leads to a file or folder."""
        if path.parent == self.modules and path.suffix == ".py":
            return not is_left_behind(path.name)
        return any(path == one or path in one.parents for one in (*self.files, *self.folders))


def find_watched(settings_file: Path, settings: SiteSettings | None) -> Watched:
    """Return what a site is made from; where its settings cannot be read, only where they are written."""
    folders: set[Path] = set()
    files = {settings_file}
    if settings is not None:
        folders = {settings.content, settings.theme, settings.words_path, settings.held, COMPONENTS, TEMPLATES}
        files |= {settings.block_list, *(one for one in (settings.tokens, settings.card_font) if one)}
    modules = Path(os.path.realpath(settings_file.absolute().parent))
    return Watched(
        frozenset(Path(os.path.realpath(one)) for one in folders),
        # A file may be a link; its name is what changes when it is led elsewhere.
        frozenset(Path(os.path.realpath(one.absolute().parent), one.name) for one in files),
        modules,
    )


def is_left_behind(name: str) -> bool:
    """Tell whether a file or folder is no content by its name: hidden, or what an editor leaves behind."""
    return is_passed_over(name) or _LEFT_BEHIND.search(name) is not None


@contextmanager
def watching(watched: Watched, gathering: Gathering, *, polling: bool = False) -> Iterator[None]:
    """Put every change into the gathering; on entry everything is watched already.

    `polling` looks at all files several times a second, where the system does not tell of changes. Raises OSError where
    it cannot watch so much.
    """
    stop = threading.Event()
    folders = [folder for folder in watched.folders if folder.is_dir()]
    threads = [
        _Watcher(stop, gathering, folders, watched.is_inside, is_deep=True, polling=polling),
        _Watcher(stop, gathering, watched.parents, watched.is_beside, is_deep=False, polling=polling),
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.wait_until_ready()
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


class _Watcher(threading.Thread):
    """Watches some folders, with all that is in them where it `is_deep`."""

    def __init__(
        self,
        stop: threading.Event,
        gathering: Gathering,
        folders: Iterable[Path],
        wants: Callable[[Path], bool],
        *,
        is_deep: bool,
        polling: bool,
    ) -> None:
        super().__init__(daemon=True, name="watching")
        self._stopping, self._gathering, self._folders, self._wants = stop, gathering, sorted(folders), wants
        self._is_deep, self._polling = is_deep, polling
        self._ready = threading.Event()
        self._failure: OSError | None = None

    def run(self) -> None:
        """Pass changes on until the end."""
        try:
            if self._folders:
                self._pass_on()
        except OSError as error:
            self._failure = error
        finally:
            self._ready.set()

    def _pass_on(self) -> None:
        def wants(_change: Change, path: str) -> bool:
            return self._wants(Path(path))

        rounds = watch(
            *self._folders, watch_filter=wants, debounce=LONGEST, step=STEP, stop_event=self._stopping,
            rust_timeout=ROUND, yield_on_timeout=True, raise_interrupt=False, recursive=self._is_deep,
            force_polling=self._polling or None, ignore_permission_denied=True,
        )  # fmt: skip
        for changes in rounds:
            self._ready.set()
            if changes:
                self._gathering.add(Path(path) for _, path in changes)

    def wait_until_ready(self) -> None:
        """Wait until nothing escapes any more. Raises OSError where the system refuses."""
        self._ready.wait(PATIENCE)
        if self._failure is not None:
            raise self._failure


def _find_parent(path: Path) -> Path:
    """Return the folder of a file or folder, or the nearest one above it that is there."""
    return next(parent for parent in path.parents if parent.is_dir())


def _identify(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino
