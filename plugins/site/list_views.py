"""What templates see of a list: its entries, terms, months, files and feeds; views.py says how."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.documents.views import DateView, LinkView


@dataclass(frozen=True)
class FeedLinkView:
    """A link to a feed in one format; `title` tells it from all other feeds, `label` is what the format is called."""

    title: str
    href: str
    type: str
    label: str


@dataclass(frozen=True)
class FeedView:
    """A feed in a list: the page that it belongs to, what it holds and how much of that, and it in all formats."""

    page: LinkView
    holds: str
    count: int
    formats: tuple[FeedLinkView, ...]


@dataclass(frozen=True)
class FeedGroupView:
    """Feeds of one kind under their heading."""

    heading: str
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True)
class LicenceView:
    """A licence, and where its words stand if that is known."""

    text: str
    href: str | None


@dataclass(frozen=True, eq=False)  # each is itself: what templates make of one is remembered
class EntryView:
    """A post or a case in a list. `kind` is post or case; `number` is a case's number in its series.

    `roles` and `question` are a case's; they are empty for a post. `text_html` is the whole text of a post, where the
    list shows it; `licence` is then the post's own, if it has one, and `reprints` what its page shows again.
    """

    kind: str
    title_html: Markup
    href: str
    date: DateView
    category: LinkView | None
    authors: tuple[LinkView, ...]
    summary_html: Markup
    minutes: int
    number: int | None
    series: str | None
    part: int | None
    column: ColumnView | None
    text_html: Markup | None
    lang: str
    direction: str
    licence: LicenceView | None
    reprints: tuple[LinkView, ...]
    roles: tuple[str, ...]
    question: str
    draft: bool


@dataclass(frozen=True)
class ColumnView:
    """The recurring column that something belongs to, and the mark that stands beside its titles, or ""."""

    text: str
    href: str
    mark: str


@dataclass(frozen=True)
class TermView:
    """A category, tag, author, column or series in a list of them, and how many entries it holds.

    `text_html` is how what is written about it begins.
    """

    text: str
    href: str
    count: int
    mark: str
    text_html: Markup


@dataclass(frozen=True)
class MonthView:
    """The entries of one month, newest first, and where the month has a page of its own."""

    name: str
    href: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class YearView:
    """The months of one year, newest first, and how many entries they hold."""

    year: int
    href: str
    anchor: str
    count: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True)
class FilterView:
    """One way to choose among the cases: what it goes by (role or topic), and the choices, each with its count."""

    name: str
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, eq=False)  # as above
class ChoiceView:
    """One choice of a filter; `current` where it is the one that is shown.

    `key` is the kind of a role, a topic in its own words, or "" for not to choose.
    """

    key: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True)
class DownloadView:
    """A file to take along: its kind (see `blog.downloads.FileType`) and its size in words."""

    title_html: Markup
    href: str
    type: str
    format: str
    size: str
    date: DateView | None
    text_html: Markup


@dataclass(frozen=True)
class PaginationView:
    """Where one is in a list of pages; `newer` and `older` are None at its ends."""

    number: int
    count: int
    newer: str | None
    older: str | None
