"""From case folders to cases: find, read, parse, load. Each stage hands on; none goes back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.cases.model import Case, CaseFile, ReaderOutcome, ReaderOutcomeFile
from plugins.cases.rules import check_case
from plugins.diagnostics import Code, Diagnostic, suggest
from plugins.documents.fields import explain_slug
from plugins.documents.headers import find_stray_header
from plugins.documents.models import drop_extra_keys
from plugins.documents.reading import CASES_FOLDER, MEDIA_ENDINGS
from plugins.documents.sources import Source, find_name, read_source, report_file
from plugins.documents.validation import parse_mended, parse_tree
from plugins.documents.values import Prose
from plugins.documents.yaml_reader import read_yaml
from plugins.settings import SiteSettings

FACTS, STORY, ANSWER = CASE_FILES = ("case.yaml", "story.md", "answer.md")
READERS_FOLDER = "readers"
READER_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yaml")


@dataclass(frozen=True)
class CaseFolder:
    """The files of one case: `files` by name, `readers` sorted."""

    path: Path
    files: Mapping[str, Path]
    readers: tuple[Path, ...]

    @property
    def slug(self) -> str:
        """The name of the folder."""
        return self.path.name


@dataclass(frozen=True)
class CaseSource:
    """The texts of one case, strictly read; None is a file that is missing or that cannot be read."""

    folder: CaseFolder
    facts: Source | None
    story: Source | None
    answer: Source | None
    readers: tuple[Source, ...]


@dataclass(frozen=True)
class LoadedCases:
    """The valid cases in the order of their folders, and the prose of the others, which is checked all the same."""

    cases: list[Case]
    stray_prose: list[Prose]


def load_cases(files: Iterable[Path], settings: SiteSettings) -> tuple[LoadedCases, list[Diagnostic]]:
    """Return every case that is valid in itself, and all that is wrong with the others.

    `files` are the files under content/cases.
    """
    loaded = LoadedCases([], [])
    folders, diagnostics = find_cases(files, settings.content)
    for folder in folders:
        diagnostics += load_case(folder, settings, loaded)
    return loaded, diagnostics


def load_case(folder: CaseFolder, settings: SiteSettings, loaded: LoadedCases) -> list[Diagnostic]:
    """Add a case to those that are loaded, or its prose where it is not valid; return all that is wrong with it."""
    source, problems = read_case(folder, settings.content)
    case, more = parse_case(source, settings)
    if case is not None and not problems and not more:
        loaded.cases.append(case)
    else:
        loaded.stray_prose.extend(_whole(text) for text in (source.story, source.answer) if text)
    return [*problems, *more]


def find_cases(files: Iterable[Path], content: Path) -> tuple[list[CaseFolder], list[Diagnostic]]:
    """Return the case folders in sorted order, and a diagnostic for each text file that is no part of one."""
    groups: dict[str, list[tuple[Path, Sequence[str]]]] = defaultdict(list)
    diagnostics: list[Diagnostic] = []
    root = content / CASES_FOLDER
    for path in files:
        name = find_name(path, root)
        if len(name.parts) > 1:
            groups[name.parts[0]].append((path, name.parts[1:]))
        if problem := _explain_lost(path, name):
            diagnostics.append(problem)
    return [_sort_folder(root / slug, paths) for slug, paths in sorted(groups.items())], diagnostics


def _sort_folder(folder: Path, paths: Iterable[tuple[Path, Sequence[str]]]) -> CaseFolder:
    """Return a folder; its files are given with the parts of their names inside it."""
    files: dict[str, Path] = {}
    readers: list[Path] = []
    for path, (first, *rest) in paths:
        if not rest and first in CASE_FILES:
            files[first] = path
        elif first == READERS_FOLDER and len(rest) == 1 and READER_NAME.fullmatch(rest[0]):
            readers.append(path)
    return CaseFolder(folder, files, tuple(readers))


def _explain_lost(path: Path, name: PurePosixPath) -> Diagnostic | None:
    """Return what is wrong with a file that is no part of a case; pictures and the like are nothing wrong."""
    is_reader = len(name.parts) == 3 and name.parts[1] == READERS_FOLDER
    is_part = (len(name.parts) == 2 and name.name in CASE_FILES) or (is_reader and READER_NAME.fullmatch(name.name))
    if is_part or (name.suffix.lower() in MEDIA_ENDINGS and not is_reader):
        return None
    if is_reader:
        hint = "Name it in a-z, 0-9 and hyphens with the ending .yaml, as 2026-02-03-7f3a9c.yaml."
        return report_file(path, Code.UNKNOWN_FILE, "a reader outcome cannot have this name", hint, name.name)
    hint = suggest(name.name, (*CASE_FILES, f"{READERS_FOLDER}/"))
    return report_file(path, Code.UNKNOWN_FILE, "this file is no part of a case", hint, name.as_posix())


def read_case(folder: CaseFolder, content: Path) -> tuple[CaseSource, list[Diagnostic]]:
    """Return the texts of a case, and a diagnostic for each that it needs and lacks or that cannot be read."""
    diagnostics: list[Diagnostic] = []

    def read(path: Path | None) -> Source | None:
        if path is None:
            return None
        source, problems = read_source(path, content)
        diagnostics.extend(problems)
        return source

    for name in (FACTS, STORY):
        if name not in folder.files:
            hint = "Write it, or remove the folder."
            diagnostics.append(report_file(folder.path / name, Code.MISSING_FILE, f"the case has no {name}", hint))
    facts, story, answer = (read(folder.files.get(name)) for name in CASE_FILES)
    readers = tuple(source for path in folder.readers if (source := read(path)) is not None)
    return CaseSource(folder, facts, story, answer, readers), diagnostics


def parse_case(source: CaseSource, settings: SiteSettings) -> tuple[Case | None, list[Diagnostic]]:
    """Return the case, or None where its facts cannot be held, and every mistake in all its files.

    A story that is missing or cannot be read does not hide the mistakes in the facts.
    """
    readers, diagnostics = _parse_readers(source.readers, settings)
    diagnostics += _check_slug(source.folder)
    diagnostics += [problem for text in (source.story, source.answer) if text for problem in _check_prose(text)]
    if source.facts is None:
        return None, diagnostics
    tree, problems = read_yaml(source.facts)
    diagnostics += problems
    if tree is None:
        return None, diagnostics
    tree = drop_extra_keys(tree, CaseFile, settings.extra_keys)
    facts, problems = parse_tree(CaseFile, tree, settings.zone, settings.extra_keys)
    diagnostics += problems
    whole = facts is not None
    facts = facts or parse_mended(CaseFile, tree, settings.zone)
    if facts is None:
        return None, diagnostics
    answer = _whole(source.answer) if source.answer else None
    case = Case(source.folder.slug, facts, tree, _whole(source.story or source.facts), answer, tuple(readers))
    return case if whole else None, [*diagnostics, *check_case(case)]


def _parse_readers(sources: Iterable[Source], settings: SiteSettings) -> tuple[list[ReaderOutcome], list[Diagnostic]]:
    readers: list[ReaderOutcome] = []
    diagnostics: list[Diagnostic] = []
    for source in sources:
        tree, problems = read_yaml(source)
        diagnostics += problems
        if tree is None:
            continue
        fields, problems = parse_tree(ReaderOutcomeFile, tree, settings.zone)
        diagnostics += problems
        if fields is not None:
            readers.append(ReaderOutcome(source.path.stem, fields, tree))
    return readers, diagnostics


def _check_slug(folder: CaseFolder) -> list[Diagnostic]:
    problem = explain_slug(folder.slug)
    if problem is None:
        return []
    hint = "Rename the folder: 1 to 80 of a-z, 0-9 and hyphens."
    path = folder.files.get(FACTS, folder.path)
    return [report_file(path, Code.BAD_SLUG, f"the name of the folder {problem}", hint, folder.slug)]


def _check_prose(source: Source) -> list[Diagnostic]:
    """Return what is wrong with a file of prose: it is empty, or begins with a header that nobody would read."""
    if not source.text.strip():
        return [source.report(0, Code.EMPTY_VALUE, "the file is empty", "Write the text, or remove the file.")]
    start = find_stray_header(source.text, CaseFile.model_fields)
    if start is None:
        return []
    message, hint = f"{source.path.name} has no header", "Write these keys in case.yaml."
    found = source.text[start:].split("\n", 1)[0]
    return [source.report(start, Code.BAD_HEADER_LINE, message, hint, found)]


def _whole(source: Source) -> Prose:
    return Prose(source.text, source, 0, len(source.text))
