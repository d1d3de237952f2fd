"""What is kept of a choice, where one comes back to it, and where nothing can be kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from plugins.cases.model import Case
from tests.browser.case_script.using import (
    BLOCKED,
    ENLARGED,
    FULL,
    REDEN,
    WINDOWS,
    expect_chosen,
    expect_nothing_said,
    expect_open,
    expect_road,
    expect_said,
    press,
    press_tool,
    read_kept,
)
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    FORK_CASE,
    find_summary,
    open_case,
    press_tab_until,
)
from tests.browser.words import say


def test_a_choice_survives_and_nothing_is_opened_or_said(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    press(page, "step-up")
    press(page, "step-back")
    expected = {f"casebook:{case.facts.id}": {"mine": ["step-up"], "road": ["step-back"]}}
    assert read_kept(page) == expected
    page.reload()
    expect_chosen(page, "step-up")
    expect_open(page)
    expect_nothing_said(page)
    expect(page.locator("#case-decision").get_by_role("button", name="Start over")).to_be_visible()
    assert read_kept(page) == expected


@pytest.mark.parametrize(("width", "height"), [*WINDOWS, *ENLARGED])
def test_to_start_over_forgets_everything(width: int, height: int, fork: ServedSite, make_page: PageMaker) -> None:
    page = make_page(width=width, height=height, sharpness=ENLARGED.get((width, height), 1))
    open_case(page, fork, "", FORK_CASE)
    press(page, "reden")
    page.locator("#outcome-gehoer .cb-suppose a").press("Enter")
    press(page, "allen")
    press_tool(page, "start-over", "case-decision-gehoert")
    expect_said(page, say(page, "said-fresh"))
    expect_chosen(page)
    expect_open(page)
    expect(find_summary(page, "reden")).to_be_focused()
    expect(find_summary(page, "reden")).to_be_in_viewport(ratio=1)
    expect(page.locator(".cb-walked:visible, .cb-trail:visible")).to_have_count(0)
    expect(page.get_by_role("button", name=say(page, "start-over"))).to_have_count(0)
    assert read_kept(page) == {}
    page.reload()
    expect_chosen(page)
    expect_nothing_said(page)


def test_nothing_else_is_kept_and_nothing_asked_for(fork: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, fork, "", FORK_CASE)
    asked = len(make_page.record.addresses)
    press(page, "reden")
    press(page, "schweigen")
    press_tool(page, "show-all")
    page.locator("#outcome-gehoer .cb-suppose a").press("Enter")
    press_tool(page, "close-all", "case-decision-gehoert")
    press(page, "allen")
    assert [*read_kept(page)] == ["casebook:verzweigung-01"]
    assert page.evaluate("[sessionStorage.length, document.cookie]") == [0, ""]
    assert page.context.cookies() == []
    assert page.evaluate("indexedDB.databases()") == []
    assert page.evaluate("caches.keys()") == []
    # A face of type may be wanted only by what was opened, and the icon is for the browser's own frame.
    later = make_page.record.addresses[asked:]
    assert not [address for address in later if not address.endswith((".woff2", ".svg"))]


@pytest.mark.parametrize("obstacle", [BLOCKED, FULL], ids=["blocked", "full"])
def test_where_nothing_can_be_kept_all_works_on_the_page(obstacle: str, fork: ServedSite, page: Page) -> None:
    page.add_init_script(obstacle)
    open_case(page, fork, "", FORK_CASE)
    use_everything(page)
    page.reload()
    expect_chosen(page)
    expect_nothing_said(page)


GARBAGE = (
    "{",
    "5",
    "null",
    '{"mine": "x"}',
    '{"mine": {"0": "reden"}, "road": 7}',
    '{"mine": [null, 5, {}, ["reden"]], "road": [[]]}',
    '{"mine": ["no-more"], "road": ["no-more", "gone"]}',
    '{"mine": ["gehoer"], "road": ["__proto__"]}',
)


def test_what_is_kept_and_makes_no_sense_is_forgotten(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    spoilt: list[str] = []
    for garbage in GARBAGE:
        page.evaluate("text => localStorage.setItem('casebook:verzweigung-01', text)", garbage)
        page.reload()
        expect_chosen(page)
        press(page, "reden")
        expect(page.locator("#reden")).to_be_visible()
        if not page.locator("#option-reden[data-chosen]").count():
            spoilt.append(garbage)
    assert not spoilt


def use_everything(page: Page) -> None:
    """Use all that the script has to offer on the page of the case that forks."""
    press(page, "reden")
    expect_chosen(page, "reden")
    expect_said(page, say(page, "said-chose", option=REDEN))
    press(page, "schweigen")
    expect_said(page, say(page, "said-other", option="Schweigen", mine=REDEN))
    page.locator("#outcome-stille .cb-suppose a").press("Enter")
    expect(page).to_have_url(re.compile("#case-decision-ungehoert$"))
    expect_road(page, "case-decision-ungehoert", ["Schweigen", "Es bleibt still"])
    press_tool(page, "show-all", "case-decision-ungehoert")
    expect_said(page, say(page, "said-opened"), "case-decision-ungehoert")
    press_tool(page, "start-over", "case-decision-ungehoert")
    expect_said(page, say(page, "said-fresh"))
    expect_chosen(page)
    expect_open(page)


def test_who_goes_away_and_comes_back_finds_the_choice(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    press(page, "step-up")
    page.locator(".site-name").press("Enter")
    expect(page).to_have_url(f"{demo.origin}/")
    page.go_back()
    expect_chosen(page, "step-up")
    page.go_forward()
    page.go_back()
    expect_chosen(page, "step-up")


def test_links_within_the_page_lead_back_too(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    press(page, "reden")
    link = page.locator("#outcome-gehoer .cb-suppose a")
    link.press("Enter")
    expect(page).to_have_url(re.compile("#case-decision-gehoert$"))
    press_tab_until(page, find_summary(page, "allen"))
    page.keyboard.press("Enter")
    page.locator("#outcome-unruhe .cb-suppose a").press("Enter")
    expect(page).to_have_url(re.compile("#case-decision-ende$"))
    page.go_back()
    expect(page).to_have_url(re.compile("#case-decision-gehoert$"))
    expect(page.locator("#outcome-unruhe .cb-suppose a")).to_be_in_viewport()
    page.go_back()
    expect(page).to_have_url(re.compile("/verzweigung/$"))
    expect(link).to_be_in_viewport()
    expect_chosen(page, "reden", "allen")
    expect_open(page, "reden", "allen")
    page.go_forward()
    expect(page.locator("#case-decision-gehoert h2").first).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#case-decision-gehoert :focus")).to_have_count(1)
