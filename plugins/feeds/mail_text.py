"""Plain text for inboxes: the same words as the HTML, at most 78 columns, addresses in a list at the end.

Source of the width: RFC 5322, section 2.1.1. Only an address, or a word that is longer, goes beyond it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

WIDTH = 78
UNDERLINES = {"h1": "=", "h2": "-"}
BLOCKS = {
    "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
NARROWEST = 20
"""However deep lists are nested, so many columns are left."""

_BREAK, _TIE = "\0", "\1"
"""A new line, and a space at which no line is broken. No text holds these characters."""

_SPACE = re.compile(r"[ \t\r\n]+")


def write_text(root: Element) -> str:
    """Return what a tree of clean HTML says as plain text that ends in a list of its links."""
    writer = _TextWriter()
    body = "\n\n".join("\n".join(lines) for lines in writer.write(root, WIDTH))
    links = "\n".join(f"[{number}] {address}" for address, number in writer.links.items())
    return f"{body}\n\n{links}\n" if links else f"{body}\n"


class _TextWriter:
    """Writes elements as paragraphs, each a list of lines, and numbers the links that it meets."""

    def __init__(self) -> None:
        self.links: dict[str, int] = {}
        self._special: dict[str, Callable[[Element, int], Iterator[list[str]]]] = {
            "ul": self._write_list, "ol": self._write_list, "blockquote": self._write_quote, "pre": self._write_code,
            "tr": self._write_row, "hr": self._write_rule,
        }  # fmt: skip

    def write(self, element: Element, width: int) -> Iterator[list[str]]:
        """Go through the paragraphs of a block."""
        width = max(width, NARROWEST)
        special = self._special.get(element.tag)
        yield from special(element, width) if special else self._write_block(element, width)

    def _write_block(self, element: Element, width: int) -> Iterator[list[str]]:
        """Go through what a block holds: blocks, and words between them."""
        words = element.text or ""
        for child in element:
            if child.tag in BLOCKS:
                yield from self._wrap(words, element.tag, width)
                yield from self.write(child, width)
                words = ""
            else:
                words += self._write_phrase(child)
            words += child.tail or ""
        yield from self._wrap(words, element.tag, width)

    def _write_phrase(self, element: Element) -> str:
        """Return the words of what stands inside a line; a link bears its number, a picture its words."""
        if element.tag == "br":
            return _BREAK
        if element.tag == "img":
            return f"[{alt}]" if (alt := element.get("alt", "").strip()) else ""
        inner = (element.text or "") + "".join(self._write_phrase(child) + (child.tail or "") for child in element)
        address = element.get("href") if element.tag == "a" else None
        return f"{inner}{_TIE}[{self._number(address)}]" if address and inner.strip() else inner

    def _number(self, address: str) -> int:
        return self.links.setdefault(address, len(self.links) + 1)

    @staticmethod
    def _wrap(words: str, tag: str, width: int) -> Iterator[list[str]]:
        parts = (_SPACE.sub(" ", part).strip() for part in words.split(_BREAK))
        lines = [line for part in parts for line in _wrap_line(part, width)]
        if lines:
            mark = UNDERLINES.get(tag)
            yield [*lines, mark * max(map(len, lines))] if mark else lines

    def _write_list(self, element: Element, width: int) -> Iterator[list[str]]:
        items = [child for child in element if child.tag == "li"]
        first = int(start) if (start := element.get("start", "1")).isdecimal() else 1
        for number, item in enumerate(items, first):
            mark = f"{number}. " if element.tag == "ol" else "- "
            for index, lines in enumerate(self._write_block(item, max(width - len(mark), NARROWEST))):
                yield _indent(lines, mark if index == 0 else " " * len(mark), " " * len(mark))

    def _write_quote(self, element: Element, width: int) -> Iterator[list[str]]:
        paragraphs = list(self._write_block(element, max(width - 2, NARROWEST)))
        lines = [line for paragraph in paragraphs for line in (*paragraph, "")][:-1]
        if lines:
            yield [f"> {line}".rstrip() for line in lines]

    def _write_code(self, element: Element, width: int) -> Iterator[list[str]]:
        del width  # a line of code is one line
        lines = "".join(element.itertext()).strip("\r\n").splitlines()
        if lines:
            yield [f"    {line}".rstrip() for line in lines]

    def _write_row(self, element: Element, width: int) -> Iterator[list[str]]:
        cells = [" ".join(line for lines in self._write_block(cell, width) for line in lines) for cell in element]
        yield from self._wrap(" | ".join(cells), "tr", width)

    def _write_rule(self, element: Element, width: int) -> Iterator[list[str]]:
        del element, width
        yield ["* * *"]


def _wrap_line(line: str, width: int) -> list[str]:
    lines = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_TIE, " ") for line in lines]


def _indent(lines: list[str], first: str, other: str) -> list[str]:
    return [f"{other if index else first}{line}" for index, line in enumerate(lines)]
