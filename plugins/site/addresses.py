"""Where everything is: links into the content become addresses, and a link that leads nowhere becomes a diagnostic."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from plugins.diagnostics import Code, Diagnostic, Severity, suggest
from plugins.documents.links import LINK_KINDS, Fragment, Link, may_hold_content_links
from plugins.documents.reading import MARKDOWN_ENDINGS, Files
from plugins.documents.rendering import Renderer
from plugins.documents.values import Prose
from plugins.settings import SiteSettings
from plugins.site.entries import Entry, State
from plugins.site.registry import make_url
from plugins.site.terms import TermKind, Terms

NOWHERE = "#"
"""The address of a link whose target is not there; only the preview and drafts get so far."""

PARTS_OF_CASES = (*MARKDOWN_ENDINGS, ".yaml", ".yml")
"""Endings of files in a case's folder that are never copied: the case is made from them."""

TERM_KINDS = {kind.value: kind for kind in TermKind}


class Addresses:
    """Turns what authors write into addresses. Paths inside the content are POSIX and relative to it."""

    def __init__(
        self, settings: SiteSettings, entries: Iterable[Entry], files: Files, terms: Terms, renderer: Renderer
    ) -> None:
        self.settings = settings
        self.terms = terms
        self.renderer = renderer
        self.entries: dict[str, Entry] = {str(entry.name): entry for entry in entries}
        pictures = (path for path in files.cases if path.suffix.lower() not in PARTS_OF_CASES)
        self.files = {path.relative_to(settings.content).as_posix(): path for path in (*files.others, *pictures)}
        self._statics: dict[str, dict[str, Path]] = {}

    def link(self, path: str) -> str:
        """Return the address, from the root of the host, of an output path."""
        return f"{self.settings.base_path}/{quote(make_url(path))}"

    def make_absolute(self, path: str) -> str:
        """Return the whole address of an output path."""
        return f"{self.settings.url}/{quote(make_url(path))}"

    def resolve(self, source: PurePosixPath, output: str, link: Link) -> str:
        """Return the address of a link, from the root of the host; `output` is the output path of its document."""
        if link.kind not in LINK_KINDS:
            return link.written
        parts = urlsplit(link.target)
        path = self._find_output(source, output, link.kind, parts.path)
        if path is None:
            return NOWHERE
        return urlunsplit(("", "", self.link(path), parts.query, parts.fragment))

    def resolve_absolute(self, source: PurePosixPath, output: str, link: Link) -> str:
        """Return the whole address of a link, for feeds."""
        return urljoin(self.make_absolute(output), self.resolve(source, output, link))

    def find_statics(self, entry: Entry) -> dict[str, Path]:
        """Return the files that an entry refers to, by output path."""
        if str(entry.name) not in self._statics:
            self._statics[str(entry.name)] = dict(self._iterate_statics(entry))
        return self._statics[str(entry.name)]

    def find_whole_folders(self, paths: Iterable[Path], built: Iterable[Entry]) -> Iterator[Path]:
        """Go through the files of STATIC_PATHS, but for those that only unbuilt entries refer to."""
        names = {str(entry.name) for entry in built}
        public = {
            path for name, entry in self.entries.items() if name in names for path in self.find_statics(entry).values()
        }
        private = {
            path
            for name, entry in self.entries.items()
            if name not in names
            for path in self.find_statics(entry).values()
        }
        for path in paths:
            name = PurePosixPath(path.relative_to(self.settings.content).as_posix())
            if (
                any(name.is_relative_to(folder) for folder in self.settings.static_paths)
                and path not in private - public
            ):
                yield path

    def find_target(self, source: PurePosixPath, target: str) -> str | None:
        """Return the path inside the content that a link leads to, or None where it leaves the content."""
        path = target.lstrip("/") if target.startswith("/") else str(source.parent / target)
        normal = posixpath.normpath(path)
        return None if normal.startswith("..") else normal

    def find_file(self, source: PurePosixPath, target: str) -> str | None:
        """Return the name of the file or entry that a link leads to, as written or with its `%20` decoded."""
        for written in (target, unquote(target)):
            name = self.find_target(source, written)
            if name is not None and (name in self.entries or name in self.files):
                return name
        return None

    def _find_output(self, source: PurePosixPath, output: str, kind: str, target: str) -> str | None:
        if kind == "index":
            return "index.html"
        if kind in TERM_KINDS:
            return self.find_term(kind, unquote(target))
        name = self.find_file(source, target)
        if name is None:
            return None
        if name in self.entries:
            return self.entries[name].path
        return self._place_static(name, output, kind)

    def find_term(self, kind: str, key: str) -> str | None:
        """Return the output path of a category, tag or author."""
        term = self.terms[TERM_KINDS[kind]].get(key)
        return term.path if term else None

    def _place_static(self, name: str, output: str, kind: str) -> str:
        """Return where a file is copied to: the same path as in the content, or, attached, beside the document."""
        if kind == "attach":
            return str(PurePosixPath(output).parent / PurePosixPath(name).name)
        return name

    def _iterate_statics(self, entry: Entry) -> Iterator[tuple[str, Path]]:
        for _, fragment in iterate_fragments(entry, self.renderer):
            for link in fragment.links:
                if link.kind in ("static", "attach", "filename"):
                    name = self.find_file(entry.name, urlsplit(link.target).path)
                    if name in self.files:
                        yield self._place_static(name, entry.path, link.kind), self.files[name]


