"""The feed rendition of a text: what needs a class, a script or a player becomes something that any reader shows.

Most texts hold nothing of that kind and are only cleaned, which is thirty times faster: a site has thousands of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

import nh3
from markupsafe import Markup

from plugins.documents.tags import Tag, find_tags
from plugins.feeds.cleaning import NOTE_ATTRIBUTES, SCHEMES, TAGS, clean_html
from plugins.feeds.formulas import write_formulas
from plugins.feeds.trees import parse_tree

BOXES = {
    "address", "article", "aside", "button", "center", "datalist", "details", "dialog", "div", "fieldset", "footer",
    "form", "header", "hgroup", "legend", "main", "menu", "nav", "option", "optgroup", "output", "search", "section",
    "select", "summary", "textarea",
}  # fmt: skip
"""Boxes that feed readers do not know: without white space in their place, words on both sides would become one."""

PLAYERS = ("audio", "video")
FRAMES = ("embed", "iframe", "object")
PHRASES = {
    "a", "abbr", "audio", "b", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "q", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "var", "video", "wbr",
}  # fmt: skip
"""What may stand inside a paragraph."""

_SPECIAL_TAGS = "|".join(sorted({*BOXES, *PLAYERS, *FRAMES, "math", "svg", "picture"}))
_SPECIAL = re.compile(rf"<(?:{_SPECIAL_TAGS})(?![\w\x80-\xff])".encode("latin-1"))
_SPECIAL_WORDS = (b"fn:", b"fnref", b"data:")
"""Footnotes, and pictures inside the text."""

_BOX = re.compile(rf"<(?:{'|'.join(sorted(BOXES))})\b|(</(?:{'|'.join(sorted(BOXES))})\s*>)", re.IGNORECASE)
_NOTE = re.compile(r"(fn(?:ref\d*)?:)(.*)", re.DOTALL)
_KEPT = {*TAGS, *BOXES, *PLAYERS, "source", "span", "track"} - {"textarea"}
_KEPT_ATTRIBUTES = {
    **{tag: {*names, "class", "id"} for tag, names in NOTE_ATTRIBUTES.items()},
    **{tag: {"src", "poster", "class"} for tag in (*PLAYERS, "source")},
}
_CLOSER = nh3.Cleaner(tags=_KEPT, attributes=_KEPT_ATTRIBUTES, link_rel=None, url_schemes=SCHEMES)


@dataclass(frozen=True)
class Adapted:
    """A text as a feed carries it, and the whole addresses of what it played."""

    html: Markup
    media: tuple[str, ...] = ()


def adapt_html(html: str, address: str, key: str) -> Adapted:
    """Return a text, whose links are whole, fit for every feed reader and inbox; no word of it is lost.

    `address` is that of its page: links to its footnotes lead to them inside the entry, whose ids carry the `key`, so
    that two entries which a reader shows together do not clash.
    """
    if _is_plain(html):
        return Adapted(clean_html(html))
    parted = _part_boxes(_link_frames(write_formulas(html)))
    try:
        return _adapt_tree(_parse(parted), address, key)
    except RecursionError:  # a text thousands of elements deep keeps its words
        return Adapted(clean_html(parted))


def _adapt_tree(root: Element, address: str, key: str) -> Adapted:
    media = _Media()
    for change in (_quote_callouts, _mark_summaries, media.link, _unwrap_boxes, _describe_pictures):
        change(root)
    _keep_notes(root, address, key)
    text = tostring(root, "unicode", method="html").removeprefix("<div>").removesuffix("</div>")
    return Adapted(clean_html(text, notes=True), tuple(dict.fromkeys(media.addresses)))


def _is_plain(text: str) -> bool:
    """Tell whether a text holds nothing but what is only to be cleaned."""
    # In bytes small letters are made in a tenth of the time; no other than ASCII's are in what is looked for.
    data = text.encode("utf-8", "surrogatepass").lower()
    return not any(word in data for word in _SPECIAL_WORDS) and not _SPECIAL.search(data)


def _part_boxes(text: str) -> str:
    """Return HTML with white space around each box."""
    return _BOX.sub(lambda tag: f"{tag[0]}\n" if tag[1] else f"\n{tag[0]}", text)


def _link_frames(text: str) -> str:
    """Return HTML with a link in the place of each frame; feed readers show none."""
    pieces, end = [], 0
    for tag in find_tags(text):
        if tag.name in FRAMES and (link := _make_link(tag)):
            pieces += [text[end : tag.start], link]
            end = tag.end
    return "".join((*pieces, text[end:]))


def _make_link(tag: Tag) -> str:
    address = tag.get("src") or tag.get("data")
    return f'<a href="{escape(address)}">{escape(tag.get("title") or address)}</a> ' if address else ""


def _parse(text: str) -> Element:
    """Return a text as a tree; nh3 closes what its author has left open."""
    return parse_tree(_CLOSER.clean(text))


def _find_children(root: Element) -> Iterator[tuple[Element, Element]]:
    """Go through all elements and their parents, the innermost first, so that each may be replaced."""
    pairs = [(parent, child) for parent in root.iter() for child in parent]
    return reversed(pairs)


def _quote_callouts(root: Element) -> None:
    """Make every callout a quote that begins with its title."""
    for element in root.iter("div"):
        if "callout" in element.get("class", "").split():
            element.tag = "blockquote"
            for title in element.findall("p[@class='callout-title']"):
                _embolden(title)


def _mark_summaries(root: Element) -> None:
    """Make what stands over hidden text, or over fields, a paragraph in bold."""
    for element in root.iter():
        if element.tag in ("summary", "legend") and _is_phrase(element):
            element.tag = "p"
            _embolden(element)


def _embolden(element: Element) -> None:
    """Put all that an element holds into `strong`."""
    strong = Element("strong")
    strong.text, element.text = element.text, None
    strong.extend(element)
    element[:] = [strong]


class _Media:
    """Makes a link of every player, and knows what was played."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def link(self, root: Element) -> None:
        """Replace every player."""
        for figure in list(root.iter("figure")):
            if figure.get("class", "").split()[:1] == ["media"]:
                _drop_repeated_title(figure)
        for parent, child in _find_children(root):
            if child.tag in PLAYERS:
                self._replace(parent, child)
        self.addresses.reverse()

    def _replace(self, parent: Element, player: Element) -> None:
        address = next((one for one in _list_sources(player) if one), None)
        if address is None:
            return _unwrap(parent, player)
        self.addresses.append(address)
        paragraph = Element("p" if parent.tag in ("figure", "div") else "span")
        paragraph.tail = player.tail
        link = SubElement(paragraph, "a", {"href": address})
        if player.get("poster"):
            SubElement(link, "img", {"src": player.get("poster", ""), "alt": ""})
            SubElement(link, "br")
        words = " ".join("".join(player.itertext()).split()) or unquote(address.rpartition("/")[2])
        _append_text(link, words)
        parent[list(parent).index(player)] = paragraph
        return None


