"""What pictures were found to be, kept from one run to the next: to measure one takes as long as to decode it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from plugins.documents.measuring import FORMATS, MEASURED, Measured, describe_measured, read_measured
from plugins.documents.remembering import Stamp, find_stamp
from plugins.documents.sources import find_name
from plugins.records import Records

PICTURE = "picture"
"""The kind of the records."""


class KeptPictures:
    """Pictures of a content folder in records, as long as they look alike from outside.

    Methods raise OSError where the records cannot be read or written.
    """

    def __init__(self, content: Path, records: Records | None) -> None:
        self._content = content
        self._records = records
        self._kept: dict[str, bytes] = {}

    def recall(self, files: Iterable[Path]) -> None:
        """Remember what was found of those files that are pictures."""
        if self._records is None:
            return
        pictures = (path for path in files if path.suffix.lower() in (*FORMATS, ".svg"))
        new = {name: path for path in pictures if (name := str(find_name(path, self._content))) not in self._kept}
        kept = self._records.get(PICTURE, new)
        for name, record in kept.items():
            self._teach(new[name], record)
        self._kept |= kept

    def keep(self) -> None:
        """Keep what has been found since."""
        found = MEASURED.list_known(self._content)
        records = {str(find_name(path, self._content)): _write(stamp, measured) for path, stamp, measured in found}
        new = {name: record for name, record in records.items() if self._kept.get(name) != record}
        if self._records is not None and new:
            self._records.put(PICTURE, new)
            self._kept |= new

    def _teach(self, path: Path, record: bytes) -> None:
        try:
            stamp, words = json.loads(record)
            if find_stamp(path) == tuple(stamp):
                MEASURED.teach(path, self._content, tuple(stamp), read_measured(words))
        except (ValueError, TypeError):  # it is damaged, and so as good as none
            return


def _write(stamp: Stamp, measured: Measured) -> bytes:
    return json.dumps([stamp, describe_measured(measured)]).encode()
