"""Where an address leads: to which file of the site, and to which part of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Container
from urllib.parse import unquote, urljoin, urlsplit

SCHEMES = ("http", "https")
WHOLE = ("http://", "https://")

_SIMPLE = re.compile(r"/((?:[\w~-][\w.~-]*/)*(?:[\w~-][\w.~-]*)?)(?:#([\w-]+))?", re.ASCII)
"""What is behind the host in nearly every address: nothing in it is encoded, and no segment begins with a dot."""


_OUTSIDE = re.compile(r"https?://([\w.-]+)(?:[/?#]|\Z)", re.ASCII)
"""The beginning of an address whose host is plain to see."""


def find_output(target: str, page: str, site_url: str, paths: Container[str]) -> tuple[str | None, str]:
    """Return the output path that a link on `page` leads to, and its fragment.

    The path is "" for a link that leaves the site, and None for one to a file that is not in `paths`.
    """
    site = urlsplit(site_url)
    outside = _OUTSIDE.match(target)
    if outside and outside[1] != site.netloc:
        return "", ""
    simple = _find_simple(target, site_url, site.path)
    if simple is None:
        try:
            address = urlsplit(urljoin(f"{site_url}/{page}", target))
        except ValueError:
            return None, ""
        if address.scheme not in SCHEMES or address.netloc != site.netloc:
            return "", ""
        path, fragment = unquote(address.path), unquote(address.fragment)
        if not path.startswith(f"{site.path}/"):
            return ("", "") if site.path else (None, "")
        simple = path.removeprefix(f"{site.path}/"), fragment
    relative, fragment = simple
    file = posixpath.join(relative, "index.html") if not relative or relative.endswith("/") else relative
    return (file if file in paths else None), fragment


def _find_simple(target: str, site_url: str, base_path: str) -> tuple[str, str] | None:
    """Return the path below the site, and the fragment, of an address that nothing need be decoded in, else None."""
    start = len(site_url) if target.startswith(site_url) else len(base_path) if target.startswith(base_path) else -1
    match = _SIMPLE.fullmatch(target, start) if start >= 0 else None
    return (match[1], match[2] or "") if match else None


def is_from_anywhere(target: str) -> bool:
    """Tell whether an address leads to the same file from every page of the site."""
    return target.startswith(("/", *WHOLE))


def leads_to_pages(target: str) -> bool:
    """Tell whether an address may lead to a page at all, and not to somebody's mailbox."""
    return not target.startswith("mailto:") or target.startswith("mailto://")


def has_part(anchors: Collection[str], fragment: str) -> bool:
    """Tell whether a page with these ids has what a fragment names.

    Source: https://html.spec.whatwg.org/#scroll-to-fid for `top`.
    """
    name = fragment.partition(":~:")[0]
    return not name or name.lower() == "top" or name in anchors


def cut_id(name: str) -> tuple[str, str]:
    """Return the address in an id of JSON-LD, and what is behind its mark: no part that the page need have."""
    address, mark, part = name.partition("#")
    return address, mark + part
