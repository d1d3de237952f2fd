"""What a deploy leaves on the remote: which files there are ours.

Only what it names is ever deleted there. It lies among what everybody can read, so it holds no names but their hashes:
nobody learns from it where a hidden page is.

Before the first file of a release is sent, a second record names what is there and what comes, until all is done: a
deploy that was killed leaves nothing that the next one does not know. At any moment one of the two is whole and names
all, even where a file is seen half while it is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from plugins.publishing.deploying.shipping import Shipment

RECORD = ".casebook-deployed.json"
PENDING = ".casebook-deploying.json"
"""The record of a deploy that is at work, or was killed."""

VERSION = 1
ABOUT = "The files here that Casebook deployed, by hashes of their names. Without this file it deletes nothing."
LENGTH = 20
"""Hexadecimal digits of a hash: 80 bits, so no two names share one."""


@dataclass(frozen=True)
class Record:
    """Hashes of names: of files whose addresses last, of those that come and go, and of folders."""

    lasting: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()

    def knows(self, path: str) -> bool:
        """Tell whether a file was sent by a deploy."""
        return hash_name(path) in self.lasting | self.passing

    def knows_folder(self, path: str) -> bool:
        """Tell whether a folder was made by a deploy."""
        return hash_name(path) in self.folders

    def is_lasting(self, path: str) -> bool:
        """Tell whether a file was sent that has an address for people to keep."""
        return hash_name(path) in self.lasting

    def unite(self, other: Record) -> Record:
        """Return a record of what either names."""
        lasting = self.lasting | other.lasting
        return Record(lasting, (self.passing | other.passing) - lasting, self.folders | other.folders)


def make_record(shipment: Shipment) -> Record:
    """Return the record of all that is sent."""
    passing = {path for path in shipment.files if shipment.is_passing(path)}
    return Record(_hash_all(shipment.files.keys() - passing), _hash_all(passing), _hash_all(shipment.folders))


def write_record(record: Record) -> bytes:
    """Return a record as it is sent: the same bytes for the same names."""
    names = {"lasting": record.lasting, "passing": record.passing, "folders": record.folders}
    data = {"version": VERSION, "about": ABOUT, **{key: sorted(hashes) for key, hashes in names.items()}}
    return json.dumps(data, indent=1).encode("ascii") + b"\n"


def read_record(data: bytes | None) -> Record:
    """Return what a record says; one that is not there, or that cannot be read, names nothing."""
    try:
        found = json.loads(data or b"")
        names = [frozenset(map(str, found[key])) for key in ("lasting", "passing", "folders")]
        return Record(*names) if found["version"] == VERSION else Record()
    except (ValueError, KeyError, TypeError):
        return Record()


def hash_name(path: str) -> str:
    """Return what stands for a name in the record."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:LENGTH]


def _hash_all(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(map(hash_name, paths))
