"""Any Unicode text in any place of a case: a diagnostic, or a valid page and feed that show it; never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.characters import keep_in_place
from tests.property.small_sites import (
    ANY_TEXT,
    Site,
    collapse,
    encode,
    get_text,
    load_site,
    parse_loosely,
    parse_strictly,
    try_for,
)
from tests.property.test_text import ATOM, PLAIN_WORDS
from tests.property.writing import STYLES, Style

PAGE = "cases/case/index.html"

CASE = """\
id: @id@
title: @title@
date: @date@
status: @status@
number: @number@
series: @series@
category: @category@
tags:
  - @tag@
lang: @lang@
basis: @basis@
overview: @overview@
roles:
  - id: @role-id@
    kind: @kind@
    name: @role-name@
    text: @role-text@
    wants: @wants@
    did: @did@
  - {id: second-role, kind: other, name: Second role, text: Second text}
review:
  - @review@
decisions:
  - id: @decision-id@
    decider: @decider@
    question: @question@
    options:
      - id: @option-id@
        title: @option-title@
        text: @option-text@
        outcomes:
          - id: @outcome-id@
            title: @outcome-title@
            likelihood: @likelihood@
            text: @outcome-text@
            effects:
              @effects-key@: @effect@
            next: @next@
  - id: later
    decider: second-role
    story: @meanwhile@
    question: And later?
    options:
      - {id: wait, title: Wait, text: Waiting}
answer:
  - @answer@
lessons:
  - @lesson@
discuss:
  - @discuss@
"""

READER = """\
option: @option@
account: @account@
text: @text@
result: @result@
role: @role@
name: @name@
received: @received@
via: @via@
consent: @consent@
status: @status@
sample: @sample@
edited: @edited@
editor_note: @editor-note@
"""

OWN_READER = """\
own: @own@
account: did
text: Words.
received: 2026-01-01
consent: true
"""

CASE_VALUES = {
    "id": "case-1",
    "title": "A title",
    "date": "2026-01-01",
    "status": "published",
    "number": "1",
    "series": "A series",
    "category": "Notes",
    "tag": "one",
    "lang": "en",
    "basis": "composite",
    "overview": "An overview",
    "role-id": "someone",
    "kind": "other",
    "role-name": "Some One",
    "role-text": "Role text",
    "wants": "Wants",
    "did": "Did",
    "review": "A review",
    "decision-id": "now",
    "decider": "someone",
    "question": "What now?",
    "option-id": "go",
    "option-title": "Go",
    "option-text": "Going",
    "outcome-id": "gone",
    "outcome-title": "Gone",
    "likelihood": "likely",
    "outcome-text": "Was gone",
    "effects-key": "someone",
    "effect": "better",
    "next": "later",
    "meanwhile": "Meanwhile",
    "answer": "go",
    "lesson": "A lesson",
    "discuss": "A discussion",
}
READER_VALUES = {
    "option": "go",
    "account": "did",
    "text": "I went.",
    "result": "better",
    "role": "customer",
    "name": "Ann",
    "received": "2026-01-01",
    "via": "email",
    "consent": "true",
    "status": "published",
    "sample": "false",
    "edited": "true",
    "editor-note": "A note",
}

SHOWN_TEXTS = ("title", "series", "category", "tag", "role-name", "question", "option-title", "outcome-title")
"""Plain text: every character is shown as it was written."""

SHOWN_PROSE = (
    "overview",
    "role-text",
    "wants",
    "did",
    "review",
    "option-text",
    "outcome-text",
    "meanwhile",
    "lesson",
    "discuss",
)
"""The author's Markdown."""

SHOWN_READER_TEXTS = ("name", "editor-note")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


