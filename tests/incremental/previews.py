"""Walks of the preview: after each edit it shows what a preview shows that has only just begun.

The one is told which files have changed, and keeps what it knows of all others; the other knows nothing.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import TracebackType

from commands.previewing import Reader
from plugins.fast_build.making import LATER
from plugins.preview.live_site import LiveSite
from plugins.preview.watching import Watched
from tests.building.running import compare_trees
from tests.incremental import damage_edits
from tests.incremental.builders import format_diagnostics, warm_up
from tests.incremental.edits import EDITS
from tests.incremental.processes import Child, Crash
from tests.incremental.tiny_site import SOURCES, remove
from tests.incremental.walking import Build, Edit, StaleError, Step, Walk

ADDRESS = "http://localhost:1"

Stamps = Mapping[Path, tuple[int, int, int, int]]


@dataclass(frozen=True)
class Shown:
    """What a preview shows: every file that can be made, or the mistakes that keep the site from being shown anew.

    `is_quick` tells whether nothing was read but what had changed.
    """

    mistakes: tuple[str, ...]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    is_quick: bool = False


class _Preview:
    """A preview, from the first question that it is asked."""

    def __init__(self) -> None:
        self._arguments = Namespace()
        self._reader = Reader(self._arguments)
        self._reader.address = ADDRESS
        self._live: LiveSite | None = None

    def __call__(self, question: tuple[Path, frozenset[Path]]) -> Shown:
        """Show the site of a folder as it is now, given what has changed since the last time."""
        folder, changed = question
        self._arguments.settings = folder / "settings.py"
        self._arguments.now = (folder / "now").read_text(encoding="utf-8")
        self._live = live = self._live or LiveSite(self._reader, folder)
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            seen = _find_seen(changed, self._reader.find_watched())
            is_whole = live.refresh(seen or None)
            mistakes = format_diagnostics(live.list_mistakes(), folder)
            files = {} if mistakes else _show_all(live)
            live.look_closer()
        # The preview goes on after a fault of ours: it tells it there, and answers with a page of its own.
        assert "Traceback" not in said.getvalue(), said.getvalue()
        return Shown(mistakes, files, not is_whole)


def _find_seen(changed: frozenset[Path], watched: Watched) -> frozenset[Path]:
    """Return which of the files that have changed the preview is told of."""
    inside = (path for path in changed if any(path.is_relative_to(one) for one in watched.folders))
    return frozenset((*filter(watched.is_inside, inside), *filter(watched.is_beside, changed)))


def _show_all(live: LiveSite) -> dict[str, bytes]:
    """Return every file as it is sent; in the place of one that cannot be made there may be an older one."""
    assert live._edition is not None
    outputs = [output for output in live._edition.content.registry if output.kind not in LATER]
    bodies = {output.path: live.get(f"/{output.path}").body for output in outputs}
    failed = live._found.keys()
    return {path: b"".join(body.read(range(len(body)))) for path, body in bodies.items() if path not in failed}


class PreviewWalk(Walk):
    """A walk of one preview, which goes on. What would damage the files of builds is left out."""

    weights: Mapping[str, float] = {"write plain body": 800}

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        warm_up()
        self._preview = Child(_Preview())
        self._stamps: Stamps = {}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._preview.kill()
        super().__exit__(kind, error, trace)

    def take(self, step: Step) -> str | None:
        """Take one step; return what it did, or None for nothing. Raises StaleError."""
        if isinstance(step, Edit) and EDITS[step.name].__module__ == damage_edits.__name__:
            return None
        return super().take(step)

    def _build(self, build: Build) -> str:
        """Show the site in the preview, and in one that begins."""
        del build
        remove(self._clean.folder)
        self.site.copy_sources(self._clean.folder)
        with Child(_Preview()) as beginner:
            beginner.send((self._clean.folder, frozenset()))
            self._preview.send((self.site.folder, self._find_changed()))
            expected, actual = beginner.receive(), self._preview.receive()
        self._compare_shown(expected, actual)
        self.is_broken = bool(actual.mistakes)
        if not self.is_broken:
            remove(self._good.folder)
            self._clean.folder.rename(self._good.folder)
        way = "quick" if actual.is_quick else "whole"
        self.counts[f"{way}, {'refused' if self.is_broken else 'done'}"] += 1
        return f"{way}, {len(actual.files)} files, {len(actual.mistakes)} mistakes"

    def _find_changed(self) -> frozenset[Path]:
        """Return what has changed since the last time."""
        before, self._stamps = self._stamps, self._find_stamps()
        paths = before.keys() | self._stamps.keys()
        return frozenset(path for path in paths if before.get(path) != self._stamps.get(path))

    def _find_stamps(self) -> Stamps:
        places = (self.site.folder / name for name in SOURCES)
        paths = (path for place in places for path in ([place] if place.is_file() else place.rglob("*")))
        found = ((path, path.stat()) for path in paths if path.is_file())
        return {path: (one.st_mtime_ns, one.st_ctime_ns, one.st_size, one.st_ino) for path, one in found}

    def _compare_shown(self, expected: object, actual: object) -> None:
        for shown in (expected, actual):
            if not isinstance(shown, Shown):
                raise StaleError("crash", shown.text if isinstance(shown, Crash) else "the process has died")
        assert isinstance(expected, Shown)
        assert isinstance(actual, Shown)
        if expected.mistakes != actual.mistakes:
            raise StaleError("said", f"expected {expected.mistakes}\nfound {actual.mistakes}")
        if difference := compare_trees(expected.files, actual.files):
            raise StaleError("the preview is stale", difference)
