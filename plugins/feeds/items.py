"""FeedItem: a post, a case or what a reader sent, as every format of feed is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from plugins.site.list_views import LicenceView


@dataclass(frozen=True)
class Person:
    """Who wrote something, and the address of the page about them, if there is one."""

    name: str
    url: str | None = None


@dataclass(frozen=True)
class Enclosure:
    """A file to be played: its whole address, its media type and its size in bytes."""

    url: str
    media_type: str
    length: int


@dataclass(frozen=True)
class Translation:
    """The same text in another language."""

    lang: str
    url: str


@dataclass(frozen=True)
class Thread:
    """What was answered to an item: the address of the feed of it, how much, and when last. Source: RFC 4685."""

    url: str
    count: int
    updated: datetime | None


@dataclass(frozen=True)
class Parent:
    """What an item answers: its id, its page, and a feed that it is in. Source: RFC 4685."""

    id: str
    url: str
    feed_url: str


@dataclass(frozen=True)
class FeedItem:
    """One entry of a feed.

    `html` holds whole addresses only, but for links between a footnote and its place, and nothing that feed readers
    drop. `lang` is the language of all its words.
    """

    id: str
    url: str
    title: str
    lang: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    categories: tuple[str, ...]
    summary: str
    html: Markup
    licence: LicenceView | None = None
    enclosures: tuple[Enclosure, ...] = ()
    translations: tuple[Translation, ...] = ()
    thread: Thread | None = None
    parent: Parent | None = None
