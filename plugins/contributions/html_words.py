"""HTML of a mail becomes text that a person could have typed: links, lists and quotes as Markdown."""

from __future__ import annotations

import re

from html2text import HTML2Text

from plugins.time_limits import limit_time

LONGEST_HTML = 64 * 1024
"""Characters of HTML that are read. What is styles and comments does not count."""

MOST_SECONDS = 2.0
DEEPEST = 6
"""How deep quotes and lists may stand in each other: each line is indented once for each of them."""

_NESTING = ("blockquote", "ul", "ol")
_CELLS = ("td", "th")
_BLANKS = re.compile(r"\s{9,}")
_NO_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))|<(?![A-Za-z/])")
_NO_REFERENCE = re.compile("&(?![#A-Za-z])")
_UNSEEN = (("<style", "</style"), ("<script", "</script"), ("<!--", "-->"))


def convert_html(html: str) -> tuple[str, bool]:
    """Return the text of a page, and whether all of it was read. Raises TimeLimitError."""
    seen = _leave_out_unseen(html)
    tame = _tame(seen[:LONGEST_HTML])[:LONGEST_HTML]
    writer = _Writer()
    with limit_time(MOST_SECONDS):
        text = writer.handle(tame)
    plain = re.sub(r"^\\(?=-- ?$)", "", text, flags=re.MULTILINE)
    return plain.strip("\n"), len(seen) <= LONGEST_HTML


def _tame(html: str) -> str:
    """Return HTML in which each `<` begins a tag that ends.

    Runs of blanks, open tags and the like take Python's html.parser a time that grows with the square of their number.
    Source: https://github.com/python/cpython/issues/135462; older versions of Python have all of it.
    """
    html = _BLANKS.sub(lambda match: "\n" if "\n" in match.group() else " ", html)
    return _NO_REFERENCE.sub("&amp;", _NO_TAG.sub("&lt;", html))


def _leave_out_unseen(html: str) -> str:
    """Return the HTML without styles, scripts and comments. What has no end goes on to that of the text."""
    for start, end in _UNSEEN:
        pieces, lower, position = [], html.lower(), 0
        if len(lower) != len(html):  # A letter that is two in lower case would shift all places behind it.
            lower = html
        while (begin := lower.find(start, position)) >= 0:
            pieces.append(html[position:begin])
            until = lower.find(end, begin + len(start))
            position = len(html) if until < 0 else until + (len(end) if start == "<!--" else 0)
        html = "".join((*pieces, html[position:]))
    return html


class _Writer(HTML2Text):
    """html2text with lines as they are, real letters, and no pictures or tables."""

    def __init__(self) -> None:
        super().__init__(bodywidth=0)
        self.unicode_snob = self.ignore_images = self.ignore_tables = self.ignore_mailto_links = True
        self.use_automatic_links = self.skip_internal_links = False
        self.emphasis_mark = "*"
        self._depth = 0

    def handle_tag(self, tag: str, attrs: dict[str, str | None], start: bool) -> None:  # noqa: FBT001
        """Read a tag, unless it goes deeper than anyone writes. Cells of a table stand apart."""
        if tag in _NESTING:
            is_too_deep = self._depth >= DEEPEST if start else self._depth > DEEPEST
            self._depth = max(0, self._depth + (1 if start else -1))
            if is_too_deep:
                return
        super().handle_tag(tag, attrs, start)
        if tag in _CELLS and not start:
            self.o(" ")
