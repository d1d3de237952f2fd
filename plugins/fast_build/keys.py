"""A key for each planned file: as long as it is the same, so is every byte of the file.

To make the view of a page only to see that it is the one of yesterday takes as long as to show it. So a key is made of
the facets of what the view is made from (facets.py); each kind of file says here which these are. Whoever lets a page
show something new adds it to its key: `python -m tests.incremental` compares what is forgotten with a clean build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plugins.blog.entries import Entry
from plugins.blog.terms import TermKind
from plugins.fast_build.closures import Closures
from plugins.fast_build.digests import digest
from plugins.fast_build.facets import Facets
from plugins.feeds.ids import make_feed_id
from plugins.feeds.rendering import Feeds
from plugins.records import Records
from plugins.site.feed_views import Key, list_keys
from plugins.site.indexing import ENTRY_KINDS, PERIODS, TERM_KINDS, TERM_LISTS, is_indexed
from plugins.site.pages import Pages
from plugins.site.registry import FILES, Output, OutputKind
from plugins.site.rendering import PAGE_ENDING
from plugins.site.search import find_kinds

UNKNOWN = ""
"""The key of what is always made anew: it is quickly made, or says something of every file of the site."""

Parts = tuple[object, ...]


class Keys:
    """Finds the keys of all files of one site, whose pages are made by templates with these `closures`."""

    def __init__(self, pages: Pages, feeds: Feeds, closures: Closures, records: Records) -> None:
        self.pages = pages
        self.content = pages.content
        self.facets = Facets(pages, records)
        self.facets.prepare(self.content.stream)  # all at once, as nearly all of them are asked for
        self._feeds = feeds
        self._closures = closures
        self._templates: dict[OutputKind, str] = {}
        self._feed_links: dict[tuple[Key, ...], str] = {}
        self._lists: dict[str, Parts] = {}
        self._pictures = frozenset(picture.path for picture in self.content.shown)
        self._finders = self._list_finders()

    def find(self, output: Output) -> str:
        """Return the key of a file, or UNKNOWN."""
        find = self._finders.get(output.kind)
        if find is None:
            return UNKNOWN
        return digest(self.facets.site, *self._describe_file(output), *self._describe_page(output), find(output))

    def _list_finders(self) -> dict[OutputKind, Callable[[Output], Parts]]:
        """Return what finds the parts of a key that are peculiar to a kind of file."""
        return {
            OutputKind.ARTICLE: self._find_dated,
            OutputKind.CASE: self._find_dated,
            OutputKind.PAGE: self._find_entry,
            OutputKind.REPLIES: self._find_entry,
            OutputKind.ALIAS: self._find_entry,
            OutputKind.INDEX: self._find_index,
            OutputKind.CASES: self._find_cases,
            OutputKind.ARCHIVES: lambda _: self._list(self.content.stream),
            OutputKind.NOT_FOUND: lambda _: self._list(self.content.stream[:3]),
            OutputKind.DOWNLOADS: self._find_downloads,
            OutputKind.FEEDS: self._find_feed_list,
            OutputKind.FEED_LIST: self._find_feed_list,
            OutputKind.FEED_STYLE: lambda _: (),
            OutputKind.SEARCH: lambda _: (find_kinds(self.content),),
            OutputKind.FEED: self._find_feed,
            OutputKind.CARD: lambda output: (self.content.cards.drawn[output.path].key,),
            OutputKind.STATIC: self._find_copied,
            OutputKind.VARIANT: self._find_copied,
            OutputKind.ASSET: lambda _: (),
            OutputKind.ROBOTS: lambda _: (),
            OutputKind.MANIFEST: lambda _: (),
            **dict.fromkeys(TERM_KINDS, self._find_term),
            **dict.fromkeys(TERM_LISTS, self._find_terms),
            **dict.fromkeys(PERIODS, self._find_period),
        }

    def _describe_file(self, output: Output) -> Parts:
        return str(output.kind), output.path, output.number

    def _describe_page(self, output: Output) -> Parts:
        """Return what every page says of itself."""
        if output.kind in FILES:
            return ()
        parts = self._find_template(output.kind), output.subject, self._find_feed_links(output)
        # Of a page of one entry the rest is said by this one alone.
        return parts if output.kind in (*ENTRY_KINDS, OutputKind.REPLIES) else (*parts, *self._find_list(output))

    def _find_list(self, output: Output) -> Parts:
        """Return what all pages of a list say of the list."""
        base = output.base or output.path
        if base not in self._lists:
            pages, changed = self.content.registry.get_pages(base), self.pages.metadata.graphs.find_last_change(output)
            self._lists[base] = len(pages), is_indexed(output, self.content), changed
        return self._lists[base]

    def _find_template(self, kind: OutputKind) -> str:
        if kind not in self._templates:
            self._templates[kind] = self._closures.find(f"{kind}{PAGE_ENDING}")
        return self._templates[kind]

    def _find_feed_links(self, output: Output) -> str:
        """Return the digest of the feeds that a page names in its head: most name the same."""
        named = tuple(list_keys(output))
        if named not in self._feed_links:
            self._feed_links[named] = digest(self.pages.feeds.find_links(output))
        return self._feed_links[named]

    def _find_entry(self, output: Output) -> Parts:
        """Return what the page of an entry says that stands in no stream."""
        entry = self.content.by_name[output.document]
        authors = (self.content.terms[TermKind.AUTHOR][name] for name in entry.authors)
        return self.facets.whole(entry), *map(self.facets.term, authors)

    def _find_dated(self, output: Output) -> Parts:
        """Return what the page of a post or case says: what is near, its series, and the posts that show it."""
        entry = self.content.by_name[output.document]
        near = self.pages.around.find_near(entry)
        column = self.content.terms[TermKind.COLUMN].get(entry.column or "")
        series = self.content.terms[TermKind.SERIES].get(entry.series or "")
        beside = (near.newer, near.older)
        return (
            self._find_entry(output),
            tuple(other and self.facets.link(other) for other in beside),
            self.facets.cards(near.related),
            self.facets.links(near.showing),
            column and self.facets.term(column),
            series and (self.facets.term(series), self._list_parts(series.entries)),
        )

    def _list_parts(self, entries: Iterable[Entry]) -> Parts:
        return tuple((self.facets.link(entry), entry.part, bool(entry.case)) for entry in entries)

    def _find_index(self, output: Output) -> Parts:
        entries = self.pages.lists.cut(self.content.stream, output)
        lead = self.content.cases[:1] if output.number == 1 else ()
        return self._list(lead), self._list(entries, output)

    def _find_cases(self, output: Output) -> Parts:
        groups = self.content.case_groups
        entries = groups[output.subject] if output.subject else self.content.cases
        # A case stands in several groups, so that these do not tell how many there are.
        counts = len(self.content.cases), *((choice, len(members)) for choice, members in groups.items())
        return counts, self._list(entries)

    def _find_term(self, output: Output) -> Parts:
        term = self.content.terms[TermKind(output.kind)][output.subject]
        entries = self.pages.lists.cut(term.entries, output)
        return self.facets.term(term), len(term.entries), self._list(entries, output)

    def _find_terms(self, output: Output) -> Parts:
        terms = self.content.terms[TERM_LISTS[output.kind]].values()
        return tuple((self.facets.term(term), len(term.entries)) for term in terms)

    def _find_period(self, output: Output) -> Parts:
        periods = tuple(self.content.periods) if output.kind is OutputKind.MONTH else ()
        return periods, self._list(self.content.periods[output.subject], output)

    def _list(self, entries: Iterable[Entry], output: Output | None = None) -> Parts:
        """Return what a list shows of entries: whole posts, where the settings say so of its kind."""
        every = tuple(entries)
        is_full = output is not None and output.kind in self.pages.settings.full_posts
        return (*self.facets.cards(every), *(map(self.facets.whole, every) if is_full else ()))

    def _find_downloads(self, _output: Output) -> Parts:
        return tuple(
            (one.title, one.path, one.type, one.size, one.date, self.facets.document(one.about))
            for one in self.content.downloads
        )

    def _find_feed_list(self, _output: Output) -> Parts:
        feeds = self.content.feeds
        return tuple((feed.title, feed.name, feed.holds, feed.count, feed.page, feed.path) for feed in feeds)

    def _find_feed(self, output: Output) -> Parts:
        """Return what a feed or one of its archives says."""
        members = self._feeds.find_members(output)
        feed = members.feed
        return (
            make_feed_id(feed, self.content),
            (feed.title, feed.holds, feed.page, feed.address, members.number, members.older, members.newer),
            self.facets.document(feed.profile) if feed.profile else "",
            tuple(map(self.facets.whole, members.entries)),
            tuple((self.facets.whole(reply.entry), reply.outcome.id) for reply in members.replies),
        )

    def _find_copied(self, output: Output) -> Parts:
        """Return what tells a copied file from what it was: it is not read, as it may be a film."""
        found = output.origin.stat()
        is_stripped = output.path in self._pictures
        # The time of any change is one that nobody can set back.
        times = found.st_mtime_ns, found.st_ctime_ns
        return str(output.origin), found.st_size, times, found.st_ino, is_stripped
