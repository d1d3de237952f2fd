"""Addresses and telephone numbers in readers' words are taken out before anything is written down.

What stays must pass the check of the content, which looks at a text as it stands and as the page will show it.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from plugins.cases.reader_rules import ADDRESS, find_address, flatten_text

MASK = "[…]"

STAND_IN = "\ue000"
"""Stands for the mask while signs are taken out of which it is made: a character of no script."""

SPELT_OUT = re.compile(
    r"\b[\w.+-]{1,64}\s?[\[({]\s?(?:at|@|ät)\s?[\])}]\s?[\w-]{1,63}(?:\s?(?:\.|[\[({]\s?(?:dot|punkt|\.)\s?[\])}])\s?[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
"""`anna (at) example (dot) org`, as people write who do not want to be found by programs."""

TELEPHONE = re.compile(
    r"(?<![\w./#=-])(?:"
    r"(?:\+|00)\d{1,3}[ ./-]?(?:\(\d{1,5}\)[ ./-]?)?\d(?:[ ./-]?\d){5,12}"  # +49 30 1234567, 0049 (0)30 …
    r"|\(?0\d{1,5}\)?[ /-]{1,3}\d(?:[ -]?\d){4,9}"  # 030 / 123 45 67, (0171) 123456
    r"|\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}"  # (555) 123-4567
    r")(?![\w/]|[.-]\d)"
)
"""Numbers as they are written for people: with a plus, a leading nought, or in the groups of North America."""

DISGUISES = re.compile(r"[*_`\\]|\]\([^()\s]*\)|\[")


def mask_private(text: str) -> str:
    """Return a text of Markdown in which no address is left that the check of the content would find."""
    masked = mask_plain(text)
    if find_address(masked) is None:
        return masked
    parts = [_mask_disguised(part) for part in re.split(r"(\n\s*\n)", masked)]
    masked = "".join(parts)
    return masked if find_address(masked) is None else MASK


def mask_plain(text: str) -> str:
    """Return a text without the addresses and telephone numbers that stand in it as one writes them."""
    for pattern in (ADDRESS, SPELT_OUT, TELEPHONE):
        text = pattern.sub(MASK, text)
    return text.replace(f"<{MASK}>", MASK)


def mask_line(text: str) -> str:
    """Return one line, such as a name: where an address is disguised in it, nothing of it stays."""
    masked = mask_plain(text)
    return MASK if ADDRESS.search(flatten_text(unescape(masked))) else masked


def _mask_disguised(part: str) -> str:
    """Return a paragraph without an address that is written in entities, wide letters, or with marks in it."""
    if find_address(part) is None:
        return part
    bare = DISGUISES.sub("", flatten_text(unescape(unquote(part.replace(MASK, STAND_IN)))))
    plain = mask_plain(bare).replace(STAND_IN, MASK)
    return plain if find_address(plain) is None else MASK
