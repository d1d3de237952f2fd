"""Cards as they are drawn: the size that services ask for, light, the same every time, and no letter in the margin."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image, features

from plugins.assets import colours
from plugins.assets.card_fonts import Face, FontError, needs_shaping
from plugins.assets.card_lines import SMALLEST, fit_lines
from plugins.assets.cards import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Card,
    CardKind,
    draw_card,
    drop_signs,
    key_card,
    normalise,
)
from tests.unit.pairs import ROOT

FONT = (ROOT / "theme" / "fonts" / "source-serif-4.woff2").read_bytes()
MOST_BYTES = 60_000

LONG = "Everything we learned about promising, waiting, apologising and delivering to customers who never asked for it"
GERMAN = "Donaudampfschifffahrtsgesellschaftskapitänspatentverlängerungsantragsformular und Rindfleischetikettierung"
WIDE = "W" * 300
TITLES = ["Why?", "Disobey to delight?", LONG, GERMAN, WIDE, " ".join([LONG] * 5)]


@pytest.fixture(scope="module")
def faces() -> list[Face]:
    return [Face(FONT)]


def make_card(title: str, kind: CardKind = CardKind.CASE, *, rtl: bool = False) -> Card:
    return Card(kind, title, "#1", f"Above {LONG}", f"Below {LONG}", f"Site {LONG}", rtl)


def draw(card: Card, faces: list[Face]) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(card, faces))).convert("RGB")


@pytest.mark.parametrize("kind", CardKind)
@pytest.mark.parametrize("title", TITLES, ids=["short", "usual", "long", "German", "one long word", "far too long"])
def test_a_card_is_as_large_and_as_light_as_services_ask_for(title: str, kind: CardKind, faces: list[Face]) -> None:
    data = draw_card(make_card(title, kind), faces)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(data) < MOST_BYTES


@pytest.mark.parametrize("rtl", [False, True], ids=["from left", "from right"])
@pytest.mark.parametrize("kind", CardKind)
@pytest.mark.parametrize("title", TITLES, ids=["short", "usual", "long", "German", "one long word", "far too long"])
def test_no_word_runs_over_the_margin(title: str, kind: CardKind, rtl: bool, faces: list[Face]) -> None:
    image = draw(make_card(title, kind, rtl=rtl), faces)
    slack = 6  # what an italic or a serif may reach out
    outer = (WIDTH - RIGHT + slack, 0, WIDTH, HEIGHT) if not rtl else (0, 0, RIGHT - slack, HEIGHT)
    inner = (70, 0, LEFT - slack, HEIGHT) if not rtl else (WIDTH - LEFT + slack, 0, WIDTH - 70, HEIGHT)
    below = (70, HEIGHT - BOTTOM + 20, WIDTH - 70, HEIGHT)
    for box in (outer, inner, below):
        assert len(image.crop(box).getcolors() or ()) == 1, box


def test_the_title_is_in_the_picture_and_the_rest_is_as_before(faces: list[Face]) -> None:
    """Between the head and the foot two titles differ, outside nothing does."""
    one, other = (draw(make_card(title), faces) for title in ("Why not?", "Why now?"))
    middle, head = (LEFT, 150, WIDTH, 450), (0, 0, WIDTH, 150)
    assert one.crop(middle).tobytes() != other.crop(middle).tobytes()
    assert one.crop(head).tobytes() == other.crop(head).tobytes()
    assert (242, 247, 243) in {colour for _, colour in one.crop(middle).getcolors(1000) or ()}


def test_a_short_title_is_large_and_a_long_one_is_still_read(faces: list[Face]) -> None:
    sizes = [fit_lines(title, faces[0], WIDTH - LEFT - RIGHT, 280)[1] for title in ("Why?", LONG, GERMAN)]
    assert sizes[0] >= 100
    assert sizes[1] >= 60
    # At a quarter of its size, as in a list, the smallest title is twelve pixels high.
    assert min(sizes) >= SMALLEST == 48


def test_lines_are_of_about_one_length(faces: list[Face]) -> None:
    lines, size, _ = fit_lines(LONG, faces[0], WIDTH - LEFT - RIGHT, 280)
    widths = [faces[0].measure(line, size) for line in lines]
    assert " ".join(lines) == LONG
    assert min(widths) > 0.6 * max(widths)


def test_a_title_that_no_card_can_hold_says_that_there_is_more(faces: list[Face]) -> None:
    lines, size, leading = fit_lines(" ".join([LONG] * 5), faces[0], WIDTH - LEFT - RIGHT, 280)
    assert lines[-1].endswith("…")
    assert len(lines) * leading <= 280
    assert all(faces[0].measure(line, size) <= WIDTH - LEFT - RIGHT for line in lines)


@pytest.mark.parametrize("kind", CardKind)
def test_the_same_card_is_the_same_bytes(kind: CardKind) -> None:
    assert draw_card(make_card(LONG, kind), [Face(FONT)]) == draw_card(make_card(LONG, kind), [Face(FONT)])


def test_a_card_is_kept_by_every_word_and_by_its_fonts(faces: list[Face]) -> None:
    card = make_card("Why?")
    others = [make_card("Why!"), make_card("Why?", CardKind.POST), make_card("Why?", rtl=True)]
    keys = {key_card(one, faces) for one in (card, *others)} | {key_card(card, [*faces, *faces])}
    assert len(keys) == 5
    assert key_card(card, [Face(FONT)]) == key_card(card, faces)


def test_letters_stand_as_near_as_the_font_says(faces: list[Face]) -> None:
    apart = sum(faces[0].measure(char, 100) for char in "To")
    assert faces[0].measure("To", 100) < apart - 3


@pytest.mark.parametrize(
    ("text", "is_covered"),
    [("Größe “x” – £5", True), ("Łódź", False), ("שלום", False), ("日本", False), ("", True), ("a b", True)],
)
def test_a_font_knows_what_it_has(text: str, is_covered: bool, faces: list[Face]) -> None:
    assert faces[0].covers(text) == is_covered


def test_scripts_that_join_or_turn_are_known() -> None:
    assert [needs_shaping(text) for text in ("abc ß – 日本 12", "שלום", "سلام", "नमस्ते")] == [False, True, True, True]
    assert isinstance(features.check("raqm"), bool)


@pytest.mark.parametrize("data", [b"", b"no font", FONT[:1000]], ids=["empty", "text", "cut off"])
def test_what_is_no_font_is_refused(data: bytes) -> None:
    with pytest.raises(FontError):
        Face(data)


def test_a_title_is_drawn_as_it_reads() -> None:
    assert normalise("  Cafe\u0301  au\u00adto\n lait ") == "Café auto lait"


def test_signs_that_no_font_has_are_left_out_but_letters_never(faces: list[Face]) -> None:
    card = drop_signs(Card(CardKind.POST, "Cake \U0001f382 and \u2605 tea", mark="\u2731", below="\u05d0 b"), faces)
    assert (card.title, card.mark, card.below) == ("Cake and tea", "", "\u05d0 b")


def test_the_colours_are_those_of_the_theme() -> None:
    css = Path(ROOT / "theme" / "css" / "30-tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--cb-([a-z-]+): (?:light-dark\()?(#[0-9a-f]{6})", css))
    dark = dict(re.findall(r"--cb-([a-z-]+): light-dark\(#[0-9a-f]{6}, (#[0-9a-f]{6})\)", css))
    ours = {name: value for name, value in vars(colours).items() if name.isupper()}
    named = {name: light[name.lower().replace("_", "-")] for name in ours if name != "PAPER_DARK"}
    assert ours == {**named, "PAPER_DARK": dark["paper"]}
