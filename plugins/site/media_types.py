"""What a server calls each file, by its ending.

Source: https://www.iana.org/assignments/media-types/. A feed is `text/xml` (RFC 7303): browsers then show it with its
stylesheet, and every feed reader knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

UNKNOWN_TYPE = "application/octet-stream"
CHARSET = "utf-8"

MEDIA_TYPES: Mapping[str, tuple[str, ...]] = {
    "text/html": ("html", "htm"),
    "text/css": ("css",),
    "text/javascript": ("js", "mjs"),
    "text/xml": ("xml", "atom", "rss", "xsl"),
    "text/x-opml": ("opml",),
    "text/plain": ("txt", "asc"),
    "text/markdown": ("md",),
    "text/csv": ("csv",),
    "text/calendar": ("ics",),
    "text/vcard": ("vcf",),
    "text/vtt": ("vtt",),
    "application/json": ("json", "map"),
    "application/manifest+json": ("webmanifest",),
    "application/yaml": ("yaml", "yml"),
    "application/wasm": ("wasm",),
    "application/pdf": ("pdf",),
    "application/epub+zip": ("epub",),
    "application/rtf": ("rtf",),
    "application/zip": ("zip",),
    "application/gzip": ("gz",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "image/avif": ("avif",),
    "image/webp": ("webp",),
    "image/png": ("png",),
    "image/apng": ("apng",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/svg+xml": ("svg",),
    "image/x-icon": ("ico",),
    "font/woff2": ("woff2",),
    "font/woff": ("woff",),
    "font/ttf": ("ttf",),
    "font/otf": ("otf",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/wav": ("wav",),
    "audio/flac": ("flac",),
    "video/mp4": ("mp4", "m4v"),
    "video/webm": ("webm",),
    "video/ogg": ("ogv",),
    "video/quicktime": ("mov",),
}
"""Endings, in small letters, by what they mean."""

_BY_ENDING = {ending: media_type for media_type, endings in MEDIA_TYPES.items() for ending in endings}


def find_content_type(path: str) -> str:
    """Return what a file is sent as, with its charset where it is text."""
    media_type = _BY_ENDING.get(PurePosixPath(path).suffix[1:].lower(), UNKNOWN_TYPE)
    return add_charset(media_type)


def add_charset(media_type: str) -> str:
    """Return a media type with the charset of all our texts, or as it is where it is none."""
    return f"{media_type}; charset={CHARSET}" if media_type.startswith("text/") else media_type
