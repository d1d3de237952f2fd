"""Tells whether anything has changed since the last build, from names, sizes and times alone: nothing is read.

A build that has nothing to do ends here, before Pelican and most of Casebook are even imported.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.diagnostics import Code, Diagnostic, Position, Severity
from plugins.fast_build.digests import digest
from plugins.fast_build.states import name_folder, read_state
from plugins.linked_folders import list_files
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.site.pelican_plugins import list_own_plugins
from plugins.site.stock_settings import list_ignored

LAST = "last build"
"""The kind of the records."""

TICK = 20_000_000
"""Nanoseconds within which two changes of a file may bear the same time: kernels count in ticks of 1 to 10 ms."""


@dataclass(frozen=True)
class Inputs:
    """All that a build is made from, as it was when the build began; `newest` is the time of the latest change."""

    settings: SiteSettings
    fingerprint: str
    newest: int
    begun: int


@dataclass(frozen=True)
class Last:
    """What the last build came to: its warnings, and how many pages and files there are."""

    diagnostics: list[Diagnostic]
    pages: int
    files: int


def look_at_inputs(settings: SiteSettings) -> Inputs:
    """Return what a build would be made from. Raises OSError where a folder cannot be looked into."""
    begun = time.time_ns()
    places = (settings.content, settings.words_path, settings.settings_file, settings.tokens, settings.card_font)
    found = sorted(fact for place in places if place is not None for fact in _look(place))
    found += sorted(_look_through_links(settings.theme))
    newest = max((max(fact[3:]) for fact in found), default=0)
    values = [(name, getattr(settings, name)) for name in SiteSettings.model_fields if name not in ("now", "pelican")]
    # What the settings file takes in of other files shows in the values.
    return Inputs(settings, digest(values, list_ignored(settings), settings.zone_rules, found), newest, begun)


def find_last(inputs: Inputs, records: Records) -> Last | None:
    """Return what the last build came to, if this one would come to the same and its files are all there still.

    With a plugin of the site's own nobody knows before it has run. Raises OSError.
    """
    settings, name = inputs.settings, name_folder(inputs.settings.output)
    if list_own_plugins(settings):
        return None
    try:
        kept = json.loads(records.get(LAST, [name])[name])
        due = datetime.fromisoformat(kept["due"]) if kept["due"] else None
        is_time = datetime.fromisoformat(kept["now"]) <= settings.now and (due is None or settings.now < due)
        last = Last([_read(*one) for one in kept["diagnostics"]], kept["pages"], kept["files"])
    except (KeyError, ValueError, TypeError):
        return None
    is_same = is_time and kept["fingerprint"] == inputs.fingerprint and _is_there(settings.output, records)
    return last if is_same else None


def remember_last(inputs: Inputs, last: Last, due: datetime | None, records: Records) -> None:
    """Keep what a build came to, and when the clock alone will change that. Raises OSError."""
    if inputs.newest > inputs.begun - TICK:
        return  # what changes now may bear the same time
    kept = {
        "fingerprint": inputs.fingerprint,
        "now": inputs.settings.now.isoformat(),
        "due": due.isoformat() if due else None,
        "diagnostics": [_write(one) for one in last.diagnostics],
        "pages": last.pages,
        "files": last.files,
    }
    records.put(LAST, {name_folder(inputs.settings.output): json.dumps(kept).encode()})


def _look(place: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Go through the files at a place with what tells whether they have changed: size, number, and two times."""
    if not place.is_dir():
        with suppress(FileNotFoundError):
            yield _describe(os.fspath(place), place.stat())
        return
    waiting = [os.fspath(place)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                yield _describe(entry.path, entry.stat(follow_symlinks=False))
                if entry.is_symlink():
                    with suppress(OSError):
                        yield _describe(f"{entry.path} ->", Path(entry.path).stat())
                elif entry.is_dir():
                    waiting.append(entry.path)


def _look_through_links(folder: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Go through the files of a theme in the same way; in the content, folders that are links are refused."""
    for path in list_files(folder):
        with suppress(OSError):  # a link to nothing, or to itself
            yield _describe(path, Path(path).stat())


def _describe(name: str, found: os.stat_result) -> tuple[str, int, int, int, int]:
    return name, found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def _is_there(output: Path, records: Records) -> bool:
    """Tell whether the output holds what the last build has left there, and nothing else."""
    known, root = read_state(records, output), f"{output}{os.sep}"
    there = [f"{folder}{os.sep}{name}" for folder, _, names in os.walk(output) for name in names]
    if len(there) != len(known):
        return False
    return all((left := known.get(path.removeprefix(root))) and left.is_at(path) for path in there)


def _write(one: Diagnostic) -> Sequence[Any]:
    position = one.position
    words = (one.message, one.found, one.hint)
    return os.fspath(one.path), position.line, position.column, one.severity, one.code, *words


def _read(path: str, line: int, column: int, severity: str, code: str, *words: str) -> Diagnostic:
    message, found, hint = words
    return Diagnostic(Path(path), Position(line, column), Severity(severity), Code(code), message, found, hint)
