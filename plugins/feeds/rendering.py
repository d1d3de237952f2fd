"""All feeds of a site as bytes, each file by itself: what stands in several of them is written once in each format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from plugins.feeds.atom import render_atom, render_entry
from plugins.feeds.documents import make_document
from plugins.feeds.items import FeedItem
from plugins.feeds.json_feed import render_json, render_json_item
from plugins.feeds.making import Items
from plugins.feeds.members import Members, find_members, find_path, iterate_files
from plugins.feeds.rss import render_item, render_rss
from plugins.site.feed_planning import Feed, FeedFormat
from plugins.site.pages import Pages
from plugins.site.registry import Output

RENDERERS = {FeedFormat.ATOM: render_atom, FeedFormat.RSS: render_rss, FeedFormat.JSON: render_json}


class Feeds:
    """The feeds of one site. Its files may be asked for in any order, and in several processes."""

    def __init__(self, pages: Pages) -> None:
        self._items = Items(pages)
        self._feeds = pages.content.feeds
        self._lang = pages.settings.lang
        self._written: dict[tuple[FeedFormat, str], bytes] = {}

    def find_members(self, output: Output) -> Members:
        """Return what is in a planned file of a feed, without writing it. Raises KeyError where no feed is there."""
        return find_members(*self._files[output.path])

    def render_output(self, output: Output) -> bytes:
        """Return a planned file of a feed. Raises KeyError where no feed is there."""
        return self._render(self.find_members(output))

    def find_place(self, output: Output) -> int:
        """Return the place of a file among all: in this order each item is made once, and soon forgotten."""
        return self._places[output.path]

    def render(self) -> Iterator[tuple[str, bytes]]:
        """Go through the files of all feeds, each with its output path."""
        for feed, number in iterate_files(self._feeds):
            yield find_path(feed, number), self._render(find_members(feed, number))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {path: place for place, path in enumerate(self._files)}

    @cached_property
    def _files(self) -> dict[str, tuple[Feed, int]]:
        """The feed, and the number of its archive, at each output path."""
        return {find_path(feed, number): (feed, number) for feed, number in iterate_files(self._feeds)}

    def _render(self, members: Members) -> bytes:
        format_, document = members.feed.format, make_document(members, self._items)
        return RENDERERS[format_](document, [self._write(format_, item) for item in document.items])

    def _write(self, format_: FeedFormat, item: FeedItem) -> bytes:
        key = (format_, item.id)
        if (written := self._written.get(key)) is None:
            written = self._write_item(format_, item)
            if self._items.is_repeated(item):
                self._written[key] = written
        return written

    def _write_item(self, format_: FeedFormat, item: FeedItem) -> bytes:
        if format_ is FeedFormat.ATOM:
            return render_entry(item, self._lang)
        return render_item(item) if format_ is FeedFormat.RSS else render_json_item(item)
