"""In which order files are sent where a reader may come by at any moment: nothing before what it leads to.

What is new is unknown to everybody until something that was there before leads to it. So all that is new goes first,
then what has changed, then what people and machines come to by themselves: the search, the sitemap, the front page. At
each moment every page that can be reached leads only to what is there. Deletions come when nothing leads there any
more, and pages go before the pictures and styles that they show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from plugins.publishing.deploying.shipping import Shipment
from plugins.site.registry import OutputKind


class Stage(IntEnum):
    """The stages of an upload, in their order."""

    RESOURCES = 1
    NEW_TEXTS = 2
    NEW_FEEDS = 3
    NEW_LISTS = 4
    CHANGED_TEXTS = 5
    CHANGED_LISTS = 6
    CHANGED_FEEDS = 7
    ENTRANCES = 8
    FRONT_PAGE = 9

    @property
    def words(self) -> str:
        """What is sent in this stage."""
        return self.name.lower().replace("_", " ")


TEXTS = (OutputKind.ARTICLE, OutputKind.CASE, OutputKind.PAGE, OutputKind.ALIAS)
FEEDS = (OutputKind.FEED, OutputKind.FEED_LIST)
ENTRANCES = (
    OutputKind.SITEMAP, OutputKind.ROBOTS, OutputKind.MANIFEST, OutputKind.REDIRECTS, OutputKind.NOT_FOUND,
)  # fmt: skip
SEARCH_ENTRANCE = "pagefind-entry.json"
"""The file by which a search finds all others, which have hashes in their names, and by them the pages."""

FRONT_PAGE = "index.html"
PACKED = (".br", ".gz")
PAGES = (".html", ".xml", ".json", ".opml")
"""Endings of what leads to other files."""


def sort_uploads(shipment: Shipment, new: Iterable[str], changed: Iterable[str]) -> Iterator[tuple[Stage, list[str]]]:
    """Go through the stages that have something to send, with the paths of each."""
    stages: dict[Stage, list[str]] = {}
    known = frozenset(new)
    for path in sorted({*known, *changed}):
        stages.setdefault(find_stage(shipment, path, is_new=path in known), []).append(path)
    yield from sorted(stages.items())


def find_stage(shipment: Shipment, path: str, *, is_new: bool) -> Stage:
    """Return when a file is sent. A packed copy goes with what it is a copy of."""
    original = strip_packed(path)
    facts = shipment.files.get(original, shipment.files[path])
    if original == FRONT_PAGE:
        return Stage.FRONT_PAGE
    if facts.kind in ENTRANCES or original.endswith("/" + SEARCH_ENTRANCE):
        return Stage.ENTRANCES
    if facts.kind in FEEDS:
        return Stage.NEW_FEEDS if is_new else Stage.CHANGED_FEEDS
    if facts.kind in TEXTS:
        return Stage.NEW_TEXTS if is_new else Stage.CHANGED_TEXTS
    if original.endswith(".html"):
        return Stage.NEW_LISTS if is_new else Stage.CHANGED_LISTS
    return Stage.RESOURCES


def sort_deletions(gone: Iterable[str]) -> list[list[str]]:
    """Return what is deleted in its order: what leads to other files, and then the others."""
    paths = sorted(gone)
    leading = [path for path in paths if strip_packed(path).endswith(PAGES)]
    others = [path for path in paths if not strip_packed(path).endswith(PAGES)]
    return [batch for batch in (leading, others) if batch]


def strip_packed(path: str) -> str:
    """Return the path of what a packed copy is a copy of; any other path as it is."""
    return next((path.removesuffix(ending) for ending in PACKED if path.endswith(ending)), path)
