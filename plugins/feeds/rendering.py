"""All feeds of a site as bytes: every item is written once in each format, and put together as often as it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.feeds.atom import render_atom, render_entry
from plugins.feeds.documents import FeedDocument, make_documents
from plugins.feeds.items import FeedItem
from plugins.feeds.json_feed import render_json, render_json_item
from plugins.feeds.making import Items
from plugins.feeds.rss import render_item, render_rss
from plugins.site.feed_planning import FeedFormat
from plugins.site.pages import Pages

RENDERERS = {FeedFormat.ATOM: render_atom, FeedFormat.RSS: render_rss, FeedFormat.JSON: render_json}


class Feeds:
    """The feeds of one site."""

    def __init__(self, pages: Pages) -> None:
        self._items = Items(pages)
        self._lang = pages.settings.lang
        self._written: dict[tuple[FeedFormat, str], bytes] = {}

    def render(self) -> Iterator[tuple[str, bytes]]:
        """Go through the files of all feeds, each with its output path."""
        for feed in self._items.content.feeds:
            for path, document in make_documents(feed, self._items):
                yield path, self._render(feed.format, document)

    def _render(self, format_: FeedFormat, document: FeedDocument) -> bytes:
        return RENDERERS[format_](document, (self._write(format_, item) for item in document.items))

    def _write(self, format_: FeedFormat, item: FeedItem) -> bytes:
        key = (format_, item.id)
        if key not in self._written:
            self._written[key] = self._write_item(format_, item)
        return self._written[key]

    def _write_item(self, format_: FeedFormat, item: FeedItem) -> bytes:
        if format_ is FeedFormat.ATOM:
            return render_entry(item, self._lang)
        return render_item(item) if format_ is FeedFormat.RSS else render_json_item(item)
