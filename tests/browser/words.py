"""The words of a text, whatever its markup and its quotes, and the words of ours in the language of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import Page

from plugins.cases.model import Case, Outcome
from plugins.wording.catalogues import load_ours
from plugins.wording.words import Words

WORD = re.compile(r"\w+")
MARKUP = re.compile(
    r"""\]\([^)]*\)      # the address of a link
      | \[\^\w+\]:?      # a footnote's mark
      | !\[              # a picture: its alternative text stays
      | <[^>]*>          # a tag
      | \{[^}]*\}        # attributes
      | ^\s*\d+\.\s      # the number of a list's item""",
    re.VERBOSE | re.MULTILINE,
)


def find_words(text: str) -> list[str]:
    """Return the words of a text that anyone can read."""
    return WORD.findall(text)


def find_markdown_words(markdown: str) -> list[str]:
    """Return the words that the reader of a Markdown text is to see; tables and code are not looked into."""
    return find_words(MARKUP.sub(" ", markdown))


def holds(words: Iterable[str], part: Iterable[str]) -> bool:
    """Tell whether a row of words holds another, unbroken."""
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def list_outcomes(case: Case) -> list[Outcome]:
    """Return the outcomes of all options."""
    return [outcome for option in case.options() for outcome in option.outcomes]


def say(page: Page, key: str, /, **values: object) -> str:
    """Return a message of our catalogue in the language that a page is in, which has to have a catalogue."""
    return say_in(str(page.evaluate("document.documentElement.lang")), key, **values)


def say_in(lang: str, key: str, /, **values: object) -> str:
    """Return a message of our catalogue in a language, which has to have a catalogue."""
    catalogues = load_ours()
    assert lang in catalogues, f"there is no catalogue for {lang!r}"
    return Words(lang, lang, catalogues).plain(key, **values)
