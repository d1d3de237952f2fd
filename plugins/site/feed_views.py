"""The feeds as pages show them: those that a page names in its head, and the list of all."""

from __future__ import annotations

from plugins.documents.views import LinkView
from plugins.site.content import Content
from plugins.site.feed_lists import Formats, group_feeds
from plugins.site.feed_planning import Feed, FeedFormat, FeedKind
from plugins.site.list_views import FeedGroupView, FeedLinkView, FeedView
from plugins.site.registry import Output, OutputKind

Key = tuple[FeedKind, str]
"""The kind of a feed, and its subject."""

WHOLE: Key = (FeedKind.ALL, "")

SAME_KINDS = {OutputKind(kind): kind for kind in FeedKind if kind in [*OutputKind] and kind is not FeedKind.CASES}
"""Kinds of pages that have a feed of their own kind and subject: terms."""


class FeedViews:
    """Makes the views of all feeds of a site."""

    def __init__(self, content: Content) -> None:
        self.link = content.addresses.link
        self.words = content.settings.wording.speak(content.settings.lang)
        self._groups = group_feeds(content.feeds)
        everything = [formats for group in self._groups.values() for formats in group]
        self._feeds: dict[Key, Formats] = {(one[0].kind, one[0].subject): one for one in everything}
        self._links: dict[Key, tuple[FeedLinkView, ...]] = {}

    def find_links(self, output: Output) -> tuple[FeedLinkView, ...]:
        """Return the feeds that a page names in its head.

        The first is what a feed reader takes, so it is what the page is about, in all formats; the others come as Atom
        only. Source: https://html.spec.whatwg.org/#link-type-alternate, "the first such element is the default".
        """
        first, *others = (key for key in list_keys(output) if key in self._feeds)
        return (*self._link_formats(first), *(self._link_formats(key)[0] for key in others))

    def make_groups(self) -> tuple[FeedGroupView, ...]:
        """Return all feeds for the page that lists them."""
        return tuple(
            FeedGroupView(self.words.plain(heading), tuple(self._make_feed(formats) for formats in group))
            for heading, group in self._groups.items()
        )

    def _make_feed(self, formats: Formats) -> FeedView:
        feed = formats[0]
        links = self._link_formats((feed.kind, feed.subject))
        return FeedView(LinkView(feed.name, self.link(feed.page)), feed.holds, feed.count, links)

    def _link_formats(self, key: Key) -> tuple[FeedLinkView, ...]:
        """Return the links to a feed in all formats; every page names that of the whole site."""
        if key not in self._links:
            self._links[key] = tuple(self._make_link(feed) for feed in self._feeds[key])
        return self._links[key]

    def _make_link(self, feed: Feed) -> FeedLinkView:
        label = feed.format.label
        title = feed.title
        if feed.format is not FeedFormat.ATOM:
            title = self.words.plain("feed-format", title=title, format=label)
        return FeedLinkView(title, self.link(feed.path), feed.format.media_type, label)


def list_keys(output: Output) -> list[Key]:
    """Return the feeds that a page is to name, if they are there; that of the whole site always is."""
    if output.kind in SAME_KINDS:
        return [(SAME_KINDS[output.kind], output.subject), WHOLE]
    if output.kind is OutputKind.CASES:
        return [(FeedKind.CASES, ""), (FeedKind.OUTCOMES, ""), WHOLE]
    if output.kind is OutputKind.CASE:
        return [WHOLE, (FeedKind.CASE_OUTCOMES, output.subject)]
    if output.kind is OutputKind.REPLIES:
        return [(FeedKind.CASE_OUTCOMES, output.document), WHOLE]
    return [WHOLE]
