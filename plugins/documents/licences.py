"""Licences by the names that authors write: a known one leads to its text, any other is words or the author's link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_KNOWN = re.compile(r"\bCC(?: ?0| Zero) 1\.0\b|\bCC BY(?P<terms>-NC-SA|-NC-ND|-NC|-SA|-ND)? (?P<version>[1-4]\.\d)\b")
"""`CC BY-SA 4.0`, `CC0 1.0`. Source: https://creativecommons.org/share-your-work/cclicenses/"""

_LINK = re.compile(r"\[([^\]\[]+)\]\((https://[^\s()]+)\)")


@dataclass(frozen=True)
class Licence:
    """A licence as readers see it: its name, and the address of its text where there is one."""

    name: str
    href: str | None = None


def find_licence(text: str) -> Licence:
    """Return the licence that an author names: `CC BY 4.0`, `[Name](https://…)`, or plain words."""
    written = " ".join(text.split())
    if known := _KNOWN.fullmatch(written):
        return Licence(written, _make_address(known))
    if link := _LINK.fullmatch(written):
        return Licence(link[1], link[2])
    return Licence(written)


def link_licences(element: Element) -> None:
    """Make every known name in the words of an element a link, but for what is a link already."""
    element.text = _link_words(element, 0, element.text)
    for child in list(element):
        if child.tag != "a":
            link_licences(child)
        child.tail = _link_words(element, list(element).index(child) + 1, child.tail)


def _link_words(parent: Element, index: int, words: str | None) -> str | None:
    """Put a link for each name in `words` before the child at `index`; return what stands before the first."""
    found = list(_KNOWN.finditer(words or ""))
    for number, match in enumerate(found):
        link = Element("a", {"href": _make_address(match)})
        link.text = match[0]
        end = found[number + 1].start() if number + 1 < len(found) else None
        link.tail = match.string[match.end() : end]
        parent.insert(index + number, link)
    return found[0].string[: found[0].start()] if found else words


def _make_address(known: re.Match[str]) -> str:
    if known["version"]:
        terms = f"by{(known['terms'] or '').lower()}"
        return f"https://creativecommons.org/licenses/{terms}/{known['version']}/"
    return "https://creativecommons.org/publicdomain/zero/1.0/"
