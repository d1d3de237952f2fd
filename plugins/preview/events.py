"""What an open page is told after a change: to load itself anew, which files are others now, what is wrong.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from plugins.preview.live_site import LiveSite
from plugins.preview.mistakes import render_overlay

RETRY = b"retry: 500\n\n"
PING = b": still here\n\n"


@dataclass
class Tab:
    """An open page: its path, the digest of what it shows, the version that its files are of, and its mistakes."""

    path: str
    shown: str
    version: int
    mistakes: str = ""


@dataclass(frozen=True)
class Event:
    """Something that a page is told. It is the last one where it `ends` the page."""

    name: str
    data: object
    version: int
    ends: bool = False

    def encode(self) -> bytes:
        """Return it as it is sent."""
        return f"id: {self.version}\nevent: {self.name}\ndata: {json.dumps(self.data)}\n\n".encode()


def make_mark(digest: str, version: int) -> str:
    """Return what a page is to know of itself: what it shows, and of which version."""
    return f"{digest}-{version}"


def read_tab(query: str, last_event: str | None) -> Tab | None:
    """Return the page that asks for events, or None where it does not say what it shows.

    `last_event` is the id of the last one that it has got, where it was connected before.
    """
    given = parse_qs(query)
    path, mark = given.get("page", [""])[0], given.get("shown", [""])[0]
    digest, _, version = mark.partition("-")
    version = last_event or version
    if not path.startswith("/") or not digest or not _is_number(version):
        return None
    return Tab(unquote(path, errors="replace"), digest, int(version))


def find_news(tab: Tab, site: LiveSite) -> Iterator[Event]:
    """Go through what a page is to be told now, and keep in mind that it was.

    Pages of feeds, pictures and the like have no script, and ask for nothing. Raises OSError.
    """
    version = site.version
    files = site.list_changed_files(tab.version)
    if files is None or site.get(tab.path).digest != tab.shown:
        yield Event("reload", None, version, ends=True)
        return
    site.check(tab.path)
    if files:
        yield Event("files", sorted(f"/{path}" for path in files), version)
    tab.version = version
    yield from _find_mistakes(tab, site)


def _find_mistakes(tab: Tab, site: LiveSite) -> Iterator[Event]:
    mistakes = site.list_mistakes()
    html = str(render_overlay(mistakes, site.base)) if mistakes else ""
    key = hashlib.blake2b(html.encode(), digest_size=12).hexdigest() if html else ""
    if key != tab.mistakes:
        tab.mistakes = key
        yield Event("mistakes", {"key": key, "html": html}, tab.version)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20
