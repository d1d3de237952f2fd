"""The table."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import TABLE


def read_rows() -> list[tuple[str, str, str]]:
    """Return the rows of the table: what a blog does, the demonstration's pages, the tests."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return [(row[0], row[1], row[2]) for row in rows if not row[0].startswith(("---", "What"))]


def find_tests() -> set[str]:
    """Return the names of all tests of what a blog does, in the files beside this one."""
    files = Path(__file__).parent.glob("test_*.py")
    return {
        name for file in files for name in re.findall(r"(?m)^def (test_(?:[a-e]|all)_\w+)", file.read_text("utf-8"))
    }


def test_the_table_names_tests_and_pages_that_exist(demo: ServedSite) -> None:
    tests = find_tests()
    rows = read_rows()
    assert len(rows) > 25
    for line, pages, names in rows:
        named = re.findall(r"`([^`]+)`", pages)
        assert named, line
        for path in named:
            output = f"{path.lstrip('/')}index.html" if path.endswith("/") else path.lstrip("/")
            assert output in demo.site.outputs, path
        assert re.findall(r"`([^`]+)`", names), line
        assert {*re.findall(r"`([^`]+)`", names)} <= tests, line


def test_the_table_leaves_no_test_out() -> None:
    named = {name for _, _, names in read_rows() for name in re.findall(r"`([^`]+)`", names)}
    assert find_tests() == named
