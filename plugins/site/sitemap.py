"""The sitemap: every page that search engines are to have, and when it truly changed.

Source: https://www.sitemaps.org/protocol.html. What search engines pass by (`changefreq`, `priority`) is not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plugins.site.content import Content
from plugins.site.indexing import find_last_change, is_in_sitemap
from plugins.site.registry import Output, OutputKind

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Line = tuple[str, datetime | None]
"""A whole address, and when what is there last changed."""


def render_sitemap(output: Output, content: Content) -> bytes:
    """Return one file of the sitemap, in UTF-8."""
    paths = [one.path for one in content.registry if one.kind is OutputKind.SITEMAP]
    lines = list_pages(content)
    if len(paths) == 1:
        return render_pages(lines)
    parts = {path: lines[number :: len(paths) - 1] for number, path in enumerate(paths[1:])}
    if output.path in parts:
        return render_pages(parts[output.path])
    return render_index([(content.addresses.make_absolute(path), _find_latest(part)) for path, part in parts.items()])


def list_pages(content: Content) -> list[Line]:
    """Return all pages of the sitemap, in the order of their addresses."""
    outputs = sorted((one for one in content.registry if is_in_sitemap(one, content)), key=lambda one: one.url)
    return [(content.addresses.make_absolute(one.path), find_last_change(one, content)) for one in outputs]


def render_pages(lines: Sequence[Line]) -> bytes:
    """Return a sitemap of pages."""
    return _render("urlset", "url", lines)


def render_index(lines: Sequence[Line]) -> bytes:
    """Return an index of sitemaps."""
    return _render("sitemapindex", "sitemap", lines)


def format_moment(moment: datetime) -> str:
    """Return a time as a day where it is no more than that, else with its zone.

    Source: https://www.w3.org/TR/NOTE-datetime
    """
    is_day = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date().isoformat() if is_day else moment.isoformat(timespec="seconds")


def _render(root: str, kind: str, lines: Sequence[Line]) -> bytes:
    whole = Element(root, {"xmlns": NAMESPACE})
    for address, moment in lines:
        one = SubElement(whole, kind)
        SubElement(one, "loc").text = address
        if moment is not None:
            SubElement(one, "lastmod").text = format_moment(moment)
    indent(whole)
    text: str = tostring(whole, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _find_latest(lines: Sequence[Line]) -> datetime | None:
    return max((moment for _, moment in lines if moment), default=None)
