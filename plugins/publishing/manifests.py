"""The manifest of a written site: what Casebook wrote, to the byte.

By it a release is checked, compared, sent and taken away; a file that it does not name is somebody else's. It lies in
the folder that it describes and says nothing that the folder does not show.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Container, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.site.policy import is_immutable
from plugins.site.registry import Output, OutputKind

MANIFEST = ".casebook-manifest.json"
VERSION = 1
PIECE = 1 << 20
"""Bytes read at once: a recording may be larger than the memory."""

UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a manifest raises that is none."""


@dataclass(frozen=True)
class FileFacts:
    """One file: its size in bytes, its SHA-256 in hexadecimal, what it is, and whether it never changes."""

    size: int
    sha256: str
    kind: OutputKind
    immutable: bool = False


@dataclass(frozen=True)
class Manifest:
    """All files of a written site by their path, and the time in ISO 8601 that it was built for."""

    now: str
    files: Mapping[str, FileFacts]

    @property
    def digest(self) -> str:
        """The SHA-256 of all paths and contents: the same for the same site, whenever it was built."""
        lines = (f"{facts.sha256}  {path}\n" for path, facts in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()

    @property
    def pages(self) -> list[str]:
        """The paths of all pages."""
        return [path for path in self.files if path.endswith(".html")]


def describe_files(measured: Mapping[str, tuple[int, str]], now: str, outputs: Iterable[Output]) -> Manifest:
    """Describe a site by the sizes and hashes of its files, and by `outputs`, its planned files.

    What lies in a planned folder is of its kind.
    """
    planned = {output.path: output for output in outputs}
    files = {}
    for name, (size, sha256) in sorted(measured.items()):
        output = planned.get(name) or planned[name.partition("/")[0]]
        files[name] = FileFacts(size, sha256, output.kind, is_immutable(output))
    return Manifest(now, files)


def count_files(manifest: Manifest) -> int:
    """Return how many files a site has. A packed copy is the same file once more."""
    return sum(facts.kind is not OutputKind.PACKED for facts in manifest.files.values())


def find_files(folder: Path) -> Iterator[str]:
    """Go through the POSIX paths of everything in a folder that is no folder, links too, but not its manifest.

    What cannot be looked into is passed over.
    """
    waiting = [""]
    while waiting:
        inner = waiting.pop()
        with suppress(OSError), os.scandir(f"{folder}/{inner}") as entries:
            for entry in entries:
                name = f"{inner}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                elif name != MANIFEST:
                    yield name


def measure_file(path: Path) -> tuple[int, str]:
    """Return the size of a file in bytes and its SHA-256. Raises OSError where it cannot be read."""
    size, hashed = 0, hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            size += len(piece)
            hashed.update(piece)
    return size, hashed.hexdigest()


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the manifest into the folder that it describes, the same bytes for the same site."""
    write = json.JSONEncoder(sort_keys=True).encode
    # A line for each file: to write it here takes a fifth of the time of letting `json` indent it.
    files = ",\n".join(f" {write(path)}: {write(vars(facts))}" for path, facts in sorted(manifest.files.items()))
    text = f'{{"now": {write(manifest.now)}, "version": {VERSION}, "files": {{\n{files}\n}}}}\n'
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, or None where there is none that can be read."""
    with suppress(*UNREADABLE):
        data = _read(folder)
        return Manifest(str(data["now"]), {path: _read_facts(facts) for path, facts in data["files"].items()})
    return None


def read_names(folder: Path) -> Set[str]:
    """Return the paths of what the manifest of a folder names; none where there is no manifest that can be read."""
    with suppress(*UNREADABLE):
        names: Set[str] = _read(folder)["files"].keys()
        return names
    return frozenset()


def _read(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if data["version"] != VERSION:
        raise ValueError(data["version"])
    return data


def _read_facts(facts: Mapping[str, Any]) -> FileFacts:
    return FileFacts(int(facts["size"]), str(facts["sha256"]), OutputKind(facts["kind"]), facts["immutable"] is True)


def find_differences(
    manifest: Manifest, folder: Path, *, trusted: Container[str] = (), thorough: bool = True
) -> list[str]:
    """Return how a folder differs from its manifest, a line for each path: missing, changed or not ours.

    What is `trusted` is not looked at; where it is not to be `thorough`, of the others only the size is compared.
    """
    there = set(find_files(folder))
    missing = [f"{name} is missing" for name in manifest.files.keys() - there]
    foreign = [f"{name} is not in the manifest" for name in there - manifest.files.keys()]
    unsure = (name for name in there & manifest.files.keys() if name not in trusted)
    has_changed = _has_changed if thorough else _has_another_size
    changed = [f"{name} has changed" for name in unsure if has_changed(manifest.files[name], f"{folder}/{name}")]
    return sorted([*missing, *foreign, *changed])


def _has_changed(facts: FileFacts, path: str) -> bool:
    return _has_another_size(facts, path) or measure_file(Path(path))[1] != facts.sha256


def _has_another_size(facts: FileFacts, path: str) -> bool:
    found = os.lstat(path)
    return not stat.S_ISREG(found.st_mode) or found.st_size != facts.size