def _list_sources(player: Element) -> Iterable[str | None]:
    return (player.get("src"), *(source.get("src") for source in player.iter("source")))


def _drop_repeated_title(figure: Element) -> None:
    """Take a caption's first line away where it says what the link will say."""
    caption = figure.find("figcaption")
    title = caption.find("p") if caption is not None else None
    player = next((child for child in figure if child.tag in PLAYERS), None)
    if caption is None or title is None or player is None:
        return
    if "".join(title.itertext()).split() == "".join(player.itertext()).split() and title.find("*") is None:
        caption.remove(title)
        if len(caption) == 0 and not (caption.text or "").strip():
            figure.remove(caption)


def _unwrap_boxes(root: Element) -> None:
    """Make a paragraph of each box that holds words, and take away those that hold paragraphs."""
    for parent, child in _find_children(root):
        if child.tag in BOXES:
            if _is_phrase(child) and parent.tag not in PHRASES and "".join(child.itertext()).strip():
                child.tag = "p"
            else:
                _unwrap(parent, child)


def _describe_pictures(root: Element) -> None:
    """Put the words of a picture in its place where its address is none that a feed may carry."""
    for parent, child in _find_children(root):
        if child.tag == "img" and not child.get("src"):
            child.text = child.get("alt")
            _unwrap(parent, child)


def _keep_notes(root: Element, address: str, key: str) -> None:
    """Give the ids of footnotes the entry's key and lead their links inside the entry; drop all other ids."""
    elements = [element for element in root.iter() if element.get("id")]
    names = {element.get("id", "") for element in elements if _NOTE.fullmatch(element.get("id", ""))}
    for element in elements:
        name = element.attrib.pop("id")
        if name in names:
            element.set("id", _add_key(name, key))
    for link in root.iter("a"):
        page, _, name = link.get("href", "").partition("#")
        if page in (address, "") and unquote(name) in names:
            link.set("href", f"#{_add_key(unquote(name), key)}")


def _add_key(name: str, key: str) -> str:
    return _NOTE.sub(rf"\g<1>{key}-\g<2>", name)


def _is_phrase(element: Element) -> bool:
    return all(child.tag in PHRASES and _is_phrase(child) for child in element)


def _unwrap(parent: Element, child: Element) -> None:
    """Put what an element holds in its place."""
    index = list(parent).index(child)
    _add_text_before(parent, index, child.text)
    parent[index : index + 1] = list(child)
    _add_text_before(parent, index + len(child), child.tail)


def _add_text_before(parent: Element, index: int, text: str | None) -> None:
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + (text or "")
    else:
        parent.text = (parent.text or "") + (text or "")


def _append_text(element: Element, text: str) -> None:
    _add_text_before(element, len(element), text)
