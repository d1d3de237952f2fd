"""What smartypants makes of HTML, without a look where there is nothing to do: most pieces of text hold no quote.

The library looks through each piece between two tags two dozen times, most of it at every character. Here the same is
said by patterns that begin with the quote itself, which Python finds much faster. Not a byte is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import smartypants

convert_all = smartypants.smartypants
"""The library's own function, in whose place `set_quotes` stands."""

_TAG = re.compile(r"(<[^>]*>)")
_SKIPPED = re.compile("<(?i:!--|pre|samp|code|tt|kbd|script|style|math)")
"""Comments, and elements that stay as they are: a text with one of them, or with escapes, is left to the library."""

_SIGNS = {"--": "&#8212;", "...": "&#8230;", ". . .": "&#8230;", "``": "&#8220;", "''": "&#8221;"}
"""What is replaced whatever stands around it, in this order."""

_Rule = tuple[re.Pattern[str], str]


class _Quote(NamedTuple):
    """One kind of quote, and what becomes of it, by rules in this order.

    One of `rules` takes in the letter beside the quote, as in the library: two quotes that share a letter are told
    apart by that. In a piece in which none are `near` each other `rules_apart` say the same, which all begin with the
    quote.
    """

    mark: str
    near: re.Pattern[str]
    rules: Sequence[_Rule]
    rules_apart: Sequence[_Rule]


# `&&#x201` is the library's: it forgets that `#` begins a comment there.
_SINGLE_FIRST = (
    (re.compile(r""""'(?=\w)"""), "&#8220;&#8216;"),
    (re.compile(r"""'"(?=\w)"""), "&#8216;&#8220;"),
    (re.compile(r"'(?=\d{2}s)(?<=\w')"), "&#8217;"),
    (re.compile(r"'(?=\w)(?:(?<=\s')|(?<=&nbsp;')|(?<=--')|(?<=&[mn]dash;')|(?<=&&#x201[34];'))"), "&#8216;"),
    (re.compile(r"'(?!\s|s\b|\d)(?<=[^ \t\r\n\[{(\-]')"), "&#8217;"),
)
_SINGLE_CLOSING = (re.compile(r"([^ \t\r\n\[{(\-])'(\s|s\b)"), r"\1&#8217;\2")
_SINGLE_CLOSING_APART = (re.compile(r"'(?=\s|s\b)(?<=[^ \t\r\n\[{(\-]')"), "&#8217;")
_SINGLE_LAST = (re.compile("'"), "&#8216;")

_DOUBLE_FIRST = (
    (re.compile(r'"(?=\w)(?:(?<=\s")|(?<=&nbsp;")|(?<=--")|(?<=&[mn]dash;")|(?<=&&#x201[34];"))'), "&#8220;"),
    (re.compile(r'"(?=\s)'), "&#8221;"),
    (re.compile(r"""^"(?=[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~])"""), "&#8221;"),
)
_DOUBLE_CLOSING = (re.compile(r'([^ \t\r\n\[{(\-])"'), r"\1&#8221;")
_DOUBLE_CLOSING_APART = (re.compile(r'"(?<=[^ \t\r\n\[{(\-]")'), "&#8221;")
_DOUBLE_LAST = (re.compile('"'), "&#8220;")

_QUOTES = (
    _Quote(
        "'", re.compile("'.?'", re.DOTALL),
        (*_SINGLE_FIRST, _SINGLE_CLOSING, _SINGLE_LAST), (*_SINGLE_FIRST, _SINGLE_CLOSING_APART, _SINGLE_LAST),
    ),
    _Quote(
        '"', re.compile('""'),
        (*_DOUBLE_FIRST, _DOUBLE_CLOSING, _DOUBLE_LAST), (*_DOUBLE_FIRST, _DOUBLE_CLOSING_APART, _DOUBLE_LAST),
    ),
)  # fmt: skip


def set_quotes(text: str) -> str:
    """Return HTML with typographic quotes, dashes and dots, as character references."""
    if "\\" in text or _SKIPPED.search(text):
        return str(convert_all(text, smartypants.Attr.set1))
    pieces, before = _TAG.split(text), ""
    signs = [(sign, reference) for sign, reference in _SIGNS.items() if sign in text]
    for index in range(0, len(pieces), 2):
        if piece := pieces[index]:
            pieces[index] = _convert(piece, before, signs)
            before = piece[-1]
    return "".join(pieces)


def _convert(piece: str, before: str, signs: Iterable[tuple[str, str]]) -> str:
    """Convert a piece of text between two tags; `before` is the last character of the piece before it, or nothing."""
    for sign, reference in signs:
        piece = piece.replace(sign, reference)
    if piece in ("'", '"'):
        return _close(piece) if before.strip() else _open(piece)
    for quote in _QUOTES:
        if quote.mark in piece:
            piece = _replace(quote, piece)
    return piece


def _replace(quote: _Quote, piece: str) -> str:
    for pattern, reference in quote.rules if quote.near.search(piece) else quote.rules_apart:
        piece = pattern.sub(reference, piece)
        if quote.mark not in piece:
            break
    return piece


def _open(quote: str) -> str:
    return "&#8216;" if quote == "'" else "&#8220;"


def _close(quote: str) -> str:
    return "&#8217;" if quote == "'" else "&#8221;"
