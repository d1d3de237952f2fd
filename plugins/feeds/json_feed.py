"""JSON Feed 1.1.

Source: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from plugins.feeds.documents import FeedDocument
from plugins.feeds.items import FeedItem
from plugins.feeds.xml import format_time

VERSION = "https://jsonfeed.org/version/1.1"
EXTENSION = "_casebook"
"""What JSON Feed has no key for: the licence, and what is replied to. Keys of extensions begin with an underscore."""


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def render_json(document: FeedDocument, entries: Iterable[bytes]) -> bytes:
    """Return a feed; `entries` are its items as `render_json_item` returns them."""
    head = {
        "version": VERSION,
        "title": document.title,
        "home_page_url": document.site_url,
        "feed_url": document.url,
        "description": document.description,
        "language": document.lang,
    }
    lines = ",\n".join(f"{_write(key)}: {_write(value)}" for key, value in head.items())
    return b"".join((f'{{\n{lines},\n"items": [\n'.encode(), b",\n".join(entries), b"\n]\n}\n"))


def render_json_item(item: FeedItem) -> bytes:
    """Return an item as it stands in any feed, on one line."""
    return _write({key: value for key, value in _make_item(item).items() if value}).encode()


def _make_item(item: FeedItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "date_published": format_time(item.published),
        "date_modified": format_time(item.updated),
        "authors": [{"name": one.name, **({"url": one.url} if one.url else {})} for one in item.authors],
        "tags": list(item.categories),
        "language": item.lang,
        "attachments": [
            {"url": one.url, "mime_type": one.media_type, "size_in_bytes": one.length} for one in item.enclosures
        ],
        EXTENSION: _make_extension(item),
    }


def _make_extension(item: FeedItem) -> dict[str, Any]:
    """Return what a reader may ignore, and what it needs to know of a thread."""
    extension: dict[str, Any] = {}
    if item.licence:
        address = {"url": item.licence.href} if item.licence.href else {}
        extension["licence"] = {"name": item.licence.text, **address}
    if item.thread:
        extension["replies"] = {"url": item.thread.url, "count": item.thread.count}
    if item.parent:
        extension["in_reply_to"] = {"id": item.parent.id, "url": item.parent.url}
    return extension


def _write(value: object) -> str:
    return _ENCODER.encode(value)
