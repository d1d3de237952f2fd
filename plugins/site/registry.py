"""Every file of the output, known and checked before anything is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from plugins.diagnostics import Code, Diagnostic, Position, make_error


class OutputKind(StrEnum):
    """What an output file is. Pages bear the name of their template; the others are files."""

    ARTICLE = "article"
    CASE = "case"
    PAGE = "page"
    INDEX = "index"
    CASES = "cases"
    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"
    CATEGORIES = "categories"
    TAGS = "tags"
    AUTHORS = "authors"
    COLUMN = "column"
    SERIES = "series"
    COLUMNS = "columns"
    ALL_SERIES = "all-series"
    ARCHIVES = "archives"
    YEAR = "year"
    MONTH = "month"
    DOWNLOADS = "downloads"
    ALIAS = "alias"
    NOT_FOUND = "404"
    GALLERY = "gallery"
    REDIRECTS = "redirects"
    FEED = "feed"
    SITEMAP = "sitemap"
    ROBOTS = "robots"
    MANIFEST = "manifest"
    CARD = "card"
    STATIC = "static"
    ASSET = "asset"


BEGINNING = Position()

MACHINE_FILES = (OutputKind.SITEMAP, OutputKind.ROBOTS, OutputKind.MANIFEST, OutputKind.CARD)
"""Files that are made for machines; `machine_files.py` makes them."""

FILES = (OutputKind.REDIRECTS, OutputKind.FEED, OutputKind.STATIC, OutputKind.ASSET, *MACHINE_FILES)
"""Outputs that are no pages."""


@dataclass(frozen=True)
class Output:
    """One file of the output.

    `base` is the path of the first page of a list, and `path` where there is but one. `subject` is what it shows: the
    name of an entry inside the content, the key of a term, the name of a component, or "". `origin` and `position` say
    which line of the content or the settings wants it.
    """

    path: str
    kind: OutputKind
    subject: str
    origin: Path
    position: Position = BEGINNING
    number: int = 1
    base: str = ""

    @property
    def url(self) -> str:
        """The address from the root of the site, without `index.html`: "" for the front page."""
        return make_url(self.path)


def make_url(path: str) -> str:
    """Return the address of an output path in directory style."""
    folder, _, name = path.rpartition("/")
    return path if name != "index.html" else f"{folder}/" if folder else ""


class Registry:
    """All outputs by path. Two paths that differ by case or Unicode form only are one: some file systems say so."""

    def __init__(self, outputs: Iterable[Output]) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._outputs: dict[str, Output] = {}
        self._pages: dict[str, list[Output]] = {}
        taken: dict[str, Output] = {}
        folders: dict[str, Output] = {}
        for output in outputs:
            key = fold_path(output.path)
            parents = [fold_path(str(parent)) for parent in PurePosixPath(output.path).parents][:-1]
            clash = (
                taken.get(key)
                or folders.get(key)
                or next((taken[parent] for parent in parents if parent in taken), None)
            )
            if clash is not None:
                self.diagnostics.append(_explain_clash(output, clash))
                continue
            taken[key] = output
            folders.update((parent, output) for parent in parents)
            self._outputs[output.path] = output
            self._pages.setdefault(output.base or output.path, []).append(output)

    def __iter__(self) -> Iterator[Output]:
        return iter(self._outputs.values())

    def __contains__(self, path: str) -> bool:
        return path in self._outputs

    def get(self, path: str) -> Output | None:
        """Return the output at a path."""
        return self._outputs.get(path)

    def get_pages(self, base: str) -> list[Output]:
        """Return all pages of the list that begins at `base`, or the one output there."""
        return self._pages.get(base, [])


def fold_path(path: str) -> str:
    """Return a path as a file system sees it that knows neither case nor Unicode forms."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _explain_clash(output: Output, first: Output) -> Diagnostic:
    message = f"the path is taken by {_describe(first)}"
    hint = "Give one of them another `slug` or name."
    return make_error(output.origin, output.position, Code.SAME_PATH, message, found=output.path, hint=hint)


def _describe(output: Output) -> str:
    """Return what an author calls an output."""
    if output.kind is OutputKind.ALIAS:
        return f"an alias of {output.subject}"
    if output.kind in (OutputKind.ARTICLE, OutputKind.PAGE, OutputKind.CASE, OutputKind.STATIC):
        return output.subject
    if output.subject:
        return f"the {output.kind} `{output.subject}`"
    return f"the site's own {output.kind}" if output.kind in FILES else f"the site's own page `{output.kind}`"
