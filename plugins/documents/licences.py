"""Licences by the names that authors write."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMONS = re.compile(r"CC BY(-NC)?(-SA|-ND)? (\d\.\d)", re.IGNORECASE)
_ZERO = re.compile(r"CC0 (\d\.\d)", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)")


@dataclass(frozen=True)
class Licence:
    """A licence, and where its words stand if that is known."""

    name: str
    href: str | None


def find_licence(text: str) -> Licence:
    """Return the licence that an author names: a Creative Commons one, a Markdown link, or any other words."""
    if match := _COMMONS.fullmatch(text):
        terms = f"by{match[1] or ''}{match[2] or ''}".lower()
        return Licence(text, f"https://creativecommons.org/licenses/{terms}/{match[3]}/")
    if match := _ZERO.fullmatch(text):
        return Licence(text, f"https://creativecommons.org/publicdomain/zero/{match[1]}/")
    if match := _LINK.fullmatch(text):
        return Licence(match[1], match[2])
    return Licence(text, None)
