"""A folder on another machine, by rsync over ssh or from its daemon.

Source of all options: https://download.samba.org/pub/rsync/rsync.1
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from plugins.publishing.deploying.plans import Remote
from plugins.publishing.deploying.programs import Programs
from plugins.publishing.deploying.records import PENDING, RECORD
from plugins.publishing.deploying.shipping import Shipment
from plugins.publishing.manifests import MANIFEST

HOPELESS = (1, 2, 3, 4)
"""Exit codes for what no second try mends: wrong usage, versions or places that do not fit."""

NOT_ALL = 23
"""The exit code where something is missing: the folder itself, before the first deploy."""

COMMON = (
    "rsync", "--timeout=60", "--protect-args",
    # The name of a file that is written is its own only when it is whole; its time is when it was sent, so that servers
    # which make a validator of it do not ask for what is the same.
    "--checksum", "--chmod=D755,F644", "--compress",
)  # fmt: skip
NAMED = ("--files-from=-", "--from0")
ITEM = re.compile(rb"(?:[<>]f(?P<change>.........)|\*deleting  ) (?P<name>.+)")
"""One line of `--out-format='%i %n'`: what would be sent, with how it differs, or deleted."""

LISTED = re.compile(rb"(?P<type>.)\S{9,} +[\d,.]+ \d{4}/\d\d/\d\d \d\d:\d\d:\d\d (?P<name>.+)")
"""One line of `--list-only`: the type and rights, size and time of a file, and its name."""

ESCAPED = re.compile(rb"\\#([0-7]{3})")


class RsyncRemote:
    """The folder that `to` names: host:/path/, rsync://host/module/path/, or one of this machine."""

    def __init__(self, to: str, programs: Programs) -> None:
        # What ends with a colon is the folder that one comes to on the host.
        self.to = to if to.endswith(("/", ":")) else f"{to}/"
        self._programs = programs

    def read(self, shipment: Shipment) -> Remote:
        """Let rsync compare all files by checksum, and say what it would do."""
        missing: set[str] = set()
        changed: set[str] = set()
        extra: set[str] = set()
        for name, change in self._compare(shipment.folder):
            if change is None:
                extra.add(name)
            else:
                (missing if "+" in change else changed).add(name)
        for name, is_folder in self._list_others():
            # Where rsync makes room for another type of file it says that it creates one, and not what goes for it.
            if name in missing and not is_folder:
                missing.remove(name)
                changed.add(name)
            elif name in shipment.folders and not is_folder:
                extra.add(name)
        folders = {name.rstrip("/") for name in extra if name.endswith("/")}
        files = {name for name in extra if not name.endswith("/")}
        record, pending = (self.read_record(name) if name in files else None for name in (RECORD, PENDING))
        files -= {RECORD, PENDING}
        return Remote(
            frozenset(missing), frozenset(changed), frozenset(files), frozenset(folders), record, pending
        )  # fmt: skip

    def _compare(self, folder: Path) -> Iterator[tuple[str, str | None]]:
        """Go through the paths that differ, with how, or None where the release has no such path."""
        listing = ("--recursive", "--dry-run", "--delete", "--8-bit-output", "--out-format=%i %n")
        out = self._run(*listing, f"--exclude=/{MANIFEST}", "--", f"{folder}/", self.to)
        for line in out.split(b"\n"):
            if match := ITEM.fullmatch(line):
                change = match["change"]
                name = ESCAPED.sub(lambda found: bytes([int(found[1], 8)]), match["name"])
                yield name.decode("utf-8", "surrogateescape"), None if change is None else change.decode("ascii")

    def _list_others(self) -> Iterator[tuple[str, bool]]:
        """Go through what is there, with whether it is a folder. A link is told by its name."""
        out = self._run("--recursive", "--list-only", "--8-bit-output", "--", self.to, accepted=(0, NOT_ALL))
        for line in out.split(b"\n"):
            if match := LISTED.fullmatch(line):
                name = ESCAPED.sub(lambda found: bytes([int(found[1], 8)]), match["name"])
                if match["type"] == b"l":
                    name = name.partition(b" -> ")[0]
                yield name.decode("utf-8", "surrogateescape"), match["type"] == b"d"

    def upload(self, shipment: Shipment, paths: Sequence[str]) -> None:
        """Send files; each takes its name when it is whole."""
        self._run(*NAMED, "--", f"{shipment.folder}/", self.to, fed=_join(paths))

    def delete(self, paths: Sequence[str]) -> None:
        """Delete files: rsync is told their names, and finds none of them here."""
        self._delete(paths)

    def delete_folders(self, folders: Sequence[str]) -> None:
        """Delete empty folders, one depth after the other, as rsync deletes in its own order."""
        for _, level in groupby(folders, key=lambda folder: folder.count("/")):
            self._delete(list(level))

    def _delete(self, paths: Sequence[str]) -> None:
        with tempfile.TemporaryDirectory() as nothing:
            for path in paths:
                Path(nothing, path).parent.mkdir(parents=True, exist_ok=True)
            self._run("--dirs", "--delete-missing-args", *NAMED, "--", f"{nothing}/", self.to, fed=_join(paths))

    def write_record(self, name: str, data: bytes) -> None:
        """Send a record."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, name).write_bytes(data)
            self._run("--", f"{folder}/{name}", self.to)

    def read_record(self, name: str) -> bytes:
        """Fetch a record."""
        with tempfile.TemporaryDirectory() as folder:
            self._run("--", self.to + name, f"{folder}/")
            return Path(folder, name).read_bytes()

    def _run(self, *arguments: str, fed: bytes = b"", accepted: Sequence[int] = (0,)) -> bytes:
        return self._programs.run([*COMMON, *arguments], fed=fed, accepted=accepted, hopeless=HOPELESS)


def _join(paths: Iterable[str]) -> bytes:
    """Return a list of files as rsync reads it; `./` keeps it from taking a name for a comment."""
    return b"".join(b"./" + path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
