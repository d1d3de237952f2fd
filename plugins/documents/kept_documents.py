"""Documents that nothing is wrong with, as records: what is kept of a file is valid for the same bytes only.

A document with a mistake is never kept, so that it is read and its mistakes are named each time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from plugins.documents.fields import Status
from plugins.documents.late_trees import LateTree, list_known
from plugins.documents.models import MODELS, Correction, Document, Kind, WebLink
from plugins.documents.plain_values import PlainReader, make_fields, make_model, name_types
from plugins.documents.reading import parse_document, read_tree
from plugins.documents.sources import decode_source, make_source
from plugins.documents.values import Prose
from plugins.records import make_key
from plugins.settings import SiteSettings

TYPES = name_types(Correction, Status, WebLink)
"""What documents hold besides texts, numbers, dates and prose."""

ReadFile = tuple[Kind, Path, bytes]
"""A file that was read: what it is, where it lies, and its bytes."""


def key_rules(settings: SiteSettings) -> str:
    """Return the key of the settings that documents depend on."""
    return make_key(settings.timezone, settings.zone_rules, json.dumps(sorted(settings.extra_keys)))


def key_document(kind: Kind, path: Path, data: bytes, rules: str) -> str:
    """Return the key of what is made of a file: of all that it depends on. A name may hold a date."""
    return make_key(rules, kind, path.name, data)


def parse_files(settings: SiteSettings, files: Sequence[ReadFile]) -> list[bytes | None]:
    """Return the record of each file that nothing is wrong with."""
    return [_parse_file(settings, *file) for file in files]


def _parse_file(settings: SiteSettings, kind: Kind, path: Path, data: bytes) -> bytes | None:
    source, problems = make_source(path, settings.content, data)
    document = parse_document(kind, source, settings)[0] if source is not None and not problems else None
    return make_record(document) if document is not None else None


def make_record(document: Document) -> bytes | None:
    """Return a document as a record, or None where it has mistakes."""
    if document.fields is None:
        return None
    fields = make_fields(document.fields, TYPES)
    return json.dumps([document.body.start, list_known(document.tree), fields]).encode()


class RecordReader:
    """Makes documents of their records and of the files that these were made of."""

    def __init__(self, settings: SiteSettings) -> None:
        self._content = settings.content
        self._reader = PlainReader(settings.zone, TYPES)
        self._read_trees = {kind: partial(read_tree, kind, extra_keys=settings.extra_keys) for kind in Kind}

    def read(self, record: bytes, kind: Kind, path: Path, data: bytes) -> Document | None:
        """Return the document that a record was made of, or None where the record is damaged."""
        try:
            source = decode_source(path, self._content, data)
            start, known, fields = self._reader.read(record, source)
            model: Any = make_model(MODELS[kind], fields)
            tree = LateTree(source, dict(known), self._read_trees[kind])
            return Document(kind, source, tree, model, Prose(source.text[start:], source, start, len(source.text)))
        except (ValueError, TypeError, KeyError):
            return None
