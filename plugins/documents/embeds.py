"""Videos, sounds and slides at a known host: a picture with a play mark that leads there.

Nothing is loaded from the host, so that it learns of a reader only when the reader goes there.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from plugins.documents.figures import find_alone, find_picture
from plugins.documents.reporting import Reporter
from plugins.wording.words import put_words


class Host(NamedTuple):
    """Who shows or plays something: `domain` with all below it, the paths of what is played, a name, and the kind."""

    domain: str
    paths: str
    name: str
    kind: str


HOSTS = (
    Host("youtube.com", r"/(watch|shorts/|live/|embed/|playlist|clip/)", "YouTube", "video"),
    Host("youtube-nocookie.com", r"/embed/", "YouTube", "video"),
    Host("youtu.be", r"/.", "YouTube", "video"),
    Host("vimeo.com", r"/(.*/)?\d+", "Vimeo", "video"),
    Host("ted.com", r"/talks/.", "TED", "video"),
    Host("dailymotion.com", r"/video/.", "Dailymotion", "video"),
    Host("dai.ly", r"/.", "Dailymotion", "video"),
    Host("twitch.tv", r"/(videos/.|[^/]+/(clip|v)/.)", "Twitch", "video"),
    Host("clips.twitch.tv", r"/.", "Twitch", "video"),
    Host("loom.com", r"/(share|embed)/.", "Loom", "video"),
    Host("wistia.com", r"/medias/.", "Wistia", "video"),
    Host("media.ccc.de", r"/v/.", "media.ccc.de", "video"),
    Host("odysee.com", r"/@[^/]+/.", "Odysee", "video"),
    Host("rumble.com", r"/v[^/]+", "Rumble", "video"),
    Host("soundcloud.com", r"/[^/]+/[^/]+", "SoundCloud", "audio"),
    Host("on.soundcloud.com", r"/.", "SoundCloud", "audio"),
    Host("open.spotify.com", r"/(.*/)?(track|album|playlist|episode|show)/.", "Spotify", "audio"),
    Host("bandcamp.com", r"/(track|album)/.", "Bandcamp", "audio"),
    Host("podcasts.apple.com", r"/(.*/)?podcast/.", "Apple Podcasts", "audio"),
    Host("mixcloud.com", r"/[^/]+/[^/]+", "Mixcloud", "audio"),
    Host("slideshare.net", r"/[^/]+/[^/]+", "SlideShare", "slides"),
    Host("speakerdeck.com", r"/[^/]+/[^/]+", "Speaker Deck", "slides"),
    Host("prezi.com", r"/.*[^/]", "Prezi", "slides"),
    Host("docs.google.com", r"/presentation/.", "Google Slides", "slides"),
    Host("archive.org", r"/details/.", "Internet Archive", "recording"),
)

_PLAY = "M8 5v14l11-7z"
_ADDRESS = re.compile(r"\s*<?(https?://[^\s<>]+)>?\s*")


class BareAddresses(Treeprocessor):
    """Makes a link of a bare address that stands alone, while its words are still Markdown: `_` would be emphasis."""

    def run(self, root: Element) -> None:
        """Replace every address of something at a known host."""
        for element in root.iter():
            match = _ADDRESS.fullmatch(element.text or "") if element.tag in ("p", "dt") and not len(element) else None
            if match and find_host(match[1]):
                element.text = None
                SubElement(element, "a", {"href": match[1]}).text = AtomicString(match[1])


def find_host(address: str) -> Host | None:
    """Return the host that shows or plays what an address leads to, or None where it is no known one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.hostname is None:
        return None
    domain = f".{parts.hostname}"
    hosts = (host for host in HOSTS if domain.endswith(f".{host.domain}"))
    return next((host for host in hosts if re.match(host.paths, parts.path)), None)


class Embeds:
    """Makes the figures of what is elsewhere."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def make_embed(self, element: Element) -> Element | None:
        """Return the figure of a link alone in its paragraph to something at a known host."""
        link = find_alone(element)
        host = find_host(link.get("href") or "") if link is not None and link.tag == "a" else None
        if link is None or host is None:
            return None
        figure = Element("figure", dict(element.attrib))
        picture = find_picture(element)
        classes = (
            figure.get("class"), "embed", f"embed-{host.kind}", "embed-pictured" if picture is not None else None
        )  # fmt: skip
        figure.set("class", " ".join(filter(None, classes)))
        dressed = _dress_link(link, picture)
        source = SubElement(dressed, "span", {"class": "embed-host"})
        put_words(source, self._reporter.words.say(f"embed-{host.kind}", host=host.name))
        figure.append(dressed)
        return figure


def _dress_link(link: Element, picture: Element | None) -> Element:
    """Return the link with its picture, mark and title. All of it makes sense without any style, as in a feed."""
    attributes = {name: value for name, value in link.attrib.items() if name != "class"}
    dressed = Element("a", {"class": " ".join(filter(None, (link.get("class"), "embed-link"))), **attributes})
    still = SubElement(dressed, "span", {"class": "embed-still"})
    if picture is not None:
        still.append(picture)
    still.append(_draw_mark())
    still.tail = " "
    if picture is None and (link.text or len(link)) and link.text != link.get("href"):
        title = SubElement(dressed, "span", {"class": "embed-title"})
        title.text = link.text
        title.extend(link)
        SubElement(dressed, "br")
    return dressed


def _draw_mark() -> Element:
    drawing = {"class": "embed-mark", "viewBox": "0 0 24 24", "width": "24", "height": "24"}
    mark = Element("svg", {**drawing, "aria-hidden": "true", "focusable": "false"})
    SubElement(mark, "path", {"d": _PLAY})
    return mark
