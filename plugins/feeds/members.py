"""What is in each file of the feeds: which posts, cases or replies, told without writing any of them.

An archive is full from the beginning, counted from the oldest entry, so that its members never change. Source: RFC
5005, section 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from plugins.blog.entries import Entry
from plugins.site.feed_planning import Feed, FeedFormat, Reply


@dataclass(frozen=True)
class Members:
    """What one file of a feed holds, newest first: the feed itself, whose number is 0, or one of its archives.

    `older` and `newer` are the addresses of the archives beside it.
    """

    feed: Feed
    number: int
    entries: tuple[Entry, ...]
    replies: tuple[Reply, ...]
    older: str | None
    newer: str | None


def find_path(feed: Feed, number: int) -> str:
    """Return where a file of a feed is written."""
    return feed.find_archive(number) if number else feed.path


def iterate_files(feeds: Iterable[Feed]) -> Iterator[tuple[Feed, int]]:
    """Go through the files of all feeds: each feed itself, which is number 0, then its archives from the oldest.

    A file comes in all its formats before the next one, so that what stands in it need not be remembered.
    """
    for _, group in groupby(feeds, key=lambda feed: (feed.kind, feed.subject)):
        formats = [*group]
        for number in range(max(feed.archives for feed in formats) + 1):
            yield from ((feed, number) for feed in formats if number <= feed.archives)


def find_members(feed: Feed, number: int) -> Members:
    """Return what is in one file of a feed. It takes no longer for an old archive of many."""
    part = _find_part(feed, number)
    older = number - 1 if number else feed.archives
    newer = number + 1 if 0 < number < feed.archives else 0
    return Members(
        feed,
        number,
        feed.entries[part],
        feed.replies[part],
        feed.make_archive_address(older) if older else None,
        feed.make_archive_address(newer) if newer else None,
    )


def find_repeated(feeds: Iterable[Feed]) -> frozenset[Entry]:
    """Return the posts and cases that stand in more than one file of a format; most old ones stand in one archive."""
    feeds = (feed for feed in feeds if feed.format is FeedFormat.ATOM)
    parts = (feed.entries[_find_part(feed, number)] for feed, number in iterate_files(feeds))
    seen = Counter(entry for part in parts for entry in part)
    return frozenset(entry for entry, count in seen.items() if count > 1)


def _find_part(feed: Feed, number: int) -> slice:
    """Return which part of what a feed holds is in a file."""
    if number == 0:
        return slice(feed.size)
    stop = feed.count - (number - 1) * feed.size
    return slice(stop - feed.size, stop)
