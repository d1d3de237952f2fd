"""A text that stands inside another page: its ids clash with none, and what refers to them still finds them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from plugins.documents.tags import Attribute, find_tags

REFERRING = frozenset({
    "for", "list", "headers", "form", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details",
    "aria-owns", "aria-flowto", "aria-activedescendant",
})  # fmt: skip
"""Attributes that hold ids. Source: https://html.spec.whatwg.org/multipage/indices.html#attributes-3"""

LINKING = frozenset({"href", "xlink:href", "usemap"})
_URL = re.compile(r"(url\(\s*[\"']?)#([^)\"'\s]+)")

Edit = tuple[int, int, str]
"""A part of the text, and what is to stand there."""


def make_prefix(slug: str) -> str:
    """Return what begins the ids of a text. No heading makes two hyphens in a row, so that no two prefixes mix."""
    return f"{slug}--"


def nest_html(text: str, prefix: str, address: str, here: str = "") -> str:
    """Return a rendered text fit to stand on another page.

    Ids that an author gave get the `prefix` that rendering gave all others. A link to a part of the text leads there,
    on the page at `here` ("" for the one that is read); a link to a part of its page that is not shown here leads to
    that page, at `address`.
    """
    if "=" not in text:  # no attribute has a value, as in most summaries
        return text
    tags = list(find_tags(text))
    ids = {_add_prefix(one.value or "", prefix) for tag in tags for one in tag.attributes if one.name == "id"}

    def name(written: str) -> str:
        prefixed = _add_prefix(written, prefix)
        return prefixed if prefixed in ids else written

    def lead(written: str) -> str:
        name = _add_prefix(unquote(written), prefix)
        return f"{here}#{name}" if name in ids else f"{address}#{written}"

    edits = [
        (one.start, one.end, f'{one.name}="{html.escape(value)}"')
        for tag in tags
        for one in tag.attributes
        if (value := _rewrite(one, prefix, name, lead)) not in (None, one.value)
    ]
    return _apply(text, edits)


def _rewrite(one: Attribute, prefix: str, name: Callable[[str], str], lead: Callable[[str], str]) -> str | None:
    """Return what an attribute is to hold, or None where it has no value."""
    if one.value is None:
        return None
    if one.name == "id":
        return _add_prefix(one.value, prefix)
    if one.name in REFERRING:
        return " ".join(name(word) for word in one.value.split())
    if one.name in LINKING and one.value.startswith("#") and len(one.value) > 1:
        return f"#{name(one.value[1:])}" if one.name == "usemap" else lead(one.value[1:])
    return _URL.sub(lambda match: f"{match[1]}#{name(match[2])}", one.value)


def _add_prefix(written: str, prefix: str) -> str:
    """Return an id with its prefix: those of notes have it behind what they begin with, as rendering makes them."""
    is_own = re.match(rf"(?:fn(?:ref\d*)?:)?{re.escape(prefix)}", written)
    return written if is_own else f"{prefix}{written}"


def _apply(text: str, edits: list[Edit]) -> str:
    pieces, end = [], 0
    for start, stop, new in edits:
        pieces += [text[end:start], new]
        end = stop
    return "".join([*pieces, text[end:]])
