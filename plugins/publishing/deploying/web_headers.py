"""What storage is to say of each file when a browser asks for it: its type, and how long it may be kept.

A server of one's own knows both from its configuration; storage such as S3 says what it was told with the upload.
"""

from __future__ import annotations

from plugins.publishing.manifests import FileFacts
from plugins.site import media_types
from plugins.site.policy import FOR_EVER, TO_BE_ASKED
from plugins.site.registry import OutputKind

FEED_TYPE = "application/feed+json"


def find_content_type(path: str, kind: OutputKind) -> str:
    """Return the content type of a file, with its charset where it is text."""
    is_json_feed = kind is OutputKind.FEED and path.endswith(".json")
    return FEED_TYPE if is_json_feed else media_types.find_content_type(path)


def find_cache_control(facts: FileFacts) -> str:
    """Return how long a browser may keep a file without asking."""
    return FOR_EVER if facts.immutable else TO_BE_ASKED
