"""Every document of the content: what is kept of an earlier run is taken, the rest is read by who is there for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from plugins.containment import read_inside
from plugins.diagnostics import Diagnostic
from plugins.documents.kept_documents import (
    ReadFile,
    RecordReader,
    key_document,
    key_rules,
    make_record,
    parse_files,
)
from plugins.documents.kept_work import find_records
from plugins.documents.models import Document, Kind
from plugins.documents.reading import parse_document
from plugins.documents.remembering import Stamp, find_stamp
from plugins.documents.sources import explain_unreadable, make_source
from plugins.records import Records
from plugins.settings import SiteSettings

DOCUMENT = "document"
"""The kind of the records."""


@dataclass(frozen=True)
class _File:
    """A file that was read, the key of what is made of it, and how it looked before it was read."""

    file: ReadFile
    key: str
    stamp: Stamp | None


class DocumentReader:
    """Reads documents. Those that nothing is wrong with are remembered until their files change, and kept in records.

    Its methods raise OSError where the records cannot be read or written.
    """

    def __init__(
        self, settings: SiteSettings, records: Records | None = None, executor: Executor | None = None
    ) -> None:
        self._settings = settings
        self._records = records
        self._executor = executor
        self._rules = key_rules(settings)
        self._reader = RecordReader(settings)
        self._remembered: dict[Path, tuple[Stamp, Document]] = {}

    def read(self, files: Iterable[tuple[Kind, Path]]) -> tuple[list[Document], list[Diagnostic]]:
        """Return each document that has a header, in the order of the files, and every mistake in all of them."""
        found = [self._recall(kind, path, find_stamp(path)) for kind, path in files]
        kept = self._find_records([one for one in found if isinstance(one, _File)])
        documents: list[Document] = []
        diagnostics: list[Diagnostic] = []
        for one in found:
            document, problems = (one, []) if isinstance(one, Document) else self._make(one, kept)
            documents += [document] if document else []
            diagnostics += problems
        if len(self._remembered) > len(documents):
            self._forget({document.source.path for document in documents})
        return documents, diagnostics

    def _recall(self, kind: Kind, path: Path, stamp: Stamp | None) -> Document | _File | Diagnostic:
        """Return the document of a file that is as it was when it was read, else the file, or why it cannot be read."""
        seen, document = self._remembered.get(path, (None, None))
        if document is not None and seen == stamp and document.kind is kind:
            return document
        return self._read(kind, path, stamp)

    def _forget(self, paths: set[Path]) -> None:
        for path in self._remembered.keys() - paths:
            del self._remembered[path]

    def _read(self, kind: Kind, path: Path, stamp: Stamp | None) -> _File | Diagnostic:
        try:
            data = read_inside(path, self._settings.content)
        except OSError as error:
            return explain_unreadable(path, error)
        key = "" if self._records is None else key_document(kind, path, data, self._rules)
        return _File((kind, path, data), key, stamp)

    def _find_records(self, files: list[_File]) -> Mapping[str, bytes]:
        """Return the record of each file that has one, or that one can be made of."""
        if self._records is None:
            return {}
        tasks = {one.key: one.file for one in files}
        return find_records(self._records, DOCUMENT, tasks, parse_files, self._settings, self._executor)

    def _make(self, one: _File | Diagnostic, kept: Mapping[str, bytes]) -> tuple[Document | None, list[Diagnostic]]:
        if isinstance(one, Diagnostic):
            return None, [one]
        record = kept.get(one.key)
        document = self._reader.read(record, *one.file) if record is not None else None
        problems: list[Diagnostic] = []
        if document is None:
            document, problems = self._parse(one)
        if document is not None and document.fields is not None and not problems and one.stamp is not None:
            self._remembered[one.file[1]] = (one.stamp, document)
        return document, problems

    def _parse(self, one: _File) -> tuple[Document | None, list[Diagnostic]]:
        """Return a document that no record is good for. One that is damaged is replaced."""
        kind, path, data = one.file
        source, problems = make_source(path, self._settings.content, data)
        if source is None:
            return None, problems
        document, more = parse_document(kind, source, self._settings)
        record = make_record(document) if document and not problems and not more else None
        if self._records is not None and record is not None:
            self._records.put(DOCUMENT, {one.key: record})
        return document, [*problems, *more]


def read_documents(
    files: Iterable[tuple[Kind, Path]], settings: SiteSettings
) -> tuple[list[Document], list[Diagnostic]]:
    """Return each document that has a header, and every mistake in all of them; nothing is kept."""
    return DocumentReader(settings).read(files)
