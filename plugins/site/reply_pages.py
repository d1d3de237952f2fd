"""The pages of what readers sent about one road of a case, where that is more than the page of the case holds.

They are a list like any other: the further pages of `cases/x/readers/step-up/` are `…/page/2/`. What stands on which of
them changes with every reply, so none is a permanent address: that is the reply's line on the page of the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

from plugins.blog.entries import Entry
from plugins.cases.model import ReaderOutcome
from plugins.cases.reply_views import REPLIES_HERE, count_here, find_received, group_replies
from plugins.settings import SiteSettings
from plugins.site.registry import ROAD, Output, OutputKind

READERS = "readers"
"""The folder of these pages beside the page of the case."""


def find_page_size(settings: SiteSettings) -> int:
    """Return how many replies a page has: as many as one of any list, and no fewer than the page of the case."""
    return max(settings.page_size, REPLIES_HERE)


def find_replies_path(case: str, road: str, number: int = 1) -> str:
    """Return where a page of replies is written; `case` is the output path of the case."""
    path = PurePosixPath(case)
    folder = (path.parent if path.name == "index.html" else path.with_suffix("")) / READERS / road
    return str((folder if number == 1 else folder / "page" / str(number)) / "index.html")


def find_reply_path(entry: Entry, road: str, place: int, settings: SiteSettings) -> str:
    """Return the output path of the page that has the reply at a place of a road, counted from 0."""
    return find_replies_path(entry.path, road, place // find_page_size(settings) + 1)


def plan_reply_pages(entry: Entry, settings: SiteSettings) -> Iterator[Output]:
    """Plan the pages of replies that a case has."""
    if entry.case is None or not entry.path:
        return
    roads = group_replies(entry.case)
    for road, replies in roads.items():
        if len(replies) > count_here(roads):
            for number in range(1, -(-len(replies) // find_page_size(settings)) + 1):
                yield Output(
                    find_replies_path(entry.path, road, number),
                    OutputKind.REPLIES,
                    f"{entry.name}{ROAD}{road}",
                    entry.source.path,
                    number=number,
                    base=find_replies_path(entry.path, road),
                )


def find_road(output: Output) -> str:
    """Return the road that a page of replies is about: the id of an option, or `own`."""
    return output.subject.rpartition(ROAD)[2]


def find_last_reply(output: Output, entry: Entry) -> datetime | None:
    """Return when the newest reply about the road of a page came."""
    assert entry.case is not None
    replies: list[ReaderOutcome] = group_replies(entry.case).get(find_road(output), [])
    return max(map(find_received, replies), default=None)
