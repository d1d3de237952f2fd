"""Fenced code in its colours: Pygments tells the parts of a language apart, and classes say which is which.

It works on the finished HTML, where fenced code and an author's own `<pre><code class="language-…">` look alike.
"""

from __future__ import annotations

import difflib
import html
import re

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.util import ClassNotFound

from plugins.diagnostics import Code
from plugins.documents.reporting import Reporter

PLAIN = ("text", "plain", "plaintext", "txt", "none")
"""What authors call code that is in no language."""

_BLOCK = re.compile(
    r"""(<pre\b[^>]*>\s*<code\b[^>]*\bclass=["'](?:[^"']*\s)?language-([^\s"']+)[^>]*>)([^<]*)(</code>\s*</pre>)""",
    re.IGNORECASE,
)
_FORMATTER = HtmlFormatter(nowrap=True)


def highlight_code(text: str, reporter: Reporter) -> str:
    """Return HTML in which each block of code in a known language carries Pygments' classes."""

    def replace(match: re.Match[str]) -> str:
        opening, language, code, closing = match.groups()
        lexer = _find_lexer(html.unescape(language))
        if lexer is None:
            _report_language(html.unescape(language), reporter)
            return match[0]
        return f"{opening}{_colour(code, lexer)}{closing}"

    return _BLOCK.sub(replace, text) if "language-" in text else text


def _colour(code: str, lexer: Lexer) -> str:
    coloured = str(highlight(html.unescape(code), lexer, _FORMATTER))
    return coloured if code.endswith("\n") else coloured.removesuffix("\n")


def _find_lexer(language: str) -> Lexer | None:
    # Not a line more or less than the author's, blank ones at both ends too.
    name = "text" if language.lower() in PLAIN else language
    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _report_language(language: str, reporter: Reporter) -> None:
    """Report every block of the text that is said to be in this language."""
    name = re.escape(language)
    begins = re.compile(
        rf"^[ \t>]*(?:`{{3,}}|~{{3,}})[ \t]*(?:\{{[ \t]*\.)?({name})(?![\w+#-])|language-({name})", re.M
    )
    places = [match.start(match.lastindex or 0) for match in begins.finditer(reporter.written)]
    for index in places or [0]:
        message = "no language of code is called this"
        reporter.report_at(index, Code.UNKNOWN_LANGUAGE, message, _suggest_language(language), language)


def _suggest_language(language: str) -> str:
    known = sorted({*PLAIN, *(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)})
    nearest = difflib.get_close_matches(language.lower(), known, n=1, cutoff=0.6)
    return f"Did you mean {nearest[0]}?" if nearest else "Write `text` for what is in none."
