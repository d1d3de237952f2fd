"""One file of a feed: the feed itself, which shows the newest, or one of its archives. Source: RFC 5005, section 4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from plugins.blog.summaries import find_beginning
from plugins.feeds.ids import make_feed_id
from plugins.feeds.items import FeedItem
from plugins.feeds.making import Items
from plugins.feeds.members import Members
from plugins.site.content import Content
from plugins.site.feed_lists import find_style_path
from plugins.site.feed_planning import Feed, FeedKind
from plugins.site.list_views import LicenceView
from plugins.site.pages import Pages

NEVER = datetime(2005, 12, 1, tzinfo=UTC)
"""The time of an empty feed: Atom wants one, and the clock has no place in the output. In this month RFC 4287 came."""


@dataclass(frozen=True)
class FeedDocument:
    """What one file of a feed says.

    `url` is its own address, `current` that of the feed, `site_url` that of the page that the feed belongs to; `older`
    and `newer` are the archives beside it. `style` is the address of a stylesheet. `items` come newest first.
    """

    id: str
    title: str
    description: str
    lang: str
    url: str
    current: str
    site_url: str
    licence: LicenceView | None
    is_archive: bool
    older: str | None
    newer: str | None
    style: str | None
    items: tuple[FeedItem, ...]

    @property
    def updated(self) -> datetime:
        """When something in it was last changed."""
        return max((item.updated for item in self.items), default=NEVER)


def describe_feed(feed: Feed, pages: Pages) -> str:
    """Return what a feed says of itself: what is written about its term, the site's line, or what it holds."""
    if feed.profile is not None:
        return find_beginning(pages.texts.make_site_text(feed.profile)) or feed.holds
    tagline = pages.settings.tagline if feed.kind is FeedKind.ALL else ""
    return tagline or feed.holds


def make_document(members: Members, items: Items) -> FeedDocument:
    """Return what one file of a feed says."""
    content, feed, number = items.content, members.feed, members.number
    return FeedDocument(
        id=make_feed_id(feed, content),
        title=feed.title,
        description=describe_feed(feed, items.pages),
        lang=content.settings.lang,
        url=feed.make_archive_address(number) if number else feed.address,
        current=feed.address,
        site_url=content.addresses.make_absolute(feed.page),
        licence=items.pages.around.make_licence(None),
        is_archive=number > 0,
        older=members.older,
        newer=members.newer,
        style=_find_style(content),
        items=tuple(items.find_items(members)),
    )


def _find_style(content: Content) -> str | None:
    """Return the address of the stylesheet, from the root of the host: a browser takes none from another one."""
    path = find_style_path(content.settings)
    return content.addresses.link(path) if path in content.registry else None
