"""What an editor does with what is held: accept, edit, decline, withdraw. Each is one file, whole before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from plugins.cases.held import DECLINED
from plugins.cases.loading import load_cases
from plugins.cases.model import Case, HeldFile, ReaderFile, ReaderOutcome, ReaderOutcomeFile
from plugins.cases.reader_rules import check_reader_file
from plugins.cases.rules import check_readers
from plugins.containment import replace_inside, sync
from plugins.contributions.holding import write_held_file
from plugins.contributions.marks import Mark
from plugins.contributions.shelves import Item
from plugins.contributions.writing import write_held, write_outcome
from plugins.diagnostics import Diagnostic
from plugins.documents.reading import CASES_FOLDER, sort_files
from plugins.documents.sources import Source, normalise_line_ends, read_source
from plugins.documents.validation import parse_tree
from plugins.documents.values import Scalar, Tree
from plugins.documents.yaml_reader import read_yaml
from plugins.settings import SiteSettings

HELD = "held"
"""The state of what waits."""

TOMBSTONE = "status: {}\n"
"""All that is left of what is declined or withdrawn: with its name, by which an import knows it again."""


class RefusedReviewError(Exception):
    """Something cannot be done with an item; says why, and holds what is wrong with it."""

    def __init__(self, message: str, diagnostics: list[Diagnostic] | None = None) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics or []


@dataclass(frozen=True)
class Opened:
    """A held or published file as it was read. `values` are its texts by key; `state` is a word for a table."""

    item: Item
    text: str
    values: dict[str, str]
    marks: tuple[Mark, ...]
    state: str
    diagnostics: tuple[Diagnostic, ...] = ()


def open_item(item: Item, settings: SiteSettings) -> Opened:
    """Return what an item says. A file that cannot be read has no values, and says what is wrong."""
    folder = settings.content if item.is_published else settings.held
    source, problems = read_source(item.path, folder)
    tree, more = read_yaml(source) if source else (None, [])
    opened = make_opened(item, source, tree)
    return replace(opened, diagnostics=(*problems, *more))


def make_opened(item: Item, source: Source | None, tree: Tree | None) -> Opened:
    """Return what stands in the tree of an item's file, whatever it is."""
    data = tree.data if tree else {}
    values = {key: str(value).strip("\n") for key, value in data.items() if isinstance(value, Scalar)}
    listed = data.get("marks", [])
    named = {str(one) for one in listed} if isinstance(listed, list) else set()
    marks = tuple(mark for mark in Mark if str(mark) in named)
    state = values.get("status", "published") if item.is_published or values.get("status") == DECLINED else HELD
    return Opened(item, source.text if source else "", values, marks, state)


def accept(item: Item, settings: SiteSettings) -> Path:
    """Publish a held item: write its file into the content, take the held one away, and return the new path.

    Raises RefusedReviewError where the check of the content would refuse it, and OSError.
    """
    opened = open_item(item, settings)
    if opened.state != HELD:
        raise RefusedReviewError(f"{item.id} is {opened.state}, and not held")
    path = item.find_other_folder(settings) / item.path.name
    if opened.diagnostics:
        raise RefusedReviewError(f"{item.id} cannot be read", list(opened.diagnostics))
    text = write_outcome(opened.values)
    if problems := check_outcome(item, text, settings):
        raise RefusedReviewError(f"{item.id} is not accepted", problems)
    replace_inside(settings.content, path.relative_to(settings.content).as_posix(), text.encode("utf-8"))
    item.path.unlink(missing_ok=True)
    sync(item.path.parent)
    return path


def check_outcome(item: Item, text: str, settings: SiteSettings) -> list[Diagnostic]:
    """Return what the check of the content would say of an item's file with a text; places are those of the text."""
    source = Source(item.path, PurePosixPath(item.path.name), text)
    tree, diagnostics = read_yaml(source)
    if tree is None or diagnostics:
        return diagnostics
    if item.is_post:
        return check_reply(tree, settings)
    fields, diagnostics = parse_tree(ReaderOutcomeFile, tree, settings.zone)
    case = _load_case(item.slug, settings)
    if case is None:
        raise RefusedReviewError(f"the case {item.slug} has mistakes, or is gone: `check` names them")
    return diagnostics if fields is None else _check_in_case(case, item, fields, tree)


def check_reply(tree: Tree, settings: SiteSettings) -> list[Diagnostic]:
    """Return what is wrong with a reply to a post: what its keys may hold, then what outcomes of cases keep to, too."""
    fields, diagnostics = parse_tree(ReaderFile, tree, settings.zone)
    return diagnostics if fields is None else [*diagnostics, *check_reader_file(fields, tree)]


def _check_in_case(case: Case, item: Item, fields: ReaderOutcomeFile, tree: Tree) -> list[Diagnostic]:
    return [*check_readers(replace(case, reader_outcomes=(ReaderOutcome(item.path.stem, fields, tree),)))]


def _load_case(slug: str, settings: SiteSettings) -> Case | None:
    """Return a case of the content, if it is valid in itself."""
    folder = settings.content / CASES_FOLDER / slug
    files = [path for path in sort_files(settings)[0].cases if path.is_relative_to(folder)]
    loaded, _ = load_cases(files, settings)
    return next(iter(loaded.cases), None)


def decline(item: Item, settings: SiteSettings) -> None:
    """Delete what a held item says. Raises RefusedReviewError and OSError."""
    if item.is_published:
        raise RefusedReviewError(f"{item.id} is published; withdraw it")
    write_held_file(item.path, TOMBSTONE.format(DECLINED), settings)


def withdraw(item: Item, settings: SiteSettings) -> None:
    """Delete what a published item says. Raises RefusedReviewError and OSError."""
    if not item.is_published:
        raise RefusedReviewError(f"{item.id} is not published; decline it")
    name = item.path.relative_to(settings.content).as_posix()
    replace_inside(settings.content, name, TOMBSTONE.format("withdrawn").encode())


def put_edited(before: Opened, text: str, settings: SiteSettings) -> bool:
    """Write what an editor made of an item, and tell whether anything was changed.

    Where the words are others, it says so by `edited: true`. What is published must pass the check of the content;
    what is held must be whole YAML with no unknown key. Raises RefusedReviewError and OSError.
    """
    item = before.item
    after = _read_edited(before, text, settings)
    if after.values.get("text") != before.values.get("text"):
        after.values["edited"] = "true"
    if (after.values, after.marks) == (before.values, before.marks):
        return False
    if item.is_published:
        _put_published(item, write_outcome(after.values), settings)
    else:
        write_held_file(item.path, write_held(after.values, after.marks), settings)
    return True


def _put_published(item: Item, text: str, settings: SiteSettings) -> None:
    if problems := check_outcome(item, text, settings):
        raise RefusedReviewError(f"{item.id} is as it was", problems)
    replace_inside(settings.content, item.path.relative_to(settings.content).as_posix(), text.encode("utf-8"))


def _read_edited(before: Opened, text: str, settings: SiteSettings) -> Opened:
    """Return what an editor wrote. Raises RefusedReviewError with every mistake in it."""
    item = before.item
    source = Source(item.path, PurePosixPath(item.path.name), normalise_line_ends(text))
    tree, problems = read_yaml(source)
    if tree is not None:
        problems += parse_tree(HeldFile, tree, settings.zone)[1]
    if tree is None or problems:
        raise RefusedReviewError(f"{item.id} is as it was", problems)
    return make_opened(item, source, tree)
