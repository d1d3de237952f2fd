"""What has the looks of spam, or is too long, is marked and never dropped; and what it costs is bounded."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from plugins.cases.reader_rules import find_address
from plugins.cases.reader_text import LONGEST_TEXT
from plugins.contributions.blocking import BlockList, read_block_list
from plugins.contributions.private_data import MASK, mask_line, mask_private
from plugins.contributions.repeating import Repeats
from plugins.contributions.understanding import cut_words
from tests.contributions.editing import LETTER, AnsweredSite

TEXT = "I asked the mayor for one week, and she gave me two of them, with a letter that nobody has read since."


def test_a_text_that_is_too_long_ends_with_a_paragraph(site: AnsweredSite) -> None:
    paragraph = "word " * 30
    (name,) = site.receive(LETTER.format(words="\n\n".join([paragraph] * 200)))
    held = site.find_held(name).read_text(encoding="utf-8")
    assert "  - cut\n" in held
    assert site.run("accept", name).code == 0
    published = (site.readers / f"2026-05-01-{name}.yaml").read_text(encoding="utf-8")
    text = published.partition("text: |\n")[2].partition("result:")[0]
    assert LONGEST_TEXT * 0.9 < len(text.replace("\n  ", "\n")) < LONGEST_TEXT + 200
    assert text.rstrip().endswith("word")


@pytest.mark.parametrize("end", ["\n\n", "\n", " ", "x"])
def test_a_cut_text_is_never_too_long(end: str) -> None:
    text = cut_words(("w" * 99 + end) * 1000)
    assert LONGEST_TEXT // 2 < len(text) <= LONGEST_TEXT
    assert cut_words("short") == "short"


@pytest.mark.parametrize(
    "text",
    [
        "ada@sender.example",
        "<ada@sender.example>",
        "mailto:ada@sender.example",
        "ada＠sender.example",
        "a\u200bda@sen\u200bder.example",
        "ada&#64;sender.example",
        "ada&commat;sender&period;example",
        "ada%40sender.example in [a link](https://x.example/?to=ada%40sender.example)",
        "ad**a@sen**der.example",
        "ada\\@sender.example",
        "[ada](https://x.example)@sender.example",
        "ada (at) sender.example",
        "ada [at] sender [dot] example",
        "+49 30 1234567",
        "0049-30-1234567",
        "(030) 1234567",
        "0171/123 45 67",
        "(555) 123-4567",
        "555.123.4567",
    ],
)
def test_no_address_and_no_number_is_left(text: str) -> None:
    masked = mask_private(f"Before. {text} And after.\n\nAnother paragraph.")
    assert find_address(masked) is None
    assert MASK in masked
    assert masked.endswith("\n\nAnother paragraph.")
    for part in ("sender", "1234567", "123 45 67", "4567"):
        assert part not in mask_line(masked)


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-01-05 at 12:30 it cost 1 000 000, or 1.000.000,00 EUR.",
        "Section 12.34.56, version 3.11.2, ISO 9001:2015, 50-60 people, 2019/2020.",
        "https://x.example/2026/01/05/1234567890/ and 10-20-30",
        "a @ b, @home, me@, 1990",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_private(text) == text


@pytest.mark.parametrize(
    ("entry", "text", "is_blocked"),
    [
        ("casino", "The CASINO!", True),
        ("casino", "casinos", False),
        ("casino", "ca\u200bsino", True),
        ("casino", "ｃａｓｉｎｏ", True),
        ("cheap watches", "cheap\n\n  Watches", True),
        ("bad.example", "https://www.bad.example/x", True),
        ("bad.example", "https://x.example/?to=https%3A%2F%2Fbad.example", True),
        ("bad.example", "notbad.example", False),
        ("straße", "STRASSE", True),
        ("# casino", "casino", False),
        ("", "anything", False),
    ],
)
def test_the_block_list_finds_what_is_meant(entry: str, text: str, is_blocked: bool) -> None:
    assert BlockList([entry]).is_in(text) is is_blocked


def test_a_block_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert read_block_list(tmp_path / "none.txt")[1] == []
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    blocked, (problem,) = read_block_list(tmp_path / "latin.txt")
    assert problem.message == "the block list cannot be read"
    assert not blocked.is_in("café")


def test_nearly_the_same_words_are_found_and_others_are_not() -> None:
    repeats = Repeats()
    repeats.add(TEXT)
    assert repeats.has_near(TEXT.upper().replace(",", " –"))
    assert repeats.has_near(f"Hi! {TEXT}")
    assert not repeats.has_near("I asked the mayor for one week, and he refused me outright, in front of the council.")
    assert not repeats.has_near("")
    repeats.add("I would step up.")
    assert not repeats.has_near("I would step up.")


def test_the_same_words_a_thousand_times_take_no_longer_each_time() -> None:
    repeats = Repeats()
    begun = time.process_time()
    for number in range(1000):
        repeats.add(f"{TEXT} {number}")
        repeats.has_near(f"{TEXT} {number + 1}")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("text", ["a@", "0", "(at)", "&#64;", "1 ", "[", "a.", "@", "+1 "])
def test_masking_takes_little_time_for_any_text(text: str) -> None:
    begun = time.process_time()
    mask_private((text * LONGEST_TEXT)[:LONGEST_TEXT])
    assert time.process_time() - begun < 2


def test_a_repeated_and_a_blocked_one_are_held_and_marked(site: AnsweredSite) -> None:
    (site.folder / "blocked.txt").write_text("mayor\n", encoding="utf-8")
    site.receive(LETTER.format(words=TEXT), LETTER.format(words=f"Well, {TEXT}"))
    marks = [path.read_text(encoding="utf-8").partition("marks:\n")[2] for path in site.held.glob("bridge/*.yaml")]
    assert sorted(marks) == ["  - blocked\n", "  - blocked\n  - repeated\n"]
