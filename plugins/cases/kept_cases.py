"""Cases that nothing is wrong with, as records: what is kept of a folder is valid for the same bytes only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from plugins.cases.loading import ANSWER, FACTS, STORY, CaseFolder, CaseSource, parse_case
from plugins.cases.model import (
    Account,
    Basis,
    Case,
    CaseFile,
    Channel,
    Decision,
    Effect,
    Likelihood,
    Option,
    Outcome,
    Publication,
    ReaderOutcome,
    ReaderOutcomeFile,
    Result,
    Role,
    RoleKind,
)
from plugins.documents.fields import Status
from plugins.documents.late_trees import LateTree, list_known
from plugins.documents.models import Correction, drop_extra_keys
from plugins.documents.plain_values import PlainReader, make_fields, make_model, name_types
from plugins.documents.sources import Source, decode_source, make_source
from plugins.documents.values import Prose, Tree
from plugins.documents.yaml_reader import read_yaml
from plugins.records import make_key
from plugins.settings import SiteSettings

TYPES = name_types(
    Account, Basis, Channel, Correction, Decision, Effect, Likelihood, Option, Outcome, Publication, Result, Role,
    RoleKind, Status,
)  # fmt: skip
"""What cases hold besides texts, numbers, dates and prose."""

CaseBytes = Mapping[Path, bytes]
"""The files of one case."""

ReadCase = tuple[CaseFolder, CaseBytes]
"""A case whose files were read."""


def list_files(folder: CaseFolder) -> list[Path]:
    """Return the files that a case is made of, in their order."""
    return [*folder.files.values(), *folder.readers]


def key_case(folder: CaseFolder, data: CaseBytes, settings: SiteSettings) -> str:
    """Return the key of what is made of a case: of all that it depends on."""
    begins = len(str(folder.path)) + 1
    files = (part for path in list_files(folder) for part in (str(path)[begins:], data[path]))
    extra = json.dumps(sorted(settings.extra_keys))
    return make_key(folder.slug, settings.timezone, settings.zone_rules, extra, *files)


def parse_folders(settings: SiteSettings, cases: Sequence[ReadCase]) -> list[bytes | None]:
    """Return the record of each case that nothing is wrong with."""
    return [_parse_folder(settings, *case) for case in cases]


def _parse_folder(settings: SiteSettings, folder: CaseFolder, data: CaseBytes) -> bytes | None:
    read = {path: make_source(path, settings.content, data[path]) for path in list_files(folder)}
    if not {FACTS, STORY} <= folder.files.keys() or any(problems for _, problems in read.values()):
        return None
    sources = {path: source for path, (source, _) in read.items() if source is not None}
    case, problems = parse_case(_collect(folder, sources), settings)
    return make_record(case) if case is not None and not problems else None


def _collect(folder: CaseFolder, sources: Mapping[Path, Source]) -> CaseSource:
    facts, story, answer = (sources.get(folder.files.get(name, folder.path)) for name in (FACTS, STORY, ANSWER))
    return CaseSource(folder, facts, story, answer, tuple(sources[path] for path in folder.readers))


def make_record(case: Case) -> bytes:
    """Return a case as a record: its facts, then its readers in order, each as what is known of a tree and fields."""
    files = [(case.tree, case.facts), *((one.tree, one.fields) for one in case.reader_outcomes)]
    return b"\n".join(json.dumps([list_known(tree), make_fields(fields, TYPES)]).encode() for tree, fields in files)


def read_record(record: bytes, folder: CaseFolder, data: CaseBytes, settings: SiteSettings) -> Case | None:
    """Return the case that a record was made of, or None where the record is damaged."""
    try:
        return _Rebuilder(folder, data, settings).rebuild(record.split(b"\n"))
    except (ValueError, TypeError, KeyError):
        return None


class _Rebuilder:
    """Makes a case of a record and of the files that it was made of."""

    def __init__(self, folder: CaseFolder, data: CaseBytes, settings: SiteSettings) -> None:
        self.folder = folder
        self.settings = settings
        self.reader = PlainReader(settings.zone, TYPES)
        self.sources = {path: decode_source(path, settings.content, data[path]) for path in list_files(folder)}

    def rebuild(self, lines: Sequence[bytes]) -> Case:
        facts, story = self.folder.files[FACTS], self.folder.files[STORY]
        answer = self.folder.files.get(ANSWER)
        model, tree = self._read(CaseFile, facts, lines[0], self.settings.extra_keys)
        readers = (
            ReaderOutcome(path.stem, *self._read(ReaderOutcomeFile, path, line))
            for path, line in zip(self.folder.readers, lines[1:], strict=True)
        )
        prose = self._make_prose(answer) if answer else None
        return Case(self.folder.slug, model, tree, self._make_prose(story), prose, tuple(readers))

    def _read(self, kind: type[Any], path: Path, line: bytes, extra_keys: tuple[str, ...] = ()) -> tuple[Any, LateTree]:
        source = self.sources[path]
        known, fields = self.reader.read(line, source)
        return make_model(kind, fields), LateTree(source, dict(known), partial(_read_tree, kind, extra_keys))

    def _make_prose(self, path: Path) -> Prose:
        source = self.sources[path]
        return Prose(source.text, source, 0, len(source.text))


def _read_tree(kind: type[CaseFile | ReaderOutcomeFile], extra_keys: tuple[str, ...], source: Source) -> Tree:
    tree, _ = read_yaml(source)
    assert tree is not None
    return drop_extra_keys(tree, kind, extra_keys)
