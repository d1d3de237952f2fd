"""Which feeds there are: one of each kind for each thing, in every format, and where each is written.

What says something about feeds to people (the list of feeds, OPML, `rel=alternate`) is made from these values as well
as the feeds themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import quote

from plugins.blog.entries import Entry
from plugins.blog.terms import FOLDERS, Term, TermKind, Terms
from plugins.cases.model import ReaderOutcome
from plugins.cases.reply_views import sort_replies
from plugins.documents.models import Document
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting
from plugins.site.registry import Output, OutputKind
from plugins.wording.words import Words


class FeedKind(StrEnum):
    """What a feed holds."""

    ALL = "all"
    CASES = "cases"
    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"
    COLUMN = "column"
    SERIES = "series"
    OUTCOMES = "outcomes"
    CASE_OUTCOMES = "case-outcomes"


class FeedFormat(StrEnum):
    """In what a feed is written."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def ending(self) -> str:
        """How the names of its files end."""
        return {"atom": "atom.xml", "rss": "rss.xml", "json": "json"}[self]

    @property
    def media_type(self) -> str:
        """What links to it say that it is. Sources: RFC 4287, the RSS Advisory Board, jsonfeed.org."""
        return {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}[self]

    @property
    def label(self) -> str:
        """What it is called."""
        return {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}[self]

    @property
    def can_have_archives(self) -> bool:
        """Whether older entries can be reached by archives; RFC 5005 speaks of XML only."""
        return self is not FeedFormat.JSON


@dataclass(frozen=True)
class Reply:
    """What a reader sent, and the case that it is about."""

    entry: Entry
    outcome: ReaderOutcome


