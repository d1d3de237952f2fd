"""What holds for every stylesheet: one file has the colours, the letters and the spaces, and nothing knows left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.assets.bundle import TOKENS, find_assets, wants_font

ROOT = Path(__file__).resolve().parents[2]
THEME = ROOT / "theme"
COMPONENTS = ROOT / "plugins" / "cases" / "components"
LOOKS = sorted((THEME / "looks").glob("*.css"))
SHEETS = [*sorted((THEME / "css").glob("*.css")), *sorted(COMPONENTS.glob("*/*.css"))]
FONTS = sorted((THEME / "fonts").glob("*.woff2"))
MOST_BYTES_OF_FONTS = 70_000

OF_TOKENS = (TOKENS, "39-print-tokens.css")
"""The stylesheets that may name a colour or a family of letters."""

OF_FONTS = "10-fonts.css"
"""Here a family is given its files; no rule may name one."""

COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(|:\s*(?:black|white)\b", re.IGNORECASE
)
FAMILY = re.compile(r"font(?:-family)?:[^;]*(?:[\"']|(?<![-\w])(?:serif|sans-serif|monospace|system-ui)\b)")
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[a-z-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:(?![^{;]*\)\s*\{)"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
"""A property or value that does not turn round with the direction of a text. Queries of the window are none."""

USED = re.compile(r"var\((--cb-[a-z0-9-]+)")
NAMED = re.compile(r"(--cb-[a-z0-9-]+)\s*:")


def read(sheet: Path) -> str:
    """Return a stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


def find_all(pattern: re.Pattern[str], sheets: list[Path]) -> Iterator[str]:
    for sheet in sheets:
        for number, line in enumerate(read(sheet).splitlines(), 1):
            if pattern.search(line):
                yield f"{sheet.name}:{number}: {line.strip()}"


def test_colours_stand_in_the_tokens_only() -> None:
    assert [*find_all(COLOUR, [sheet for sheet in SHEETS if sheet.name not in OF_TOKENS])] == []


def test_families_stand_in_the_tokens_only() -> None:
    others = [sheet for sheet in SHEETS if sheet.name not in (*OF_TOKENS, OF_FONTS)]
    assert [*find_all(FAMILY, others)] == []


def test_nothing_knows_left_from_right() -> None:
    assert [*find_all(PHYSICAL, [*SHEETS, *LOOKS, THEME / "gallery.css"])] == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (COLOUR, "color: #0b5a43;"),
        (COLOUR, "background: rgb(0 0 0 / 50%);"),
        (COLOUR, "border-color: white;"),
        (FAMILY, "font: 600 1rem/1 Georgia, serif;"),
        (FAMILY, 'font-family: "Source Serif 4";'),
        (PHYSICAL, "  margin-left: 1rem;"),
        (PHYSICAL, "a { width: 3rem; }"),
        (PHYSICAL, "  text-align: right;"),
        (PHYSICAL, "  border-top-left-radius: 3px;"),
    ],
)
def test_what_is_unwanted_would_be_found(pattern: re.Pattern[str], line: str) -> None:
    """Without this, the tests above could pass for nothing."""
    assert pattern.search(line)


@pytest.mark.parametrize(
    "line",
    ["margin-inline-start: 1rem;", "@media (min-width: 60rem) {", "  inline-size: 1rem;", "border-width: 0 2px;"],
)
def test_what_turns_round_is_let_pass(line: str) -> None:
    assert not PHYSICAL.search(line)


def test_every_token_that_is_used_is_there_and_every_one_that_is_there_is_used() -> None:
    tokens = read(THEME / "css" / TOKENS)
    all_sheets = "".join(map(read, [*SHEETS, THEME / "gallery.css"]))
    named = {*NAMED.findall(all_sheets)}
    assert {*USED.findall(all_sheets)} <= named
    assert {*NAMED.findall(tokens)} <= {*USED.findall(all_sheets)}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.stem)
def test_a_look_names_tokens_and_nothing_else(look: Path) -> None:
    known = {*NAMED.findall(read(THEME / "css" / TOKENS))}
    assert {*NAMED.findall(read(look))} <= known
    assert re.sub(r"--cb-[a-z0-9-]+:[^;]*;", "", read(look)).split() == [
        "@layer",
        "tokens",
        "{",
        ":root",
        "{",
        "}",
        "}",
    ]


def test_every_rule_stands_in_a_layer() -> None:
    """Whoever brings a stylesheet of their own can overrule each of ours, whatever the weight of its selector."""
    for sheet in SHEETS:
        outside = re.sub(r"@layer [a-z, ]+(?:;|\{.*?\n\}\n?)", "", read(sheet), flags=re.DOTALL)
        assert sheet.name == OF_FONTS or not outside.strip(), (sheet, outside)


def test_tokens_of_the_site_come_after_those_of_the_theme_and_before_those_of_paper(tmp_path: Path) -> None:
    own = tmp_path / "my-tokens.css"
    names = [sheet.name for sheet in find_assets(THEME, COMPONENTS, own)["theme/casebook.css"]]
    place = names.index(own.name)
    assert (names[place - 1], names[place + 1]) == OF_TOKENS
    assert own.name not in [sheet.name for sheet in find_assets(THEME, COMPONENTS)["theme/casebook.css"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('--cb-serif: "Source Serif 4", serif;', True),
        ("--cb-serif: Georgia, serif", False),
        ('--cb-serif: "Source Serif 4"; } :root { --cb-serif: Georgia;', False),
        ("", False),
    ],
)
def test_the_font_is_wanted_where_words_are_set_in_it(text: str, wanted: bool) -> None:
    assert wants_font(f":root {{ {text} }}") is wanted


def test_the_fonts_are_small_and_come_with_their_licence() -> None:
    assert FONTS
    assert sum(font.stat().st_size for font in FONTS) <= MOST_BYTES_OF_FONTS
    assert "SIL OPEN FONT LICENSE Version 1.1" in (THEME / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_each_font_has_a_substitute_of_its_measures() -> None:
    faces = re.findall(r"@font-face \{(.*?)\}", read(THEME / "css" / OF_FONTS), flags=re.DOTALL)
    styles = [("italic" if "italic" in face else "normal", "local(" in face) for face in faces]
    assert sorted(styles) == [("italic", False), ("italic", True), ("normal", False), ("normal", True)]
    for face in faces:
        assert ("font-display: optional" in face) is ("local(" not in face)
        measures = ("size-adjust", "ascent-override", "descent-override", "line-gap-override")
        assert all(one in face for one in measures) is ("local(" in face)
