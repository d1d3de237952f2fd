"""Characters that no page and no feed can carry."""

from __future__ import annotations

import re

_LAST_OF_PLANES = "".join(chr((plane << 16) + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))

UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""What XML 1.0 forbids (section 2.2), HTML calls an error (controls and noncharacters), or editors hide (line and
paragraph separators, a byte order mark inside the text)."""

_UNWANTED_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def find_unwanted(text: str) -> list[re.Match[str]]:
    """Return every unwanted character of a text. Most texts are ASCII, and looked through faster for it."""
    return list((_UNWANTED_ASCII if text.isascii() else UNWANTED).finditer(text))
