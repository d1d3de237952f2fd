"""Texts of nothing but words: Markdown has nothing to do but to put them into paragraphs.

Most of what stands in headers and in cases is such a text, and many paragraphs of the others. What is taken for plain
here is less than what is: whatever could mean anything to Markdown, to one of our steps, or to HTML goes the full way.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ParagraphProcessor

_FIRST = r"""(?:[^\W\d_]|["'(“„‚‘«»–—…])"""
"""What a line may begin with. Every mark of a block is something else: `#`, `-`, `1.`, `>`, `:`, `[`, `|`, a space."""

_WORDS = r"""[\w .,:;!?'"()“”„‚‘’«»–—…%€$§°+/-]"""
"""What it may go on with."""

_ODD = re.compile(r"_|8-|[:;](?![ \n]|\Z)| (?=\n|\Z)")
"""What it may not hold all the same: emphasis, what could be an emoticon or an address, and a space at the end of a
line, of which two would break it."""

# What no word or line end can follow is given up at once: most texts are not plain, and soon show it.
_LINE = rf"{_FIRST}{_WORDS}*+"
_PLAIN = re.compile(rf"\n*+({_LINE}(?:\n\n?{_LINE})*)\n*+")
_PARAGRAPH = re.compile(rf"{_FIRST}[^|\n]*(?:\n{_FIRST}[^|\n]*)*")


def make_paragraphs(text: str) -> str | None:
    """Return a plain text as the HTML that Markdown and our steps make of it, or None where it is not plain."""
    found = _PLAIN.fullmatch(text)
    return None if found is None or _ODD.search(text) else "<p>" + found[1].replace("\n\n", "</p>\n<p>") + "</p>"


class PlainParagraphs(ParagraphProcessor):
    """Takes blocks that can be nothing but a paragraph before all others look for their marks in them.

    Whatever stands inside its lines is left to who looks for it there. Only a table has its marks there.
    """

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the parameters are Markdown's
        """Tell whether each line begins as only words do."""
        return _PARAGRAPH.fullmatch(block) is not None
