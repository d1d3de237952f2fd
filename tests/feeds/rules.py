"""The rules of feeds, written out one by one; each function returns what breaks them.

Sources: RFC 4287 by its schema (atom.rng), https://www.rssboard.org/rss-specification and .../rss-profile,
RFC 4685 (threads), RFC 5005 (archives), https://www.jsonfeed.org/version/1.1/.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from lxml import etree

from tests.feeds.reading import Html
from tests.feeds.saying import ATOM, CONTENT, DC, FH, LANG, THR

SCHEMA = Path(__file__).parent / "atom.rng"
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")

CHANNEL_NEEDS = ("title", "link", "description")
CHANNEL_ONCE = {
    *CHANNEL_NEEDS, "language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate", "generator",
    "docs", "cloud", "ttl", "image", "textInput", "skipHours", "skipDays", f"{FH}archive",
}  # fmt: skip
CHANNEL_OFTEN = {"category", "item", f"{ATOM}link"}
ITEM_ONCE = {
    "title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source", f"{ATOM}updated",
    f"{CONTENT}encoded", f"{DC}language", f"{DC}rights", f"{THR}total", f"{THR}in-reply-to",
}  # fmt: skip
ITEM_OFTEN = {"category", f"{DC}creator", f"{ATOM}link"}

FEED_KEYS = {
    "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon",
    "authors", "language", "expired", "hubs", "items",
}  # fmt: skip
ITEM_KEYS = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
    "date_published", "date_modified", "authors", "tags", "language", "attachments",
}  # fmt: skip
ATTACHMENT_KEYS = {"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}


def check_feed(name: str, data: bytes) -> list[str]:
    """Return what breaks the rules of a feed's own format, of threads and of archives, as `name: what`."""
    problems = check_json(json.loads(data)) if name.endswith(".json") else check_xml(data)
    return [f"{name}: {problem}" for problem in problems]


def check_xml(data: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(data)
    yield from check_atom(data, root) if root.tag == f"{ATOM}feed" else check_rss(root)
    yield from check_threads(root)
    yield from check_archive(root)


@lru_cache(maxsize=1)
def load_schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA))


def check_atom(data: bytes, root: Element) -> Iterator[str]:
    """RFC 4287: its schema, and what a schema cannot say."""
    schema = load_schema()
    if not schema.validate(etree.fromstring(data)):
        yield from (str(error) for error in schema.error_log)
    yield from check_language(root.get(LANG, ""))
    links = [link.get("rel") for link in root.findall(f"{ATOM}link")]
    yield from (f"{rel} is there {links.count(rel)} times" for rel in ("self", "alternate") if links.count(rel) != 1)
    entries = root.findall(f"{ATOM}entry")
    yield from find_doubles(entry.findtext(f"{ATOM}id", "") for entry in entries)
    for entry in (root, *entries):
        yield from (check_time(entry.findtext(f"{ATOM}updated", "")))
        yield from check_addresses(link.get("href", "") for link in entry.findall(f"{ATOM}link"))
        alternates = Counter(
            (link.get("type"), link.get("hreflang"))
            for link in entry.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        )
        yield from (f"two alternates of {kind}" for kind, count in alternates.items() if count > 1)
    for entry in entries:
        yield from check_html(entry.findtext(f"{ATOM}content", ""))
        if entry.find(f"{ATOM}author") is None:
            yield "an entry without an author"


def check_rss(root: Element) -> Iterator[str]:
    """RSS 2.0 and the profile of the RSS Advisory Board."""
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or channel is None:
        yield "no rss 2.0 with one channel"
        return
    yield from check_children(channel, CHANNEL_ONCE, CHANNEL_OFTEN)
    yield from (f"channel without {name}" for name in CHANNEL_NEEDS if not channel.findtext(name, "").strip())
    yield from check_language(channel.findtext("language", ""))
    yield from check_addresses([channel.findtext("link", "")])
    links = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [link.get("type") for link in links] != ["application/rss+xml"]:
        yield "no one atom:link to itself"
    tags = [child.tag for child in channel]
    if "item" in tags and set(tags[tags.index("item") :]) != {"item"}:
        yield "something stands behind the first item"
    yield from check_mail_time(channel.findtext("lastBuildDate"))
    items = channel.findall("item")
    yield from find_doubles(item.findtext("guid", "") for item in items)
    for item in items:
        yield from check_item(item)


def check_item(item: Element) -> Iterator[str]:
    yield from check_children(item, ITEM_ONCE, ITEM_OFTEN)
    tags = [child.tag for child in item]
    if f"{CONTENT}encoded" in tags and "description" not in tags[: tags.index(f"{CONTENT}encoded")]:
        yield "content:encoded without a description before it"
    yield from (f"an empty {child.tag}" for child in item if not len(child) and not child.attrib and not child.text)
    guid = item.find("guid")
    if guid is None or not guid.text:
        yield "an item without guid"
    elif guid.get("isPermaLink") != "false" and urlsplit(guid.text).scheme not in ("http", "https"):
        yield f"guid {guid.text} is no permanent link"
    elif guid.get("isPermaLink") not in (None, "true", "false"):
        yield f"isPermaLink is {guid.get('isPermaLink')}"
    yield from check_addresses([item.findtext("link", ""), item.findtext("comments", "https://x.example/")])
    yield from check_mail_time(item.findtext("pubDate"))
    yield from check_time(item.findtext(f"{ATOM}updated", ""))
    yield from check_html(item.findtext(f"{CONTENT}encoded", ""))
    for file in item.findall("enclosure"):
        yield from check_addresses([file.get("url", "")])
        if not (file.get("length", "").isdigit() and MEDIA_TYPE.fullmatch(file.get("type", ""))):
            yield "an enclosure without length or type"
    if (author := item.findtext("author")) and "@" not in author:
        yield "an author without e-mail"


