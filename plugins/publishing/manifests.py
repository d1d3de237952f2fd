"""The manifest of a written site: what Casebook wrote, to the byte.

By it a release is checked, compared, sent and taken away; a file that it does not name is somebody else's. It lies in
the folder that it describes and says nothing that the folder does not show.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from plugins.site.policy import is_immutable
from plugins.site.registry import Output, OutputKind

MANIFEST = ".casebook-manifest.json"
VERSION = 1
PIECE = 1 << 20
"""Bytes read at once: a recording may be larger than the memory."""


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


def find_files(folder: Path) -> Iterator[Path]:
    """Go through everything in a folder that is no folder, links too, but not its manifest."""
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in names if here / name != folder / MANIFEST)


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
    files = {path: asdict(facts) for path, facts in manifest.files.items()}
    data = {"version": VERSION, "now": manifest.now, "files": files}
    (folder / MANIFEST).write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, or None where there is none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {path: _read_facts(facts) for path, facts in data["files"].items()}
        return Manifest(str(data["now"]), files) if data["version"] == VERSION else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read_facts(facts: Mapping[str, Any]) -> FileFacts:
    return FileFacts(int(facts["size"]), str(facts["sha256"]), OutputKind(facts["kind"]), facts["immutable"] is True)


def find_differences(manifest: Manifest, folder: Path) -> list[str]:
    """Return how a folder differs from its manifest, a line for each path: missing, changed or not ours."""
    there = {path.relative_to(folder).as_posix(): path for path in find_files(folder)}
    missing = [f"{name} is missing" for name in manifest.files.keys() - there.keys()]
    foreign = [f"{name} is not in the manifest" for name in there.keys() - manifest.files.keys()]
    changed = [f"{name} has changed" for name, path in there.items() if _has_changed(manifest.files.get(name), path)]
    return sorted([*missing, *foreign, *changed])


def _has_changed(facts: FileFacts | None, path: Path) -> bool:
    if facts is None:
        return False
    return path.is_symlink() or not path.is_file() or measure_file(path) != (facts.size, facts.sha256)
