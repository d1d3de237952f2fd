"""Every file of the output, known and checked before anything is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from plugins.containment import explain_path
from plugins.diagnostics import Code, Diagnostic, Position, make_error


class OutputKind(StrEnum):
    """What an output file is. Pages bear the name of their template; the others are files."""

    ARTICLE = "article"
    CASE = "case"
    REPLIES = "replies"
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
    FEEDS = "feeds"
    ALIAS = "alias"
    NOT_FOUND = "404"
    GALLERY = "gallery"
    SEARCH = "search"
    REDIRECTS = "redirects"
    SERVER = "file for web servers"
    FEED = "feed"
    FEED_LIST = "list of feeds"
    FEED_STYLE = "stylesheet of feeds"
    SITEMAP = "sitemap"
    ROBOTS = "robots"
    MANIFEST = "manifest"
    CARD = "card"
    STATIC = "static"
    VARIANT = "variant"
    ASSET = "asset"
    PACKED = "packed"
    SEARCH_INDEX = "search index"


BEGINNING = Position()

ROAD = "#"
"""What stands between a case and one of its roads in the subject of a page of replies."""

MACHINE_FILES = (OutputKind.SITEMAP, OutputKind.ROBOTS, OutputKind.MANIFEST, OutputKind.CARD)
"""Files that are made for machines; `machine_files.py` makes them."""

FILES = (
    OutputKind.REDIRECTS, OutputKind.SERVER, OutputKind.FEED, OutputKind.FEED_LIST, OutputKind.FEED_STYLE,
    OutputKind.STATIC, OutputKind.VARIANT, OutputKind.ASSET, OutputKind.PACKED, OutputKind.SEARCH_INDEX, *MACHINE_FILES,
)  # fmt: skip
"""Outputs that are no pages. The search index is a whole folder: what lies in it is known when it has been made."""


@dataclass(frozen=True)
class Output:
    """One file of the output.

    `base` is the path of the first page of a list, and `path` where there is but one. `subject` is what it shows: the
    name of an entry inside the content, and behind it the road that a page of replies is about, the key of a term, the
    name of a component or asset, the path of the file that is packed, or "". `origin` and `position` say which line of
    the content or the settings wants it.
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

    @property
    def document(self) -> str:
        """The name of the entry that a page is about, where it is about one."""
        return self.subject.partition(ROAD)[0] if self.kind is OutputKind.REPLIES else self.subject


def make_url(path: str) -> str:
    """Return the address of an output path in directory style."""
    folder, _, name = path.rpartition("/")
    return path if name != "index.html" else f"{folder}/" if folder else ""


@lru_cache(maxsize=1 << 17)
def quote_url(path: str) -> str:
    """Return the address of an output path as links write it; every page links to hundreds, and many to the same."""
    return quote(make_url(path))


class Registry:
    """All outputs by path. Two paths that differ by case or Unicode form only are one: some file systems say so."""

    def __init__(self, outputs: Iterable[Output]) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._outputs: dict[str, Output] = {}
        self._pages: dict[str, list[Output]] = {}
        self._taken: dict[str, Output] = {}
        self._folders: dict[str, Output] = {}
        self.add(outputs)

    def add(self, outputs: Iterable[Output]) -> list[Diagnostic]:
        """Take further outputs; return a diagnostic for each whose path is bad or taken, which is left out."""
        problems = [problem for output in outputs if (problem := self._check(output)) is not None]
        self.diagnostics += problems
        return problems

    def _check(self, output: Output) -> Diagnostic | None:
        """Take one output, or return why it is left out."""
        if reason := explain_path(output.path):
            return _explain_bad_path(output, reason)
        clash = self._place(output)
        return _explain_clash(output, clash) if clash else None

    def _place(self, output: Output) -> Output | None:
        """Take one output, or return the one that is in its way."""
        key = fold_path(output.path)
        # No letter is folded together with a slash, so the folders of the folded path are those of the path, folded.
        parents = [*_find_folders(key)]
        above = (self._taken[parent] for parent in parents if parent in self._taken)
        clash = self._taken.get(key) or self._folders.get(key) or next(above, None)
        if clash is None:
            self._taken[key] = output
            self._folders.update((parent, output) for parent in parents)
            self._outputs[output.path] = output
            self._pages.setdefault(output.base or output.path, []).append(output)
        return clash

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


def _find_folders(path: str) -> Iterator[str]:
    """Go through the folders above a path, the nearest first."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def fold_path(path: str) -> str:
    """Return a path as a file system sees it that knows neither case nor Unicode forms."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _explain_bad_path(output: Output, reason: str) -> Diagnostic:
    message, hint = f"the path {reason}", "Rename the file, or choose another `slug`, alias or setting."
    return make_error(output.origin, output.position, Code.BAD_PATH, message, found=output.path, hint=hint)


def _explain_clash(output: Output, first: Output) -> Diagnostic:
    message = f"the path is taken by {_describe(first)}"
    hint = "Give one of them another `slug` or name."
    return make_error(output.origin, output.position, Code.SAME_PATH, message, found=output.path, hint=hint)


def _describe(output: Output) -> str:
    """Return what an author calls an output."""
    if output.kind is OutputKind.PACKED:
        return f"the packed copy of {output.subject}"
    if output.kind is OutputKind.ALIAS:
        return f"an alias of {output.subject}"
    if output.kind in (OutputKind.ARTICLE, OutputKind.PAGE, OutputKind.CASE, OutputKind.STATIC):
        return output.subject
    if output.subject:
        return f"the {output.kind} `{output.subject}`"
    return f"the site's own {output.kind}" if output.kind in FILES else f"the site's own page `{output.kind}`"
