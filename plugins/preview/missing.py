"""The answer to a wrong address: the site's own page for that, with the addresses that look like it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from plugins.diagnostics import spell_out
from plugins.preview.mistakes import render_own_page
from plugins.preview.near_names import find_near
from plugins.site.content import Content
from plugins.site.registry import FILES, Output

STYLESHEET = b'<link rel="stylesheet" href="/_preview/near.css">\n'
LONGEST = 200

_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)
_PLACE = re.compile(rb"<main\b[^>]*>.*?(?=</header\s*>)|<main\b[^>]*>", re.IGNORECASE | re.DOTALL)
"""The head of the page's text, whose end ours is, in its column; else where its text begins."""


@dataclass(frozen=True)
class NearView:
    """An address that looks like the one that was asked for, and what it leads to, or ""."""

    href: str
    title: str


def render_missing(path: str, content: Content, page: bytes | None) -> bytes:
    """Return the page for an address at which there is nothing; `page` is the site's own, where it has one."""
    shown = spell_out(path if len(path) <= LONGEST else f"{path[:LONGEST]}…")
    values = {"path": shown, "near": [*_list_near(path, content)]}
    place = _PLACE.search(page) if page is not None else None
    if page is None or place is None:
        return render_own_page("missing.html", **values).encode()
    ours = render_own_page("near.html", **values).encode()
    whole = b"".join((page[: place.end()], b"\n", ours, page[place.end() :]))
    return _HEAD_END.sub(lambda end: STYLESHEET + end[0], whole, count=1)


def _list_near(path: str, content: Content) -> Iterable[NearView]:
    if PurePosixPath(path).suffix not in ("", ".html", ".htm"):
        return  # programs ask for such files, and nobody reads the answer
    pages = {f"/{output.url}": output for output in content.registry if output.kind not in FILES}
    for address in find_near(path, pages):
        yield NearView(quote(address), _find_title(pages[address], content))


def _find_title(output: Output, content: Content) -> str:
    entry = content.by_name.get(output.document)
    return entry.fields.title if entry is not None else ""