@dataclass(frozen=True)
class Feed:
    """One feed in one format.

    `subject` is the key of a term or the name of a case inside the content, "" where the feed is of the whole site.
    `path` is where it is written, `address` its whole address, `page` the output path of the page that it belongs to.
    All that it ever held stands in `entries`, or in `replies` where readers write it, newest first: the feed shows the
    first `size` of them, and its archives the others where it `is_archived`. `title` tells it from all others, `name`
    from others of its kind; `holds` says in words what one finds in it, `profile` is what is written about the term.
    """

    kind: FeedKind
    subject: str
    format: FeedFormat
    path: str
    address: str
    title: str
    name: str
    holds: str
    page: str
    size: int
    is_archived: bool
    entries: tuple[Entry, ...] = ()
    replies: tuple[Reply, ...] = ()
    profile: Document | None = None

    @property
    def count(self) -> int:
        """How much it holds, archives included."""
        return len(self.entries) + len(self.replies)

    @property
    def archives(self) -> int:
        """How many archives it has: as few as hold all that the feed does not show, each of them full."""
        return max(0, -(-self.count // self.size) - 1) if self.is_archived else 0

    def find_archive(self, number: int) -> str:
        """Return where an archive is written; the oldest is number 1. No slug has a dot, so no other feed is there."""
        folder, _, name = self.path.rpartition("/")
        stem, ending = _split_name(name, self.format)
        return f"{folder}/{stem}.{number}{ending}".lstrip("/")

    def make_archive_address(self, number: int) -> str:
        """Return the whole address of an archive."""
        return self.address.removesuffix(quote(self.path)) + quote(self.find_archive(number))


HOLDS = {
    FeedKind.CASES: "feed-holds-cases",
    FeedKind.OUTCOMES: "feed-holds-outcomes",
    FeedKind.CASE_OUTCOMES: "feed-holds-case-outcomes",
}
"""The messages that say what one finds in a feed; all others hold posts and cases."""

NAMES = {FeedKind.CASES: "title-cases", FeedKind.OUTCOMES: "feeds-outcomes"}
"""The messages that name feeds which are not called after the site, a term or a case."""

PATHS = {
    FeedKind.ALL: "all",
    FeedKind.CASES: "cases",
    **{FeedKind(kind): f"{FOLDERS[kind]}/{{slug}}" for kind in TermKind},
    FeedKind.OUTCOMES: "outcomes",
    FeedKind.CASE_OUTCOMES: "outcomes/{slug}",
}
"""Where feeds are written inside the folder of feeds, without the ending of their format."""


class Published(Protocol):
    """What feeds are planned from: the content, or the plan that it is made by."""

    @property
    def settings(self) -> SiteSettings:
        """The settings of the site."""

    @property
    def stream(self) -> Sequence[Entry]:
        """The listed posts and cases, newest first."""

    @property
    def terms(self) -> Terms:
        """All terms by kind and key."""


@dataclass(frozen=True)
class _Subject:
    """What one feed is about, before it has a format."""

    kind: FeedKind
    page: str
    key: str = ""
    slug: str = ""
    name: str = ""
    entries: tuple[Entry, ...] = ()
    replies: tuple[Reply, ...] = ()
    profile: Document | None = None


def find_feeds(content: Published) -> tuple[Feed, ...]:
    """Return every feed of the site, those of one kind together, in the order of `FeedKind`; titles are distinct."""
    subjects = [*_find_site_subjects(content), *_find_term_subjects(content), *_find_reply_subjects(content)]
    titles = _make_titles(subjects, content.settings)
    return tuple(
        _make_feed(subject, format_, title, content.settings)
        for subject, title in zip(subjects, titles, strict=True)
        for format_ in FeedFormat
    )


def _make_feed(subject: _Subject, format_: FeedFormat, title: str, settings: SiteSettings) -> Feed:
    path = find_feed_path(subject.kind, format_, subject.slug, settings)
    return Feed(
        kind=subject.kind,
        subject=subject.key,
        format=format_,
        path=path,
        address=f"{settings.url}/{quote(path)}",
        title=title,
        name=_make_name(subject, settings),
        holds=_speak(settings).plain(HOLDS.get(subject.kind, "feed-holds-entries")),
        page=subject.page,
        size=settings.feed_size,
        is_archived=format_.can_have_archives and subject.kind in settings.feed_archives,
        entries=subject.entries,
        replies=subject.replies,
        profile=subject.profile,
    )


def plan_feeds(content: Published) -> Iterator[Output]:
    """Plan every feed and its archives. The archives of a feed are its further pages, the oldest first."""
    origin = content.settings.settings_file
    positions = {name: find_setting(origin, name) for name in STOCK_NAMES.values()}
    for feed in find_feeds(content):
        position = positions.get(STOCK_NAMES.get((feed.kind, feed.format), ""))
        output = Output(feed.path, OutputKind.FEED, f"{feed.kind} {feed.subject}".rstrip(), origin, base=feed.path)
        yield replace(output, position=position) if position else output
        for number in range(1, feed.archives + 1):
            path = feed.find_archive(number)
            yield Output(path, output.kind, output.subject, origin, output.position, number + 1, output.base)


STOCK_NAMES: Mapping[tuple[FeedKind, FeedFormat], str] = {
    (kind, format_): f"{name}_{format_.upper()}"
    for kind, name in (
        (FeedKind.ALL, "FEED_ALL"), (FeedKind.CATEGORY, "CATEGORY_FEED"), (FeedKind.TAG, "TAG_FEED"),
        (FeedKind.AUTHOR, "AUTHOR_FEED"),
    )
    for format_ in (FeedFormat.ATOM, FeedFormat.RSS)
}  # fmt: skip
"""Settings of stock Pelican that say where feeds of one kind are written."""


def find_feed_path(kind: FeedKind, format_: FeedFormat, slug: str, settings: SiteSettings) -> str:
    """Return where a feed is written: where a setting of stock Pelican says, else in the folder of feeds."""
    pattern = settings.feed_paths.get(STOCK_NAMES.get((kind, format_), ""))
    return (pattern or f"{settings.feed_folder}/{PATHS[kind]}.{format_.ending}").format(slug=slug)


def _find_site_subjects(content: Published) -> Iterator[_Subject]:
    """Go through the feeds of the whole site; one of cases is there only where there are any."""
    yield _Subject(FeedKind.ALL, "index.html", entries=tuple(content.stream))
    if cases := tuple(entry for entry in content.stream if entry.case):
        yield _Subject(FeedKind.CASES, "cases/index.html", entries=cases)


def _find_term_subjects(content: Published) -> Iterator[_Subject]:
    """Go through the terms that have something; those of a series come newest first, as in every feed."""
    places = {entry.name: place for place, entry in enumerate(content.stream)}
    for kind in TermKind:
        by_path = {term.path: term for term in reversed(list(content.terms[kind].values())) if term.slug}
        for term in sorted(by_path.values(), key=lambda term: (term.name.casefold(), term.key)):
            is_series = kind is TermKind.SERIES
            entries = tuple(sorted(term.entries, key=lambda one: places[one.name])) if is_series else term.entries
            if entries:
                yield _make_term_subject(term, entries)


def _make_term_subject(term: Term, entries: tuple[Entry, ...]) -> _Subject:
    return _Subject(
        FeedKind(term.kind), term.path, term.key, term.slug, term.name, entries, profile=term.profile
    )  # fmt: skip


def _find_reply_subjects(content: Published) -> Iterator[_Subject]:
    """Go through the feeds of what readers sent: one for all cases, and one for each, even before the first reply."""
    by_case = {entry.name: tuple(find_replies(entry)) for entry in content.stream if entry.case}
    if not by_case:
        return
    yield _Subject(FeedKind.OUTCOMES, "cases/index.html", replies=_sort_replies(by_case.values()))
    # Where two cases make one address, the registry says so at their pages.
    by_path = {entry.path: entry for entry in reversed(content.stream) if entry.case}
    for entry in reversed(by_path.values()):
        key, title = str(entry.name), entry.fields.title
        yield _Subject(FeedKind.CASE_OUTCOMES, entry.path, key, entry.slug, title, replies=by_case[entry.name])


def find_replies(entry: Entry) -> Iterator[Reply]:
    """Go through what readers sent to a case and may be shown, newest first."""
    assert entry.case is not None
    return (Reply(entry, outcome) for outcome in sort_replies(entry.case.reader_outcomes))


def _sort_replies(groups: Iterable[tuple[Reply, ...]]) -> tuple[Reply, ...]:
    """Return the replies of all cases as one row, newest first."""
    every = (reply for group in groups for reply in group)
    return tuple(sorted(every, key=_rank_reply, reverse=True))


def _rank_reply(reply: Reply) -> tuple[float, str, str]:
    received = reply.outcome.fields.received
    return (received.timestamp() if received else 0, reply.outcome.id, str(reply.entry.name))


def _make_titles(subjects: Sequence[_Subject], settings: SiteSettings) -> list[str]:
    """Return a title for each feed, with the slug where two would be called the same, as by authors of one name."""
    titles = [_make_title(subject, settings) for subject in subjects]
    seen = Counter(titles)
    return [
        f"{title} ({subject.slug})" if seen[title] > 1 else title
        for title, subject in zip(titles, subjects, strict=True)
    ]


def _make_title(subject: _Subject, settings: SiteSettings) -> str:
    """Return what a feed is called. A category and a tag may bear one name, so its kind is in the title."""
    if subject.kind is FeedKind.ALL:
        return settings.name
    name = {"name": subject.name} if subject.name else {}
    return _speak(settings).plain(f"feed-of-{subject.kind}", site=settings.name, **name)


def _make_name(subject: _Subject, settings: SiteSettings) -> str:
    """Return what a feed is called among others of this site."""
    key = NAMES.get(subject.kind)
    return _speak(settings).plain(key) if key else subject.name or settings.name


def _speak(settings: SiteSettings) -> Words:
    return settings.wording.speak(settings.lang)


def _split_name(name: str, format_: FeedFormat) -> tuple[str, str]:
    """Return the name of a file and its ending, which may have two parts: `all`, `.atom.xml`."""
    ending = f".{format_.ending}"
    if name.endswith(ending) and name != ending:
        return name.removesuffix(ending), ending
    path = PurePosixPath(name)
    return path.stem, path.suffix
