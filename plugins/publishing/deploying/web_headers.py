"""What storage is to say of each file when a browser asks for it: its type, and how long it may be kept.

A server of one's own knows both from its configuration; storage such as S3 says what it was told with the upload.
"""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

from plugins.publishing.manifests import FileFacts
from plugins.site.policy import FOR_EVER, TO_BE_ASKED
from plugins.site.registry import OutputKind

TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript", ".txt": "text/plain",
    ".md": "text/plain", ".map": "text/plain", ".vtt": "text/vtt", ".csv": "text/csv",
    # As text/xml, because Chromium shows a feed with its stylesheet only so.
    ".xml": "text/xml", ".opml": "text/xml",
    ".json": "application/json", ".webmanifest": "application/manifest+json", ".pdf": "application/pdf",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".wasm":
    "application/wasm", ".mp3": "audio/mpeg", ".wav": "audio/wav", ".mp4": "video/mp4", ".webm": "video/webm",
}  # fmt: skip
"""Types by ending, so that they do not depend on what the machine knows that sends."""

FEED_TYPE = "application/feed+json"
UNKNOWN = "application/octet-stream"


def find_content_type(path: str, kind: OutputKind) -> str:
    """Return the content type of a file, with its charset where it is text."""
    ending = PurePosixPath(path).suffix.lower()
    if kind is OutputKind.FEED and ending == ".json":
        return FEED_TYPE
    found = TYPES.get(ending) or ("text/plain" if not ending else mimetypes.guess_type("x" + ending)[0]) or UNKNOWN
    return f"{found}; charset=utf-8" if found.startswith("text/") or found == "image/svg+xml" else found


def find_cache_control(facts: FileFacts) -> str:
    """Return how long a browser may keep a file without asking."""
    return FOR_EVER if facts.immutable else TO_BE_ASKED
