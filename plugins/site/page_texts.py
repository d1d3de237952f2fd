"""Has the texts of pages ready before the pages are made."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.blog.entries import Entry
from plugins.site.content import Content
from plugins.site.entry_texts import list_requests


def prepare_texts(content: Content, entries: Iterable[Entry]) -> None:
    """Have the texts of entries ready: those that are kept are read, the others rendered at once, and kept.

    Raises OSError where the records cannot be read or written.
    """
    content.renderer.prepare(request for entry in entries for request in list_requests(entry))
    content.renderer.texts.keep()
