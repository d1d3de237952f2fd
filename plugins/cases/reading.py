"""Every case of the content: what is kept of an earlier run is taken, the rest is read by who is there for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from plugins.cases.kept_cases import CaseBytes, ReadCase, key_case, list_files, parse_folders, read_record
from plugins.cases.loading import CaseFolder, LoadedCases, find_cases, load_case
from plugins.cases.model import Case
from plugins.containment import read_inside
from plugins.diagnostics import Diagnostic
from plugins.documents.kept_work import find_records
from plugins.documents.remembering import Stamp, find_stamp
from plugins.records import Records
from plugins.settings import SiteSettings

CASE = "case"
"""The kind of the records."""

Stamps = Mapping[Path, Stamp | None]


@dataclass(frozen=True)
class _Folder:
    """A folder, how its files looked before they were read, and their bytes, unless one of them cannot be read."""

    folder: CaseFolder
    stamps: Stamps
    data: CaseBytes | None = None
    key: str = ""


class CaseReader:
    """Reads cases. Those that nothing is wrong with are remembered until their files change, and kept in records.

    Its methods raise OSError where the records cannot be read or written.
    """

    def __init__(
        self, settings: SiteSettings, records: Records | None = None, executor: Executor | None = None
    ) -> None:
        self._settings = settings
        self._records = records
        self._executor = executor
        self._remembered: dict[Path, tuple[Stamps, Case]] = {}

    def read(self, files: Iterable[Path]) -> tuple[LoadedCases, list[Diagnostic]]:
        """Return every case that is valid in itself, and all that is wrong with the others, as `load_cases` does."""
        folders, diagnostics = find_cases(files, self._settings.content)
        looked = [_Folder(folder, {path: find_stamp(path) for path in list_files(folder)}) for folder in folders]
        found = [self._recall(one) or self._read(one) for one in looked]
        kept = self._find_records([one for one in found if isinstance(one, _Folder) and one.key])
        loaded = LoadedCases([], [])
        for one in found:
            case = one if isinstance(one, Case) else self._make(one, kept)
            if case is not None:
                loaded.cases.append(case)
            elif isinstance(one, _Folder):
                diagnostics += load_case(one.folder, self._settings, loaded)
        self._forget({folder.path for folder in folders})
        return loaded, diagnostics

    def _recall(self, one: _Folder) -> Case | None:
        remembered = self._remembered.get(one.folder.path)
        return remembered[1] if remembered is not None and remembered[0] == one.stamps else None

    def _forget(self, paths: set[Path]) -> None:
        for path in self._remembered.keys() - paths:
            del self._remembered[path]

    def _read(self, one: _Folder) -> _Folder:
        if self._records is None:
            return one
        try:
            data = {path: read_inside(path, self._settings.content) for path in one.stamps}
        except OSError:  # it is read again below, and said so
            return one
        return _Folder(one.folder, one.stamps, data, key_case(one.folder, data, self._settings))

    def _find_records(self, folders: list[_Folder]) -> Mapping[str, bytes]:
        """Return the record of each case that has one, or that one can be made of."""
        if self._records is None:
            return {}
        tasks: dict[str, ReadCase] = {one.key: (one.folder, one.data) for one in folders if one.data is not None}
        return find_records(self._records, CASE, tasks, parse_folders, self._settings, self._executor)

    def _make(self, one: _Folder, kept: Mapping[str, bytes]) -> Case | None:
        """Return the case of a record, or None where there is none, which means that something is wrong with it."""
        if one.key not in kept or one.data is None:
            return None
        case = read_record(kept[one.key], one.folder, one.data, self._settings) or self._mend(one, one.data)
        if case is not None and None not in one.stamps.values():
            self._remembered[one.folder.path] = (one.stamps, case)
        return case

    def _mend(self, one: _Folder, data: CaseBytes) -> Case | None:
        """Return the case of a folder whose record is damaged though its checksum is right, and replace that."""
        (record,) = parse_folders(self._settings, [(one.folder, data)])
        if record is None or self._records is None:
            return None
        self._records.put(CASE, {one.key: record})
        return read_record(record, one.folder, data, self._settings)
