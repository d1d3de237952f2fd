"""What an HTML page means to a browser, as a list that can be compared: elements, attributes, and text as it is shown.

White space counts as CSS counts it: a run is one space, and none is seen where a block begins or ends.
Source: https://www.w3.org/TR/css-text-3/#white-space-processing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from plugins.assets.minifying import PHRASING

RAW = ("pre", "textarea", "script", "style")
"""Elements whose text counts to the letter."""

DEFAULTS = {
    ("button", "type"): "submit", ("form", "method"): "get", ("input", "type"): "text", ("link", "type"): "text/css",
    ("td", "colspan"): "1", ("td", "rowspan"): "1", ("th", "colspan"): "1", ("th", "rowspan"): "1",
}  # fmt: skip
"""Attributes that say what holds without them."""

BREAK = object()
"""Where a block begins or ends."""

Token = tuple[object, ...]


def read_meaning(html: str) -> list[Token]:
    """Return the elements of a page in their order, each with its attributes and text."""
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return list(_merge(_walk(root, raw=False)))


def _walk(element: Element, *, raw: bool) -> Iterator[Token]:
    tag: object = element.tag
    if not isinstance(tag, str):  # a comment
        yield from _read_text(element.tail, raw=raw)
        return
    is_block = not (element.tag.rpartition("}")[2] in PHRASING or "-" in element.tag)
    yield from ([(BREAK,)] if is_block else [])
    yield ("<", element.tag, *sorted(_read_attributes(element)))
    inner = raw or element.tag in RAW
    yield from _read_text(element.text, raw=inner)
    for child in element:
        yield from _walk(child, raw=inner)
        yield from _read_text(child.tail, raw=inner)
    yield (">", element.tag)
    yield from ([(BREAK,)] if is_block else [])


def _read_attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        kept = " ".join(value.split()) if name == "class" else value
        if element.get("name") == "viewport":
            kept = value.replace(" ", "")
        if DEFAULTS.get((element.tag, name)) != kept and (name, kept) != ("class", ""):
            yield name, kept


def _read_text(text: str | None, *, raw: bool) -> Iterator[Token]:
    if text:
        yield ("raw" if raw else "text", text if raw else re.sub(r"[ \t\n\f\r]+", " ", text))


def _merge(tokens: Iterator[Token]) -> Iterator[Token]:
    """Take the spaces away that nobody sees, and the marks of blocks."""
    kept = list(tokens)
    for number, token in enumerate(kept):
        if token[0] == "text":
            shown = str(token[1])
            shown = shown.lstrip(" ") if _is_at_break(kept, number, -1) else shown
            shown = shown.rstrip(" ") if _is_at_break(kept, number, 1) else shown
            if shown:
                yield ("text", shown)
        elif token[0] is not BREAK:
            yield token


def _is_at_break(tokens: list[Token], number: int, step: int) -> bool:
    """Tell whether a block begins or ends next to a text: its own tags stand between it and the mark."""
    other = tokens[number + step]
    mark = tokens[number + 2 * step] if other[0] in ("<", ">") and 0 <= number + 2 * step < len(tokens) else other
    return other[0] is BREAK or (mark[0] is BREAK and other[0] == ("<" if step < 0 else ">"))