def check_children(parent: Element, once: set[str], often: set[str]) -> Iterator[str]:
    counts = Counter(str(child.tag) for child in parent)
    yield from (f"{parent.tag} may not hold {tag}" for tag in counts if tag not in once | often)
    yield from (f"{count} times {tag} in {parent.tag}" for tag, count in counts.items() if tag in once and count > 1)


def check_threads(root: Element) -> Iterator[str]:
    """RFC 4685, sections 3 to 5."""
    for reply in root.iter(f"{THR}in-reply-to"):
        if not urlsplit(reply.get("ref", "")).scheme:
            yield "in-reply-to without ref"
        yield from check_addresses(reply.attrib[name] for name in ("href", "source") if name in reply.attrib)
        if not MEDIA_TYPE.fullmatch(reply.get("type", "text/html")):
            yield "in-reply-to without a media type"
    for link in root.iter(f"{ATOM}link"):
        if link.get("rel") != "replies":
            yield from (
                f"thr:{name} on {link.get('rel')}" for name in ("count", "updated") if f"{THR}{name}" in link.attrib
            )
            continue
        if not link.get(f"{THR}count", "0").isdigit():
            yield "thr:count is no number"
        if f"{THR}updated" in link.attrib:
            yield from check_time(link.attrib[f"{THR}updated"])
    yield from ("thr:total is no number" for total in root.iter(f"{THR}total") if not (total.text or "").isdigit())


def check_archive(root: Element) -> Iterator[str]:
    """RFC 5005, section 4, as far as one document tells; test_archives.py follows the links."""
    head = root if root.tag == f"{ATOM}feed" else root.find("channel")
    assert head is not None
    links = [link.get("rel") for link in head.findall(f"{ATOM}link")]
    yield from (f"{rel} twice" for rel in ("current", "prev-archive", "next-archive") if links.count(rel) > 1)
    archive = head.find(f"{FH}archive")
    if archive is not None and (len(archive) or archive.text or archive.attrib):
        yield "fh:archive is not empty"
    if archive is not None and "current" not in links:
        yield "an archive without a link to the feed"
    if archive is None and {"current", "next-archive"} & {*links}:
        yield "links of an archive in the feed itself"
    if head.find(f"{FH}complete") is not None:
        yield "complete and archived at once"


def check_json(feed: dict[str, Any]) -> Iterator[str]:
    """JSON Feed 1.1."""
    yield from check_keys(feed, FEED_KEYS)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "another version"
    if not isinstance(feed.get("title"), str) or not feed["title"]:
        yield "no title"
    yield from check_addresses([feed.get("home_page_url", ""), feed.get("feed_url", "")])
    yield from check_language(feed.get("language", ""))
    yield from find_doubles(item.get("id", "") for item in feed["items"])
    for item in feed["items"]:
        yield from check_json_item(item)


def check_json_item(item: dict[str, Any]) -> Iterator[str]:
    yield from check_keys(item, ITEM_KEYS)
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield "an item without id"
    if not isinstance(item.get("content_html", item.get("content_text")), str):
        yield "an item without content"
    yield from check_addresses([item.get("url", "")])
    yield from check_language(item.get("language", ""))
    yield from (problem for name in ("date_published", "date_modified") for problem in check_time(item.get(name, "")))
    for author in item.get("authors", []):
        yield from check_keys(author, {"name", "url", "avatar"})
        if not author or not all(isinstance(value, str) and value for value in author.values()):
            yield "an author without name, url and avatar"
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
        yield "a tag that is no text"
    for one in item.get("attachments", []):
        yield from check_keys(one, ATTACHMENT_KEYS)
        yield from check_addresses([one.get("url", "")])
        if not MEDIA_TYPE.fullmatch(one.get("mime_type", "")) or not isinstance(one.get("size_in_bytes", 0), int):
            yield "an attachment without type or size"
    yield from check_html(item.get("content_html", ""))


def check_keys(value: dict[str, Any], known: set[str]) -> Iterator[str]:
    yield from (f"an unknown key {key}" for key in value if key not in known and not key.startswith("_"))
    yield from (f"{key} is null" for key, one in value.items() if one is None)


def check_html(text: str) -> Iterator[str]:
    """Whole addresses only, but for links to footnotes, which must be in the entry itself."""
    html = Html(text)
    for address in html.addresses:
        if address.startswith("#"):
            if f'id="{address[1:]}"' not in text:
                yield f"a link to nothing in the entry: {address}"
        elif urlsplit(address).scheme not in ("http", "https", "mailto"):
            yield f"no whole address: {address}"


def check_addresses(addresses: Iterable[str]) -> Iterator[str]:
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\"]", address):
            yield f"no whole address: {address!r}"


def check_language(lang: str) -> Iterator[str]:
    if not LANGUAGE.fullmatch(lang):
        yield f"no language: {lang!r}"


def check_time(text: str) -> Iterator[str]:
    if not RFC3339.fullmatch(text):
        yield f"no time of RFC 3339: {text!r}"
    else:
        datetime.fromisoformat(text)


def check_mail_time(text: str | None) -> Iterator[str]:
    """RFC 5322; the day of the week must be right."""
    if text is None:
        return
    try:
        right = format_datetime(parsedate_to_datetime(text), usegmt=True)
    except ValueError:
        right = ""
    if right != text:
        yield f"no time of RFC 5322: {text!r}"


def find_doubles(ids: Iterable[str]) -> Iterator[str]:
    yield from (f"the id {one!r} stands {count} times" for one, count in Counter(ids).items() if count > 1)
