"""What lists and search engines say of an entry: its summary, or how its text begins."""

from __future__ import annotations

import re

from markupsafe import Markup

from plugins.documents.plain_words import strip_tags

LONGEST = 50
"""Words of a text that stand for it where it has no summary."""

_NOTE = re.compile(r'<sup id="fnref.*?</sup>', re.DOTALL)
"""The number of a footnote, which means nothing without the note."""

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)


def find_beginning(html: Markup) -> str:
    """Return the first words of a text: of its first paragraph that has any, or of the whole where none has.

    What stands under a picture is no beginning.
    """
    text = _NOTE.sub("", _CAPTION.sub("", html))
    paragraphs = (strip_tags(match[1]) for match in _PARAGRAPH.finditer(text))
    first = next((words for words in paragraphs if words), None)
    return shorten(strip_tags(_NOTE.sub("", html)) if first is None else first)


def shorten(text: str) -> str:
    """Return at most fifty words of a text."""
    words = text.split(" ")
    return text if len(words) <= LONGEST else f"{' '.join(words[:LONGEST])}…"
