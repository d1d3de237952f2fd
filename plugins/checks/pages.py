"""What the checks need to know of a finished page: each page is read once, for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple

from plugins.checks.page_pieces import OddPageError, Piece, cut_page, make_piece
from plugins.checks.page_tags import (
    CONTENT_LINK,
    HEADINGS,
    PageTag,
    Tag,
    has_content_link,
    is_stylesheet,
    scan_all_tags,
)
from plugins.checks.scanning import read_text, scan_tags

WORDS = {"alt", "aria-label", "content", "title"}
"""Attributes that hold words for people, which may be about links."""

KEPT_HEADINGS = 1 << 12
"""How many headings are remembered: those of a list stand on many."""


class Heading(NamedTuple):
    """A heading of a page: its level, its words, and its id or ""."""

    level: int
    text: str
    id: str


@dataclass
class ReadPage:
    """What a page offers to link to, what it links to and how often, and what it says of itself.

    `repeated` are ids that it has twice, `unread` links into the content that nothing has read, `loads` the stylesheets
    and scripts that it loads, `bare_pictures` the addresses of pictures without `alt`, `data` its blocks of JSON-LD.
    `is_unindexed` tells whether it asks search engines to pass by. What is None is not there at all.
    """

    anchors: set[str] = field(default_factory=set)
    targets: Counter[str] = field(default_factory=Counter)
    repeated: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    loads: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    bare_pictures: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    title: str | None = None
    lang: str | None = None
    description: str | None = None
    is_unindexed: bool = False


def read_html(html: str) -> ReadPage:
    """Return what the checks need to know of a page, given as text, or of a part of one, such as the text of a feed.

    A page with unread links into the content, or that cannot be cut, is scanned tag by tag: what is found is the same.
    """
    everything = has_content_link(html)
    try:
        return scan_html(html, everything=True) if everything else _put_together(cut_page(html))
    except OddPageError:
        return scan_html(html)


def scan_html(html: str, *, everything: bool = False) -> ReadPage:
    """Return what `read_html` does, found in the tags of any page that say something, or in all."""
    tags = [*scan_all_tags(html, everything=everything)]
    page = _put_together([*map(make_piece, tags)])
    page.unread.update(_find_unread(tags) if everything else ())
    return page


def _put_together(pieces: Collection[Piece]) -> ReadPage:
    page = ReadPage(targets=Counter(chain.from_iterable(piece.targets for piece in pieces)))
    for piece in pieces:
        for tag, inner in piece.telling:
            _read_ids(page, tag)
            if tag.name in _READERS:
                _READERS[tag.name](page, tag, inner)
    return page


def _find_unread(tags: Iterable[PageTag]) -> Iterator[str]:
    given = (one for tag, _, _ in tags for one in tag.given.items())
    return (value for name, value in given if name not in WORDS and CONTENT_LINK.search(value))


def _read_ids(page: ReadPage, tag: Tag) -> None:
    if name := tag.given.get("id"):
        if name in page.anchors:
            page.repeated.add(name)
        page.anchors.add(name)
    if tag.name == "a" and "name" in tag.given:
        page.anchors.add(tag.given["name"])


def _read_html_tag(page: ReadPage, tag: Tag, _inner: str) -> None:
    page.lang = tag.given.get("lang")


def _read_title(page: ReadPage, _tag: Tag, inner: str) -> None:
    if page.title is None:  # a drawing may have one of its own
        page.title = " ".join(unescape(inner).split())


def _read_meta(page: ReadPage, tag: Tag, _inner: str) -> None:
    name, content = tag.given.get("name", "").lower(), tag.given.get("content", "")
    if name == "description":
        page.description = content.strip()
    elif name == "robots":
        page.is_unindexed = "noindex" in content.lower()


def _read_picture(page: ReadPage, tag: Tag, _inner: str) -> None:
    if "alt" not in tag.given:
        page.bare_pictures.append(tag.given.get("src", ""))


def _read_script(page: ReadPage, tag: Tag, inner: str) -> None:
    if tag.given.get("type", "").lower() == "application/ld+json":
        page.data.append(inner)
    elif "src" in tag.given:
        page.loads.add(tag.given["src"].strip())


def _read_link(page: ReadPage, tag: Tag, _inner: str) -> None:
    if is_stylesheet(tag.given):
        page.loads.add(tag.given["href"].strip())


def _read_heading(page: ReadPage, tag: Tag, inner: str) -> None:
    words = _read_words(inner) or tag.given.get("aria-label", "")
    page.headings.append(Heading(int(tag.name[1]), words, tag.given.get("id", "")))


@lru_cache(maxsize=KEPT_HEADINGS)
def _read_words(inner: str) -> str:
    """Return the words of a heading, with those that stand for its pictures."""
    if "<" not in inner:
        return " ".join(unescape(inner).split())
    pictures = (one.read().get("alt", "") for one in scan_tags(inner) if one.name == "img")
    return " ".join((read_text(inner), *pictures)).strip()


_READERS: Mapping[str, Callable[[ReadPage, Tag, str], None]] = {
    "html": _read_html_tag, "title": _read_title, "meta": _read_meta, "img": _read_picture, "script": _read_script,
    "link": _read_link, **dict.fromkeys(HEADINGS, _read_heading),
}  # fmt: skip
