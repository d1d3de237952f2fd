"""Where everything is: links into the content become addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlunsplit

from plugins.blog.entries import Entry
from plugins.blog.terms import TermKind, Terms, iterate_keys
from plugins.documents.links import FILE_KINDS, LINK_KINDS, Link, find_target, split_target
from plugins.documents.reading import MARKDOWN_ENDINGS, Files
from plugins.documents.rendering import Renderer, Request
from plugins.documents.sources import find_name
from plugins.documents.values import Prose
from plugins.settings import SiteSettings
from plugins.site.registry import quote_url

NOWHERE = "#cb-nowhere"
"""The address of a link whose target is not there, which the check of the built site then finds."""

PARTS_OF_CASES = (*MARKDOWN_ENDINGS, ".yaml", ".yml")
"""Endings of files in a case's folder that are never copied: the case is made from them."""

_WHOLE = re.compile(r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9/_-]*)?")
"""Most addresses of other sites. Nothing in them is changed when they are joined to that of a page."""

TERM_KINDS = {kind.value: kind for kind in TermKind}


@dataclass(frozen=True)
class Passage:
    """All that one file says in Markdown: `name` is its path inside the content, `path` where its page is written.

    `is_public` tells whether readers see it in this build; `is_draft` whether it may link to what is not there yet.
    """

    name: PurePosixPath
    path: str
    proses: tuple[Prose, ...]
    is_public: bool
    is_draft: bool

    @cached_property
    def linking(self) -> tuple[Prose, ...]:
        """The texts that can hold links into the content."""
        return tuple(prose for prose in self.proses if prose.can_link)


class Addresses:
    """Turns what authors write into addresses. Paths inside the content are POSIX and relative to it."""

    def __init__(self, settings: SiteSettings, entries: Iterable[Entry], files: Files, terms: Terms) -> None:
        self.settings = settings
        self.terms = terms
        self._root = settings.base_path
        self.entries: dict[str, Entry] = {str(entry.name): entry for entry in entries}
        self.documents = {self._name(path) for _, path in files.documents}
        self.documents |= {self._name(path) for path in files.cases if path.name == "case.yaml"}
        pictures = (path for path in files.cases if path.suffix.lower() not in PARTS_OF_CASES)
        self.files = {self._name(path): path for path in (*files.others, *pictures)}

    @cached_property
    def known_terms(self) -> set[tuple[str, str]]:
        """The kinds and keys of all terms that any entry names, published or not."""
        return {(str(kind), key) for entry in self.entries.values() for kind, key, _ in iterate_keys(entry)}

    def link(self, path: str) -> str:
        """Return the address, from the root of the host, of an output path."""
        return f"{self._root}/{quote_url(path)}"

    def make_absolute(self, path: str) -> str:
        """Return the whole address of an output path."""
        return f"{self.settings.url}/{quote_url(path)}"

    def resolve(self, source: PurePosixPath, output: str, link: Link) -> str:
        """Return the address of a link, from the root of the host; `output` is the output path of its document."""
        if link.kind not in LINK_KINDS:
            return link.written
        target, query, fragment = split_target(link.target)
        path = self._find_output(source, output, link.kind, target)
        if path is None:
            return "#" if self.settings.preview else NOWHERE
        return urlunsplit(("", "", self.link(path), query, fragment))

    def resolve_absolute(self, source: PurePosixPath, output: str, link: Link) -> str:
        """Return the whole address of a link, for feeds."""
        address = self.resolve(source, output, link)
        if _WHOLE.fullmatch(address):
            return address
        try:
            return urljoin(self.make_absolute(output), address)
        except ValueError:  # an address of another site that is none, such as `http://[x`
            return address

    def find_target(self, source: PurePosixPath, target: str) -> str | None:
        """Return the path inside the content that a link leads to, or None where it leaves the content."""
        return find_target(source, target)

    def find_file(self, source: PurePosixPath, target: str) -> str | None:
        """Return the name of the file or document that a link leads to, as written or with its `%20` decoded."""
        for written in (target, unquote(target)):
            name = self.find_target(source, written)
            if name is not None and (name in self.documents or name in self.files):
                return name
        return None

    def find_term(self, kind: str, key: str) -> str | None:
        """Return the output path of a category, tag or author."""
        term = self.terms[TERM_KINDS[kind]].get(key)
        return term.path if term else None

    def find_statics(self, passage: Passage, renderer: Renderer) -> set[tuple[str, Path]]:
        """Return the files that a passage refers to, each with its output path."""
        found: set[tuple[str, Path]] = set()
        for _, links in find_links(passage, renderer):
            for link in links:
                name = self.find_file(passage.name, split_target(link.target)[0]) if link.kind in FILE_KINDS else None
                if name is not None and name in self.files:
                    found.add((self._place_file(name, passage.path, link.kind), self.files[name]))
        return found

    def _name(self, path: Path) -> str:
        return str(find_name(path, self.settings.content))

    def _find_output(self, source: PurePosixPath, output: str, kind: str, target: str) -> str | None:
        if kind == "index":
            return "index.html"
        if kind in TERM_KINDS:
            return self.find_term(kind, unquote(target))
        name = self.find_file(source, target)
        if name is None:
            return None
        if name in self.files:
            return self._place_file(name, output, kind)
        return self.entries[name].path if name in self.entries else None

    def _place_file(self, name: str, output: str, kind: str) -> str:
        """Return where a file is copied to: the same path as in the content, or, attached, beside the document."""
        if kind == "attach":
            return str(PurePosixPath(output).parent / PurePosixPath(name).name)
        return name


def plan_copies(
    passages: Iterable[Passage], others: Iterable[Path], addresses: Addresses, renderer: Renderer
) -> list[tuple[str, Path]]:
    """Return what is copied and where to: files that something public refers to, and the folders of STATIC_PATHS.

    Of these, files that only something unpublished refers to are left out: a draft's picture must not give it away.
    """
    public: set[tuple[str, Path]] = set()
    private: set[Path] = set()
    for passage in passages:
        found = addresses.find_statics(passage, renderer)
        if passage.is_public:
            public |= found
        else:
            private |= {path for _, path in found}
    shown = {path for _, path in public}
    content, folders = addresses.settings.content, addresses.settings.static_paths
    for path in others:
        name = PurePosixPath(path.relative_to(content).as_posix())
        if any(name.is_relative_to(folder) for folder in folders) and path not in private - shown:
            public.add((str(name), path))
    return sorted(public)


def prepare_links(passages: Iterable[Passage], renderer: Renderer) -> None:
    """Have the links of all texts ready that can hold any into the content."""
    renderer.prepare((Request(prose) for passage in passages for prose in passage.linking), html=False)


def find_links(passage: Passage, renderer: Renderer) -> Iterator[tuple[Prose, tuple[Link, ...]]]:
    """Go through the texts of a passage that can hold links into the content, with their links."""
    return ((prose, renderer.find_links(prose)) for prose in passage.linking)