def fill(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def load_case(
    folder: Path,
    *,
    case: Mapping[str, str] | None = None,
    reader: Mapping[str, str] | None = None,
    own: str = "Fly",
    story: str = "A story.",
    answer: str = "An answer.",
) -> Site:
    facts, words = (
        {**{name: f'"{value}"' for name, value in values.items()}, **(given or {})}
        for values, given in ((CASE_VALUES, case), (READER_VALUES, reader))
    )
    return load_site(
        folder,
        {
            "cases/case/case.yaml": encode(fill_last(CASE, facts, case)),
            "cases/case/story.md": encode(story),
            "cases/case/answer.md": encode(answer),
            "cases/case/readers/one.yaml": encode(fill_last(READER, words, reader)),
            "cases/case/readers/other.yaml": encode(fill(OWN_READER, {"own": own})),
        },
    )


def fill_last(template: str, values: Mapping[str, str], last: Mapping[str, str] | None) -> str:
    """Fill in `values`, the hostile ones after all others."""
    given = last or {}
    return fill(fill(template, {name: value for name, value in values.items() if name not in given}), given)


def assert_valid(site: Site) -> str:
    """The case's page and the front page parse strictly, the feed is XML; return the text of the case's page."""
    parse_strictly(site.pages["index.html"])
    assert ET.fromstring(site.feed).find(f"{ATOM}entry") is not None
    return get_text(parse_strictly(site.pages[PAGE]))


def read_feed(site: Site) -> str:
    """Return the text of the case in the feed."""
    entry = ET.fromstring(site.feed).find(f"{ATOM}entry")
    assert entry is not None
    return get_text(parse_loosely(entry.findtext(f"{ATOM}content") or ""))


def test_the_case_that_the_texts_are_put_into_is_right(folder: Path) -> None:
    site = load_case(folder)
    assert not site.failed, site.diagnostics
    page, feed = assert_valid(site), read_feed(site)
    assert [name for name in (*SHOWN_TEXTS, *SHOWN_PROSE) if CASE_VALUES[name] not in page] == []
    # The feed carries what stands around a case in elements of its own.
    assert [name for name in SHOWN_PROSE if CASE_VALUES[name] not in feed] == []


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
@given(name=st.sampled_from(sorted(CASE_VALUES)), text=ANY_TEXT)
@example(name="effects-key", text="a\nb")
def test_any_text_in_any_key_of_a_case_is_refused_or_shown_unchanged(
    style: Style, folder: Path, name: str, text: str
) -> None:
    site = load_case(folder, case={name: style.write(text)})
    if site.failed:
        return
    if name not in (*SHOWN_PROSE, "lang"):
        page = assert_valid(site)
        if name in SHOWN_TEXTS and style.keeps(text):
            assert text.strip() in page
    elif not {*"<&"} & {*text}:
        assert_valid(site)


@try_for(2)
@given(style=st.sampled_from(STYLES), name=st.sampled_from(SHOWN_PROSE), text=PLAIN_WORDS)
def test_plain_words_in_the_prose_of_a_case_are_shown_on_page_and_in_feed(
    style: Style, folder: Path, name: str, text: str
) -> None:
    site = load_case(folder, case={name: style.write(text)})
    if not site.failed and style.keeps(text):
        assert collapse(text) in collapse(assert_valid(site))
        assert collapse(text) in collapse(read_feed(site))


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
@given(name=st.sampled_from(sorted(READER_VALUES)), text=ANY_TEXT)
@example(name="text", text="<script>alert(1)</script>")
@example(name="text", text="[a](//[b) [c](https://[d) <https://[e>")
@example(name="text", text="a\n\n![b](c)\n\n[d]: javascript:e\n\n    <b>")
def test_any_text_of_a_reader_is_refused_or_shown_on_a_valid_page(
    style: Style, folder: Path, name: str, text: str
) -> None:
    site = load_case(folder, reader={name: style.write(text)})
    if site.failed:
        return
    page = assert_valid(site)
    if name in SHOWN_READER_TEXTS and style.keeps(text):
        assert keep_in_place(text).strip() in page
        assert collapse(keep_in_place(text)) in collapse(read_feed(site))


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
@given(text=ANY_TEXT)
def test_what_a_reader_would_do_instead_is_refused_or_shown_unchanged(style: Style, folder: Path, text: str) -> None:
    site = load_case(folder, own=style.write(text))
    if not site.failed and style.keeps(text):
        assert keep_in_place(text).strip() in assert_valid(site)
        assert collapse(keep_in_place(text)) in collapse(read_feed(site))


@try_for(2)
@given(text=PLAIN_WORDS)
def test_plain_words_of_a_reader_are_refused_or_shown_unchanged(folder: Path, text: str) -> None:
    site = load_case(folder, reader={"text": STYLES[-1].write(text)})
    if not site.failed:
        assert collapse(keep_in_place(text)) in collapse(assert_valid(site))


@given(story=ANY_TEXT, answer=ANY_TEXT)
@example(story="# One\n\n# One\n\n[^1]\n\n[^1]: a", answer="# One\n\n[^1]\n\n[^1]: b")
def test_any_text_as_story_and_answer_is_no_crash(folder: Path, story: str, answer: str) -> None:
    site = load_case(folder, story=story, answer=answer)
    if not site.failed and not {*"<&"} & {*(story + answer)}:
        assert_valid(site)


@given(text=PLAIN_WORDS)
def test_plain_words_of_story_and_answer_are_refused_or_shown_unchanged(folder: Path, text: str) -> None:
    site = load_case(folder, story=text, answer=text)
    if not site.failed:
        assert collapse(assert_valid(site)).count(collapse(text)) >= 2
