"""From case folders to cases: find, read, parse, load. Each stage hands on; none goes back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.cases.model import Case, CaseFile, ReaderOutcome, ReaderOutcomeFile
from plugins.cases.rules import check_case
from plugins.diagnostics import Code, Diagnostic, Position, has_errors, make_error, suggest
from plugins.documents.fields import explain_slug
from plugins.documents.reading import CASES_FOLDER, MARKDOWN_ENDINGS
from plugins.documents.sources import Source, read_source
from plugins.documents.validation import parse_tree
from plugins.documents.values import Prose
from plugins.documents.yaml_reader import read_yaml
from plugins.settings import SiteSettings

CASE_FILES = ("case.yaml", "story.md", "answer.md")
READER_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yaml")


@dataclass(frozen=True)
class CaseFolder:
    """The files of one case by what they are. `readers` are sorted."""

    slug: str
    path: Path
    files: Mapping[str, Path]
    readers: tuple[Path, ...]


@dataclass(frozen=True)
class CaseSource:
    """The texts of one case, strictly read."""

    folder: CaseFolder
    facts: Source
    story: Source
    answer: Source | None
    readers: tuple[Source, ...]


def load_cases(files: Iterable[Path], settings: SiteSettings) -> tuple[list[Case], list[Diagnostic]]:
    """Return every case that is valid in itself, in the order of the folders, and all that is wrong with the others.

    `files` are the files under content/cases.
    """
    cases: list[Case] = []
    folders, diagnostics = find_cases(files, settings.content)
    for folder in folders:
        source, problems = read_case(folder, settings.content)
        diagnostics += problems
        if source is not None:
            case, problems = parse_case(source, settings)
            diagnostics += problems
            cases += [case] if case else []
    return cases, diagnostics


def find_cases(files: Iterable[Path], content: Path) -> tuple[list[CaseFolder], list[Diagnostic]]:
    """Return the case folders in sorted order, and a diagnostic for each text file that is no part of one."""
    folders: dict[str, dict[str, Path]] = defaultdict(dict)
    readers: dict[str, list[Path]] = defaultdict(list)
    diagnostics: list[Diagnostic] = []
    for path in files:
        name = PurePosixPath(path.relative_to(content).as_posix()).relative_to(CASES_FOLDER)
        slug, rest = name.parts[0], name.parts[1:]
        if len(rest) == 1 and rest[0] in CASE_FILES:
            folders[slug][rest[0]] = path
        elif len(rest) == 2 and rest[0] == "readers" and READER_NAME.fullmatch(rest[1]):
            readers[slug].append(path)
        elif problem := _explain_lost(path, name):
            diagnostics.append(problem)
        if rest:
            folders[slug].setdefault("folder", content / CASES_FOLDER / slug)
    found = [
        CaseFolder(slug, parts.pop("folder"), parts, tuple(readers[slug])) for slug, parts in sorted(folders.items())
    ]
    return found, diagnostics


def _explain_lost(path: Path, name: PurePosixPath) -> Diagnostic | None:
    """Return what is wrong with a file that is no part of a case; pictures and the like are nothing wrong."""
    if name.suffix.lower() not in (*MARKDOWN_ENDINGS, ".yaml", ".yml"):
        return None
    if len(name.parts) == 3 and name.parts[1] == "readers":
        hint = "Name it in a-z, 0-9 and hyphens with the ending .yaml, as 2026-02-03-7f3a9c.yaml."
        return make_error(
            path, Position(), Code.UNKNOWN_FILE, "a reader outcome cannot have this name", found=name.name, hint=hint
        )
    hint = suggest(name.name, (*CASE_FILES, "readers/"))
    return make_error(
        path, Position(), Code.UNKNOWN_FILE, "this file is no part of a case", found=name.as_posix(), hint=hint
    )


def read_case(folder: CaseFolder, content: Path) -> tuple[CaseSource | None, list[Diagnostic]]:
    """Return the texts of a case, or None where one that it needs is missing or cannot be read."""
    diagnostics = [
        _explain_missing(folder.path / name) for name in ("case.yaml", "story.md") if name not in folder.files
    ]
    sources: dict[str, Source] = {}
    readers: list[Source] = []
    for name, path in [*folder.files.items(), *(("reader", path) for path in folder.readers)]:
        source, problems = read_source(path, content)
        diagnostics += problems
        if source is not None and name == "reader":
            readers.append(source)
        elif source is not None:
            sources[name] = source
    if "case.yaml" not in sources or "story.md" not in sources:
        return None, diagnostics
    return CaseSource(
        folder, sources["case.yaml"], sources["story.md"], sources.get("answer.md"), tuple(readers)
    ), diagnostics


def _explain_missing(path: Path) -> Diagnostic:
    hint = "Write it, or remove the folder."
    return make_error(path, Position(), Code.MISSING_FILE, f"the case has no {path.name}", hint=hint)


def parse_case(source: CaseSource, settings: SiteSettings) -> tuple[Case | None, list[Diagnostic]]:
    """Return the case, or None where its facts cannot be held, and every mistake in all its files."""
    readers, diagnostics = _parse_readers(source.readers, settings)
    diagnostics += _check_slug(source.folder)
    diagnostics += [problem for prose in (source.story, source.answer) if prose for problem in _check_not_empty(prose)]
    tree, problems = read_yaml(source.facts)
    diagnostics += problems
    if tree is None:
        return None, diagnostics
    facts, problems = parse_tree(CaseFile, tree, settings.zone)
    diagnostics += problems
    if facts is None:
        return None, diagnostics
    case = Case(
        slug=source.folder.slug, folder=source.folder.path, facts=facts, tree=tree, story=_whole(source.story),
        answer=_whole(source.answer) if source.answer else None, reader_outcomes=tuple(readers),
    )  # fmt: skip
    diagnostics += check_case(case)
    return (None if has_errors(diagnostics) else case), diagnostics


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
    path = folder.files.get("case.yaml", folder.path)
    hint = "Rename the folder: 1 to 80 of a-z, 0-9 and hyphens."
    return [
        make_error(path, Position(), Code.BAD_SLUG, f"the name of the folder {problem}", found=folder.slug, hint=hint)
    ]


def _check_not_empty(source: Source) -> list[Diagnostic]:
    if source.text.strip():
        return []
    return [
        make_error(
            source.path, Position(), Code.EMPTY_VALUE, "the file is empty", hint="Write the text, or remove the file."
        )
    ]


def _whole(source: Source) -> Prose:
    return Prose(source.text, source, 0, len(source.text))
