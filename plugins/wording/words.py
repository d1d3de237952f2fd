"""What templates and Python say the messages with.

    {{ words("part-of", number=1, count=3) }}            Part 1 of 3
    aria-label="{{ words.plain("site-navigation") }}"    in attributes, titles and letters: never an element

A message that the language of the page lacks is said in the site's, else in English; so that it is read aloud and laid
out as what it is, it then comes as `<span lang="en" dir="ltr">…</span>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from plugins.diagnostics import Diagnostic
from plugins.wording.catalogues import REFERENCE, Catalogues, read_catalogues
from plugins.wording.locales import find_direction, find_separators, format_number, list_ancestors
from plugins.wording.messages import COUNT, Message, split_form


class WordsError(Exception):
    """A message that is asked for in a way that no language can answer: a fault of a template or of the code."""


@dataclass(frozen=True)
class Saying:
    """A message with its values. `lang` is its language where that is not the one asked for, else None."""

    text: str
    html: Markup
    lang: str | None

    @property
    def marks(self) -> dict[str, str]:
        """The attributes that an element with this text needs: none, or its language and direction."""
        return {"lang": self.lang, "dir": find_direction(self.lang)} if self.lang else {}


class Words:
    """The messages as one language says them, with what stands in for those that it lacks."""

    def __init__(self, lang: str, site_lang: str, catalogues: Catalogues) -> None:
        self.lang = lang
        self._catalogues = catalogues
        self._own = list_ancestors(lang)
        self._chain = tuple(dict.fromkeys((*self._own, *list_ancestors(site_lang), REFERENCE)))
        self._said: dict[str, Saying] = {}

    def __call__(self, key: str, /, **values: object) -> Markup:
        """Return a message as HTML. Values are escaped unless they are Markup. Raises WordsError."""
        saying = self.say(key, **values)
        if saying.lang is None:
            return saying.html
        return Markup('<span lang="{lang}" dir="{dir}">{}</span>').format(saying.html, **saying.marks)

    def plain(self, key: str, /, **values: object) -> str:
        """Return a message as plain text, for attributes, titles and letters. Raises WordsError."""
        return self.say(key, **values).text

    def forms(self, key: str, /, **values: object) -> dict[str, str]:
        """Return every form of a message with plurals as plain text, by category, for a script: it puts in `count`.

        Source of the categories: https://cldr.unicode.org/index/cldr-spec/plural-rules. Raises WordsError.
        """
        _, message = self._find(key)
        self._check(key, message, {**values, COUNT: 0})
        known = {name: _write_plain(value) for name, value in values.items()} | {COUNT: f"{{{COUNT}}}"}
        return {
            category: "".join(known[piece] if is_name else piece for piece, is_name in split_form(form))
            for category, form in message.forms.items()
        }

    def marks(self, key: str) -> Markup:
        """Return the attributes of an element into which a script puts a message: "" or ` lang="…" dir="…"`."""
        lang, _ = self._find(key)
        pairs = {} if lang in self._own else {"lang": lang, "dir": find_direction(lang)}
        return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in pairs.items())

    def between(self, count: int) -> tuple[str, ...]:
        """Return what stands behind each of several things in a sentence: for "A, B and C" `(", ", " and ", "")`."""
        return find_separators(self.lang, count)

    def say(self, key: str, /, **values: object) -> Saying:
        """Return a message in every form that one may need. Raises WordsError where key or values are wrong."""
        if values:
            return self._say(key, values)
        # Most messages need no values, and stand on every page.
        if key not in self._said:
            self._said[key] = self._say(key, values)
        return self._said[key]

    def _say(self, key: str, values: Mapping[str, object]) -> Saying:
        lang, message = self._find(key)
        self._check(key, message, values)
        count = values.get(COUNT)
        if isinstance(count, int):
            values = {**values, COUNT: format_number(lang, count)}
        pieces = list(split_form(message.choose(lang, count)))
        return Saying(
            text="".join(_write_plain(values[piece]) if is_name else piece for piece, is_name in pieces),
            html=Markup("").join(escape(values[piece]) if is_name else _write(piece) for piece, is_name in pieces),
            lang=None if lang in self._own else lang,
        )

    def _check(self, key: str, message: Message, values: Mapping[str, object]) -> None:
        """Raise WordsError where a message is given other values than it needs."""
        if values.keys() != message.names:
            wanted, given = ", ".join(sorted(message.names)) or "nothing", ", ".join(sorted(values)) or "nothing"
            raise WordsError(f"the message `{key}` needs {wanted}, and is given {given}")

    def _find(self, key: str) -> tuple[str, Message]:
        """Return a message and its language."""
        for lang in self._chain:
            message = self._catalogues.get(lang, {}).get(key)
            if message is not None:
                return lang, message
        raise WordsError(f"there is no message `{key}`")


class Wording:
    """All languages of a site. `diagnostics` is what is wrong with its own catalogues."""

    def __init__(self, lang: str, folder: Path) -> None:
        catalogues, problems = read_catalogues(folder)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(problems)
        self._catalogues = catalogues
        self._site_lang = lang
        self._spoken: dict[str, Words] = {}

    def speak(self, lang: str) -> Words:
        """Return the words of a language."""
        if lang not in self._spoken:
            self._spoken[lang] = Words(lang, self._site_lang, self._catalogues)
        return self._spoken[lang]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are catalogues for, sorted."""
        return tuple(sorted(self._catalogues))

    def knows(self, lang: str) -> bool:
        """Tell whether there is a catalogue for a language, or for a wider one that it belongs to."""
        return any(one in self._catalogues for one in list_ancestors(lang))


def put_words(element: Element, saying: Saying) -> None:
    """Make a message the text of an element that is to hold nothing else."""
    element.text = saying.text
    for name, value in saying.marks.items():
        element.set(name, value)


def _write(words: str) -> Markup:
    """Return words as HTML; a space at which no line is to break is spelt out, so that one sees it in the source."""
    return Markup(str(escape(words)).replace("\N{NO-BREAK SPACE}", "&nbsp;"))


def _write_plain(value: object) -> str:
    return value.striptags() if isinstance(value, Markup) else str(value)
