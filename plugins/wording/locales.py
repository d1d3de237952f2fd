"""What CLDR knows of languages: how days, sizes and lists are written, plurals, names and directions.

Babel brings the data. Source: https://cldr.unicode.org/
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
"""The code of a language. Source: RFC 5646, as much of it as pages need."""

PLAIN_ENGLISH = "en-001"
"""English of no country: "5 January 2026", "A, B and C". Plain `en` is that of the United States to CLDR."""

RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi")
"""Languages whose usual script runs from right to left."""

OTHER = "other"
"""The category of plurals that every language has."""


KEPT = 16_384
"""How many days, numbers and the like are kept as they are written: more than most sites have days."""


def list_ancestors(lang: str) -> tuple[str, ...]:
    """Return a language and the wider ones that it belongs to, in lower case: "de-at", "de"."""
    parts = lang.lower().split("-")
    return tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))


@lru_cache
def find_direction(lang: str) -> str:
    """Return the direction of a language's script: "rtl" or "ltr"."""
    return "rtl" if any(one in RIGHT_TO_LEFT for one in list_ancestors(lang)) else "ltr"


@lru_cache
def find_locale(lang: str) -> Locale | None:
    """Return what CLDR knows of a language, or of the nearest wider one; None where it knows none of them."""
    for code in list_ancestors(lang):
        try:
            return Locale.parse(PLAIN_ENGLISH if code == "en" else code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def list_categories(lang: str) -> frozenset[str]:
    """Return the categories of plurals that a language tells apart: English `one` and `other`."""
    locale = find_locale(lang)
    return frozenset({*locale.plural_form.tags, OTHER}) if locale else frozenset({OTHER})


@lru_cache(maxsize=KEPT)
def find_category(lang: str, count: int) -> str:
    """Return the category of plurals that a number belongs to."""
    locale = find_locale(lang)
    return str(locale.plural_form(count)) if locale else OTHER


@lru_cache(maxsize=KEPT)
def format_number(lang: str, number: int) -> str:
    """Return a number for people: "12,345"."""
    locale = find_locale(lang)
    return format_decimal(number, locale=locale) if locale else str(number)


def format_day(lang: str, moment: datetime) -> str:
    """Return a day for people ("5 January 2026"), by ISO 8601 where CLDR does not know the language."""
    return _format_date(lang, moment.date())


@lru_cache(maxsize=KEPT)
def _format_date(lang: str, day: date) -> str:
    locale = find_locale(lang)
    return format_date(day, "long", locale=locale) if locale else day.isoformat()


def format_month(lang: str, moment: datetime) -> str:
    """Return a month of a year: "January 2026"."""
    locale = find_locale(lang)
    return format_skeleton("yMMMM", moment.date(), locale=locale) if locale else f"{moment:%Y-%m}"


def name_month(lang: str, moment: datetime) -> str:
    """Return the name of a month.

    Languages that have a form of its own for a month that stands alone use it beside a year too. It is not asked for
    in others: there Babel 2.18 hands out that of whichever language was asked for first.
    """
    locale = find_locale(lang)
    if locale is None:
        return f"{moment:%m}"
    stands_alone = "LLLL" in str(locale.datetime_skeletons["yMMMM"].pattern)
    return format_date(moment.date(), "LLLL" if stands_alone else "MMMM", locale=locale)


def format_size(lang: str, size: int) -> str:
    """Return a number of bytes for people: "870 bytes", "34 kB", "1.2 MB" (1 kB is 1,000 bytes)."""
    locale = find_locale(lang) or find_locale("en")
    if size < 1000:
        return format_unit(size, "byte", length="long", locale=locale)
    if size < 999_500:
        return format_unit(round(size / 1000), "kilobyte", length="short", locale=locale)
    return format_unit(round(size / 1_000_000, 1), "megabyte", length="short", format="#,##0.0", locale=locale)


@lru_cache(maxsize=KEPT)
def find_separators(lang: str, count: int) -> tuple[str, ...]:
    """Return what stands behind each of several things in a sentence: for "A, B and C" `(", ", " and ", "")`."""
    locale = find_locale(lang)
    marks = [f"\0{number}\0" for number in range(count)]
    joined = (format_list(marks, locale=locale) if locale else ", ".join(marks)) if marks else ""
    return tuple(part for index, part in enumerate(joined.split("\0")[2:]) if index % 2 == 0)


def name_language(lang: str) -> str:
    """Return a language's own name, or its code where CLDR does not know it."""
    locale = find_locale(lang)
    name = locale.get_language_name() if locale else None
    return f"{name[0].upper()}{name[1:]}" if name else lang
