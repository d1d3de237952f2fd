"""A message of the catalogue: plain text with places for values, in one form or in one for each kind of number.

by: By {authors}
entries: {one: "{count} entry", other: "{count} entries"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.wording.locales import OTHER, find_category

COUNT = "count"
"""The value that decides which form of a message is taken."""

_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True)
class Message:
    """What is said in one language. `forms` are by category of plurals; a message without plurals has `other` only."""

    forms: Mapping[str, str]
    is_plural: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of the values that the message needs."""
        found = {name for form in self.forms.values() for name in _PLACE.findall(form)}
        return frozenset({*found, COUNT} if self.is_plural else found)

    def choose(self, lang: str, count: object) -> str:
        """Return the form for a number."""
        category = find_category(lang, count) if self.is_plural and isinstance(count, int) else OTHER
        return self.forms[category]


def split_form(form: str) -> Iterator[tuple[str, bool]]:
    """Go through the pieces of a form: its words, and the names of values (with True) between them."""
    for index, piece in enumerate(_PLACE.split(form)):
        yield piece, index % 2 == 1


def explain_message(message: Message, reference: Message, categories: frozenset[str]) -> tuple[str, str] | None:
    """Return what is wrong with a message and what to do, or None where it can stand for `reference`."""
    if message.is_plural is not reference.is_plural:
        forms = f"Write the forms {', '.join(sorted(categories))}." if reference.is_plural else "Write one text."
        return "the message has plurals in one language and not in the other", forms
    if message.is_plural and set(message.forms) != categories:
        return "these are not the language's plurals", f"Write the forms {', '.join(sorted(categories))}."
    for form in message.forms.values():
        if _BRACE.search(_PLACE.sub("", form)):
            return "a brace stands alone", "Braces are for the names of values."
        # A form of a plural need not say its number: "an entry".
        needed = reference.names - {COUNT} if reference.is_plural else reference.names
        if not needed <= set(_PLACE.findall(form)) <= reference.names:
            return "the message needs other values", _name_values(reference)
    return None


def _name_values(reference: Message) -> str:
    names = ", ".join(f"{{{name}}}" for name in sorted(reference.names))
    return f"It is given {names}." if names else "It is given none."
