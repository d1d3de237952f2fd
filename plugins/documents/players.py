"""Videos and sounds of the site's own, which play in their place."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from plugins.documents.figures import find_alone, find_picture
from plugins.documents.links import FILE_KINDS, parse_link
from plugins.documents.looking import Looker
from plugins.documents.reporting import Reporter

KINDS = {
    "video": (".mp4", ".webm", ".m4v"),
    "audio": (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac"),
}
"""The elements that play, and the endings of what they play."""

_ENDING = re.compile(r"\.[A-Za-z0-9]+(?=[?#]|\Z)")


class Players:
    """Makes players for files, with captions where a looker finds a file of captions beside."""

    def __init__(self, looker: Looker, reporter: Reporter) -> None:
        self._looker = looker
        self._reporter = reporter

    def make_player(self, element: Element) -> Element | None:
        """Return the figure of a link alone in its paragraph to a video or sound of the content."""
        link = find_alone(element)
        kind = _find_kind(link.get("href") or "") if link is not None and link.tag == "a" else None
        picture = find_picture(element)
        if link is None or kind is None or (picture is not None and kind != "video"):
            return None
        figure = Element("figure", dict(element.attrib))
        figure.set("class", " ".join(filter(None, (figure.get("class"), "media", f"media-{kind}"))))
        self._add_player(figure, kind, link, picture)
        return figure

    def _add_player(self, figure: Element, kind: str, link: Element, picture: Element | None) -> None:
        address = link.get("href") or ""
        player = SubElement(figure, kind, {"src": address, "controls": "controls", "preload": "metadata"})
        if picture is not None:
            player.set("poster", picture.get("src", ""))
            link.remove(picture)
            link.text = picture.get("alt")
        if captions := self._find_captions(address):
            SubElement(player, "track", {"kind": "captions", "src": captions, "srclang": self._reporter.words.lang})
        fallback = SubElement(player, "a", {"href": address})
        fallback.text = link.text or address.rpartition("/")[2]
        title = SubElement(SubElement(figure, "figcaption"), "p")
        title.text = link.text
        _move_children(link, title, fallback)

    def _find_captions(self, address: str) -> str | None:
        """Return the link to the captions beside a file, written like the link to the file."""
        captions = _ENDING.sub(".vtt", address, count=1)
        prose = self._reporter.prose
        return captions if prose and self._looker.locate(prose.source.name, captions) else None


def _move_children(link: Element, title: Element, fallback: Element) -> None:
    """Give the words of a link to the title as they are, and to the link inside the player as plain words."""
    fallback.text = "".join(link.itertext()) or fallback.text
    title.extend(link)


def _find_kind(address: str) -> str | None:
    link = parse_link(address)
    if link.kind not in FILE_KINDS:
        return None
    ending = Path(link.target.partition("#")[0].partition("?")[0]).suffix.lower()
    return next((kind for kind, endings in KINDS.items() if ending in endings), None)
