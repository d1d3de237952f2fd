"""Addresses in files that only machines read: each that lies in the site leads to something that is there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from plugins.assets.references import URL
from plugins.checks.scanning import parse_xml
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.site.registry import Output, OutputKind

HINT = "If you have not changed what writes this file, it is a fault of Casebook; please report it."
CSS_HINT = "Correct the path, or put the file into the theme."
MANIFEST_KEYS = ("id", "start_url", "scope")

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
_ROBOTS_SITEMAP = re.compile(rb"^Sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_REDIRECT = re.compile(r"^/\S* (\S+) 301$", re.MULTILINE)


def check_addresses(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through the addresses of the sitemap, OPML, the manifest, the redirects and stylesheets that lead nowhere."""
    for output in site.list_files(*_FINDERS):
        for target in dict.fromkeys(_FINDERS[output.kind](site.read(output))):
            if wrong := site.explain_target(target, output.path):
                yield from _explain(site, output, f"an address in {output.path} {wrong}", target, HINT)
    yield from _check_sitemap(site)
    yield from _check_stylesheets(site)


def _check_sitemap(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through the pages that the sitemap names although they ask search engines to pass by."""
    for output in site.list_files(OutputKind.SITEMAP):
        for target in _find_in_sitemap(site.read(output)):
            path, _ = site.find(target, output.path)
            page = site.pages.get(path or "")
            listed = site.content.registry.get(path or "")
            if page is not None and listed is not None and page.is_unindexed:
                message = "the page says `noindex`, and the sitemap names it"
                yield make_error(listed.origin, listed.position, Code.BAD_PAGE, message, found=listed.path, hint=HINT)


def _check_stylesheets(site: WrittenSite) -> Iterator[Diagnostic]:
    for output in site.list_files(OutputKind.ASSET):
        if output.path.endswith(".css"):
            for match in URL.finditer(site.read(output).decode("utf-8")):
                target = match["target"]
                # What begins with a mark is a part of the page that the style is for.
                if not target.startswith("#") and site.find(target, output.path)[0] is None:
                    message = "an address in the stylesheet leads to nothing"
                    yield from _explain(site, output, message, target, CSS_HINT)


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


_FINDERS: dict[OutputKind, Callable[[bytes], Iterator[str]]] = {
    OutputKind.SITEMAP: _find_in_sitemap,
    OutputKind.FEED_LIST: _find_in_list,
    OutputKind.MANIFEST: _find_in_manifest,
    OutputKind.REDIRECTS: _find_in_redirects,
    OutputKind.ROBOTS: _find_in_robots,
}


def _explain(site: WrittenSite, output: Output, message: str, found: str, hint: str) -> Iterator[Diagnostic]:
    for origin in site.origins.locate(output, found):
        yield make_error(origin.path, origin.position, Code.BROKEN_OUTPUT_LINK, message, found=found, hint=hint)
