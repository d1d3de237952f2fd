"""Atom 1.0. Sources: RFC 4287, RFC 4685 (threads), RFC 5005 (archives), RFC 4946 (licences)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from plugins.feeds.documents import FeedDocument
from plugins.feeds.items import FeedItem, Parent, Thread
from plugins.feeds.xml import NAMESPACES, XML_LANG, add, add_links, declare, format_time, write_feed, write_part
from plugins.site.feed_planning import FeedFormat
from plugins.site.list_views import LicenceView

TYPE = FeedFormat.ATOM.media_type
CLOSING = "</feed>"


def render_atom(document: FeedDocument, entries: Iterable[bytes]) -> bytes:
    """Return one file of a feed; `entries` are its items as `render_entry` returns them."""
    attributes = {"xmlns": NAMESPACES["atom"], **declare("fh", "thr"), XML_LANG: document.lang}
    feed = Element("feed", attributes)
    add(feed, "id", document.id)
    add(feed, "title", document.title)
    add(feed, "subtitle", document.description)
    add(feed, "updated", format_time(document.updated))
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": document.site_url})
    add_links(feed, "link", list_links(document), TYPE)
    _add_licence(feed, document.licence)
    if document.is_archive:
        SubElement(feed, "fh:archive")
    return write_feed(feed, entries, CLOSING, document.style)


def list_links(document: FeedDocument) -> dict[str, str | None]:
    """Return the links from one file of a feed to itself and the others."""
    return {
        "self": document.url,
        "current": document.current if document.is_archive else None,
        "prev-archive": document.older,
        "next-archive": document.newer,
    }


def render_entry(item: FeedItem, feed_lang: str) -> bytes:
    """Return an item as it stands in any feed of a site in the language `feed_lang`."""
    entry = Element("entry", {XML_LANG: item.lang} if item.lang != feed_lang else {})
    add(entry, "id", item.id)
    add(entry, "title", item.title)
    add(entry, "published", format_time(item.published))
    add(entry, "updated", format_time(item.updated))
    _add_authors(entry, item)
    for category in item.categories:
        SubElement(entry, "category", {"term": category})
    _add_addresses(entry, item)
    _add_licence(entry, item.licence)
    _add_thread(entry, item.thread)
    _add_parent(entry, item.parent)
    if item.summary:
        add(entry, "summary", item.summary)
    add(entry, "content", item.html, {"type": "html"})
    return write_part(entry, 1)


def _add_authors(entry: Element, item: FeedItem) -> None:
    for person in item.authors:
        author = SubElement(entry, "author")
        add(author, "name", person.name)
        if person.url:
            add(author, "uri", person.url)


def _add_addresses(entry: Element, item: FeedItem) -> None:
    """Add the links to the page, to its translations, and to what is played."""
    own = {"hreflang": item.lang} if item.translations else {}
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", **own, "href": item.url})
    for one in item.translations:
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "hreflang": one.lang, "href": one.url})
    for file in item.enclosures:
        length = str(file.length)
        SubElement(entry, "link", {"rel": "enclosure", "type": file.media_type, "length": length, "href": file.url})


def _add_licence(parent: Element, licence: LicenceView | None) -> None:
    if licence is None:
        return
    if licence.href:
        SubElement(parent, "link", {"rel": "license", "href": licence.href})
    add(parent, "rights", licence.text)


def _add_thread(entry: Element, thread: Thread | None) -> None:
    """Say where the replies to an item are."""
    if thread is None:
        return
    updated = {"thr:updated": format_time(thread.updated)} if thread.updated else {}
    count = str(thread.count)
    SubElement(entry, "link", {"rel": "replies", "type": TYPE, "href": thread.url, "thr:count": count, **updated})
    add(entry, "thr:total", count)


def _add_parent(entry: Element, parent: Parent | None) -> None:
    """Say what an item replies to."""
    if parent is not None:
        place = {"ref": parent.id, "href": parent.url, "type": "text/html", "source": parent.feed_url}
        SubElement(entry, "thr:in-reply-to", place)
        SubElement(entry, "link", {"rel": "related", "type": "text/html", "href": parent.url})
