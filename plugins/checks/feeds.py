"""Feeds, as a reader of feeds finds them: each can be read, tells of what the site tells of, and leads back into it.

Sources: RFC 4287 (Atom), https://www.rssboard.org/rss-specification, https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from plugins.blog.entries import Entry
from plugins.checks.origins import join
from plugins.checks.pages import ReadPage, read_html
from plugins.checks.scanning import parse_xml
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.feeds.ids import make_entry_id, make_reply_id
from plugins.site.feed_planning import Feed, FeedFormat, FeedKind
from plugins.site.registry import Output, OutputKind

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
HINT = "If no plugin writes feeds, it is a fault of Casebook; please report it."
LINK_HINT = "Link to documents with {filename} and to other files with {static}."


@dataclass(frozen=True)
class ReadItem:
    """What a feed says of one thing; `html` is its text."""

    id: str
    title: str
    updated: str
    url: str
    html: str


@dataclass(frozen=True)
class ReadFeed:
    """One file of a feed: its title, its items as they stand, all other addresses in it, and when it was changed."""

    title: str
    items: tuple[ReadItem, ...]
    addresses: tuple[str, ...] = ()
    updated: str | None = None


def check_feeds(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through what is wrong with the feeds and with the links in them."""
    feeds = {feed.path: feed for feed in site.content.feeds}
    texts, ids = _Texts(site), _Ids()
    listed: dict[tuple[FeedKind, str], dict[FeedFormat, list[str]]] = {}
    for output in site.list_files(OutputKind.FEED):
        feed = feeds[output.base]
        try:
            read = _READERS[feed.format](site.read(output))
        except (ParseError, ValueError, LookupError) as error:
            yield _explain(output, "the feed cannot be read", f"{type(error).__name__}: {error}")
            continue
        yield from _check_feed(site, output, ids.find(feed), read)
        yield from texts.check(output, read)
        if output.path == feed.path:
            listed.setdefault((feed.kind, feed.subject), {})[feed.format] = [item.id for item in read.items]
    yield from _compare_formats(site, listed)


def _check_feed(site: WrittenSite, output: Output, expected: frozenset[str], read: ReadFeed) -> Iterator[Diagnostic]:
    """Go through what is wrong with one file of a feed that may tell of `expected`."""
    ids = Counter(item.id for item in read.items)
    if not read.title:
        yield _explain(output, "the feed has no title", output.path)
    # The preview shows what is still to come, with its own times.
    latest = datetime.max.replace(tzinfo=UTC) if site.content.settings.preview else site.content.settings.now
    if read.updated is not None and _is_late(read.updated, latest):
        yield _explain(output, "the feed was changed in the future", read.updated)
    for item in read.items:
        if not item.title.strip():
            yield _explain(output, "something in the feed has no title", item.id or item.url)
        if _is_late(item.updated, latest):
            yield _explain(output, f"what the feed tells of was changed in the future ({item.id})", item.updated)
    yield from (_explain(output, "the feed has an id twice", one) for one, count in ids.items() if count > 1)
    yield from (
        _explain(output, "the feed tells of what none of its documents is", one) for one in ids if one not in expected
    )
    for address in read.addresses:
        if wrong := site.explain_target(address, output.path):
            yield _explain(output, f"an address in the feed {wrong}", address)


def _is_late(moment: str, latest: datetime) -> bool:
    """Tell whether a time is later than that, or is none at all."""
    try:
        return datetime.fromisoformat(moment) > latest
    except (TypeError, ValueError):
        return True


def _compare_formats(
    site: WrittenSite, listed: Mapping[tuple[FeedKind, str], Mapping[FeedFormat, list[str]]]
) -> Iterator[Diagnostic]:
    """Go through the feeds that tell of other things in one format than in Atom."""
    paths = {(feed.kind, feed.subject, feed.format): feed.path for feed in site.content.feeds}
    for (kind, subject), formats in listed.items():
        for format_, ids in formats.items():
            output = site.content.registry.get(paths[kind, subject, format_])
            if output is not None and ids != formats.get(FeedFormat.ATOM, ids):
                yield _explain(output, "the feed tells of other things than the same feed in Atom", output.path)


class _Ids:
    """The ids of what feeds hold, each made once."""

    def __init__(self) -> None:
        self._entries: dict[Entry, str] = {}
        self._feeds: dict[str, frozenset[str]] = {}

    def find(self, feed: Feed) -> frozenset[str]:
        """Return the ids of all that a feed and its archives hold."""
        if feed.path not in self._feeds:
            for entry in feed.entries:
                if entry not in self._entries:
                    self._entries[entry] = make_entry_id(entry)
            entries = (self._entries[entry] for entry in feed.entries)
            self._feeds[feed.path] = frozenset((*entries, *map(make_reply_id, feed.replies)))
        return self._feeds[feed.path]


