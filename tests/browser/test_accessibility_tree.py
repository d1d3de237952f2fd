"""How a case is told by a screen reader, held to a file that a person has read.

To write what is told now into the files, run

    CASEBOOK_UPDATE=1 .venv/bin/python -m pytest tests/browser/test_accessibility_tree.py

and read the difference aloud.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility_tree import read_tree
from tests.browser.building import ROOT, build
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite, serve

GOLDEN = Path(__file__).parent / "golden"
SITE = ROOT / "tests" / "sites" / "one_case" / "settings.py"
CASE = "cases/bridge/"
UPDATE = "CASEBOOK_UPDATE"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """The tiny site with one case, in the clothes of the real theme."""
    with serve(build(SITE, tmp_path_factory.mktemp("one_case") / "site", {"THEME": ROOT / "theme"})) as served:
        yield served


@pytest.fixture
def page(served: ServedSite, make_page: PageMaker) -> Page:
    page = make_page()
    page.goto(f"{served.origin}/{CASE}")
    return page


def compare(name: str, told: str) -> None:
    """Compare what is told with its file, or write it there when asked to."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get(UPDATE) == "1":
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_a_case_is_told_as_a_person_would_tell_it(page: Page) -> None:
    compare("case-before-a-choice", read_tree(page, "cb-case"))


def test_a_choice_is_told_with_what_follows_it(page: Page) -> None:
    page.locator("#option-close summary").first.press("Enter")
    page.locator("#outcome-quiet .cb-suppose a").press("Enter")
    page.locator("#option-wait summary").first.press("Enter")
    expect(page.locator("#case-decision-later .cb-status")).to_contain_text("Wait")
    compare("case-after-two-choices", read_tree(page, "cb-case"))


def test_who_gains_is_told_row_by_row(page: Page) -> None:
    page.locator("#case-comparison summary").press("Enter")
    compare("comparison", read_tree(page, "#case-comparison"))
