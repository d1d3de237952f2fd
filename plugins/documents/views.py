"""What views of every kind are made of: links, days, and how long a text takes to read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugins.documents.plain_words import count_words
from plugins.wording.locales import format_day

WORDS_A_MINUTE = 230


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
    return max(1, math.ceil(sum(map(count_words, texts)) / WORDS_A_MINUTE))
