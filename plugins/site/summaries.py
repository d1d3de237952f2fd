"""What lists and search engines say of an entry: its summary, or how its text begins."""

from __future__ import annotations

import re

from markupsafe import Markup

LONGEST = 50
"""Words of a text that stand for it where it has no summary."""

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b.*?</figcaption>", re.DOTALL)


def find_beginning(html: Markup) -> str:
    """Return the first words of a text: of its first paragraph that has any, or of the whole where none has.

    What stands under a picture is no beginning.
    """
    paragraphs = (str(Markup(match[1]).striptags()) for match in _PARAGRAPH.finditer(_CAPTION.sub("", html)))
    return shorten(next((text for text in paragraphs if text), str(html.striptags())))


def shorten(text: str) -> str:
    """Return at most fifty words of a text."""
    words = text.split(" ")
    return text if len(words) <= LONGEST else f"{' '.join(words[:LONGEST])}…"
