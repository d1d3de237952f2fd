"""Characters that one does not see are taken out of readers' texts: they hide words, or turn round what one sees.

What some scripts cannot do without stays where it does its work: joiners between letters of Persian, Hindi and others,
and in emoji, and one variation selector behind the sign that it varies. Sources: RFC 5892, appendix A.1 and A.2;
Unicode Standard Annex 31, section 2.3; https://www.unicode.org/reports/tr36/.
"""

from __future__ import annotations

import re
import unicodedata

from plugins.characters import UNWANTED

_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FORMATS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_NEVER_SEEN = re.compile(f"[{_FORMATS}]|{UNWANTED.pattern}")
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_MAY_BE_NEEDED = re.compile(f"[{_JOINERS}{_SELECTORS}]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_JOINED = ("Lo", "Mn", "Mc")
_VARIED = ("So", "Sm", "Lo", "Po", "Nd")


def remove_invisible(text: str) -> tuple[str, bool]:
    """Return a text with line ends of LF and without what is invisible, and whether something was taken out.

    A byte order mark in front, and lone surrogates that no file could hold, go as well.
    """
    lines = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    clean = _MAY_BE_NEEDED.sub(_keep_needed, _NEVER_SEEN.sub("", lines))
    return clean, clean != lines


def remove_breaks(text: str) -> str:
    """Return a text as one line without what is invisible: a subject, or a path that is printed."""
    return " ".join(remove_invisible(text)[0].split())


def _keep_needed(match: re.Match[str]) -> str:
    sign, before = match.group(), unicodedata.category(match.string[match.start() - 1]) if match.start() else ""
    after = match.string[match.end() : match.end() + 1]
    if sign in _JOINERS:
        is_emoji = sign == "\u200d" and (before in ("So", "Sk") or match.string[match.start() - 1] == "\ufe0f")
        return sign if (is_emoji or before in _JOINED) and after.strip() and after not in _JOINERS else ""
    return sign if _SELECTOR.match(sign) and before in _VARIED else ""
