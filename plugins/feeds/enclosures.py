"""Enclosures: what a post plays, with the size and type that podcast programs want to know before they fetch it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote

from plugins.feeds.items import Enclosure
from plugins.site.content import Content
from plugins.site.registry import OutputKind

MEDIA_TYPES = {
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
    ".wav": "audio/wav", ".flac": "audio/flac", ".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm",
}  # fmt: skip
"""Types of what players of documents play. Source: https://www.iana.org/assignments/media-types/"""


def find_enclosures(addresses: Iterable[str], content: Content) -> tuple[Enclosure, ...]:
    """Return the files of the site at whole `addresses`, in their order; what is elsewhere has no known size."""
    found = (_find_enclosure(address, content) for address in addresses)
    return tuple(enclosure for enclosure in found if enclosure)


def _find_enclosure(address: str, content: Content) -> Enclosure | None:
    plain = address.partition("#")[0].partition("?")[0]
    path = unquote(plain.removeprefix(f"{content.settings.url}/"))
    output = content.registry.get(path)
    media_type = MEDIA_TYPES.get(PurePosixPath(path).suffix.lower())
    if output is None or media_type is None or output.kind is not OutputKind.STATIC:
        return None
    return Enclosure(address, media_type, output.origin.stat().st_size)
