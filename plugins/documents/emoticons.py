"""Emoticons stay as they were typed: Markdown would read `:-*` as emphasis, Typogrify `:'(` as a quotation mark.

While both are at work each character of such an emoticon is a noncharacter, which no source can hold.
"""

from __future__ import annotations

import html
import re

_ALPHABET = ":;=8>-'()[]*^_<DPpOo/|$"
_FIRST = 0xFDD0
_TO_HIDDEN = {ord(character): chr(_FIRST + number) for number, character in enumerate(_ALPHABET)}
_TO_TYPED = {_FIRST + number: character for number, character in enumerate(_ALPHABET)}
_HIDDEN = re.compile("[\ufdd0-\ufdef]+")

_IN_DANGER = re.compile(
    r"""(?<![^\s(\[>"“*_])                          # at the beginning of a word
      (?: >?[:;=]'-{0,2}[()\[\]DPpOo/|$]      # a tear:          :'(   :'-(
        | >?[:;=8]-{2,3}[()\[\]DPpOo/|$]       # a long nose:     ;--)
        | >?[:;=]-\*                           # a kiss:          :-*   (`*Note :*` is French emphasis)
        | >[:;=8]-?[()\[\]DPpOo/|$]            # angry eyebrows, which would begin a quote
        | \^_+\^ | -_+- | >_+< | \*_+\* | <_+< | >_+> )
      (?=[\s.,!?;:)\]<"”’*_]|\Z)""",
    re.VERBOSE,
)
"""Only emoticons that something would change. `:-)`, `8-)` and `<3` are safe as they are."""


_HINTS = (":-", ":'", ";-", ";'", "=-", "='", "8-", ">:", ">;", ">=", ">8", "^_", "-_", ">_", "*_", "<_")
"""What each of them holds. To look for all of these takes a tenth of the time."""


def hide_emoticons(text: str) -> str:
    """Return a text in which nothing will take an emoticon for markup."""
    if not any(hint in text for hint in _HINTS if hint[0] in text and hint[1] in text):
        return text
    return _IN_DANGER.sub(lambda match: match[0].translate(_TO_HIDDEN), text)


def show_emoticons(text: str) -> str:
    """Return HTML with the emoticons as they were typed."""
    return _HIDDEN.sub(lambda match: html.escape(match[0].translate(_TO_TYPED)), text)


def retype_emoticons(text: str) -> str:
    """Return plain text with the emoticons as they were typed."""
    return _HIDDEN.sub(lambda match: match[0].translate(_TO_TYPED), text)