def iterate_fragments(entry: Entry, renderer: Renderer) -> Iterator[tuple[Prose, Fragment]]:
    """Render the texts of an entry that can hold links into the content."""
    for prose in entry.proses():
        if may_hold_content_links(prose.text):
            yield prose, renderer.render(prose)


def check_links(entries: Iterable[Entry], addresses: Addresses, renderer: Renderer) -> list[Diagnostic]:
    """Return a diagnostic for each link into the content that leads nowhere, or to what readers cannot see yet.

    In a draft these are warnings: what it links to may still be unwritten.
    """
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        for prose, fragment in iterate_fragments(entry, renderer):
            for link in fragment.links:
                problem = _check_link(entry, link, addresses)
                if problem is not None:
                    code, message, hint = problem
                    severity = Severity.WARNING if entry.state is State.DRAFT else Severity.ERROR
                    position = prose.locate(link.written, link.occurrence)
                    diagnostics.append(
                        Diagnostic(prose.source.path, position, severity, code, message, link.written, hint)
                    )
    return diagnostics


def _check_link(entry: Entry, link: Link, addresses: Addresses) -> tuple[Code, str, str] | None:
    if not link.kind:
        return None
    if link.kind not in LINK_KINDS:
        return Code.UNKNOWN_LINK_KIND, "no link begins like this", suggest(link.kind, LINK_KINDS)
    if link.kind in TERM_KINDS:
        return _check_term_link(link, addresses)
    if link.kind == "index":
        return None
    return _check_file_link(entry, link, addresses)


def _check_term_link(link: Link, addresses: Addresses) -> tuple[Code, str, str] | None:
    key = unquote(urlsplit(link.target).path)
    if addresses.find_term(link.kind, key) is not None:
        return None
    return (
        Code.UNKNOWN_TERM,
        f"no published post or case has this {link.kind}",
        suggest(key, addresses.terms[TERM_KINDS[link.kind]]),
    )


def _check_file_link(entry: Entry, link: Link, addresses: Addresses) -> tuple[Code, str, str] | None:
    path = urlsplit(link.target).path
    target = addresses.find_target(entry.name, unquote(path))
    if target is None:
        return Code.OUTSIDE_CONTENT, "the link leads out of the content", "Copy the file into the content."
    name = addresses.find_file(entry.name, path)
    if name is None:
        known = addresses.entries if link.kind == "filename" else addresses.files
        return Code.BROKEN_LINK, "the link leads to no file of the content", suggest_path(target, known)
    if name not in addresses.entries:
        return None
    if link.kind != "filename":
        return (
            Code.BROKEN_LINK,
            f"the link copies a document as it is, its header too ({name})",
            "Write {filename} to link to its page.",
        )
    if addresses.entries[name].state in (State.DRAFT, State.HELD) and entry.state not in (State.DRAFT, State.HELD):
        return (
            Code.UNPUBLISHED_LINK,
            f"the link leads to what is not published yet ({name})",
            "Publish that first, or take the link out.",
        )
    return None


def suggest_path(target: str, known: Iterable[str]) -> str:
    """Return the sentence that leads from a wrong path to one that exists: of the same name, or spelt alike."""
    paths = sorted(known)
    same_name = [path for path in paths if PurePosixPath(path).name == PurePosixPath(target).name]
    if same_name:
        return f"Did you mean /{same_name[0]}?"
    sentence = suggest(target, paths)
    return (
        f"Did you mean /{sentence.removeprefix('Did you mean ')}"
        if sentence.startswith("Did you mean")
        else "Paths are from this file's folder, or from the content's with a leading slash."
    )
