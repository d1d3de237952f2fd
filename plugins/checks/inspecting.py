"""What the checks need to know of a written file, found in its bytes: at any time, in any process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import unquote

from plugins.checks.canaries import Canaries, find_canaries
from plugins.checks.facts import Facts, ListFacts, PageFacts, Strings, Told
from plugins.checks.feed_ids import FeedIds
from plugins.checks.feed_pieces import read_feed
from plugins.checks.headings import find_faults
from plugins.checks.linked_data_reading import read_linked_data
from plugins.checks.list_reading import LISTS, find_addresses
from plugins.checks.pages import ReadPage, read_html
from plugins.checks.resolving import cut_id, has_part, leads_to_pages
from plugins.site.content import Content
from plugins.site.feed_planning import FeedFormat
from plugins.site.registry import FILES, Output, OutputKind

KINDS = (*LISTS, OutputKind.FEED, OutputKind.ASSET)
"""The kinds of files, other than pages, that have facts."""

LEADING = ("/", "http")
"""How nearly all links begin: what else they may be is not asked then."""


class Inspector:
    """Finds the facts of the files of one site. Processes that are forked when it is made share its work."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._feeds = {feed.path: feed.format for feed in content.feeds}
        self.feed_ids = FeedIds()
        self.canaries = Canaries(find_canaries(content))

    def inspect(self, output: Output, data: bytes) -> Facts | None:
        """Return the facts of a file, given its bytes, or None where no check asks for any.

        Two files of one kind that have the same bytes have the same facts, wherever they lie.
        Raises ParseError, ValueError or LookupError where a list for machines is none.
        """
        told = self._tell(output, data)
        if told is None or not self.is_searched(output):
            return None if told is None else Facts(told)
        return Facts(told, self.canaries.digest, self.canaries.find(data))

    def is_searched(self, output: Output) -> bool:
        """Tell whether canaries are looked for in a file: in pages, lists, and of feeds the newest, in one format."""
        is_text = output.kind not in FILES or output.kind in LISTS
        return is_text or self._feeds.get(output.path) is FeedFormat.ATOM

    def has_facts(self, output: Output) -> bool:
        """Tell whether a check may ask for the facts of a file."""
        return output.kind not in FILES or output.kind in KINDS

    def _tell(self, output: Output, data: bytes) -> Told | None:
        if output.kind not in FILES:
            return tell_of_page(data)
        if output.kind is OutputKind.FEED:
            return read_feed(self._feeds[output.base], data)
        targets = find_addresses(output, data)
        return None if targets is None else ListFacts(targets)


def tell_of_page(data: bytes) -> PageFacts:
    """Return what the checks need to know of a page. Raises UnicodeError."""
    html = data.decode("utf-8")
    page = read_html(html.replace("\r\n", "\n").replace("\r", "\n") if "\r" in html else html)
    read = read_linked_data(page.data)
    targets = tuple(target for target in page.targets if _is_to_check(target, page))
    is_good = next(find_faults(page.headings), None) is None
    return PageFacts(
        targets=targets,
        again=tuple(target for target in targets for _ in range(page.targets[target] - 1)),
        anchors=tuple(sorted(page.anchors)),
        repeated=tuple(sorted(page.repeated)),
        unread=tuple(sorted(page.unread)),
        loads=tuple(sorted(page.loads)),
        bare_pictures=tuple(dict.fromkeys(page.bare_pictures)),
        headings=() if is_good else _flatten((str(one.level), one.text) for one in page.headings),
        lacks=tuple(_find_lacks(page)),
        is_unindexed=page.is_unindexed,
        unreadable=_flatten(read.unreadable),
        wrong_data=_flatten(read.wrong),
        described=_flatten(cut_id(name) for name in read.described),
        referred=tuple(name for name in read.referred if name not in read.described),
        addresses=tuple(read.addresses),
    )


def _is_to_check(target: str, page: ReadPage) -> bool:
    """Tell whether other files say whether a link leads somewhere; what is wrong in any case is kept too."""
    if target.startswith(LEADING):
        return True
    if target.startswith("#"):
        return target in page.unread or not has_part(page.anchors, unquote(target[1:]))
    return leads_to_pages(target)


def _find_lacks(page: ReadPage) -> Iterator[str]:
    """Go through what a page does not say of itself."""
    for name, value in (("lang", page.lang), ("title", page.title), ("description", page.description)):
        if not value:
            yield name
    if not any(heading.level == 1 for heading in page.headings):
        yield "h1"


def _flatten(pairs: Iterable[tuple[str, str]]) -> Strings:
    return tuple(chain.from_iterable(pairs))
