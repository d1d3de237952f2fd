"""Addresses in files that only machines read: sitemaps, lists of feeds, manifests, redirects, stylesheets, scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plugins.assets.references import IMPORT, URL
from plugins.checks.scanning import parse_xml
from plugins.site.registry import Output, OutputKind

MANIFEST_KEYS = ("id", "start_url", "scope")
STYLE, SCRIPT = ".css", ".js"

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
_ROBOTS_SITEMAP = re.compile(rb"^Sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_REDIRECT = re.compile(r"^/\S* (\S+) 301$", re.MULTILINE)


def find_addresses(output: Output, data: bytes) -> tuple[str, ...] | None:
    """Return the addresses in such a file, each once, or None for a file that the checks do not look into."""
    find = LISTS.get(output.kind)
    if output.kind is OutputKind.ASSET:
        find = next((one for ending, one in _ASSETS.items() if output.path.endswith(ending)), None)
    return None if find is None else tuple(dict.fromkeys(find(data)))


def _find_in_sitemap(data: bytes) -> Iterator[str]:
    return (element.text or "" for element in parse_xml(data).iter(_LOC))


def _find_in_list(data: bytes) -> Iterator[str]:
    for outline in parse_xml(data).iter("outline"):
        yield from (outline.attrib[name] for name in ("htmlUrl", "xmlUrl") if name in outline.attrib)


def _find_in_manifest(data: bytes) -> Iterator[str]:
    manifest: dict[str, Any] = json.loads(data)
    yield from (manifest[key] for key in MANIFEST_KEYS if key in manifest)
    yield from (icon["src"] for icon in manifest["icons"])


def _find_in_redirects(data: bytes) -> Iterator[str]:
    return iter(_REDIRECT.findall(data.decode("utf-8")))


def _find_in_robots(data: bytes) -> Iterator[str]:
    return (match[1].decode("utf-8") for match in _ROBOTS_SITEMAP.finditer(data))


def _find_in_style(data: bytes) -> Iterator[str]:
    """Go through the addresses of a stylesheet. What begins with a mark is a part of the page that the style is for."""
    targets = (match["target"] for match in URL.finditer(data.decode("utf-8")))
    return (target for target in targets if not target.startswith("#"))


def find_in_script(data: bytes) -> Iterator[str]:
    """Go through the modules that a script imports."""
    return (match["target"] for match in IMPORT.finditer(data.decode("utf-8")))


LISTS: Mapping[OutputKind, Callable[[bytes], Iterator[str]]] = {
    OutputKind.SITEMAP: _find_in_sitemap,
    OutputKind.FEED_LIST: _find_in_list,
    OutputKind.MANIFEST: _find_in_manifest,
    OutputKind.REDIRECTS: _find_in_redirects,
    OutputKind.ROBOTS: _find_in_robots,
}
"""Where addresses stand in files that machines read, by the kind of the file."""

_ASSETS: Mapping[str, Callable[[bytes], Iterator[str]]] = {STYLE: _find_in_style, SCRIPT: find_in_script}
