"""A tree of HTML that is clean already: every element is closed, so that Python's own parser is enough."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

_VOID = {"br", "hr", "img", "source", "track", "wbr"}


class _TreeParser(HTMLParser):
    """Builds a tree of HTML in which every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def parse_tree(html: str) -> Element:
    """Return HTML in which every element is closed as a `div` that holds it."""
    parser = _TreeParser()
    parser.feed(f"<div>{html}</div>")
    parser.close()
    return parser.builder.close()
