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
from plugins.wording.catalogues import REFERENCE, Catalogues, read_catalogues, read_own
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


@dataclass(frozen=True)
class Found:
    """A message that stands for a key: its language, which is also `foreign` where it is not the one asked for."""

    lang: str
    foreign: str | None
    message: Message
    names: frozenset[str]


@dataclass(frozen=True)
class Piece:
    """A piece of a message: words, as text and as HTML, or the `name` of the value that stands there."""

    text: str
    html: Markup
    name: str


class Words:
    """The messages as one language says them, with what stands in for those that it lacks."""

    def __init__(self, lang: str, site_lang: str, catalogues: Catalogues) -> None:
        self.lang = lang
        self._catalogues = catalogues
        self._own = list_ancestors(lang)
        self._chain = tuple(dict.fromkeys((*self._own, *list_ancestors(site_lang), REFERENCE)))
        self._said: dict[str, Saying] = {}
        self._html: dict[str, Markup] = {}
        self._forms: dict[tuple[str, str], tuple[Piece, ...]] = {}
        self._found: dict[str, Found] = {}

    def __call__(self, key: str, /, **values: object) -> Markup:
        """Return a message as HTML. Values are escaped unless they are Markup. Raises WordsError."""
        if values:
            return self._mark(self._write_html(key, values), key)
        # Most messages need no values, and stand on every page.
        if (html := self._html.get(key)) is None:
            html = self._html[key] = self._mark(self.say(key).html, key)
        return html

    def _mark(self, html: Markup, key: str) -> Markup:
        """Return a message with its language, where that is not the one asked for."""
        lang = self._find(key).foreign
        if lang is None:
            return html
        return Markup('<span lang="{lang}" dir="{dir}">{}</span>').format(html, lang=lang, dir=find_direction(lang))

    def plain(self, key: str, /, **values: object) -> str:
        """Return a message as plain text, for attributes, titles and letters. Raises WordsError."""
        return self._write_text(key, values) if values else self.say(key).text

    def forms(self, key: str, /, **values: object) -> dict[str, str]:
        """Return every form of a message with plurals as plain text, by category, for a script: it puts in `count`.

        Source of the categories: https://cldr.unicode.org/index/cldr-spec/plural-rules. Raises WordsError.
        """
        message = self._find(key).message
        self._check(key, {**values, COUNT: 0})
        known = {name: _write_plain(value) for name, value in values.items()} | {COUNT: f"{{{COUNT}}}"}
        return {
            category: "".join(known[piece] if is_name else piece for piece, is_name in split_form(form))
            for category, form in message.forms.items()
        }

    def marks(self, key: str) -> Markup:
        """Return the attributes of an element into which a script puts a message: "" or ` lang="…" dir="…"`."""
        lang = self._find(key).foreign
        pairs = {"lang": lang, "dir": find_direction(lang)} if lang else {}
        return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in pairs.items())

    def between(self, count: int) -> tuple[str, ...]:
        """Return what stands behind each of several things in a sentence: for "A, B and C" `(", ", " and ", "")`."""
        return find_separators(self.lang, count)

    def say(self, key: str, /, **values: object) -> Saying:
        """Return a message in every form that one may need. Raises WordsError where key or values are wrong."""
        if values:
            return self._say(key, values)
        if key not in self._said:
            self._said[key] = self._say(key, values)
        return self._said[key]

    def _say(self, key: str, values: Mapping[str, object]) -> Saying:
        return Saying(self._write_text(key, values), self._write_html(key, values), self._find(key).foreign)

    def _write_text(self, key: str, values: Mapping[str, object]) -> str:
        pieces, values = self._choose(key, values)
        return "".join(_write_plain(values[piece.name]) if piece.name else piece.text for piece in pieces)

    def _write_html(self, key: str, values: Mapping[str, object]) -> Markup:
        pieces, values = self._choose(key, values)
        return Markup("".join([escape(values[piece.name]) if piece.name else piece.html for piece in pieces]))

    def _choose(self, key: str, values: Mapping[str, object]) -> tuple[tuple[Piece, ...], Mapping[str, object]]:
        """Return the pieces of the form that the values ask for, and the values as they are written."""
        self._check(key, values)
        found = self._find(key)
        count = values.get(COUNT)
        if isinstance(count, int):
            values = {**values, COUNT: format_number(found.lang, count)}
        form = found.message.choose(found.lang, count)
        if (key, form) not in self._forms:
            self._forms[key, form] = tuple(_make_piece(*piece) for piece in split_form(form))
        return self._forms[key, form], values

    def _check(self, key: str, values: Mapping[str, object]) -> None:
        """Raise WordsError where a message is given other values than it needs."""
        names = self._find(key).names
        if values.keys() != names:
            wanted, given = ", ".join(sorted(names)) or "nothing", ", ".join(sorted(values)) or "nothing"
            raise WordsError(f"the message `{key}` needs {wanted}, and is given {given}")

    def _find(self, key: str) -> Found:
        """Return a message as it is said in this language; looked for once."""
        if key not in self._found:
            self._found[key] = self._look_for(key)
        return self._found[key]

    def _look_for(self, key: str) -> Found:
        for lang in self._chain:
            message = self._catalogues.get(lang, {}).get(key)
            if message is not None:
                return Found(lang, None if lang in self._own else lang, message, message.names)
        raise WordsError(f"there is no message `{key}`")


class Wording:
    """All languages of a site. `own` are its own catalogues as they were written, `diagnostics` what is wrong there."""

    def __init__(self, lang: str, folder: Path) -> None:
        # Read before what they say is: what is edited between the two is another text to whoever builds next.
        self.own = read_own(folder)
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


def _make_piece(piece: str, is_name: bool) -> Piece:  # noqa: FBT001 - as `split_form` says it
    return Piece("", Markup(""), piece) if is_name else Piece(piece, _write(piece), "")


def _write(words: str) -> Markup:
    """Return words as HTML; a space at which no line is to break is spelt out, so that one sees it in the source."""
    return Markup(str(escape(words)).replace("\N{NO-BREAK SPACE}", "&nbsp;"))


def _write_plain(value: object) -> str:
    return value.striptags() if isinstance(value, Markup) else str(value)
