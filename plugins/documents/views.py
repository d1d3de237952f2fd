"""What views of every kind are made of: links, days, and how long a text takes to read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugins.wording.locales import format_day

WORDS_A_MINUTE = 230

_NO_WORDS = {code: " " for code in range(128) if not re.match(r"\w", chr(code))}
"""All of ASCII that is part of no word."""


@dataclass(frozen=True)
class LinkView:
    """A link and its words; `current` where it leads to the page, or the part of the site, that one is on."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class DateView:
    """A day for machines (ISO 8601) and for people (5 January 2026)."""

    iso: str
    text: str


def make_date(moment: datetime, lang: str) -> DateView:
    """Return the day of a time as it is in the time's own zone, in the words of a language."""
    return DateView(moment.date().isoformat(), format_day(lang, moment))


def count_minutes(texts: Iterable[str]) -> int:
    """Return how many minutes the texts take to read, at least one."""
    return max(1, math.ceil(sum(map(_count_words, texts)) / WORDS_A_MINUTE))


def _count_words(text: str) -> int:
    if text.isascii():  # as most texts are in some languages; a fifth of the time of the other way
        return len(text.translate(_NO_WORDS).split())
    return len(re.findall(r"\w+", text))
