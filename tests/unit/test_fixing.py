"""`check --fix` writes the ids that are missing, and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.diagnostics import Code
from plugins.site.content import load_content
from plugins.site.fixing import Fix, apply_fix, find_fixes, make_id, make_random_part
from tests.unit.pairs import load_settings, print_text, write_files

CASE = """title: A
date: 2026-01-05
overview: x
roles: [{id: one, kind: other, name: One, text: x}]
decisions: [{id: now, decider: one, question: What?, options: [{id: go, title: Go, text: x}]}]
"""

FIXED = {
    "YAML header": ("---\n", "id: a-1\n", "title: A\n---\n\nText.\n"),
    "comment above the first key": ("---\n# x\n\n", "id: a-1\n", "title: A\n---\n"),
    "keys of Pelican": ("", "Id: a-1\n", "Title: A\n\nText.\n"),
    "keys of Pelican in lower case": ("", "id: a-1\n", "title: A\n"),
    "capitals in a YAML header": ("---\n", "Id: a-1\n", "Title: A\n---\n"),
    "line ends of Windows": ("---\r\n", "id: a-1\r\n", "title: A\r\n---\r\nText.\r\n"),
    "a byte order mark": ("\ufeff", "Id: a-1\n", "Title: A\n"),
    "a byte order mark and line ends of Windows": ("\ufeff", "Id: a-1\r\n", "Title: A\r\n\r\nText.\r\n"),
    "a byte order mark above a YAML header": ("\ufeff---\n", "id: a-1\n", "title: A\n---\n"),
    "no line end at the end": ("", "id: a-1\n", "title: A"),
    "the title is not the first key": ("", "id: a-1\n", "status: draft\ntitle: A\n"),
    "mixed line ends": ("---\n", "id: a-1\n", "title: A\n---\r\nOne\rTwo\r\n"),
}
"""What stands above the line, the line, and what stands below it."""


@pytest.mark.parametrize(("above", "line", "below"), FIXED.values(), ids=FIXED)
def test_a_missing_id_becomes_the_first_key(above: str, line: str, below: str, tmp_path: Path) -> None:
    """The line is written as the keys around it are; every other byte is kept."""
    content = _write(tmp_path, {"pages/a-b.md": above + below})
    assert _fix(content) == [Code.MISSING_ID]
    assert (above + line + below).encode() == (content / "pages/a-b.md").read_bytes()


def test_a_case_gets_its_id_below_a_leading_comment(tmp_path: Path) -> None:
    comment = "# yaml-language-server: $schema=x\n# Another.\n\n"
    content = _write(tmp_path, {"cases/a/case.yaml": comment + CASE, "cases/a/story.md": "Story.\n"})
    _fix(content)
    assert f"{comment}id: a-1\n{CASE}" == (content / "cases/a/case.yaml").read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    files = {"posts/a.md": "Title: A\nDate: 2026-01-05\n", "pages/b.md": "---\r\ntitle: B\r\n---\r\n"}
    content = _write(tmp_path, {**files, "cases/c/case.yaml": CASE, "cases/c/story.md": "Story.\n"})
    assert _fix(content) == [Code.MISSING_ID] * 3
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    loaded, diagnostics = load_content(load_settings(content))
    assert print_text(diagnostics, content) == ""
    assert find_fixes(loaded.entries) == []
    assert before == {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}


def test_a_document_with_an_id_is_left_alone(tmp_path: Path) -> None:
    content = _write(tmp_path, {"posts/a.md": "Id: mine\nTitle: A\nDate: 2026-01-05\n"})
    assert _find(content) == []


def test_a_header_within_braces_is_left_alone(tmp_path: Path) -> None:
    """There is no line to write the id on; the warning stays."""
    content = _write(tmp_path, {"pages/a.md": "---\n{title: A}\n---\n"})
    assert _find(content) == []


def test_an_id_is_the_first_word_of_the_slug_and_a_random_part(tmp_path: Path) -> None:
    content = _write(tmp_path, {"posts/2026-01-05-Closed is not solved.md": "Title: A\nDate: 2026-01-05\n"})
    (fix,) = _find(content, lambda: "7f3a9c")
    assert fix.after.startswith("Id: closed-7f3a9c\n")


def test_an_id_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    """Neither one that a document has, nor one that another document has just been given."""
    parts = iter(["1", "2", "2", "3"])
    files = {"posts/a.md": "Id: same-1\nTitle: A\nDate: 2026-01-05\n"}
    content = _write(tmp_path, {**files, "pages/same-b.md": "title: B\n", "pages/same-c.md": "title: C\n"})
    fixes = _find(content, lambda: next(parts))
    assert [fix.after.split("\n")[0] for fix in fixes] == ["id: same-2", "id: same-3"]


def test_a_random_part_is_six_hexadecimal_digits() -> None:
    part = make_random_part()
    assert len(part) == 6
    assert int(part, 16) >= 0
    assert make_id("one-two", {None}, lambda: part) == f"one-{part}"


def test_what_changed_is_shown_as_a_diff(tmp_path: Path) -> None:
    content = _write(tmp_path, {"posts/a.md": "---\r\ntitle: A\r\ndate: 2026-01-05\r\n---\r\n\r\nText.\r\n"})
    (fix,) = _find(content)
    assert fix.format(content) == (
        "--- posts/a.md\n+++ posts/a.md\n@@ -1,2 +1,3 @@\n ---\n+id: a-1\n title: A\n"
    )  # fmt: skip


def test_a_fixed_file_keeps_its_permissions_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    content = _write(tmp_path, {"posts/a.md": "Title: A\nDate: 2026-01-05\n"})
    (content / "posts/a.md").chmod(0o640)
    _fix(content)
    assert (content / "posts/a.md").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in (content / "posts").iterdir()] == ["a.md"]


def _write(tmp_path: Path, files: dict[str, str]) -> Path:
    content = tmp_path / "site" / "content"
    write_files(content, {})
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return content


def _find(content: Path, random_part: Callable[[], str] = lambda: "1") -> list[Fix]:
    loaded, _ = load_content(load_settings(content))
    return find_fixes(loaded.entries, random_part)


def _fix(content: Path) -> list[Code]:
    """Apply every fix, and return the codes of what was wrong before."""
    numbers = iter("123")
    loaded, diagnostics = load_content(load_settings(content))
    for fix in find_fixes(loaded.entries, lambda: next(numbers)):
        apply_fix(fix)
    return [diagnostic.code for diagnostic in diagnostics]
