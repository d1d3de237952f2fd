"""What the checks need to know of a finished page: each page is read once, for all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import NamedTuple

from plugins.checks.scanning import OpeningTag, read_text, scan_tags

CONTENT_LINK = re.compile(r"[{|](?:filename|static|attach|category|tag|author|index)[}|]", re.IGNORECASE)
WORDS = {"alt", "aria-label", "content", "title"}
"""Attributes that hold words for people, which may be about links."""

LINKS = ("href", "src", "srcset", "imagesrcset", "poster", "data", "action", "formaction")
"""Attributes that hold addresses which somebody follows: `cite` is for nobody to see.

Source: https://html.spec.whatwg.org/multipage/indices.html#attributes-3
"""

LINKING = frozenset({
    "a", "area", "audio", "button", "embed", "form", "iframe", "image", "img", "input", "link", "object", "script",
    "source", "template", "track", "use", "video",
})  # fmt: skip
"""Elements that can have one of them, and `template`, which holds some back."""

SETS = ("srcset", "imagesrcset")
SHARED = ("og:image", "og:url")
"""What `meta` says to those who share the page, as far as it is an address. Source: https://ogp.me/"""

_REFRESH = re.compile(r"[\s\d.]*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)


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


def read_page(path: Path) -> ReadPage:
    """Return what the checks need to know of a page."""
    return read_html(path.read_text(encoding="utf-8"))


def read_html(html: str) -> ReadPage:
    """Return what the checks need to know of a page, given as text, or of a part of one, such as the text of a feed."""
    page, inert_end = ReadPage(), 0
    has_content_links = CONTENT_LINK.search(html) is not None
    for tag in scan_tags(html):
        if not (has_content_links or _is_wanted(tag)):
            continue
        given = tag.read()
        _read_targets(page, given)
        if tag.end > inert_end:  # what a template holds is on no page until a script puts it there
            _read_ids(page, tag.name, given)
            _READERS.get(tag.name, _pass_over)(page, tag, given, html)
        if tag.name == "template":
            inert_end = html.find("</template", tag.end)
        if has_content_links:
            page.unread.update(_find_unread(given))
    return page


def _is_wanted(tag: OpeningTag) -> bool:
    """Tell whether a tag is worth reading: most have nothing but a class."""
    return tag.name in LINKING or tag.name in _READERS or "id" in tag.written.lower()


def _find_unread(given: Mapping[str, str]) -> Iterator[str]:
    return (value for name, value in given.items() if name not in WORDS and CONTENT_LINK.search(value))


def _pass_over(_page: ReadPage, _tag: OpeningTag, _given: Mapping[str, str], _html: str) -> None:
    """Read nothing more of a tag."""


def _read_ids(page: ReadPage, tag: str, given: Mapping[str, str]) -> None:
    if name := given.get("id"):
        if name in page.anchors:
            page.repeated.add(name)
        page.anchors.add(name)
    if tag == "a" and "name" in given:
        page.anchors.add(given["name"])


def _read_targets(page: ReadPage, given: Mapping[str, str]) -> None:
    for name in LINKS:
        if name in given:
            page.targets.update(split_set(given[name]) if name in SETS else (given[name].strip(),))


def split_set(value: str) -> Iterator[str]:
    """Go through the addresses of a `srcset`."""
    return (candidate.split()[0] for candidate in value.split(",") if candidate.strip())


def _read_html_tag(page: ReadPage, _tag: OpeningTag, given: Mapping[str, str], _html: str) -> None:
    page.lang = given.get("lang")


def _read_title(page: ReadPage, tag: OpeningTag, _given: Mapping[str, str], _html: str) -> None:
    if page.title is None:  # a drawing may have one of its own
        page.title = " ".join(unescape(tag.text).split())


def _read_meta(page: ReadPage, _tag: OpeningTag, given: Mapping[str, str], _html: str) -> None:
    content = given.get("content", "")
    if given.get("name", "").lower() == "description":
        page.description = content.strip()
    elif given.get("name", "").lower() == "robots":
        page.is_unindexed = "noindex" in content.lower()
    elif given.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content)):
        page.targets[match[1].strip()] += 1
    elif given.get("property") in SHARED:
        page.targets[content.strip()] += 1


def _read_picture(page: ReadPage, _tag: OpeningTag, given: Mapping[str, str], _html: str) -> None:
    if "alt" not in given:
        page.bare_pictures.append(given.get("src", ""))


def _read_script(page: ReadPage, tag: OpeningTag, given: Mapping[str, str], _html: str) -> None:
    if given.get("type", "").lower() == "application/ld+json":
        page.data.append(tag.text)
    elif "src" in given:
        page.loads.add(given["src"].strip())


def _read_link(page: ReadPage, _tag: OpeningTag, given: Mapping[str, str], _html: str) -> None:
    if "stylesheet" in given.get("rel", "").lower().split() and "href" in given:
        page.loads.add(given["href"].strip())


def _read_heading(page: ReadPage, tag: OpeningTag, given: Mapping[str, str], html: str) -> None:
    end = html.find(f"</{tag.name}", tag.end)
    inner = html[tag.end : end if end >= 0 else len(html)]
    pictures = (one.read().get("alt", "") for one in scan_tags(inner) if one.name == "img")
    words = " ".join((read_text(inner), *pictures)).strip()
    page.headings.append(Heading(int(tag.name[1]), words or given.get("aria-label", ""), given.get("id", "")))


_READERS = {
    "html": _read_html_tag, "title": _read_title, "meta": _read_meta, "img": _read_picture, "script": _read_script,
    "link": _read_link,
    **{f"h{level}": _read_heading for level in range(1, 7)},
}  # fmt: skip
