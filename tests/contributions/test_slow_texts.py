"""No reader's text takes long to render, to check or to clean for feeds; one that does is shown as it was typed."""

from __future__ import annotations

import time
from itertools import islice

import pytest

from plugins.cases import reader_text
from plugins.cases.reader_text import DEEPEST, LONGEST_TEXT, LONGEST_TIME, cut_text, is_too_long, render_reader_text
from tests.contributions.slow_texts import make_texts, take_time

ORDINARY = cut_text("I went to the *board* with one page, and they read it -- “twice”.\n\n" * 400)

LONGEST = 38
"""Times what an ordinary text of the same length takes, which is 13 ms on the machine where that is half a second.

Another machine, or this one at work, has other seconds and the same ratio. The worst that we know take nine times.
"""

OPENING, CLOSING = " 'a" * 3000, ' a"' * 3000

WORST = (
    "[" * 10_000 + "*" * 10_000,
    "[" * 20_000,
    "![" * 10_000,
    "[a](b" * 4000,
    '[a](b "' * 2800,
    "'" * 20_000,
    OPENING + CLOSING,
    '"[_' * 6600,
    "&*" * 10_000,
    "*a **b " * 1400 + "**a* " * 1400,
    "- " * 10_000,
    ">" * 20_000,
    "\n".join(" " * number + "- a" for number in range(195)),
    "\n".join("> " * number + "a" for number in range(140)),
    "a\n\n\n" * 5000,
    "\ufdfa" * 6600,
    "a" + "\u0301" * 9000,
    "a@b." * 5000,
)


def take_least(text: str) -> float:
    """Return the seconds that the slowest part takes when nothing else comes in between."""
    return min(max(take_time(text)).seconds for _ in range(3))


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
def test_the_worst_texts_that_we_know_take_not_much_longer_than_others(text: str) -> None:
    assert not is_too_long(text)
    assert take_least(text) < LONGEST * take_least(ORDINARY)


def test_texts_of_the_grammar_take_not_much_longer_than_others() -> None:
    """A short form: `python -m tests.contributions.slow_texts` goes on for as long as one likes."""
    slowest = max(timing for text in islice(make_texts(1), 0, 420, 30) for timing in take_time(text))
    assert take_least(slowest.text) < LONGEST * take_least(ORDINARY), slowest.text[:80]


def test_what_takes_too_long_is_shown_as_it_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_text, "LONGEST_TIME", 0.05)
    monkeypatch.setattr(reader_text, "_render", lambda text: "".join(text for _ in iter(int, 1)))
    before = time.monotonic()
    assert render_reader_text("<b>One</b> *a*\nand\n \n\n'two'\n") == (
        "<p>&lt;b&gt;One&lt;/b&gt; *a*\nand</p>\n<p>&#39;two&#39;</p>"
    )
    assert time.monotonic() - before < LONGEST_TIME


@pytest.mark.parametrize("piece", [">", "- ", "*a ", "1. - > "])
def test_no_word_is_lost_for_being_deep(piece: str) -> None:
    closed = " a*" if piece == "*a " else ""
    for depth in (DEEPEST // 2 - 1, DEEPEST - 1, DEEPEST, 100):
        html = render_reader_text(piece * depth + "kept" + closed * depth)
        assert "kept" in html
        assert html.count("<") // 2 <= DEEPEST


def test_a_text_may_have_twenty_thousand_bytes_of_any_script() -> None:
    assert not is_too_long("x" * LONGEST_TEXT)
    assert is_too_long("x" * LONGEST_TEXT + "x")
    assert not is_too_long("漢" * (LONGEST_TEXT // 3))
    assert is_too_long("漢" * (LONGEST_TEXT // 3 + 1))
    assert cut_text("漢" * LONGEST_TEXT) == "漢" * (LONGEST_TEXT // 3)
