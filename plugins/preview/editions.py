"""One state of the content without a mistake, and the files that can be made of it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from plugins.assets.search_index import SEARCH_FOLDER, SearchIndexError, make_search_index
from plugins.assets.stripping import STRIPPED
from plugins.blog.entries import Entry
from plugins.diagnostics import Diagnostic, Severity
from plugins.fast_build.making import LATER, Maker
from plugins.preview.answers import FileBody
from plugins.preview.checking import PageChecks
from plugins.preview.exchanging import TextExchange
from plugins.preview.one_thread import OneThread
from plugins.site.content import Content
from plugins.site.errors import BuildError
from plugins.site.registry import FILES, Output, OutputKind
from plugins.site.search import explain_failure, has_index, make_search_documents
from plugins.site.texts import Texts

LARGE = 1024 * 1024
"""Bytes of a copied file above which it is read as it is sent: recordings, above all."""

COPIES = (OutputKind.STATIC, OutputKind.VARIANT)


class Edition:
    """The site as it stands after one reading of the content. May be used by several threads.

    The `worker` makes all files, one at a time. A later edition has a higher `number`. `texts` exchanges what single
    documents say; this edition makes no pages afterwards. Raises BuildError where a template that is needed cannot be
    compiled.
    """

    def __init__(self, content: Content, number: int, worker: OneThread, texts: TextExchange) -> None:
        self.content = content
        self.number = number
        self.exchanged: tuple[Entry, ...] = ()
        self._texts = texts
        self._worker = worker
        self._maker = Maker(content)
        self._failed: dict[str, BuildError] = {}
        self._indexing = threading.Lock()

    def exchange(self, paths: Collection[Path], number: int) -> Edition | None:
        """Return the edition after an edit of some files, or None where more than texts may have changed.

        What has been made of the texts is made anew, all else stays. Raises OSError.
        """
        exchanged = self._texts.exchange(paths)
        if exchanged is None:
            return None
        edition = Edition(self.content, number, self._worker, self._texts)
        edition.exchanged = tuple(exchanged)
        return edition

    def find(self, path: str) -> Output | None:
        """Return what stands at a path of the address: a folder's page where it ends with a slash."""
        relative = path.removeprefix("/")
        name = f"{relative}index.html" if not relative or relative.endswith("/") else relative
        output = self.content.registry.get(name)
        return output if output is not None and output.kind not in LATER else None

    def make(self, output: Output) -> bytes:
        """Return one file. Raises BuildError where a template fails or a text cannot be rendered, and OSError."""
        return self._worker.run(lambda: self._make_once(output))

    def _make_once(self, output: Output) -> bytes:
        if output.path in self._failed:
            raise self._failed[output.path]
        try:
            return self._make(output)
        except BuildError as error:
            self._failed[output.path] = error
            raise

    def _make(self, output: Output) -> bytes:
        """Make a file; what is wrong with its texts is said while they are rendered, which happens once."""
        said = self.content.renderer.diagnostics
        before = {*said}
        data = self._maker.make(output)
        errors = [one for one in sorted(said - before) if one.severity is Severity.ERROR]
        if errors:
            raise BuildError(*errors)
        return data

    def keep_texts(self) -> None:
        """Keep the texts that were rendered for the next run of whatever command. Raises OSError."""
        self._worker.run(self.content.renderer.texts.keep)

    def find_key(self, output: Output) -> str | None:
        """Return a key of all that a file is made from, where that is known without making it."""
        del output
        return None

    def find_large(self, output: Output) -> FileBody | None:
        """Return a copied file that is too large to be read whole, and goes out as it is. Raises OSError."""
        if output.kind is not OutputKind.STATIC or output.origin.suffix.lower() in STRIPPED:
            return None
        size = output.origin.stat().st_size
        return FileBody(output.origin, self.content.settings.content, size) if size > LARGE else None

    def check(self, output: Output, data: bytes) -> list[Diagnostic]:
        """Return what is wrong with a finished page."""
        if output.kind in FILES:
            return []
        return self._worker.run(lambda: self._checks.check(output, data))

    def find_state(self, output: Output) -> object:
        """Return what is another when a file that pages load has changed; None for a page, which is compared itself."""
        if output.kind is OutputKind.ASSET:
            return self._assets[output.path]
        if output.kind in COPIES:
            return _find_file_state(output.origin)
        return None

    def find_changed_pages(self, earlier: Edition | None) -> Iterator[Output]:
        """Go through the pages of documents that are new or have other texts than in an earlier edition."""
        before = earlier.content.by_name if earlier else {}
        for name, entry in self.content.by_name.items():
            output = self.content.registry.get(entry.path) if entry.path else None
            if output is not None and (name not in before or _list_texts(entry) != _list_texts(before[name])):
                yield output

    def find_index_file(self, path: str) -> bytes | None:
        """Return a file of the search index, which is made when the first of them is asked for. Raises BuildError."""
        folder, _, name = path.removeprefix("/").partition("/")
        if folder != SEARCH_FOLDER or not name:
            return None
        with self._indexing:
            return self._index.get(name)

    @cached_property
    def _index(self) -> dict[str, bytes]:
        output = self.content.registry.get(SEARCH_FOLDER)
        if output is None or not has_index(self.content):
            return {}
        documents = self._worker.run(lambda: [*make_search_documents(Texts(self.content))])
        try:
            return make_search_index(documents, self.content.settings.lang)
        except SearchIndexError as error:
            raise BuildError(explain_failure(output, error)) from error

    @cached_property
    def _checks(self) -> PageChecks:
        return PageChecks(self.content)

    @cached_property
    def _assets(self) -> dict[str, bytes]:
        return {asset.path: asset.data for asset in self.content.assets.files.values()}


def _list_texts(entry: Entry) -> list[str]:
    return [entry.source.text, *(prose.source.text for prose in entry.proses() if prose.source is not entry.source)]


def _find_file_state(path: Path) -> object:
    try:
        status = path.stat()
    except OSError:
        return "gone"
    return status.st_mtime_ns, status.st_size, status.st_ino
