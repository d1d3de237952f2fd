"""Characters that no page and no feed can carry, and those of strangers that would reach beyond their texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LAST_OF_PLANES = "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))

UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""What XML 1.0 forbids (section 2.2), HTML calls an error (controls and noncharacters), or editors hide (line and
paragraph separators, a byte order mark inside the text)."""

_UNWANTED_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def find_unwanted(text: str) -> list[re.Match[str]]:
    """Return every unwanted character of a text. Most texts are ASCII, and looked through faster for it."""
    return list((_UNWANTED_ASCII if text.isascii() else UNWANTED).finditer(text))


_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
MOST_MARKS = 8
"""Combining marks on one letter; no writing has more, and heaps of them cover the lines above and below."""


_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that are drawn as nothing."""


def keep_in_place(text: str) -> str:
    """Return a stranger's text without what would reach beyond it: overrides of direction, and heaps of accents.

    Marks of direction (U+200E, U+200F, U+061C) and joiners stay: Arabic, Hebrew, Persian and emoji are written with
    them, and they change nothing but their neighbours. Source: https://www.unicode.org/reports/tr9/, section 2.
    """
    if text.isascii():
        return text
    return "".join(_drop_heaps(_DIRECTION.sub("", text)))


def _drop_heaps(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= MOST_MARKS:
            yield character


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen: it is empty, or all spaces, controls and joiners."""
    return all(char in _FILLERS or unicodedata.category(char)[0] in "CMZ" for char in text)
