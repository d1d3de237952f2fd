"""A feed as a subscriber's program reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

from tests.browser.words import find_words

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = {"href", "src", "srcset", "poster", "cite", "data", "action"}
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
}  # fmt: skip
"""Elements that may stand in the middle of a word; any other begins and ends one."""


@dataclass
class Feed:
    """A feed and its entries."""

    root: ElementTree.Element
    entries: list[Entry] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.root.findtext(f"{ATOM}{name}", "")


@dataclass
class Entry:
    """An entry, and its content read as HTML."""

    element: ElementTree.Element
    html: Html

    def get(self, name: str) -> str:
        return self.element.findtext(f"{ATOM}{name}", "")

    @property
    def link(self) -> str:
        return next(link.get("href", "") for link in self.element.findall(f"{ATOM}link[@rel='alternate']"))


class Html(HTMLParser):
    """The words, elements, attributes and addresses of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self._texts: list[str] = []
        self.feed(text)
        self.close()

    @property
    def words(self) -> list[str]:
        return find_words("".join(self._texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._part(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "srcset":
                self.addresses += [candidate.split()[0] for candidate in (value or "").split(",")]
            elif name in ADDRESSES:
                self.addresses.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self._texts.append(" ")


def read_feed(data: bytes) -> Feed:
    """Read a feed; expat refuses what is no XML."""
    root = ElementTree.fromstring(data)
    entries = root.findall(f"{ATOM}entry")
    return Feed(root, [Entry(entry, Html(entry.findtext(f"{ATOM}content", ""))) for entry in entries])
