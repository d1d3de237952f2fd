"""The words of a text, whatever its markup and its quotes: what has to be the same in every rendition of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.cases.model import Case, Effect, Outcome

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


EFFECT_WORDS = {effect: effect.value for effect in Effect}
"""The word that stands for each effect."""
