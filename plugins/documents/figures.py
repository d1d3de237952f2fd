"""Figures: what stands alone in its paragraph, with the lines below it that say what it is and whose.

    ![Three people at a table]({static}/images/table.png)
    : The partner, the consultant and the customer.
    : Credit: [Jane Doe](https://photos.example/table), CC BY 2.0

Markdown reads such lines as a definition list; here the list becomes the figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from plugins.documents.licences import link_licences

Maker: TypeAlias = Callable[[Element], Element | None]
"""Makes the figure, still without a caption, of a paragraph or term, or None where it is none of its kind."""

_BEGINS_FIGURE = re.compile(r"\s*(?:!?\[|<?https?://)")
_CREDIT = re.compile(r"\s*credit:", re.IGNORECASE)
_BLOCKS = ("p", "ul", "ol", "dl", "div", "blockquote", "pre", "table", "figure")


def find_alone(element: Element) -> Element | None:
    """Return the one thing that an element holds, or None where it holds more, words too."""
    if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return None
    return element[0]


def find_picture(element: Element) -> Element | None:
    """Return the picture that an element holds alone, in a link or not."""
    alone = find_alone(element)
    picture = find_alone(alone) if alone is not None and alone.tag == "a" else alone
    return picture if picture is not None and picture.tag == "img" else None


def make_picture(element: Element) -> Element | None:
    """Return the figure of a picture alone in its paragraph."""
    picture = find_picture(element)
    if picture is None or (element.tag == "p" and "decorative" in picture.attrib):
        return None  # an ornament is no figure
    figure = Element("figure", dict(element.attrib))
    figure.append(element[0])
    element[0].tail = None
    return figure


class Captions(Treeprocessor):
    """Joins a caption of several lines, while its words are still Markdown.

    Where another caption follows it, Markdown takes its lines for terms of a list inside.
    """

    def run(self, root: Element) -> None:
        """Join the captions below everything that could be a figure."""
        for parent in root.iter("dl"):
            children: list[Element] = []
            for terms, definitions in group_terms(parent):
                children += terms
                is_figure = len(terms) == 1 and _BEGINS_FIGURE.match(terms[0].text or "")
                children += [one for each in definitions for one in (_flatten(each) if is_figure else [each])]
            parent[:] = children


class Figures(Treeprocessor):
    """Makes figures, each by the first of its makers that knows it."""

    def __init__(self, makers: Sequence[Maker]) -> None:
        super().__init__()
        self._makers = makers

    def run(self, root: Element) -> None:
        """Replace every paragraph and list that is a figure, but not in a figure that its author has written out."""
        for parent in list(root.iter()):
            if parent.tag != "figure" and any(child.tag in ("p", "dl") for child in parent):
                parent[:] = [new for child in parent for new in self._replace(child)]

    def _replace(self, child: Element) -> list[Element]:
        if child.tag == "dl":
            return self._split(child)
        # No maker knows a paragraph that does not hold one thing alone.
        figure = self._make(child, ()) if child.tag == "p" and len(child) == 1 else None
        return [child if figure is None else figure]

    def _split(self, listing: Element) -> list[Element]:
        """Return what a definition list becomes: figures, and lists of what stands between them."""
        parts: list[Element] = []
        for terms, definitions in group_terms(listing):
            figure = self._make(terms[0], definitions) if len(terms) == 1 else None
            if figure is not None:
                parts.append(figure)
                continue
            if not parts or parts[-1].tag != "dl":
                parts.append(Element("dl", dict(listing.attrib)))
                parts[-1].text = parts[-1].tail = "\n"
            parts[-1].extend([*terms, *definitions])
        return [listing] if len(parts) == 1 and parts[0].tag == "dl" else parts

    def _make(self, element: Element, definitions: Sequence[Element]) -> Element | None:
        made = (maker(element) for maker in self._makers)
        figure = next((figure for figure in made if figure is not None), None)
        if figure is not None:
            figure.tail = "\n"
            _add_captions(figure, [one for each in definitions for one in _read_caption(each)])
        return figure


def group_terms(listing: Element) -> list[tuple[list[Element], list[Element]]]:
    """Return the groups of a definition list: terms, and what is said of them."""
    groups: list[tuple[list[Element], list[Element]]] = []
    for tag, elements in groupby(listing, key=lambda element: element.tag):
        if tag == "dt" or not groups:
            groups.append(([], []))
        groups[-1][0 if tag == "dt" else 1].extend(elements)
    return groups


def _flatten(definition: Element) -> list[Element]:
    inner = definition[0] if len(definition) == 1 and not (definition.text or "").strip() else None
    if inner is None or inner.tag != "dl":
        return [definition]
    definition.remove(inner)
    definition.text = "\n".join(term.text or "" for term in inner.findall("dt"))
    return [definition, *(one for each in inner.findall("dd") for one in _flatten(each))]


def _read_caption(definition: Element) -> list[Element]:
    """Return the paragraphs of one caption."""
    has_blocks = any(child.tag in _BLOCKS for child in definition)
    if has_blocks and not (definition.text or "").strip():
        return list(definition)
    definition.tag, definition.tail = "div" if has_blocks else "p", None
    return [definition]


def _add_captions(figure: Element, captions: Sequence[Element]) -> None:
    """Put captions into the figure's caption, which it may have already."""
    if not captions:
        return
    caption = figure.find("figcaption")
    if caption is None:
        caption = SubElement(figure, "figcaption")
    for paragraph in captions:
        paragraph.tail = None
        if paragraph.tag == "p" and _CREDIT.match(paragraph.text or ""):
            paragraph.set("class", " ".join(filter(None, (paragraph.get("class"), "credit"))))
            link_licences(paragraph)
        caption.append(paragraph)
