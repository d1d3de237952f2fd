"""Atom 1.0. Source: RFC 4287."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plugins.feeds.items import NAMESPACE, FeedItem
from plugins.site.content import Content
from plugins.site.registry import Output

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of an empty feed: RFC 4287 wants one, and the clock has no place in the output."""


@dataclass(frozen=True)
class FeedHead:
    """What a feed says of itself. `url` is the feed's own address, `site_url` that of the page it belongs to."""

    id: str
    title: str
    subtitle: str
    url: str
    site_url: str
    lang: str


def make_head(output: Output, content: Content) -> FeedHead:
    """Return the head of the site's feed. Its id outlives the site's address: it is made of the name and the path."""
    settings, addresses = content.settings, content.addresses
    return FeedHead(
        id=uuid.uuid5(NAMESPACE, f"feed:{settings.name}:{output.path}").urn,
        title=settings.name,
        subtitle=settings.tagline,
        url=addresses.make_absolute(output.path),
        site_url=addresses.make_absolute("index.html"),
        lang=settings.lang,
    )


def render_atom(head: FeedHead, items: Sequence[FeedItem]) -> bytes:
    """Return the feed as a document in UTF-8."""
    feed = Element("feed", {"xmlns": ATOM, XML_LANG: head.lang})
    _add(feed, "id", head.id)
    _add(feed, "title", head.title)
    if head.subtitle:
        _add(feed, "subtitle", head.subtitle)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": head.url})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": head.site_url})
    _add(feed, "updated", format_time(max((item.updated for item in items), default=NEVER)))
    for item in items:
        _add_entry(feed, item, head)
    indent(feed)
    text: str = tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def format_time(moment: datetime) -> str:
    """Return a time in RFC 3339, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add_entry(feed: Element, item: FeedItem, head: FeedHead) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.url})
    _add(entry, "published", format_time(item.published))
    _add(entry, "updated", format_time(item.updated))
    _add_authors(entry, item.authors or (head.title,))
    for category in item.categories:
        SubElement(entry, "category", {"term": category})
    _add(entry, "summary", item.summary)
    _add(
        entry,
        "content",
        item.html,
        {"type": "html", XML_LANG: item.lang} if item.lang != head.lang else {"type": "html"},
    )


def _add_authors(entry: Element, names: Iterable[str]) -> None:
    for name in names:
        _add(SubElement(entry, "author"), "name", name)


def _add(parent: Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, name, attributes or {}).text = str(text)
