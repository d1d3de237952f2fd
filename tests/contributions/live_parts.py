"""Looks through every rendition of a site for what is alive, by parsers that are not ours: html5lib, lxml and json.

What may stand in a rendition is what stands in that of a harmless site: its elements and their attributes. An address
must be one of this site, or, where a reader's link leads, one of https and mailto.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import html5lib
from lxml import etree

from tests.contributions.hostile_site import HostileSite

XHTML = "{http://www.w3.org/1999/xhtml}"
ADDRESSES = frozenset({
    "href", "src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "cite", "longdesc",
    "srcdoc", "{http://www.w3.org/1999/xlink}href", "xlink:href", "manifest", "profile", "archive", "codebase",
    "usemap", "dynsrc", "lowsrc", "imagesrcset", "content",
})  # fmt: skip
HOST = "example.org"

_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f]")


class Part(NamedTuple):
    """An element, or an attribute of one: what a rendition may hold or not."""

    kind: str
    tag: str
    attribute: str = ""


class Finding(NamedTuple):
    """Something alive: where, and what."""

    place: str
    what: str


class Rendition(NamedTuple):
    """One piece of HTML: its kind (page, atom …), where it stands, and itself."""

    kind: str
    place: str
    html: str


def list_renditions(site: HostileSite) -> Iterator[Rendition]:
    """Go through all HTML of a site, that inside feeds too."""
    for path, data in site.files.items():
        if path.endswith(".html"):
            yield Rendition("page", path, data.decode("utf-8"))
        elif path.endswith((".atom.xml", ".rss.xml", "atom.xml", "rss.xml")):
            yield from (Rendition(kind, path, html) for kind, html in _list_in_xml(data))
        elif path.endswith(".json"):
            yield from (Rendition("json", path, html) for html in _list_in_json(json.loads(data)))
    for place, html in site.more.items():
        yield Rendition(place.partition(":")[0], place, html)


def _list_in_xml(data: bytes) -> Iterator[tuple[str, str]]:
    """Go through what feed readers take for HTML: RSS says it of descriptions, Atom where the type is so."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter("{*}encoded", "description"):
        yield "rss", element.text or ""
    for element in root.iter("{http://www.w3.org/2005/Atom}*"):
        if element.get("type") in ("html", "xhtml"):
            yield "atom", element.text or ""


def _list_in_json(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for key, one in value.items() if key.endswith("html") and isinstance(one, str))
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _list_in_json(one)


def list_parts(rendition: Rendition) -> Iterator[tuple[Part, str]]:
    """Go through every element and attribute, each attribute with its value."""
    for tag, attribute, value in _parse(rendition.html):
        yield Part(rendition.kind, tag, attribute), value


@lru_cache(maxsize=4096)
def _parse(html: str) -> tuple[tuple[str, str, str], ...]:
    """Return elements and attributes with their values. Most texts stand in three formats of two feeds."""
    return tuple(_list_in_html(html))


def _list_in_html(html: str) -> Iterator[tuple[str, str, str]]:
    for element in html5lib.parse(html, treebuilder="etree").iter():
        tag = str(element.tag).removeprefix(XHTML)
        yield tag, "", ""
        for name, value in element.attrib.items():
            yield tag, str(name), str(value)


def allow_parts(harmless: HostileSite) -> frozenset[Part]:
    """Return what stands in a site whose readers mean no harm."""
    return frozenset(part for rendition in list_renditions(harmless) for part, _ in list_parts(rendition))


def find_live(site: HostileSite, allowed: frozenset[Part]) -> Iterator[Finding]:
    """Go through all that is alive in a site."""
    for rendition in list_renditions(site):
        for part, value in list_parts(rendition):
            if part not in allowed:
                yield Finding(rendition.place, f"<{part.tag} {part.attribute}={value[:80]!r}>")
            elif part.attribute in ADDRESSES and (problem := explain_address(part, value)):
                yield Finding(rendition.place, f"{problem}: <{part.tag} {part.attribute}={value[:80]!r}>")


def explain_address(part: Part, value: str) -> str:
    """Return what is wrong with an address, or "". Browsers read over spaces and controls in a scheme."""
    if part.tag == "meta" and not value.lower().startswith(("http", "//")):
        return ""
    try:
        address = urlsplit(_CONTROLS.sub("", value))
        host = address.hostname
    except ValueError:
        return "no address"
    if part.tag == "a" and address.scheme in ("https", "mailto"):
        return ""
    if address.scheme in ("", "https") and host in (None, HOST):
        return ""
    return "foreign address"


def count_kinds(renditions: Iterable[Rendition]) -> Mapping[str, int]:
    """Return how many pieces of each kind there are."""
    kinds = [rendition.kind for rendition in renditions]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}
