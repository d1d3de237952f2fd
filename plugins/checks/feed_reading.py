"""One file of a feed, as a reader of feeds finds it: what it says, and what the texts in it link to.

Sources: RFC 4287 (Atom), https://www.rssboard.org/rss-specification, https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from plugins.checks.facts import FeedFacts, ItemFacts, Strings
from plugins.checks.pages import read_html
from plugins.checks.resolving import leads_to_pages
from plugins.checks.scanning import parse_xml
from plugins.site.feed_planning import FeedFormat

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

KEPT_TEXTS = 1 << 15
"""How many texts are remembered, by what stands for them: many feeds carry one text, in three formats."""

_kept: dict[str, tuple[Strings, Strings]] = {}

FAULTS = (ParseError, ValueError, LookupError, TypeError, AttributeError)
"""What is raised by reading what is no feed."""


class FeedParts(NamedTuple):
    """What a file of a feed says, by where it stands, so that the parts of a feed can be put together in their order.

    `own` are addresses of the feed itself, `first` and `second` those of two kinds that its items may have as well.
    """

    has_title: bool
    updated: str | None
    own: Strings
    first: Strings
    second: Strings
    items: tuple[ItemFacts, ...]


def make_facts(parts: FeedParts) -> FeedFacts:
    """Return what a file of a feed says, each address once."""
    addresses = dict.fromkeys((*parts.own, *parts.first, *parts.second))
    return FeedFacts("", parts.has_title, parts.updated, tuple(addresses), parts.items)


def read_whole(format_: FeedFormat, data: bytes) -> FeedFacts:
    """Return what a file of a feed says, found by reading all of it; what cannot be read is `broken`."""
    try:
        return make_facts(READERS[format_](PARSERS[format_](data)))
    except FAULTS as error:
        return FeedFacts(broken=f"{type(error).__name__}: {error}")


def _read_atom(root: Element) -> FeedParts:
    items = tuple(map(_read_entry, root.iter(f"{ATOM}entry")))
    links = tuple(link.get("href", "") for link in root.iter(f"{ATOM}link"))
    uris = tuple(uri.text or "" for uri in root.iter(f"{ATOM}uri"))
    title, updated = _text(root, f"{ATOM}title"), _text(root, f"{ATOM}updated")
    return FeedParts(bool(title), updated, (), links, uris, items)


def _read_entry(entry: Element) -> ItemFacts:
    links = (link.get("href", "") for link in entry.iter(f"{ATOM}link") if link.get("rel", "alternate") == "alternate")
    key, title, updated, html = (_text(entry, f"{ATOM}{name}") for name in ("id", "title", "updated", "content"))
    return _read_item(key, title, updated, next(links, ""), html)


def _read_rss(root: Element) -> FeedParts:
    channel = root.find("channel")
    if channel is None:
        raise ParseError("there is no channel")
    items = tuple(map(_read_rss_item, channel.iter("item")))
    files = tuple(one.get("url", "") for one in channel.iter("enclosure"))
    links = tuple(link.get("href", "") for link in channel.iter(f"{ATOM}link"))
    return FeedParts(bool(_text(channel, "title")), None, (_text(channel, "link"),), files, links, items)


def _read_rss_item(item: Element) -> ItemFacts:
    return _read_item(*(_text(item, name) for name in ("guid", "title", f"{ATOM}updated", "link", CONTENT)))


def _read_json(feed: Mapping[str, Any]) -> FeedParts:
    names = ("id", "title", "date_modified", "url", "content_html")
    items = tuple(_read_item(*(item.get(name, "") for name in names)) for item in feed["items"])
    files = tuple(one["url"] for item in feed["items"] for one in item.get("attachments", ()))
    return FeedParts(bool(feed["title"]), None, (feed["home_page_url"], feed["feed_url"]), files, (), items)


PARSERS: Mapping[FeedFormat, Callable[[bytes], Any]] = {
    FeedFormat.ATOM: parse_xml,
    FeedFormat.RSS: parse_xml,
    FeedFormat.JSON: json.loads,
}
READERS: Mapping[FeedFormat, Callable[[Any], FeedParts]] = {
    FeedFormat.ATOM: _read_atom,
    FeedFormat.RSS: _read_rss,
    FeedFormat.JSON: _read_json,
}
"""What says what a feed says, given what the parser of its format makes of it. Raises what is in FAULTS."""


def _read_item(key: str, title: str, updated: str, url: str, html: str) -> ItemFacts:
    text = hashlib.blake2b(f"{url}\n{html}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    found = _kept.get(text)
    if found is None:
        if len(_kept) >= KEPT_TEXTS:
            _kept.clear()
        found = _kept[text] = _read_text(url, html)
    return ItemFacts(key, bool(title.strip()), updated, text, url, *found)


def _read_text(url: str, html: str) -> tuple[Strings, Strings]:
    """Return what the address and text of an item link to: what is whole, and what is not.

    A link within the text is fine where the text has that part.
    """
    page = read_html(html)
    wanted = [target for target in dict.fromkeys((url, *page.targets)) if not _is_part(target, page.anchors)]
    odd = tuple(target for target in wanted if target.startswith("#") or ":" not in target)
    return tuple(target for target in wanted if target not in odd and leads_to_pages(target)), odd


def _is_part(target: str, anchors: Iterable[str]) -> bool:
    return target.startswith("#") and target[1:] in anchors


def _text(element: Element, name: str) -> str:
    return element.findtext(name) or ""
