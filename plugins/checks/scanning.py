"""The opening tags of a finished page, as a browser reads them, at a pace that a build of thousands of pages can bear.

Not a byte is decoded that no check asks for. Pages are whole and in UTF-8; what is broken in them is for the checker
of HTML to say. Source: https://html.spec.whatwg.org/multipage/parsing.html#tokenization.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from plugins.documents.tags import unescape_attribute

RAW = frozenset({"script", "style", "textarea", "title"})
"""Elements in which nothing is a tag until they are closed."""

# Python before 3.11.5 gets groups wrong that may be there or not, possessively: those below are atomic (gh-106052).
_VALUE = r"""=\s*+(?>"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+|)"""
_TAG = re.compile(rf"<(?:!--.*?(?:-->|\Z)|[!?][^>]*>|([A-Za-z][^\s/>]*+)((?:[^>=]++|{_VALUE})*+)>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s/>=]++)(?>\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))|)""")
_CLOSING = {name: re.compile(f"</{name}", re.IGNORECASE | re.ASCII) for name in RAW}
_ANY_TAG = re.compile(r"<(?:!--.*?-->|[^>]*)>", re.DOTALL)


class OpeningTag(NamedTuple):
    """One opening tag: its name in small letters, its attributes as they are written, and where it ends in the page.

    `text` is what the element holds where it is one of RAW.
    """

    name: str
    written: str
    end: int
    text: str = ""

    def read(self) -> dict[str, str]:
        """Return the attributes by their names in small letters; of two with one name the first counts."""
        return read_attributes(self.written)


def read_attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag, given as they are written, as `OpeningTag.read` does."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        value = double or single or bare
        found.setdefault(name.lower(), unescape_attribute(value) if "&" in value else value)
    return found


def scan_tags(html: str) -> Iterator[OpeningTag]:
    """Go through the opening tags of a page, none in comments or in what an element of RAW holds."""
    index = 0
    while match := _TAG.search(html, index):
        index = match.end()
        if not match[1]:
            continue
        name = match[1].lower()
        if name not in RAW:
            yield OpeningTag(name, match[2], index)
            continue
        closed = _CLOSING[name].search(html, index)
        end = closed.start() if closed else len(html)
        yield OpeningTag(name, match[2], index, html[index:end])
        index = end


def is_closed_in(name: str, text: str) -> bool:
    """Tell whether a text closes an element of RAW."""
    return _CLOSING[name].search(text) is not None


def read_text(html: str) -> str:
    """Return the words of a piece of HTML, its tags taken out and its character references read."""
    return " ".join(unescape(_ANY_TAG.sub(" ", html)).split())


def parse_xml(data: bytes) -> Element:
    """Return the root of a file in XML. Raises ParseError."""
    return fromstring(data)  # noqa: S314 - the build has written it a moment ago
