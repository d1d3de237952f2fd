"""What lists the feeds: a page for people, OPML for feed readers; and the stylesheet that makes a feed readable."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import groupby

from plugins.assets.bundle import FEED_STYLESHEET
from plugins.settings import SiteSettings
from plugins.site.feed_planning import Feed, FeedKind
from plugins.site.registry import Output, OutputKind

GROUPS = {
    "feeds-whole-site": (FeedKind.ALL,),
    "title-cases": (FeedKind.CASES, FeedKind.OUTCOMES),
    "title-categories": (FeedKind.CATEGORY,),
    "title-tags": (FeedKind.TAG,),
    "title-authors": (FeedKind.AUTHOR,),
    "title-columns": (FeedKind.COLUMN,),
    "title-all-series": (FeedKind.SERIES,),
    "feeds-by-case": (FeedKind.CASE_OUTCOMES,),
}
"""The kinds of feeds that stand together in a list, by the message that is their heading."""

Formats = tuple[Feed, ...]
"""One feed in all its formats, Atom first."""


def group_feeds(feeds: Iterable[Feed]) -> dict[str, list[Formats]]:
    """Return all feeds in their groups, by the heading's message; a group that would be empty is left out."""
    formats = [tuple(group) for _, group in groupby(feeds, key=lambda feed: (feed.kind, feed.subject))]
    groups = {heading: [one for one in formats if one[0].kind in kinds] for heading, kinds in GROUPS.items()}
    return {heading: members for heading, members in groups.items() if members}


def plan_feed_lists(settings: SiteSettings) -> Iterator[Output]:
    """Plan the page that lists all feeds, and OPML."""
    origin = settings.settings_file
    yield Output(f"{settings.feed_folder}/index.html", OutputKind.FEEDS, "", origin)
    yield Output(find_opml_path(settings), OutputKind.FEED_LIST, "", origin)


def plan_feed_style(assets: Container[str], settings: SiteSettings) -> Iterator[Output]:
    """Plan the stylesheet that feeds name, if the theme has one for them."""
    if FEED_STYLESHEET in assets:
        yield Output(find_style_path(settings), OutputKind.FEED_STYLE, "", settings.settings_file)


def find_opml_path(settings: SiteSettings) -> str:
    """Return where the list of all feeds for feed readers is written."""
    return f"{settings.feed_folder}/feeds.opml"


def find_style_path(settings: SiteSettings) -> str:
    """Return where the stylesheet is written. Its name has no hash: an archived feed must not change with it."""
    return f"{settings.feed_folder}/feeds.css"
