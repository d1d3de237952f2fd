"""Walks: a site is changed and built, again and again in its place; each time a clean build of the same must be equal.

The clean build is one of a copy, in another folder, without a cache, by a process that has never built anything.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import TracebackType

from plugins.diagnostics import Code
from plugins.publishing.manifests import MANIFEST
from tests.building.running import compare_trees, read_tree
from tests.incremental import (
    case_edits,
    damage_edits,
    document_edits,
    file_edits,
    reader_edits,
    setting_edits,
    text_edits,
    theme_edits,
    translation_edits,
)
from tests.incremental.builders import STOPS, Builder, Built, Stop
from tests.incremental.edits import apply_edit
from tests.incremental.tiny_site import SOURCES, TinySite, make_tiny_site, remove

MODULES = (
    case_edits, damage_edits, document_edits, file_edits, reader_edits, setting_edits, text_edits, theme_edits,
    translation_edits,
)  # fmt: skip
"""What registers its edits when it is imported."""

BESIDE = {*SOURCES, "output", ".casebook"}
"""All that may lie in the folder of a site when a build is over."""

FRESH, KEPT, FORKED, KILLED = "fresh", "kept", "forked", "killed"
WAYS = {FRESH: 45, KEPT: 26, FORKED: 15, KILLED: 5, **dict.fromkeys(STOPS, 3)}
"""How a build is made, and how often: by a new process, by one that has built before, by several, or by one
that is ended in the middle (at any moment, or at one of its writes), and then by a new one."""

NOW = re.compile(rb'"now": "[^"]*"')

MOST_WRITES = 250


@dataclass(frozen=True)
class Edit:
    """One change of the site, by its name; `number` decides what is chosen."""

    name: str
    number: int


@dataclass(frozen=True)
class Build:
    """One build in place, and its comparison with a clean one."""

    way: str = FRESH
    number: int = 0


@dataclass(frozen=True)
class Undo:
    """Brings the sources back that were last built without a mistake, as `git checkout` does."""


Step = Edit | Build | Undo


class StaleError(AssertionError):
    """A build in place is not what a clean one is; `kind` says in which way."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind


class Walk:
    """One site on its way; to be used in a `with` statement, in a folder of its own, which it makes.

    `weights` say which edits are more or less frequent than they are elsewhere.
    """

    weights: Mapping[str, float] = {}

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.site = make_tiny_site(folder / "site")
        self.is_broken = False
        self.counts: Counter[str] = Counter()
        self._clean, self._good = TinySite(folder / "clean"), TinySite(folder / "good")
        self._tree: Mapping[str, bytes] = {}
        self._kept: Builder | None = None
        self._seconds = 0.2

    def __enter__(self) -> Walk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kept:
            self._kept.kill()

    def take(self, step: Step) -> str | None:
        """Take one step; return what it did, or None for nothing. Raises StaleError."""
        if isinstance(step, Build):
            return self._build(step)
        if isinstance(step, Edit):
            return apply_edit(step.name, step.number, self.site)
        if not self._good.folder.exists():
            return None
        self._good.copy_sources(self.site.folder)
        return "the sources"

    def _build(self, build: Build) -> str:
        before: Mapping[str, bytes] = read_tree(self.site.output)
        remove(self._clean.folder)
        self.site.copy_sources(self._clean.folder)
        with Builder() as cleaner:
            cleaner.ask(self._clean.folder)
            stopped = self._build_and_stop(build)
            actual = self._build_in_place(build)
            expected = cleaner.answer()
        assert expected is not None
        clean = read_tree(self._clean.output)
        if stopped is not None:
            self._compare_stopped(stopped, before, clean, expected)
            before = stopped if stopped == clean else before
        is_changed = before != self._tree or self.site.output.is_file()
        if is_changed and _is_refused(actual, expected):
            self._expect(read_tree(self.site.output), before, "refused, and the output has changed")
            remove(self.site.output)
            before, actual = {}, self._build_in_place(Build())
        self._compare(actual, expected, before, clean)
        return self._count(build, expected)

    def _build_in_place(self, build: Build) -> Built:
        """Build the site in its place, without any trouble."""
        if build.way != KEPT:
            with Builder() as builder:
                return self._time(builder, build)
        self._kept = self._kept or Builder()
        return self._time(self._kept, build)

    def _time(self, builder: Builder, build: Build) -> Built:
        begun = time.monotonic()
        builder.ask(self.site.folder, forked=build.way == FORKED)
        built = builder.answer()
        self._seconds = time.monotonic() - begun
        return built or Built(crash="the process has died")

    def _build_and_stop(self, build: Build) -> Mapping[str, bytes] | None:
        """Build and be stopped; return the output then, or None where no trouble is asked for."""
        if build.way in (FRESH, KEPT, FORKED):
            return None
        with Builder() as builder:
            if build.way == KILLED:
                builder.ask(self.site.folder, forked=build.number % 2 == 1)
                time.sleep(Random(build.number).random() * self._seconds)
            else:
                builder.ask(self.site.folder, Stop(build.way, 1 + build.number % MOST_WRITES))
                built = builder.answer()
                if built and built.crash and "KeyboardInterrupt" not in built.crash:
                    raise StaleError("crash", built.crash)
        return read_tree(self.site.output)

    def _compare_stopped(
        self, stopped: Mapping[str, bytes], before: Mapping[str, bytes], clean: Mapping[str, bytes], built: Built
    ) -> None:
        """What was stopped has left the old output or the new one, whole."""
        if stopped != before and not (built.done and stopped == clean):
            raise StaleError("neither old nor new", compare_trees(before, stopped))

    def _compare(self, actual: Built, expected: Built, before: Mapping[str, bytes], clean: Mapping[str, bytes]) -> None:
        for built in (expected, actual):
            if built.crash:
                raise StaleError("crash", built.crash)
        self._tree = read_tree(self.site.output)
        if actual.said != expected.said or actual.done != expected.done:
            raise StaleError("said", f"expected {_list(expected.said)}\nfound {_list(actual.said)}")
        what = "the output is stale" if expected.done else "refused, and the output has changed"
        self._expect(self._tree, clean if expected.done else before, what)
        if actual.counts != expected.counts:
            raise StaleError("counts", f"expected {expected.counts}, found {actual.counts}")
        if left := {path.name for path in self.site.folder.iterdir()} - BESIDE:
            raise StaleError("left behind", ", ".join(sorted(left)))

    def _expect(self, actual: Mapping[str, bytes], expected: Mapping[str, bytes], kind: str) -> None:
        if difference := compare_trees(_drop_time(expected), _drop_time(actual)):
            raise StaleError(kind, difference)

    def _count(self, build: Build, built: Built) -> str:
        """Remember a good state to come back to; return what came out."""
        self.is_broken = not built.done
        if built.done:
            remove(self._good.folder)
            self._clean.folder.rename(self._good.folder)
        result = f"{built.counts[1]} files" if built.done else "refused"
        self.counts[f"{build.way}, {'done' if built.done else 'refused'}"] += 1
        return f"{result}, {len(built.said)} diagnostics"


def _is_refused(actual: Built, expected: Built) -> bool:
    """Tell whether a build refuses an output that somebody has changed, and a clean one has nothing against its own."""
    return actual.said != expected.said and any(f"[{Code.FOREIGN_OUTPUT}]" in line for line in actual.said)


def _list(said: Iterable[str]) -> str:
    return "".join(f"\n    {line}" for line in said) or "nothing"


def _drop_time(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a tree whose manifest does not say when it was built: what the clock has not changed is not built anew."""
    return {path: NOW.sub(b"", data) if path == MANIFEST else data for path, data in tree.items()}
