"""What a feed says, read from any format by programs that are not ours, so that formats can be compared."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
FH = "{http://purl.org/syndication/history/1.0}"
THR = "{http://purl.org/syndication/thread/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass
class Item:
    """One entry, by what every format can say."""

    id: str
    url: str
    title: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    authors: list[str]
    categories: list[str]
    lang: str
    licence: str
    enclosures: list[tuple[str, str, int]]
    parent: str


@dataclass
class Feed:
    """A feed and its entries."""

    title: str
    description: str
    lang: str
    url: str
    page: str
    items: list[Item] = field(default_factory=list)


def read_feed(name: str, data: bytes) -> Feed:
    """Read a feed by the ending of its name. expat and json refuse what is none."""
    if name.endswith(".json"):
        return read_json(data)
    root = ElementTree.fromstring(data)
    return read_atom(root) if root.tag == f"{ATOM}feed" else read_rss(root)


def read_atom(root: Element) -> Feed:
    lang = root.get(LANG, "")
    links = {link.get("rel"): link.get("href", "") for link in root.findall(f"{ATOM}link")}
    items = [read_entry(entry, lang) for entry in root.findall(f"{ATOM}entry")]
    title, subtitle = root.findtext(f"{ATOM}title", ""), root.findtext(f"{ATOM}subtitle", "")
    return Feed(title, subtitle, lang, links["self"], links["alternate"], items)


def read_entry(entry: Element, lang: str) -> Item:
    def get(name: str) -> str:
        return entry.findtext(f"{ATOM}{name}", "")

    lang = entry.get(LANG, lang)
    links = entry.findall(f"{ATOM}link")
    parent = entry.find(f"{THR}in-reply-to")
    return Item(
        id=get("id"),
        url=next(
            link.get("href", "")
            for link in links
            if link.get("rel") == "alternate" and link.get("hreflang", lang) == lang
        ),
        title=get("title"),
        html=get("content"),
        summary=get("summary"),
        published=datetime.fromisoformat(get("published")),
        updated=datetime.fromisoformat(get("updated")),
        authors=[author.findtext(f"{ATOM}name", "") for author in entry.findall(f"{ATOM}author")],
        categories=[category.get("term", "") for category in entry.findall(f"{ATOM}category")],
        lang=lang,
        licence=get("rights"),
        enclosures=[
            (link.get("href", ""), link.get("type", ""), int(link.get("length", "")))
            for link in links
            if link.get("rel") == "enclosure"
        ],
        parent="" if parent is None else parent.get("ref", ""),
    )


def read_rss(root: Element) -> Feed:
    channel = root.find("channel")
    assert channel is not None
    own = next(link.get("href", "") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self")
    lang = channel.findtext("language", "")
    items = [read_item(item) for item in channel.findall("item")]
    return Feed(
        channel.findtext("title", ""),
        channel.findtext("description", ""),
        lang,
        own,
        channel.findtext("link", ""),
        items,
    )


def read_item(item: Element) -> Item:
    def get(name: str) -> str:
        return item.findtext(name, "")

    # A description in RSS is HTML, even where it is no more than a text.
    parent = item.find(f"{THR}in-reply-to")
    return Item(
        id=get("guid"),
        url=get("link"),
        title=get("title"),
        html=get(f"{CONTENT}encoded"),
        summary=unescape(get("description")),
        published=parsedate_to_datetime(get("pubDate")),
        updated=datetime.fromisoformat(get(f"{ATOM}updated")),
        authors=[creator.text or "" for creator in item.findall(f"{DC}creator")],
        categories=[category.text or "" for category in item.findall("category")],
        lang=get(f"{DC}language"),
        licence=get(f"{DC}rights"),
        enclosures=[
            (one.get("url", ""), one.get("type", ""), int(one.get("length", ""))) for one in item.findall("enclosure")
        ],
        parent="" if parent is None else parent.get("ref", ""),
    )


def read_json(data: bytes) -> Feed:
    feed = json.loads(data)
    items = [read_json_item(item) for item in feed["items"]]
    return Feed(feed["title"], feed["description"], feed["language"], feed["feed_url"], feed["home_page_url"], items)


def read_json_item(item: dict[str, Any]) -> Item:
    extension = item.get("_casebook", {})
    return Item(
        id=item["id"],
        url=item["url"],
        title=item["title"],
        html=item["content_html"],
        summary=item.get("summary", ""),
        published=datetime.fromisoformat(item["date_published"]),
        updated=datetime.fromisoformat(item["date_modified"]),
        authors=[author["name"] for author in item["authors"]],
        categories=item.get("tags", []),
        lang=item["language"],
        licence=extension.get("licence", {}).get("name", ""),
        enclosures=[(one["url"], one["mime_type"], one["size_in_bytes"]) for one in item.get("attachments", [])],
        parent=extension.get("in_reply_to", {}).get("id", ""),
    )


def assert_same(*feeds: Feed) -> None:
    """Formats of one feed say the same; RSS has room for one enclosure, and no item without a description."""
    for feed in feeds:
        feed.url = ""
        for item in feed.items:
            item.enclosures = item.enclosures[:1]
            item.summary = item.summary or item.title
    first, *others = feeds
    assert all(other == first for other in others), feeds
