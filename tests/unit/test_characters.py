"""Words of strangers stay in their place; the marks that writing needs stay too."""

from __future__ import annotations

import pytest

from plugins.characters import MOST_MARKS, is_blank, keep_in_place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("\u202eabc\u202c", "abc"),
        ("\u202a\u202b\u202dabc", "abc"),
        ("\u2066a\u2067b\u2068c\u2069", "abc"),
        ("a" + "\u0301" * 200 + "b", "a" + "\u0301" * MOST_MARKS + "b"),
        ("\u0489" * 30, "\u0489" * MOST_MARKS),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("👩\u200d👩\u200d👧\ufe0f", "👩\u200d👩\u200d👧\ufe0f"),
        ("הַמַּחֲשֵׁבָֽה", "הַמַּחֲשֵׁבָֽה"),
        ("Việt Nam", "Việt Nam"),
    ],
)
def test_nothing_reaches_beyond_a_text(text: str, expected: str) -> None:
    assert keep_in_place(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\u200b\u202e", "\u3164", "\u2800\xa0", "\u034f\ufe0f"])
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "漢", "!", "👍", "7", " ا "])
def test_what_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)
