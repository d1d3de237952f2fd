"""When the script comes, early, late or never, nothing is hidden, closed or moved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from plugins.cases.model import Case
from tests.browser.case_script.using import (
    KEPT_ROAD,
    NO_AUTOMATIC_OPENING,
    READ_PAGE,
    READ_PLACES,
    REPLY,
    SCRIPT,
    TITLES,
    expect_chosen,
    expect_nothing_said,
    expect_open,
    expect_said,
    go_to,
    keep,
    open_without_script,
    press,
    read_kept,
    release,
    windows,
)
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker, hold_requests
from tests.browser.serving import ServedSite
from tests.browser.test_every_page import SETTLE, WATCH_SHIFTS
from tests.browser.walking import (
    DEMO_CASE,
    FORK_CASE,
    find_case,
    find_summary,
    open_case,
)
from tests.browser.words import say

FRAGMENTS = ("", "#step-up", "#option-step-up", f"#{REPLY}", "#case-answer-text")


def test_the_script_opens_closes_and_hides_nothing_of_the_page(demo: ServedSite, make_page: PageMaker) -> None:
    pages = [make_page(java_script_enabled=False), make_page()]
    for fragment in FRAGMENTS:
        for page in pages:
            page.goto("about:blank")
            open_case(page, demo, fragment)
        expect(pages[1].locator("cb-case:defined")).to_have_count(1)
        plain, scripted = (page.evaluate(READ_PAGE) for page in pages)
        assert any(plain[0]) == (fragment not in ("", "#option-step-up"))
        assert plain == scripted


KEPT = '{"mine": ["step-up"], "road": ["step-up"]}'
ARRIVALS = {
    "a return": (DEMO_CASE, "", KEPT),
    "a return to a card": (DEMO_CASE, "#option-step-up", KEPT),
    "a link that was sent": (DEMO_CASE, "#option-step-up", ""),
    "a long link that was sent": (FORK_CASE, "#option-schweigen", ""),
    "a return to a fork": (FORK_CASE, "#case-decision-gehoert", KEPT_ROAD),
    "a return to the end of a road": (FORK_CASE, "#option-gehen", KEPT_ROAD),
}

SENT = [("demo", DEMO_CASE, "step-sideways"), ("stress", FORK_CASE, "schweigen")]
"""Links that are sent, in English and in German."""

arrivals = pytest.mark.parametrize(("source", "fragment", "kept"), ARRIVALS.values(), ids=ARRIVALS)


@pytest.mark.parametrize(("source", "kept"), [(DEMO_CASE, KEPT), (FORK_CASE, KEPT_ROAD)], ids=["a choice", "a road"])
def test_nothing_shifts_when_a_reader_comes_back(source: str, kept: str, sites: Sites, make_page: PageMaker) -> None:
    """At no fragment: Chromium's own scrolling to one counts as a shift now and then, with a script or without."""
    page = make_page(width=390, height=844)
    served = sites["demo" if source == DEMO_CASE else "stress"]
    keep(page, find_case(served, source), kept)
    page.add_init_script(WATCH_SHIFTS)
    open_case(page, served, "", source)
    assert page.evaluate(SETTLE) == []


@arrivals
@windows
def test_nothing_moves_when_the_script_comes_late(
    width: int, height: int, source: str, fragment: str, kept: str, sites: Sites, make_page: PageMaker
) -> None:
    page = make_page(width=width, height=height)
    served = sites["demo" if source == DEMO_CASE else "stress"]
    if kept:
        keep(page, find_case(served, source), kept)
    expect_nothing_moved_by_a_late_script(page, served, fragment, source)


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 1024)])
@pytest.mark.parametrize(("site", "source", "option"), SENT)
def test_what_is_said_of_a_link_that_was_sent_has_its_room(
    width: int, height: int, site: str, source: str, option: str, sites: Sites, make_page: PageMaker
) -> None:
    page = make_page(width=width, height=height)
    expect_nothing_moved_by_a_late_script(page, sites[site], f"#option-{option}", source)
    title = next(one.title for one in find_case(sites[site], source).options() if one.id == option)
    expect_said(page, say(page, "said-sent", option=title))


