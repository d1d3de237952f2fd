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

_TYPESET = {f"&#{ord(character)};": character for character in "–—‘’“”…"}
"""What Typogrify writes: nearly all references of most texts. None of these can be a part of another."""

_SIGNS = (*_TYPESET.values(), "\xa0")
"""What stands between words in texts that hold nothing else beyond ASCII."""

_SHAPES = bytes(ord("w" if re.match(r"\w", chr(code), re.ASCII) else " ") for code in range(256))
"""What a letter and what any other character of ASCII becomes, so that each word begins with ` w`."""

_find_characters = lru_cache(maxsize=1 << 10)(html.unescape)
"""There are a dozen entities in most texts, and those many times."""


def strip_tags(text: str) -> str:
    """Return the words of HTML on one line: without tags and comments, and with its entities as characters."""
    if _COMMENT in text:  # which may hold tags, or stand in one
        return str(Markup(text).striptags())
    words = " ".join(_TAG.sub("", str(text)).split())
    for reference, character in _TYPESET.items():
        words = words.replace(reference, character)
    return _read_references(words)


def count_html_words(text: str) -> int:
    """Return how many words HTML has: as many as `count_words` finds in what `strip_tags` makes of it."""
    if _COMMENT in text:
        return count_words(strip_tags(text))
    words = _TAG.sub("", str(text))
    for reference in _TYPESET:
        words = words.replace(reference, " ")
    return count_words(_read_references(words))


def count_words(text: str) -> int:
    """Return how many words a plain text has: runs of letters, digits and underscores."""
    if not text.isascii():
        for character in _SIGNS:
            text = text.replace(character, " ")
    if text.isascii():  # as most texts are in some languages; a tenth of the time of the other way
        return (b" " + text.encode("ascii").translate(_SHAPES)).count(b" w")
    return len(re.findall(r"\w+", text))


def _read_references(text: str) -> str:
    return _REFERENCE.sub(lambda found: _find_characters(found[0]), text)
