"""A text that stands inside another page: its ids clash with none, and its links still lead."""

from __future__ import annotations

import re

_ID = re.compile(r'(<[A-Za-z][^<>]*?\sid=")([^"]+)(")')
_FRAGMENT_LINK = re.compile(r'(<a\b[^<>]*?\shref=")#([^"]+)(")')
_FOOTNOTE = re.compile(r"fn(ref\d*)?:")


def nest_html(html: str, prefix: str, address: str, here: str = "") -> str:
    """Return a rendered text fit to stand on another page.

    Ids that an author gave get the `prefix` that rendering gave all others. A link to a part of the text leads there,
    on the page at `here` ("" for the one that is read); a link to a part of its page that is not shown here leads to
    that page, at `address`.
    """
    nested = _ID.sub(lambda match: f"{match[1]}{_prefix(match[2], prefix)}{match[3]}", html)
    ids = {match[2] for match in _ID.finditer(nested)}

    def lead(match: re.Match[str]) -> str:
        name = _prefix(match[2], prefix)
        return f"{match[1]}{here}#{name}{match[3]}" if name in ids else f"{match[1]}{address}#{match[2]}{match[3]}"

    return _FRAGMENT_LINK.sub(lead, nested)


def _prefix(name: str, prefix: str) -> str:
    return name if name.startswith(prefix) or _FOOTNOTE.match(name) else f"{prefix}{name}"
