"""What views of every kind are made of: links, days, directions, and how long a text takes to read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WORDS_A_MINUTE = 230

LANGUAGES = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "no": "Norsk",
    "nb": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""Languages by their own names."""

RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi")
"""Languages whose usual script runs from right to left."""


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


def make_date(moment: datetime) -> DateView:
    """Return the day of a time as it is in the time's own zone, whatever the locale of the machine."""
    return DateView(moment.date().isoformat(), f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}")


def count_minutes(texts: Iterable[str]) -> int:
    """Return how many minutes the texts take to read, at least one."""
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def find_direction(lang: str) -> str:
    """Return the direction of a language's script: "rtl" or "ltr"."""
    parts = lang.lower().split("-")
    return "rtl" if parts[0] in RIGHT_TO_LEFT or "-".join(parts[:2]) in RIGHT_TO_LEFT else "ltr"


def name_language(lang: str) -> str:
    """Return a language's own name, or its code where it is not known here."""
    return LANGUAGES.get(lang.lower(), LANGUAGES.get(lang.lower().split("-")[0], lang))
