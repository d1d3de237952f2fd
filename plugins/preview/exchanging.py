"""The quick way of an edit that changes the text of a post or page and nothing else: the site stays, that is exchanged.

To read and place a site anew takes the longer the more it holds; of most edits nothing but one text is another. Whether
that is so is found out from the file itself: its header must be the same to the letter, nothing may be wrong with it,
and its text must lead to the same files, terms and pictures. Whatever else is edited is read with all the rest.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from plugins.blog.entries import Entry, EntryKind
from plugins.diagnostics import Diagnostic
from plugins.documents.loading import read_documents
from plugins.documents.models import Document, Kind
from plugins.documents.rendered_texts import Facts
from plugins.documents.rendering import Request
from plugins.documents.values import Prose
from plugins.site.content import Content

KINDS = {EntryKind.POST: Kind.POST, EntryKind.PAGE: Kind.PAGE}


class TextExchange:
    """Exchanges texts of one site, of whose reading `diagnostics` are what was found. For one thread only."""

    def __init__(self, content: Content, diagnostics: Iterable[Diagnostic]) -> None:
        self._content = content
        self._diagnostics = tuple(diagnostics)
        self._folder = Path(os.path.realpath(content.settings.content))

    def exchange(self, paths: Collection[Path]) -> list[Entry] | None:
        """Give the entries at some paths the texts that their files have now, and return them.

        Return None where more than that may have changed: then the content has to be read, and some of the texts may be
        exchanged already. Raises OSError where records cannot be read.
        """
        found = [entry for path in paths if (entry := self._find_entry(path))]
        is_known = len(found) == len(paths)
        return found if is_known and all(map(self._exchange_text, found)) else None

    def _find_entry(self, path: Path) -> Entry | None:
        """Return the post or page that is written in a file, where nothing is wrong with its text as it was."""
        if not path.is_relative_to(self._folder):
            return None
        entry = self._content.by_name.get(path.relative_to(self._folder).as_posix())
        if entry is None or entry.body is None or self._has_problem(entry, entry.body):
            return None
        return entry

    def _has_problem(self, entry: Entry, body: Prose) -> bool:
        """Tell whether something was said of a text: it would have to be said at its new place."""
        begins = entry.source.locate(body.start).line
        return any(one.path == entry.source.path and one.position.line >= begins for one in self._diagnostics)

    def _exchange_text(self, entry: Entry) -> bool:
        """Exchange a text; tell whether nothing else has changed."""
        document = self._read(entry)
        if document is None or not _has_same_header(entry, document):
            return False
        before = self._find_facts(entry, entry.body)
        self._content.renderer.forget(entry.source.path)
        after = self._find_facts(entry, document.body)
        if after.problems or before.looks != after.looks or [*_list_targets(before)] != [*_list_targets(after)]:
            return False
        _put_text(entry, document)
        return True

    def _read(self, entry: Entry) -> Document | None:
        """Return the document as it is now, or None where something is wrong with it."""
        documents, problems = read_documents([(KINDS[entry.kind], entry.source.path)], self._content.settings)
        return documents[0] if documents and documents[0].fields is not None and not problems else None

    def _find_facts(self, entry: Entry, text: Prose | None) -> Facts:
        """Return what is known of a text without its page."""
        assert text is not None
        return self._content.renderer.find_facts(Request(text, lang=entry.fields.lang))


def _has_same_header(entry: Entry, document: Document) -> bool:
    assert entry.body is not None
    return entry.source.text[: entry.body.start] == document.source.text[: document.body.start]


def _list_targets(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Go through the links that say where something of the site is, and what a text shows. Others lead elsewhere."""
    return ((one.kind, one.target, one.shown_by) for one in facts.links if one.kind or one.shown_by)


def _put_text(entry: Entry, document: Document) -> None:
    """Let an entry say something else.

    It stays the same entry: lists, terms, neighbours and relations know it as what it is, and none of them its text. An
    entry is frozen for all others, as only the preview has one thread that alone makes pages of it.
    """
    object.__setattr__(entry, "source", document.source)
    object.__setattr__(entry, "body", document.body)
