"""What the site says: messages, languages that stand in for others, and what CLDR knows.

What is wrong with bad catalogues stands in diagnostics/wording.md.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

import pytest
from jinja2 import Environment, nodes
from markupsafe import Markup

from plugins.wording.catalogues import OURS, load_ours, read_catalogue
from plugins.wording.locales import (
    find_direction,
    find_separators,
    format_day,
    format_month,
    format_number,
    format_size,
    list_categories,
    name_language,
    name_month,
)
from plugins.wording.messages import explain_message
from plugins.wording.words import Wording, Words, WordsError, put_words
from tests.unit.pairs import ROOT

DAY = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
ENGLISH = load_ours()["en"]
PREFIXES = ("ask-account-", "label-", "title-", "cases-of-", "describe-", "embed-", "feed-of-")
"""The beginnings of keys that code completes."""

LINK = Markup('<a href="/ada/">Ada &amp; Co</a>')


def speak(lang: str, site_lang: str = "en", folder: Path = Path("none")) -> Words:
    return Wording(site_lang, folder).speak(lang)


# Messages


@pytest.mark.parametrize(
    ("lang", "key", "values", "html", "plain"),
    [
        ("en", "draft", {}, "Draft", "Draft"),
        ("de", "draft", {}, "Entwurf", "Entwurf"),
        ("de-AT", "draft", {}, "Entwurf", "Entwurf"),
        ("EN-gb", "draft", {}, "Draft", "Draft"),
        ("en", "part-of", {"number": 2, "count": 3}, "Part 2 of 3", "Part 2 of 3"),
        ("en", "entries", {"count": 0}, "0 entries", "0 entries"),
        ("en", "entries", {"count": 1}, "1 entry", "1 entry"),
        ("en", "entries", {"count": 12345}, "12,345 entries", "12,345 entries"),
        ("de", "entries", {"count": 12345}, "12.345 Einträge", "12.345 Einträge"),
        ("en", "case-number", {"number": 2026}, "Case 2026", "Case 2026"),
        ("en", "minutes", {"count": 1}, "1&nbsp;minute", "1\u00a0minute"),
        ("en", "by", {"authors": "<b> & Co"}, "By &lt;b&gt; &amp; Co", "By <b> & Co"),
        ("en", "by", {"authors": LINK}, f"By {LINK}", "By Ada & Co"),
        ("en", "said-other", {"option": "{option}", "mine": "{mine}"},
         "This is “{option}”. Your choice was “{mine}”.", "This is “{option}”. Your choice was “{mine}”."),
        ("he", "draft", {}, '<span lang="en" dir="ltr">Draft</span>', "Draft"),
        ("he", "by", {"authors": LINK}, f'<span lang="en" dir="ltr">By {LINK}</span>', "By Ada & Co"),
    ],
)  # fmt: skip
def test_a_message_is_said(lang: str, key: str, values: dict[str, Any], html: str, plain: str) -> None:
    words = speak(lang)
    assert words(key, **values) == html
    assert isinstance(words(key, **values), Markup)
    assert words.plain(key, **values) == plain
    assert not isinstance(words.plain(key, **values), Markup)


def test_what_a_language_lacks_is_said_in_the_sites() -> None:
    assert speak("he", "de")("draft") == '<span lang="de" dir="ltr">Entwurf</span>'
    assert speak("he", "fa")("draft") == '<span lang="en" dir="ltr">Draft</span>'
    assert speak("he", "he")("draft") == '<span lang="en" dir="ltr">Draft</span>'
    assert speak("en", "he")("draft") == "Draft"


def test_an_element_that_is_filled_later_says_what_language_it_will_hold() -> None:
    assert speak("he").marks("share-copied") == ' lang="en" dir="ltr"'
    assert speak("de-AT").marks("share-copied") == ""
    element = Element("p")
    put_words(element, speak("he").say("draft"))
    assert tostring(element, encoding="unicode") == '<p lang="en" dir="ltr">Draft</p>'
    put_words(element := Element("p"), speak("de").say("draft"))
    assert tostring(element, encoding="unicode") == "<p>Entwurf</p>"


@pytest.mark.parametrize(
    ("key", "values", "explained"),
    [
        ("drafft", {}, "there is no message `drafft`"),
        ("by", {}, "the message `by` needs authors, and is given nothing"),
        ("draft", {"title": "x"}, "the message `draft` needs nothing, and is given title"),
        ("entries", {"number": 3}, "the message `entries` needs count, and is given number"),
        ("entries-noun", {}, "the message `entries-noun` needs count, and is given nothing"),
    ],
)
def test_a_message_is_asked_for_as_it_is(key: str, values: dict[str, Any], explained: str) -> None:
    with pytest.raises(WordsError, match=f"^{re.escape(explained)}$"):
        speak("en")(key, **values)
    with pytest.raises(WordsError):
        speak("he").plain(key, **values)


def test_a_sites_own_catalogue_changes_words_and_adds_languages(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text("draft: Sketch & more\n", encoding="utf-8")
    (tmp_path / "de-AT.yaml").write_text("draft: Skizze\n", encoding="utf-8")
    (tmp_path / "he.yaml").write_text("draft: טיוטה\n", encoding="utf-8")
    assert speak("en", folder=tmp_path)("draft") == "Sketch &amp; more"
    assert speak("en", folder=tmp_path)("new") == "New"
    assert speak("de-at", folder=tmp_path)("draft") == "Skizze"
    assert speak("de", folder=tmp_path)("draft") == "Entwurf"
    assert speak("he", folder=tmp_path)("draft") == "טיוטה"
    assert speak("he", folder=tmp_path)("new") == '<span lang="en" dir="ltr">New</span>'
    assert speak("fa", "he", tmp_path)("draft") == '<span lang="he" dir="rtl">טיוטה</span>'
    assert load_ours()["en"] is ENGLISH
    assert speak("en")("draft") == "Draft"


def test_polish_has_four_plurals(tmp_path: Path) -> None:
    forms = '{one: "{count} wpis", few: "{count} wpisy", many: "{count} wpisów", other: "{count} wpisu"}'
    (tmp_path / "pl.yaml").write_text(f"entries: {forms}\n", encoding="utf-8")
    words = speak("pl", folder=tmp_path)
    said = [words.plain("entries", count=count) for count in (0, 1, 2, 5, 22)]
    assert said == ["0 wpisów", "1 wpis", "2 wpisy", "5 wpisów", "22 wpisy"]


# What CLDR knows


@pytest.mark.parametrize(
    ("lang", "day", "month", "name"),
    [
        ("en", "5 January 2026", "January 2026", "January"),
        ("en-GB", "5 January 2026", "January 2026", "January"),
        ("en-US", "January 5, 2026", "January 2026", "January"),
        ("de", "5. Januar 2026", "Januar 2026", "Januar"),
        ("de-AT", "5. Jänner 2026", "Jänner 2026", "Jänner"),
        ("de-x-mine", "5. Januar 2026", "Januar 2026", "Januar"),
        ("fr", "5 janvier 2026", "janvier 2026", "janvier"),
        ("he", "5 בינואר 2026", "ינואר 2026", "ינואר"),
        ("cs", "5. ledna 2026", "leden 2026", "leden"),
        ("it", "5 gennaio 2026", "gennaio 2026", "gennaio"),
        ("ja", "2026年1月5日", "2026年1月", "1月"),
        ("tlh", "2026-01-05", "2026-01", "01"),
    ],
)
def test_a_day_and_a_month_are_written(lang: str, day: str, month: str, name: str) -> None:
    assert (format_day(lang, DAY), format_month(lang, DAY), name_month(lang, DAY)) == (day, month, name)


@pytest.mark.parametrize(
    ("lang", "size", "written"),
    [
        ("en", 0, "0 bytes"),
        ("en", 1, "1 byte"),
        ("en", 999, "999 bytes"),
        ("en", 1000, "1 kB"),
        ("en", 1499, "1 kB"),
        ("en", 1501, "2 kB"),
        ("en", 999_499, "999 kB"),
        ("en", 999_500, "1.0 MB"),
        ("en", 1_249_999, "1.2 MB"),
        ("en", 12_340_000, "12.3 MB"),
        ("de", 870, "870 Byte"),
        ("de", 1_249_999, "1,2 MB"),
        ("fr", 34_000, "34\u202fko"),
        ("tlh", 34_000, "34 kB"),
    ],
)
def test_a_size_is_written(lang: str, size: int, written: str) -> None:
    assert format_size(lang, size) == written


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("en", ["", "A", "A and B", "A, B and C", "A, B, C and D"]),
        ("en-US", ["", "A", "A and B", "A, B, and C"]),
        ("de", ["", "A", "A und B", "A, B und C"]),
        ("tlh", ["", "A", "A, B", "A, B, C"]),
    ],
)
def test_things_are_joined_in_a_sentence(lang: str, sentences: list[str]) -> None:
    for count, sentence in enumerate(sentences):
        separators = find_separators(lang, count)
        assert (
            "".join(f"{name}{separator}" for name, separator in zip("ABCD"[:count], separators, strict=True))
            == sentence
        )


@pytest.mark.parametrize(
    ("lang", "name", "direction"),
    [
        ("en", "English", "ltr"),
        ("en-US", "English", "ltr"),
        ("de", "Deutsch", "ltr"),
        ("fr", "Français", "ltr"),
        ("he", "עברית", "rtl"),
        ("AR-EG", "العربية", "rtl"),
        ("ku", "Kurdî (kurmancî)", "ltr"),
        ("ku-Arab", "Kurdî (kurmancî)", "rtl"),
        ("tlh", "tlh", "ltr"),
    ],
)
def test_a_language_has_its_own_name_and_direction(lang: str, name: str, direction: str) -> None:
    assert (name_language(lang), find_direction(lang)) == (name, direction)


def test_a_number_is_written() -> None:
    assert [format_number(lang, 12345) for lang in ("en", "de", "tlh")] == ["12,345", "12.345", "12345"]


# The catalogues that Casebook brings


@pytest.mark.parametrize("lang", [path.stem for path in sorted(OURS.glob("*.yaml"))])
def test_a_catalogue_says_every_message_in_the_same_order_and_with_the_same_values(lang: str) -> None:
    written, problems = read_catalogue(OURS / f"{lang}.yaml")
    assert problems == []
    assert [one.key for one in written] == [*ENGLISH]
    wrong = {one.key: explain_message(one.message, ENGLISH[one.key], list_categories(lang)) for one in written}
    assert {key: problem for key, problem in wrong.items() if problem} == {}
    texts = "\n".join(form for one in written for form in one.message.forms.values())
    assert not re.findall(r"[<>\"]|(?<!\.)\.\.(?!\.)|'|  ", texts), "quotes are typographic, and there is no HTML"


def test_german_says_everything_in_german() -> None:
    same = {key for key, message in load_ours()["de"].items() if message == ENGLISH[key]}
    assert same == {
        "status",
        "reply-subject",
        "letter-subject",
        "title-downloads",
        "title-feeds",
        "feed-format",
        "feeds-hold",
        "choices-part",
        "in",
    }


def test_every_message_is_used_and_every_used_one_is_there() -> None:
    written = set(find_strings())
    prefixes = {*PREFIXES, *find_prefixes()}
    assert set(PREFIXES) <= written
    unused = [key for key in ENGLISH if key not in written and not any(key.startswith(one) for one in prefixes)]
    assert unused == []
    asked = dict(find_calls())
    assert {key for key in asked if key not in ENGLISH} == set()
    wrong = {key: values for key, values in asked.items() if values != ENGLISH[key].names}
    assert wrong == {}


@cache
def parse_templates() -> tuple[nodes.Template, ...]:
    folders = (ROOT / "theme" / "templates", ROOT / "plugins" / "cases")
    files = sorted(file for folder in folders for file in folder.rglob("*.html"))
    assert len(files) > 50
    return tuple(Environment(autoescape=True).parse(file.read_text(encoding="utf-8")) for file in files)


@cache
def parse_code() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in sorted((ROOT / "plugins").rglob("*.py")))


def find_strings() -> Iterator[str]:
    """Go through every text that stands alone in templates and code: keys are among them, and beginnings of keys."""
    for template in parse_templates():
        yield from (str(node.value) for node in template.find_all(nodes.Const))
    for module in parse_code():
        yield from (str(node.value) for node in ast.walk(module) if isinstance(node, ast.Constant))


def find_prefixes() -> Iterator[str]:
    """Go through the beginnings of keys in templates: `"kind-" ~ role.kind`."""
    for template in parse_templates():
        firsts = (node.nodes[0] for node in template.find_all(nodes.Concat))
        yield from (first.value for first in firsts if isinstance(first, nodes.Const) and first.value.endswith("-"))


def find_calls() -> Iterator[tuple[str, set[str]]]:
    """Go through the messages that are asked for by their whole keys, each with the names of its values."""
    for template in parse_templates():
        for call in template.find_all(nodes.Call):
            key = call.args[0] if call.args else None
            if _is_words(call.node) and isinstance(key, nodes.Const):
                yield key.value, {value.key for value in call.kwargs}
    for module in parse_code():
        calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args)
        for one in calls:
            if isinstance(one.args[0], ast.Constant) and _is_words_in_python(one.func):
                yield str(one.args[0].value), {str(value.arg) for value in one.keywords}


def _is_words(node: nodes.Node) -> bool:
    """Tell whether something is `words`, `site.words`, `reprint.words`, or one of these with `.plain`."""
    if isinstance(node, nodes.Getattr):
        return node.attr == "words" or (node.attr == "plain" and _is_words(node.node))
    return isinstance(node, nodes.Name) and node.name == "words"


def _is_words_in_python(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "words" or (node.attr in ("plain", "say") and _is_words_in_python(node.value))
    return isinstance(node, ast.Name) and node.id == "words"
