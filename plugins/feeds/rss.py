"""RSS 2.0 with whole texts.

Sources: https://www.rssboard.org/rss-specification, https://www.rssboard.org/rss-profile (atom:link, content:encoded,
one enclosure, dc:creator for authors without e-mail), RFC 4685 and RFC 5005, whose elements RSS may carry too.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from xml.etree.ElementTree import Element, SubElement

from plugins.feeds.atom import list_links
from plugins.feeds.documents import NEVER, FeedDocument
from plugins.feeds.items import FeedItem
from plugins.feeds.xml import add, add_links, declare, format_mail_time, format_time, write_feed, write_part
from plugins.site.feed_planning import FeedFormat

CLOSING = "  </channel>\n</rss>"
PREFIXES = ("atom", "content", "dc", "fh", "thr")


def render_rss(document: FeedDocument, entries: Iterable[bytes]) -> bytes:
    """Return one file of a feed; `entries` are its items as `render_item` returns them."""
    rss = Element("rss", {"version": "2.0", **declare(*PREFIXES)})
    channel = SubElement(rss, "channel")
    add(channel, "title", document.title)
    add(channel, "link", document.site_url)
    add(channel, "description", document.description)
    add(channel, "language", document.lang)
    if document.licence:
        add(channel, "copyright", document.licence.text)
        add_links(channel, "atom:link", {"license": document.licence.href}, "text/html")
    if document.updated != NEVER:
        add(channel, "lastBuildDate", format_mail_time(document.updated))
    add_links(channel, "atom:link", list_links(document), FeedFormat.RSS.media_type)
    if document.is_archive:
        SubElement(channel, "fh:archive")
    return write_feed(rss, entries, CLOSING, document.style)


def render_item(item: FeedItem) -> bytes:
    """Return an item as it stands in any feed."""
    element = Element("item")
    add(element, "title", item.title)
    add(element, "link", item.url)
    add(element, "guid", item.id, {"isPermaLink": "false"})
    add(element, "pubDate", format_mail_time(item.published))
    add(element, "atom:updated", format_time(item.updated))
    for person in item.authors:
        add(element, "dc:creator", person.name)
    for category in item.categories:
        add(element, "category", category)
    add(element, "dc:language", item.lang)
    _add_relations(element, item)
    add(element, "description", escape(item.summary or item.title, quote=False))
    add(element, "content:encoded", item.html)
    return write_part(element, 2)


def _add_relations(element: Element, item: FeedItem) -> None:
    """Add the licence, the first of the files that are played, and where replies are or what is replied to."""
    if item.licence:
        add(element, "dc:rights", item.licence.text)
        add_links(element, "atom:link", {"license": item.licence.href}, "text/html")
    for file in item.enclosures[:1]:
        SubElement(element, "enclosure", {"url": file.url, "length": str(file.length), "type": file.media_type})
    if item.thread:
        add(element, "comments", item.url)
        add(element, "thr:total", str(item.thread.count))
    if item.parent:
        SubElement(element, "thr:in-reply-to", {"ref": item.parent.id, "href": item.parent.url, "type": "text/html"})
