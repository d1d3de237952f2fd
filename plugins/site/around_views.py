"""What templates see around a text: who wrote it, its series, corrections and contents; views.py says how."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.documents.views import DateView, LinkView
from plugins.site.list_views import ColumnView, EntryView, LicenceView
from plugins.wording.words import Words


@dataclass(frozen=True)
class AuthorView:
    """An author as in the box under a post. `picture` is an address, `email` one for letters; both may be None."""

    name: str
    href: str
    picture: str | None
    credentials: str
    text_html: Markup
    links: tuple[LinkView, ...]
    email: str | None


@dataclass(frozen=True)
class PartView:
    """One part of a series; `number` is what its document says, `current` whether it is the one that is read."""

    text: str
    href: str
    number: int | None
    kind: str
    current: bool


@dataclass(frozen=True)
class SeriesView:
    """A series around one of its parts: "Part `number` of `count`". `newer` is the part after, `older` the one before.

    `kind` is post or case.
    """

    text: str
    href: str
    kind: str
    number: int
    count: int
    older: LinkView | None
    newer: LinkView | None
    parts: tuple[PartView, ...]


@dataclass(frozen=True)
class CorrectionView:
    """What was changed, and when."""

    date: DateView
    text_html: Markup


@dataclass(frozen=True)
class ReprintView:
    """An older post as it is shown in a newer one; `words` are those of its language."""

    title_html: Markup
    href: str
    anchor: str
    date: DateView
    authors: tuple[LinkView, ...]
    licence: LicenceView | None
    lang: str
    direction: str
    words: Words
    text_html: Markup


@dataclass(frozen=True)
class HeadingView:
    """A heading in the table of contents; `level` is 2 for the highest."""

    text: str
    href: str
    level: int


@dataclass(frozen=True)
class TranslationView:
    """The same text in another language, under the language's own name."""

    text: str
    href: str
    lang: str


@dataclass(frozen=True)
class AroundView:
    """What stands around a post or case: where it belongs, what is near, and what one can do with it.

    `newer` and `older` are its neighbours in time; `reprinted_in` are the posts that show it whole; `mail` begins a
    letter that passes it on, `reply` one to the author; `address` is its whole address.
    """

    category: LinkView | None
    tags: tuple[LinkView, ...]
    column: ColumnView | None
    series: SeriesView | None
    newer: LinkView | None
    older: LinkView | None
    related: tuple[EntryView, ...]
    authors: tuple[AuthorView, ...]
    corrections: tuple[CorrectionView, ...]
    reprinted_in: tuple[LinkView, ...]
    address: str
    mail: str
    reply: str | None
