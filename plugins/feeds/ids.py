"""Ids that outlive title, date, slug and the site's address: UUIDs made of names. Source: RFC 9562, section 5.5."""

from __future__ import annotations

import uuid

from plugins.blog.entries import Entry
from plugins.site.content import Content
from plugins.site.feed_planning import Feed, FeedKind, Reply

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://casebook.invalid/feeds")
"""Makes ids out of documents' ids. It must never change: readers know entries by it."""

WHOLE_SITE = "feeds/all.atom.xml"
"""What stands for the feed of the whole site, wherever it is written."""


def make_entry_id(entry: Entry) -> str:
    """Return the id of a post or case. A document that has no permanent id yet is known by its path."""
    return _make_id(_name_entry(entry))


def make_reply_id(reply: Reply) -> str:
    """Return the id of what a reader sent: it is known by its file, and by its case."""
    return _make_id(f"reply:{_name_entry(reply.entry)}/{reply.outcome.id}")


def make_feed_id(feed: Feed, content: Content) -> str:
    """Return the id of a feed, the same for its archives. It is made of the site's name and of what the feed holds."""
    return _make_id(f"feed:{content.settings.name}:{_name_feed(feed, content)}")


def _make_id(name: str) -> str:
    return uuid.uuid5(NAMESPACE, name).urn


def _name_entry(entry: Entry) -> str:
    return entry.fields.id or f"path:{entry.name}"


def _name_feed(feed: Feed, content: Content) -> str:
    if feed.kind is FeedKind.ALL:
        return WHOLE_SITE
    key = _name_entry(content.by_name[feed.subject]) if feed.kind is FeedKind.CASE_OUTCOMES else feed.subject
    return f"{feed.kind}/{key}"
