"""Where something on a finished page was written: the line of the content, the settings or the theme that says it.

Looking is slow, and done only for what is wrong. The document that the page is made from comes first; then everything
else that may stand on it: other documents, the settings, the templates.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urljoin

from plugins.blog.entries import Entry
from plugins.cases.renditions import COMPONENTS
from plugins.diagnostics import Position
from plugins.documents.links import find_outside_code
from plugins.documents.sources import Source
from plugins.documents.values import Prose
from plugins.site.content import Content
from plugins.site.registry import Output

TEMPLATES = "templates"


def join(base: str, target: str) -> str:
    """Return the whole address of a link; what is no address stays as it is."""
    try:
        return urljoin(base, target)
    except ValueError:
        return target


class Origin(NamedTuple):
    """A place in a file that somebody wrote."""

    path: Path
    position: Position


class Origins:
    """Finds where the content, the settings or the theme says what a page shows."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._kept: dict[tuple[str, str, int], list[Origin]] = {}

    def locate(self, output: Output, written: str, count: int = 1) -> list[Origin]:
        """Return where `written`, which stands `count` times on a page, comes from: the page's own origin if nowhere.

        It may be the address that a link of the content leads to, or anything that is written to the letter.
        """
        return self.find(output, written, count) or [Origin(output.origin, output.position)]

    def find(self, output: Output, written: str, count: int = 1) -> list[Origin]:
        """Return where `written` comes from, or nothing where nobody has written it."""
        key = (output.subject or str(output.origin), written, count)
        if key not in self._kept:
            found = next((found for texts in self._list_texts(output) if (found := texts.find(written, count))), [])
            self._kept[key] = found
        return self._kept[key]

    def locate_in(self, name: str, written: str) -> Origin | None:
        """Return where the document of this name has `written`, or None where it has it nowhere or there is none."""
        entry = self._content.by_name.get(name)
        return next(iter(self._take_entry(entry).find(written, 1)), None) if entry is not None and written else None

    def find_template(self, output: Output) -> Origin:
        """Return the beginning of the template that makes a page."""
        return Origin(self._content.settings.theme / TEMPLATES / f"{output.kind}.html", Position())

    def _list_texts(self, output: Output) -> Iterator[_Texts]:
        """Go through the groups of texts to look through, in this order."""
        own = self._content.by_name.get(output.document)
        if own is not None:
            yield self._take_entry(own)
        yield from self._profiles
        yield from (self._take_entry(entry) for entry in self._content.built if entry is not own)
        yield self._settings
        yield self._theme

    def _take_entry(self, entry: Entry) -> _Texts:
        return _Texts(tuple(entry.proses()), (entry.source,), entry.name, entry.path, self._content)

    @cached_property
    def _profiles(self) -> list[_Texts]:
        """What is written about authors and other terms, and in boxes and about downloads."""
        content = self._content
        terms = [(term.profile, term.path) for kind in content.terms.values() for term in kind.values()]
        others = [*content.boxes, *(one.about for one in content.downloads)]
        documents = [*terms, *((document, "index.html") for document in others)]
        return [
            _Texts((document.body,), (document.source,), document.source.name, path, content)
            for document, path in documents
            if document is not None
        ]

    @cached_property
    def _settings(self) -> _Texts:
        return _Texts((), tuple(_read_all([self._content.settings.settings_file])), None, "", self._content)

    @cached_property
    def _theme(self) -> _Texts:
        """The templates and stylesheets, in this order."""
        settings = self._content.settings
        patterns = [(folder, f"*.{ending}") for ending in ("html", "css") for folder in (settings.theme, COMPONENTS)]
        files = (path for folder, pattern in patterns for path in sorted(folder.rglob(pattern)))
        own = [settings.tokens] if settings.tokens else []
        return _Texts((), tuple(_read_all([*files, *own])), None, "", self._content)


class _Texts(NamedTuple):
    """Texts that belong together: Markdown, and the whole files. `name` is theirs inside the content."""

    proses: tuple[Prose, ...]
    sources: tuple[Source, ...]
    name: PurePosixPath | None
    path: str
    content: Content

    def find(self, written: str, count: int) -> list[Origin]:
        """Return where the first `count` of what is written stand."""
        found = dict.fromkeys(self._find_links(written)) or dict.fromkeys(self._find_words(written, count))
        return list(found)

    def _find_links(self, address: str) -> Iterator[Origin]:
        """Go through the links of Markdown that lead to this address, however it is written."""
        addresses, name = self.content.addresses, self.name
        if name is None:
            return
        whole = join(addresses.make_absolute(self.path), address)
        for prose in self.proses:
            for link in self.content.renderer.find_links(prose):
                if addresses.resolve_absolute(name, self.path, link) == whole:
                    index = prose.find(link.written, link.occurrence)
                    yield Origin(prose.source.path, prose.source.locate(index))

    def _find_words(self, written: str, count: int) -> Iterator[Origin]:
        """Go through the places where it stands to the letter: in Markdown outside code, in the rest of a file."""
        for spelling in self._spell(written):
            for source in dict.fromkeys((*(prose.source for prose in self.proses), *self.sources)):
                # To tell what is code takes a hundred times as long.
                if spelling not in source.text and html.escape(spelling, quote=False) not in source.text:
                    continue
                indices = (find_outside_code(source.text, spelling, occurrence) for occurrence in range(count))
                found = [Origin(source.path, source.locate(index)) for index in indices if index >= 0]
                if found:
                    yield from found
                    return

    def _spell(self, written: str) -> list[str]:
        """Return in which ways it may be written: of what is no document, addresses are from the site's root."""
        if not written:
            return []
        base = self.content.settings.base_path
        bare = written.removeprefix(self.content.settings.url).removeprefix(base).lstrip("/")
        others = () if self.name else (f'"/{bare}"', f"'/{bare}'", f'"{bare}"', f"'{bare}'")
        return [written, html.escape(written), *(one for one in others if bare and bare != written)]


def _read_all(paths: Iterator[Path] | list[Path]) -> Iterator[Source]:
    for path in paths:
        try:
            yield Source(path, PurePosixPath(path.name), path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError):
            continue
