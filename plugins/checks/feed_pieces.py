"""One file of a feed, read item by item: an item stands in many feeds, in the same bytes, and is read once.

A feed without its items is a feed, and so is one that has a single item of it. A file that is not written as Casebook
writes feeds is read whole.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from plugins.checks.facts import FeedFacts
from plugins.checks.feed_reading import FAULTS, PARSERS, READERS, FeedParts, make_facts, read_whole
from plugins.site.feed_planning import FeedFormat

KEPT_ITEMS = 1 << 14
"""How many items are remembered, by what stands for them."""

_INSTRUCTIONS = rb"\s*(?:<\?[^<>]*\?>\s*)*"


class _Form(NamedTuple):
    """How a format in XML is written: what is before the first item and behind the last, and how items are marked."""

    opening: re.Pattern[bytes]
    item: bytes
    closing: bytes
    depth: int


_XML = {
    FeedFormat.ATOM: _Form(re.compile(_INSTRUCTIONS + rb"<feed\b[^<>]*>"), b"entry", b"</feed>", 1),
    FeedFormat.RSS: _Form(re.compile(_INSTRUCTIONS + rb"<rss\b[^<>]*>\s*<channel>"), b"item", b"</channel></rss>", 2),
}
_JSON_LIST, _JSON_END = b'\n"items": [\n', b"\n]\n}"
_NO_FEED = {"title": "", "home_page_url": "", "feed_url": ""}

_kept: dict[tuple[bytes, bytes], FeedParts] = {}


class OddFeedError(ValueError):
    """The file cannot be cut into its items."""


class CutFeed(NamedTuple):
    """A feed without its items, what is before them in a feed that has nothing else, and the items, as written."""

    frame: bytes
    opening: bytes
    items: Sequence[bytes]


def read_feed(format_: FeedFormat, data: bytes) -> FeedFacts:
    """Return what a file of a feed says; what cannot be read is `broken`."""
    try:
        return make_facts(_read_cut(format_, cut_feed(format_, data)))
    except FAULTS:
        return read_whole(format_, data)


def cut_feed(format_: FeedFormat, data: bytes) -> CutFeed:
    """Return a file of a feed in pieces. Raises OddFeedError where it is not written as Casebook writes feeds."""
    return _cut_json(data) if format_ is FeedFormat.JSON else _cut_xml(format_, data)


def _cut_xml(format_: FeedFormat, data: bytes) -> CutFeed:
    form = _XML[format_]
    opening = form.opening.match(data)
    head, *items = data.split(b"<%b>" % form.item)
    if opening is None or opening.end() > len(head) or not items:
        raise OddFeedError
    cut = [item.rpartition(b"</%b>" % form.item) for item in items]
    *between, tail = (rest for _, _, rest in cut)
    frame = head + tail
    is_whole = all(mark for _, mark, _ in cut) and b"".join(tail.split()) == form.closing
    if not is_whole or any(map(bytes.strip, between)) or _is_odd(frame[opening.end() :]):
        raise OddFeedError
    return CutFeed(frame, opening[0], [item for item, _, _ in cut])


def _is_odd(xml: bytes) -> bool:
    """Tell whether there may be a comment, an instruction or unread text in a piece of XML: in these nothing is cut."""
    return b"<!" in xml or b"<?" in xml


def _cut_json(data: bytes) -> CutFeed:
    head, mark, rest = data.partition(_JSON_LIST)
    written, end, behind = rest.rpartition(_JSON_END)
    if not mark or not end or behind.strip():
        raise OddFeedError
    # No line can end within a text of JSON.
    return CutFeed(head + mark + end, b"", written.split(b",\n"))


def _read_cut(format_: FeedFormat, cut: CutFeed) -> FeedParts:
    frame = READERS[format_](PARSERS[format_](cut.frame))
    items = [_read_item(format_, cut.opening, item) for item in cut.items]
    if frame.items:
        raise OddFeedError
    return frame._replace(
        first=(*frame.first, *chain.from_iterable(item.first for item in items)),
        second=(*frame.second, *chain.from_iterable(item.second for item in items)),
        items=tuple(chain.from_iterable(item.items for item in items)),
    )


def _read_item(format_: FeedFormat, opening: bytes, item: bytes) -> FeedParts:
    """Return what a feed says that has this item only; `opening` tells the format, too."""
    key = opening, hashlib.sha256(item).digest()  # the quickest there is
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= KEPT_ITEMS:
            _kept.clear()
        parse = _parse_json_item(item) if format_ is FeedFormat.JSON else _parse_xml_item(format_, opening, item)
        found = _kept[key] = READERS[format_](parse)
    return found


def _parse_xml_item(format_: FeedFormat, opening: bytes, item: bytes) -> object:
    form = _XML[format_]
    if _is_odd(item):
        raise OddFeedError
    root = inner = PARSERS[format_](b"%b<%b>%b</%b>%b" % (opening, form.item, item, form.item, form.closing))
    for _ in range(form.depth):
        if len(inner) != 1:
            raise OddFeedError
        inner = inner[0]
    return root


def _parse_json_item(item: bytes) -> object:
    return {**_NO_FEED, "items": [json.loads(item.decode("utf-8"))]}