def expect_nothing_moved_by_a_late_script(page: Page, served: ServedSite, fragment: str, source: str) -> None:
    """Go to a part of a case, let its script come only then, and expect everything to stand where it stood."""
    page.add_init_script(WATCH_SHIFTS)
    held = hold_requests(page, SCRIPT)
    open_without_script(page, served, "", source)
    go_to(page, fragment)
    page.evaluate(SETTLE)
    page.evaluate("() => { window.shifts.length = 0; }")
    places = page.evaluate(READ_PLACES)
    release(page, held)
    assert page.evaluate(SETTLE) == []
    assert page.evaluate(READ_PLACES) == places


def test_a_press_before_the_script_comes_is_a_choice_when_it_does(demo: ServedSite, page: Page) -> None:
    held = hold_requests(page, SCRIPT)
    open_without_script(page, demo)
    press(page, "step-sideways")
    expect_open(page, "step-sideways")
    release(page, held)
    expect_chosen(page, "step-sideways")
    expect_said(page, "You chose “Step sideways”")
    expect_open(page, "step-sideways")
    expect(find_summary(page, "step-sideways")).to_be_focused()


def test_a_press_before_the_script_comes_changes_no_choice_that_is_kept(
    demo: ServedSite, case: Case, page: Page
) -> None:
    keep(page, case, KEPT)
    held = hold_requests(page, SCRIPT)
    open_without_script(page, demo)
    press(page, "step-back")
    release(page, held)
    expect_chosen(page, "step-up")
    expect_open(page, "step-back")


@pytest.mark.parametrize(("fragment", "link"), [("#step-up", ""), ("", "#step-up"), ("", f"#{REPLY}")])
def test_to_be_led_into_an_option_before_the_script_comes_is_no_choice(
    fragment: str, link: str, demo: ServedSite, page: Page
) -> None:
    held = hold_requests(page, SCRIPT)
    open_without_script(page, demo, fragment)
    if link:
        go_to(page, link)
        expect(page.locator("#step-up")).to_be_visible()
    release(page, held)
    expect(page.locator("#step-up")).to_be_visible()
    expect_chosen(page)
    expect_nothing_said(page)
    assert read_kept(page) == {}


def test_a_page_whose_script_never_comes_is_whole(demo: ServedSite, make_failing_page: PageMaker) -> None:
    page = make_failing_page()
    page.route(SCRIPT, lambda route: route.abort())
    open_case(page, demo)
    for option in TITLES:
        press(page, option)
    expect_open(page, *TITLES)
    expect(page.get_by_role("button", name=re.compile("everything|Start over"))).to_have_count(0)
    expect(page.locator(".cb-mine:visible, .cb-walked:visible, .cb-trail:visible")).to_have_count(0)
    page.locator("#step-up").get_by_role("link", name="Link to this choice").press("Enter")
    expect(page).to_have_url(re.compile("#option-step-up$"))
    problems = make_failing_page.record.list_problems()
    assert len(problems) == 4  # two scripts, each told twice
    assert all("net::ERR_FAILED" in problem for problem in problems)


def test_what_newer_browsers_do_by_themselves_is_done_for_others(demo: ServedSite, page: Page) -> None:
    page.add_init_script(NO_AUTOMATIC_OPENING)
    open_case(page, demo, f"#{REPLY}")
    expect(page.locator(f"#{REPLY}")).to_be_visible()
    page.locator("#option-step-up summary").first.press("Enter")
    expect_open(page)
    expect_chosen(page)
    page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    expect(page.locator(f"#{REPLY}")).to_be_visible()
    expect_chosen(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("cb-case details:not([open])")).to_have_count(0)
    expect_chosen(page)