class _Texts:
    """Checks the texts of feeds, each once, however many feeds carry it."""

    def __init__(self, site: WrittenSite) -> None:
        self._site = site
        self._seen: set[tuple[str, str]] = set()
        content = site.content
        by_id = {make_entry_id(entry): entry for entry in content.stream}
        by_id |= {make_reply_id(reply): reply.entry for feed in content.feeds for reply in feed.replies}
        self._pages = {one: content.registry.get(entry.path) for one, entry in by_id.items()}

    def check(self, output: Output, read: ReadFeed) -> Iterator[Diagnostic]:
        """Go through the links of what a feed tells of that lead nowhere, or only from the page of the text."""
        for item in read.items:
            if (item.url, item.html) not in self._seen:
                self._seen.add((item.url, item.html))
                yield from self._check_item(output, item)

    def _check_item(self, output: Output, item: ReadItem) -> Iterator[Diagnostic]:
        page = read_html(item.html)
        origin = self._pages.get(item.id) or output
        for target in (item.url, *page.targets):
            wrong = self._explain(target, page, output.path)
            if wrong and not self._is_on_page(origin, target):
                message = f"a link in the feed {wrong} ({output.path})"
                for found in self._site.origins.locate(origin, target):
                    code = Code.BROKEN_OUTPUT_LINK
                    yield make_error(found.path, found.position, code, message, found=target, hint=LINK_HINT)

    def _is_on_page(self, output: Output, target: str) -> bool:
        """Tell whether the page of a text has the link too: then it has been told there."""
        page = self._site.pages.get(output.path)
        base = f"{self._site.url}/{output.url}"
        return page is not None and any(join(base, one) == target for one in page.targets)

    def _explain(self, target: str, page: ReadPage, path: str) -> str:
        """Return what is wrong with a link in a text that no page surrounds."""
        if target.startswith("#"):
            return "" if target[1:] in page.anchors else "names no part of its text"
        return self._site.explain_target(target, path) if ":" in target else "is not whole"


def read_atom(data: bytes) -> ReadFeed:
    """Return what an Atom feed says. Raises ParseError."""
    root = parse_xml(data)
    items = tuple(_read_entry(entry) for entry in root.iter(f"{ATOM}entry"))
    addresses = [link.get("href", "") for link in root.iter(f"{ATOM}link")]
    addresses += [uri.text or "" for uri in root.iter(f"{ATOM}uri")]
    title, updated = _text(root, f"{ATOM}title"), _text(root, f"{ATOM}updated")
    return ReadFeed(title, items, tuple(dict.fromkeys(addresses)), updated)


def _read_entry(entry: Element) -> ReadItem:
    links = (link.get("href", "") for link in entry.iter(f"{ATOM}link") if link.get("rel", "alternate") == "alternate")
    key, title, updated, html = (_text(entry, f"{ATOM}{name}") for name in ("id", "title", "updated", "content"))
    return ReadItem(key, title, updated, next(links, ""), html)


def read_rss(data: bytes) -> ReadFeed:
    """Return what an RSS feed says. Raises ParseError."""
    channel = parse_xml(data).find("channel")
    if channel is None:
        raise ParseError("there is no channel")
    items = tuple(_read_rss_item(item) for item in channel.iter("item"))
    addresses = [_text(channel, "link"), *(one.get("url", "") for one in channel.iter("enclosure"))]
    addresses += [link.get("href", "") for link in channel.iter(f"{ATOM}link")]
    return ReadFeed(_text(channel, "title"), items, tuple(dict.fromkeys(addresses)))


def _read_rss_item(item: Element) -> ReadItem:
    names = ("guid", "title", f"{ATOM}updated", "link", CONTENT)
    return ReadItem(*(_text(item, name) for name in names))


def read_json(data: bytes) -> ReadFeed:
    """Return what a JSON Feed says. Raises ValueError or KeyError."""
    feed: dict[str, Any] = json.loads(data)
    names = ("id", "title", "date_modified", "url", "content_html")
    items = tuple(ReadItem(*(item.get(name, "") for name in names)) for item in feed["items"])
    files = (one["url"] for item in feed["items"] for one in item.get("attachments", ()))
    return ReadFeed(feed["title"], items, (feed["home_page_url"], feed["feed_url"], *dict.fromkeys(files)))


_READERS: Mapping[FeedFormat, Callable[[bytes], ReadFeed]] = {
    FeedFormat.ATOM: read_atom,
    FeedFormat.RSS: read_rss,
    FeedFormat.JSON: read_json,
}


def _text(element: Element, name: str) -> str:
    return element.findtext(name) or ""


def _explain(output: Output, message: str, found: str) -> Diagnostic:
    whole = message if found == output.path else f"{message} ({output.path})"
    return make_error(output.origin, output.position, Code.BAD_FEED, whole, found=found, hint=HINT)
