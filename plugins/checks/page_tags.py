"""The opening tags of a finished page that the checks ask about, and what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from plugins.checks.scanning import read_attributes, scan_tags

CONTENT_LINK = re.compile(r"[{|](?:filename|static|attach|category|tag|author|index)[}|]", re.IGNORECASE)

LINKS = ("href", "src", "srcset", "imagesrcset", "poster", "data", "action", "formaction")
"""Attributes that hold addresses which somebody follows: `cite` is for nobody to see.

Source: https://html.spec.whatwg.org/multipage/indices.html#attributes-3
"""

LINKING = frozenset({
    "a", "area", "audio", "button", "embed", "form", "iframe", "image", "img", "input", "link", "object", "script",
    "source", "template", "track", "use", "video",
})  # fmt: skip
"""Elements that can have one of them, and `template`, which holds some back."""

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
TELLING = frozenset({"html", "title", "meta", "img", "script", "link"}) | HEADINGS
"""Elements that say something of their page."""

SETS = ("srcset", "imagesrcset")

SHARED = ("og:image", "og:url")
"""What `meta` says to those who share the page, as far as it is an address. Source: https://ogp.me/"""

TOLD = ("description", "robots")
"""What `meta` says of the page that the checks ask for."""

_SILENT_META = re.compile(r' property="(?!og:(?:image|url)")[\w:]+" content="[^"]*"')
"""What most `meta` of a page are like: words for those who share it, which nobody asks for here."""

NOTHING: Mapping[str, str] = {}

_REFRESH = re.compile(r"[\s\d.]*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)


class Tag(NamedTuple):
    """What an opening tag says, wherever it stands: its attributes, the addresses in them, and what can be linked to.

    `shared` are addresses that `meta` has, for what reads the page and not for people. Most tags are no more than
    links; those that say something else of their page are `telling`.
    """

    name: str
    given: Mapping[str, str]
    targets: tuple[str, ...]
    shared: tuple[str, ...]
    is_telling: bool


class PageTag(NamedTuple):
    """A tag on a page, and what its element holds, if it is a heading or holds nothing but text.

    What a template holds is inert: it is on no page until a script puts it there.
    """

    tag: Tag
    inner: str
    is_inert: bool = False


def has_content_link(html: str) -> bool:
    """Tell whether a link into the content stands anywhere in a page, be it as words."""
    for mark in "{|":
        index = html.find(mark)
        while index >= 0:
            if CONTENT_LINK.match(html, index):
                return True
            index = html.find(mark, index + 1)
    return False


def split_set(value: str) -> Iterator[str]:
    """Go through the addresses of a `srcset`."""
    return (candidate.split()[0] for candidate in value.split(",") if candidate.strip())


def scan_all_tags(html: str, *, everything: bool) -> Iterator[PageTag]:
    """Go through the tags of any page that say something, or through all."""
    inert_end = 0
    for tag in scan_tags(html):
        if not (everything or is_wanted(tag.name, tag.written)):
            continue
        inner = tag.text
        if tag.name in HEADINGS:
            end = html.find(f"</{tag.name}", tag.end)
            inner = html[tag.end : end if end >= 0 else len(html)]
        yield PageTag(read_tag(tag.name, tag.written), inner, tag.end <= inert_end)
        if tag.name == "template":
            inert_end = html.find("</template", tag.end)


def is_wanted(name: str, written: str) -> bool:
    """Tell whether a tag is worth reading: most have nothing but a class."""
    if name == "meta":
        return not _SILENT_META.fullmatch(written)
    return name in LINKING or name in TELLING or "id" in written.lower()


def read_tag(name: str, written: str) -> Tag:
    """Return what a tag says, given its name in small letters and its attributes as they are written."""
    given = read_attributes(written) if written else NOTHING
    shared = tuple(_find_shared(given)) if name == "meta" else ()
    targets = () if given.keys().isdisjoint(LINKS) else tuple(_find_targets(given))
    return Tag(name, given, targets, shared, _is_telling(name, given))


def _is_telling(name: str, given: Mapping[str, str]) -> bool:
    if "id" in given or (name == "a" and "name" in given):
        return True
    if name == "meta":
        return given.get("name", "").lower() in TOLD
    if name == "link":
        return is_stylesheet(given)
    return name in TELLING and (name != "img" or "alt" not in given)


def is_stylesheet(given: Mapping[str, str]) -> bool:
    """Tell whether a `link` with these attributes loads a stylesheet."""
    return "href" in given and "stylesheet" in given.get("rel", "").lower().split()


def _find_targets(given: Mapping[str, str]) -> Iterator[str]:
    for name in LINKS:
        if name in given:
            yield from split_set(given[name]) if name in SETS else (given[name].strip(),)


def _find_shared(given: Mapping[str, str]) -> Iterator[str]:
    content = given.get("content", "")
    if given.get("name", "").lower() in TOLD:
        return
    if given.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(content)):
        yield match[1].strip()
    elif given.get("property") in SHARED:
        yield content.strip()
