"""Mistakes as they are shown: the text around the place, and nothing that could do harm in a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.preview.mistakes import LARGEST_FILE, LONGEST_LINE, MOST, find_lines, render_mistakes_page, render_overlay

TEXT = "one\ntwo\nthree\nfour is <b>wrong</b> here\nfive\nsix\nseven\n"


def make_mistake(path: Path, line: int = 4, column: int = 9, found: str = "") -> Diagnostic:
    return make_error(
        path, Position(line, column), Code.BAD_VALUE, "that is <i>wrong</i>", found=found, hint="Mend & go."
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    return tmp_path / "a.md"


def test_two_lines_on_each_side(file: Path) -> None:
    lines = find_lines(make_mistake(file))
    assert [line.number for line in lines] == [2, 3, 4, 5, 6]
    assert [line.number for line in lines if line.is_wrong] == [4]
    wrong = lines[2]
    assert (wrong.before, wrong.marked, wrong.after) == ("four is ", "<", "b>wrong</b> here")


def test_what_was_found_is_marked_whole(file: Path) -> None:
    assert find_lines(make_mistake(file, found="<b>wrong</b>"))[2].marked == "<b>wrong</b>"
    assert find_lines(make_mistake(file, column=1, found="elsewhere"))[2].marked == "four"


@pytest.mark.parametrize(("line", "shown"), [(1, [1, 2, 3]), (7, [5, 6, 7]), (8, [6, 7]), (99, [])])
def test_at_the_ends_of_the_file(line: int, shown: list[int], file: Path) -> None:
    assert [one.number for one in find_lines(make_mistake(file, line, 1))] == shown


def test_a_column_behind_the_line_marks_nothing(file: Path) -> None:
    wrong = find_lines(make_mistake(file, 4, 500))[2]
    assert (wrong.before, wrong.marked, wrong.after) == ("four is <b>wrong</b> here", "", "")


def test_of_a_long_line_the_part_around_the_mistake(tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("x " * 5000 + "WRONG " + "y " * 5000, encoding="utf-8")
    (wrong,) = find_lines(make_mistake(tmp_path / "long.md", 1, 10_001))
    assert wrong.marked == "WRONG"
    assert wrong.before.startswith("… ")
    assert wrong.after.endswith(" …")
    assert len(wrong.before + wrong.marked + wrong.after) < LONGEST_LINE + 10


def test_invisible_characters_are_spelt_out(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a\u202eb\tc\x07d\n", encoding="utf-8")
    (wrong,) = find_lines(make_mistake(tmp_path / "a.md", 1, 5))
    assert wrong.before + wrong.marked + wrong.after == "a\\u202eb\tc\\x07d"


def test_no_lines_of_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "huge.md").write_bytes(b"x\n" * LARGEST_FILE)
    for path in (tmp_path / "a.png", tmp_path / "huge.md", tmp_path / "missing.md", tmp_path, Path("a\0b")):
        assert find_lines(make_mistake(path)) == ()


def test_line_ends_and_marks_of_other_systems(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree \xff")
    lines = find_lines(make_mistake(tmp_path / "a.md", 2, 1))
    assert [line.before + line.marked + line.after for line in lines] == ["one", "two", "three \ufffd"]


def test_nothing_of_a_file_is_markup(file: Path) -> None:
    html = render_overlay([make_mistake(file, found="<b>")], file.parent)
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;" in html
    assert "Mend &amp; go." in html
    assert "a.md:4:9" in html


def test_of_very_many_some_are_shown(file: Path) -> None:
    html = render_mistakes_page([make_mistake(file)] * (MOST + 3), file.parent)
    assert html.count('class="message"') == MOST
    assert f"<h1>{MOST + 3} mistakes</h1>" in html
    assert "And 3 more" in html
