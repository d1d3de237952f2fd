"""Several cases on a page do not meet."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.case_script.using import CLONE_CASE, REDEN, expect_chosen, expect_said, press, read_kept
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    FORK_CASE,
    open_case,
)
from tests.browser.words import say


def test_two_cases_on_a_page_do_not_meet(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    page.evaluate(CLONE_CASE)
    one, two = page.locator("cb-case").all()
    press(page, "reden")
    page.locator("#outcome-gehoer .cb-suppose a").press("Enter")
    page.locator("#two-option-schweigen > details > summary").press("Enter")
    page.locator("#two-outcome-stille .cb-suppose a").press("Enter")
    expect(page).to_have_url(re.compile("#two-case-decision-ungehoert$"))
    assert read_kept(page) == {
        "casebook:verzweigung-01": {"mine": ["reden"], "road": ["reden", "gehoer"]},
        "casebook:two": {"mine": ["schweigen"], "road": ["schweigen", "stille"]},
    }
    for case, option, said in ((one, "reden", REDEN), (two, "schweigen", "Schweigen")):
        assert case.locator("[data-chosen]").evaluate_all("all => all.map(one => one.dataset.option)") == [option]
        expect(case.locator(".cb-status:not(:empty)")).to_contain_text([say(page, "said-chose", option=said)])
        expect(case.locator(".cb-trail:visible b")).to_have_text([said])
    two.locator("[data-do=over]").first.press("Enter")
    expect(page.locator("#two-option-reden > details > summary")).to_be_focused()
    expect_chosen(page, "reden")
    expect(two.locator("details[open]")).to_have_count(0)
    assert [*read_kept(page)] == ["casebook:verzweigung-01"]


def test_a_case_that_is_moved_within_its_page_works_as_before(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    page.evaluate("document.querySelector('main').append(document.querySelector('cb-case'))")
    press(page, "step-up")
    expect_said(page, "You chose “Step up”")
