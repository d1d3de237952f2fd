"""Feeds, as a reader of feeds finds them: each can be read, tells of what the site tells of, and leads back into it.

What each says is read by `feed_reading`; here it is compared with the content, the pages and the other formats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property

from plugins.checks.facts import FeedFacts, ItemFacts
from plugins.checks.origins import join
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.feeds.ids import make_entry_id, make_reply_id
from plugins.site.feed_planning import Feed, FeedFormat, FeedKind
from plugins.site.registry import Output

HINT = "If no plugin writes feeds, it is a fault of Casebook; please report it."
LINK_HINT = "Link to documents with {filename} and to other files with {static}."


class FeedCheck:
    """Checks feeds. `suspects` are the files with something wrong in them, be it told of another that has it too."""

    def __init__(self, site: WrittenSite) -> None:
        self._site = site
        self._texts, self._times = _Texts(site), _Times(site)
        self.suspects: set[str] = set()

    def check_all(self) -> Iterator[Diagnostic]:
        """Go through what is wrong with the feeds and with the links in them."""
        feeds = {feed.path: feed for feed in self._site.content.feeds}
        listed: dict[tuple[FeedKind, str], dict[FeedFormat, list[str]]] = {}
        for output in self._site.feeds:
            feed, read = feeds[output.base], self._site.get_feed(output)
            for problem in self._check(output, feed, read):
                self.suspects.add(output.path)
                yield problem
            if self._is_doubtful(read):
                self.suspects.add(output.path)
            if output.path == feed.path and not read.broken:
                listed.setdefault((feed.kind, feed.subject), {})[feed.format] = [item.id for item in read.items]
        for output, problem in _compare_formats(self._site, listed):
            self.suspects.add(output.path)
            yield problem

    def _check(self, output: Output, feed: Feed, read: FeedFacts) -> Iterator[Diagnostic]:
        if read.broken:
            yield _explain(output, "the feed cannot be read", read.broken)
            return
        yield from self._times.check(output, read)
        yield from _check_ids(output, self._site.inspector.feed_ids.find(feed), read)
        if not self._site.lead_all(read.addresses):
            yield from _check_addresses(self._site, output, read)
        yield from self._texts.check(output, read)

    def _is_doubtful(self, read: FeedFacts) -> bool:
        """Tell whether a file may become wrong by what else changes than what it leads to."""
        return not self._site.good.issuperset(read.addresses) or any(map(self._texts.is_bad, read.items))


class _Times:
    """Checks that everything has a title, and a time that is no later than the build. Each time is read once."""

    def __init__(self, site: WrittenSite) -> None:
        # The preview shows what is still to come, with its own times.
        self._latest = datetime.max.replace(tzinfo=UTC) if site.content.settings.preview else site.content.settings.now
        self._late: dict[str, bool] = {}

    def check(self, output: Output, read: FeedFacts) -> Iterator[Diagnostic]:
        """Go through the titles and times of a feed that are not as they should be."""
        if not read.has_title:
            yield _explain(output, "the feed has no title", output.path)
        if read.updated is not None and self._is_late(read.updated):
            yield _explain(output, "the feed was changed in the future", read.updated)
        for item in read.items:
            if not item.has_title:
                yield _explain(output, "something in the feed has no title", item.id or item.url)
            if self._is_late(item.updated):
                yield _explain(output, f"what the feed tells of was changed in the future ({item.id})", item.updated)

    def _is_late(self, moment: str) -> bool:
        """Tell whether a time is later than that, or is none at all."""
        if moment not in self._late:
            try:
                self._late[moment] = datetime.fromisoformat(moment) > self._latest
            except (TypeError, ValueError):
                self._late[moment] = True
        return self._late[moment]


def _check_ids(output: Output, expected: frozenset[str], read: FeedFacts) -> Iterator[Diagnostic]:
    """Go through the ids that a file of a feed, which may tell of `expected`, has twice or should not have."""
    ids = Counter(item.id for item in read.items)
    if len(ids) < len(read.items):
        yield from (_explain(output, "the feed has an id twice", one) for one, count in ids.items() if count > 1)
    if not expected.issuperset(ids):
        message = "the feed tells of what none of its documents is"
        yield from (_explain(output, message, one) for one in ids if one not in expected)


def _check_addresses(site: WrittenSite, output: Output, read: FeedFacts) -> Iterator[Diagnostic]:
    for address in read.addresses:
        if wrong := site.explain_target(address, output.path):
            yield _explain(output, f"an address in the feed {wrong}", address)


def _compare_formats(
    site: WrittenSite, listed: Mapping[tuple[FeedKind, str], Mapping[FeedFormat, list[str]]]
) -> Iterator[tuple[Output, Diagnostic]]:
    """Go through the feeds that tell of other things in one format than in Atom."""
    paths = {(feed.kind, feed.subject, feed.format): feed.path for feed in site.content.feeds}
    for (kind, subject), formats in listed.items():
        for format_, ids in formats.items():
            output = site.content.registry.get(paths[kind, subject, format_])
            if output is not None and ids != formats.get(FeedFormat.ATOM, ids):
                message = "the feed tells of other things than the same feed in Atom"
                yield output, _explain(output, message, output.path)


class _Texts:
    """Checks the texts of feeds, each once, however many feeds carry it."""

    def __init__(self, site: WrittenSite) -> None:
        self._site = site
        self._seen: set[str] = set()
        self._bad: set[str] = set()

    def is_bad(self, item: ItemFacts) -> bool:
        """Tell whether the text of an item has a link that leads nowhere by itself."""
        return item.text in self._bad

    def check(self, output: Output, read: FeedFacts) -> Iterator[Diagnostic]:
        """Go through the links of what a feed tells of that lead nowhere, or only from the page of the text."""
        for item in read.items:
            if item.text not in self._seen:
                self._seen.add(item.text)
                if item.odd or not self._site.lead_all(item.targets):
                    self._bad.add(item.text)
                    yield from self._check_item(output, item)

    def _check_item(self, output: Output, item: ItemFacts) -> Iterator[Diagnostic]:
        origin = self._pages.get(item.id) or output
        for target in (*item.odd, *item.targets):
            wrong = self._explain(target, item, output.path)
            if wrong and not self._is_on_page(origin, target):
                message = f"a link in the feed {wrong} ({output.path})"
                for found in self._site.origins.locate(origin, target):
                    code = Code.BROKEN_OUTPUT_LINK
                    yield make_error(found.path, found.position, code, message, found=target, hint=LINK_HINT)

    @cached_property
    def _pages(self) -> Mapping[str, Output | None]:
        """The page of each text, by the id of what it tells of."""
        content = self._site.content
        by_id = {make_entry_id(entry): entry for entry in content.stream}
        by_id |= {make_reply_id(reply): reply.entry for feed in content.feeds for reply in feed.replies}
        return {one: content.registry.get(entry.path) for one, entry in by_id.items()}

    def _is_on_page(self, output: Output, target: str) -> bool:
        """Tell whether the page of a text has the link too: then it has been told there."""
        page = self._site.get_page(output.path)
        base = f"{self._site.url}/{output.url}"
        return page is not None and any(join(base, one) == target for one in page.targets)

    def _explain(self, target: str, item: ItemFacts, path: str) -> str:
        """Return what is wrong with a link in a text that no page surrounds."""
        if target in item.odd:
            return "names no part of its text" if target.startswith("#") else "is not whole"
        return self._site.explain_target(target, path)


def _explain(output: Output, message: str, found: str) -> Diagnostic:
    whole = message if found == output.path else f"{message} ({output.path})"
    return make_error(output.origin, output.position, Code.BAD_FEED, whole, found=found, hint=HINT)
