"""The words of HTML without its tags, as `Markup.striptags` finds them; that copies the whole text for each tag."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from markupsafe import Markup

_TAG = re.compile(r"<[^>]*>")
_COMMENT = "<!--"

_REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
"""What `html.unescape` takes for an entity."""

_find_characters = lru_cache(maxsize=1 << 10)(html.unescape)
"""Typogrify writes a dozen entities, and those many times."""


def strip_tags(text: str) -> str:
    """Return the words of HTML on one line: without tags and comments, and with its entities as characters."""
    if _COMMENT in text:  # which may hold tags, or stand in one
        return str(Markup(text).striptags())
    words = " ".join(_TAG.sub("", str(text)).split())
    return _REFERENCE.sub(lambda found: _find_characters(found[0]), words)
