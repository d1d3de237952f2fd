"""The ids of what feeds hold: what their files may tell of, and what stands for it."""

from __future__ import annotations

import hashlib

from plugins.blog.entries import Entry
from plugins.feeds.ids import make_entry_id, make_reply_id
from plugins.site.feed_planning import Feed


class FeedIds:
    """The ids of what feeds hold, each made once, for all formats of a feed."""

    def __init__(self) -> None:
        self._entries: dict[Entry, str] = {}
        self._feeds: dict[tuple[str, str], tuple[str, ...]] = {}
        self._digests: dict[tuple[str, str], str] = {}
        self._sets: dict[tuple[str, str], frozenset[str]] = {}

    def find(self, feed: Feed) -> frozenset[str]:
        """Return the ids of all that a feed and its archives hold."""
        key = (feed.kind, feed.subject)
        if key not in self._sets:
            self._sets[key] = frozenset(self._list(feed))
        return self._sets[key]

    def make_digest(self, feed: Feed) -> str:
        """Return what stands for all that a feed and its archives hold."""
        key = (feed.kind, feed.subject)
        if key not in self._digests:
            whole = "".join(self._list(feed)).encode("ascii")
            self._digests[key] = hashlib.blake2b(whole, digest_size=8).hexdigest()
        return self._digests[key]

    def _list(self, feed: Feed) -> tuple[str, ...]:
        key = (feed.kind, feed.subject)
        if key not in self._feeds:
            self._feeds[key] = (*map(self._name, feed.entries), *map(make_reply_id, feed.replies))
        return self._feeds[key]

    def _name(self, entry: Entry) -> str:
        if entry not in self._entries:
            self._entries[entry] = make_entry_id(entry)
        return self._entries[entry]
