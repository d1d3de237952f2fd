"""The rules of OPML 2.0 for a list of feeds, written out one by one. Source: http://opml.org/spec2.opml."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

HEAD = {
    "title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs", "expansionState",
    "vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight",
}  # fmt: skip
COMMON = {"text", "type", "isComment", "isBreakpoint", "created", "category"}
OF_FEEDS = {"description", "htmlUrl", "language", "title", "version", "xmlUrl"}
VERSIONS = {"RSS", "RSS1", "RSS2", "scriptingNews"}


def check_opml(data: bytes) -> list[str]:
    """Return what breaks the rules."""
    root = ElementTree.fromstring(data)
    return [*_check_frame(root), *_check_head(root), *(one for line in root.iter("outline") for one in _check(line))]


def _check_frame(root: Element) -> Iterator[str]:
    if (root.tag, root.get("version")) != ("opml", "2.0"):
        yield "the root is <opml version='2.0'>"
    if [one.tag for one in root] != ["head", "body"]:
        yield "there is one head, and then one body"
    body = root.find("body")
    if body is None or body.find("outline") is None or {one.tag for one in body.iter()} != {"body", "outline"}:
        yield "the body holds outlines, at least one, and nothing else"


def _check_head(root: Element) -> Iterator[str]:
    names = [one.tag for one in root.iterfind("head/*")]
    yield from (f"{name} is no element of the head" for name in names if name not in HEAD)
    if len(names) != len(set(names)):
        yield "each element of the head is there once"
    for one in (*root.iterfind("head/dateCreated"), *root.iterfind("head/dateModified")):
        parsedate_to_datetime(one.text or "")


def _check(line: Element) -> Iterator[str]:
    if not line.get("text"):
        yield "every outline has a text"
    is_feed = line.get("type") == "rss"
    known = COMMON | OF_FEEDS if is_feed else COMMON
    yield from (f"{name} is no attribute of such an outline" for name in line.attrib if name not in known)
    if not is_feed:
        return
    if line.get("version") not in VERSIONS:
        yield "the version is one that the specification knows"
    yield from (f"{name} is a whole address" for name in ("xmlUrl", "htmlUrl") if not _is_address(line.get(name)))
    if len(line):
        yield "a feed holds no outlines"


def _is_address(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc)
