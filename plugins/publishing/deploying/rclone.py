"""Storage such as S3, by rclone. What a remote is, and the keys to it, stand in rclone's own settings.

Source of all options: https://rclone.org/docs/
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.publishing.deploying.plans import Remote
from plugins.publishing.deploying.programs import Programs
from plugins.publishing.deploying.records import PENDING, RECORD
from plugins.publishing.deploying.shipping import Shipment
from plugins.publishing.deploying.web_headers import find_cache_control, find_content_type
from plugins.site.policy import TO_BE_ASKED

NOT_FOUND = 3
"""The exit code for a folder that is not there. Source: https://rclone.org/docs/#exit-code"""

FAILED = 1

COMMON = ("rclone", "--retries=1", "--low-level-retries=2", "--contimeout=20s", "--log-level=ERROR")
"""Whole steps are tried again by the deploy, which says so; rclone's own ten tries of each request take minutes."""

HASHES = ("sha256", "sha1", "md5")
"""What files are compared by, the surest first."""

LISTED = ("--files-from-raw=-",)
SENT = ("copy", "--ignore-times", "--no-check-dest", "--no-traverse")


@dataclass(frozen=True)
class StoredFile:
    """A file as the storage lists it; `hashes` are those that it knows, by their names."""

    size: int
    hashes: Mapping[str, str]


class RcloneRemote:
    """The folder that `to` names: remote:bucket/path."""

    def __init__(self, to: str, programs: Programs) -> None:
        self.to = to
        self._programs = programs

    def read(self, shipment: Shipment) -> Remote:
        """Compare by hashes; what the storage has none of is downloaded for it."""
        stored, folders = self._list()
        record, pending = (
            self.read_record(name) if stored.pop(name, None) else None for name in (RECORD, PENDING)
        )  # fmt: skip
        both = [path for path in shipment.files if path in stored]
        same_size = [path for path in both if stored[path].size == shipment.files[path].size]
        same = set(self._find_same(shipment, {path: stored[path] for path in same_size}))
        return Remote(
            missing=frozenset(shipment.files.keys() - stored.keys()),
            changed=frozenset(path for path in both if path not in same),
            extra=frozenset(stored.keys() - shipment.files.keys()),
            folders=frozenset(folders - shipment.folders),
            record=record,
            pending=pending,
        )

    def _list(self) -> tuple[dict[str, StoredFile], set[str]]:
        """Return the files and the folders of the remote."""
        kinds = [argument for name in HASHES for argument in ("--hash-type", name)]
        # A folder that has not been made yet holds nothing, and what is printed of it is no JSON.
        out = self._run("lsjson", "--recursive", "--hash", *kinds, "--", self.to, accepted=(0, NOT_FOUND))
        listed = json.loads(out) if out.strip() != b"[" else []
        files = {one["Path"]: StoredFile(one["Size"], one.get("Hashes") or {}) for one in listed if not one["IsDir"]}
        return files, {one["Path"] for one in listed if one["IsDir"]}

    def _find_same(self, shipment: Shipment, stored: Mapping[str, StoredFile]) -> Iterator[str]:
        """Go through the files that are the same there, of those that have the same size."""
        unknown = []
        for path, file in stored.items():
            name = next((name for name in HASHES if file.hashes.get(name)), None)
            if name is None:
                unknown.append(path)
            elif file.hashes[name] == _hash_file(shipment, path, name):
                yield path
        if unknown:
            downloaded = self._hash_downloads(unknown)
            yield from (path for path in unknown if downloaded.get(path) == shipment.files[path].sha256)

    def _hash_downloads(self, paths: Sequence[str]) -> dict[str, str]:
        """Download files and return their SHA-256."""
        out = self._run("hashsum", "sha256", "--download", *LISTED, "--", self.to, fed=_join(paths))
        lines = (line.partition("  ") for line in out.decode("utf-8").splitlines())
        return {path: sha256 for sha256, _, path in lines}

    def upload(self, shipment: Shipment, paths: Sequence[str]) -> None:
        """Send files, those together that browsers are told the same of."""
        groups: dict[tuple[str, str], list[str]] = {}
        for path in paths:
            facts = shipment.files[path]
            headers = find_cache_control(facts), find_content_type(path, facts.kind)
            groups.setdefault(headers, []).append(path)
        for headers, group in sorted(groups.items()):
            self._copy(shipment.folder, group, headers)

    def _copy(self, folder: Path, paths: Iterable[str], headers: tuple[str, str]) -> None:
        cache, kind = headers
        told = ("--header-upload", f"Cache-Control: {cache}", "--header-upload", f"Content-Type: {kind}")
        arguments = (*SENT, *told, *LISTED)
        self._run(*arguments, "--", str(folder), self.to, fed=_join(paths))

    def delete(self, paths: Sequence[str]) -> None:
        """Delete files."""
        self._run("delete", *LISTED, "--", self.to, fed=_join(paths))

    def delete_folders(self, folders: Sequence[str]) -> None:
        """Delete empty folders. A bucket has none: what looks like one goes with its last file."""
        out = self._run("lsjson", "--recursive", "--dirs-only", "--", self.to)
        there = {one["Path"] for one in json.loads(out)}
        for folder in (folder for folder in folders if folder in there):
            self._run("rmdir", "--", self._find(folder), accepted=(0, FAILED, NOT_FOUND))

    def read_record(self, name: str) -> bytes:
        """Fetch a record."""
        return self._run("cat", "--", self._find(name))

    def write_record(self, name: str, data: bytes) -> None:
        """Send a record."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, name).write_bytes(data)
            self._copy(Path(folder), [name], (TO_BE_ASKED, "application/json"))

    def _find(self, path: str) -> str:
        """Return how rclone calls a path of the remote."""
        return f"{self.to}{path}" if self.to.endswith((":", "/")) else f"{self.to}/{path}"

    def _run(self, *arguments: str, fed: bytes = b"", accepted: Collection[int] = (0,)) -> bytes:
        return self._programs.run([*COMMON, *arguments], fed=fed, accepted=accepted)


def _hash_file(shipment: Shipment, path: str, name: str) -> str:
    """Return a hash of a file of the release; the manifest knows one already."""
    if name == "sha256":
        return shipment.files[path].sha256
    with (shipment.folder / path).open("rb") as file:
        return hashlib.file_digest(file, name).hexdigest()


def _join(paths: Iterable[str]) -> bytes:
    """Return a list of files as rclone reads it: raw, so that nothing in a name is taken for a comment."""
    return b"".join(path.encode("utf-8") + b"\n" for path in paths)
