"""Decisions that lead on to one another: the road, its forks and its other roads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.case_script.using import (
    KEPT_ROAD,
    REDEN,
    START,
    expect_chosen,
    expect_open,
    expect_road,
    expect_said,
    keep,
    press,
    read_kept,
    windows,
)
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    FORK_CASE,
    find_case,
    find_summary,
    open_case,
)
from tests.browser.words import say


def find_walked(page: Page) -> list[str]:
    """Return the outcomes that are marked as the road by which a decision was come to."""
    found: list[str] = page.locator("[data-from]:has(.cb-walked:not([hidden]))").evaluate_all(
        "all => all.map(one => one.dataset.from)"
    )
    return found


def test_a_road_through_several_decisions_is_written_down(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    expect(page.locator(".cb-trail:visible")).to_have_count(0)
    press(page, "reden")
    expect_road(page, START, [REDEN])
    page.locator("#outcome-gehoer .cb-suppose a").press("Enter")
    expect(page).to_have_url(re.compile("#case-decision-gehoert$"))
    expect_road(page, "case-decision-gehoert", [REDEN, "Sie findet Gehör"])
    expect(page.locator("#case-decision-gehoert .cb-walked")).to_be_visible()
    assert find_walked(page) == ["gehoer"]
    press(page, "allen")
    page.locator("#outcome-unruhe .cb-suppose a").press("Enter")
    press(page, "gehen")
    road = ([REDEN, "Sie findet Gehör"], ["Allen", "Unruhe"], ["Gehen"])
    expect_road(page, "case-decision-ende", *road)
    expect_chosen(page, "reden", "allen", "gehen")
    assert find_walked(page) == ["gehoer", "unruhe"]
    # What would move what is in sight waits for the first press: who comes back to the beginning sees the road at once.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.reload()
    expect_road(page, "case-decision-ende", *road)
    expect_chosen(page, "reden", "allen", "gehen")
    assert find_walked(page) == ["gehoer", "unruhe"]


def test_every_step_of_the_road_leads_back_to_its_fork(fork: ServedSite, page: Page) -> None:
    keep(page, find_case(fork, FORK_CASE), KEPT_ROAD)
    open_case(page, fork, "#case-decision-ende", FORK_CASE)
    trail = page.get_by_role("navigation", name=say(page, "road-so-far"))
    for question, fork_id in (("Was würden Sie", "case-decision"), ("Wem sagt sie es?", "case-decision-gehoert")):
        trail.get_by_role("link", name=question).press("Enter")
        expect(page).to_have_url(re.compile(f"#{fork_id}$"))
        expect(page.locator(f"#{fork_id} h2").first).to_be_in_viewport()


def test_another_road_at_an_earlier_fork_cuts_the_road_there(fork: ServedSite, page: Page) -> None:
    keep(page, find_case(fork, FORK_CASE), KEPT_ROAD)
    open_case(page, fork, "", FORK_CASE)
    press(page, "reden")
    expect_road(page, "case-decision-ende", [REDEN, "Sie findet Gehör"], ["Allen", "Unruhe"])
    page.locator("#outcome-abfuhr .cb-suppose a").press("Enter")
    expect_road(page, "case-decision-ungehoert", [REDEN, "Eine Abfuhr"])
    press(page, "pruefen")
    page.locator("#outcome-fund .cb-suppose a").press("Enter")
    expect_road(page, "case-decision-ende", [REDEN, "Eine Abfuhr"], ["Prüfen", "Es findet sich etwas"])
    assert find_walked(page) == ["abfuhr", "fund"]
    press(page, "schweigen")
    expect_road(page, START, ["Schweigen"])
    assert find_walked(page) == []
    expect_chosen(page, "reden", "allen", "pruefen")


def test_a_decision_that_no_road_leads_to_begins_a_new_one(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    press(page, "schweigen")
    press(page, "bleiben")
    expect_road(page, "case-decision-ende", ["Bleiben"])
    # But where the last step leads here, its outcome need not have been named.
    press(page, "schweigen")
    press(page, "schweigen")
    press(page, "pruefen")
    expect_road(page, "case-decision-ungehoert", ["Schweigen"], ["Prüfen"])


def test_a_road_that_was_looked_into_may_still_be_chosen(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "#reden", FORK_CASE)
    page.locator("#outcome-gehoer .cb-suppose a").press("Enter")
    expect_road(page, "case-decision-gehoert", [REDEN, "Sie findet Gehör"])
    expect_chosen(page)
    find_summary(page, "reden").press("Enter")
    expect_open(page)
    press(page, "reden")
    expect_said(page, say(page, "said-chose", option=REDEN))
    expect_chosen(page, "reden")
    assert read_kept(page)["casebook:verzweigung-01"]["mine"] == ["reden"]


def test_of_two_roads_each_offers_the_other_and_keeps_it_sealed(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    press(page, "reden")
    page.get_by_role("link", name=say(page, "other-road", option="Schweigen")).press("Enter")
    expect(page).to_have_url(re.compile("#option-schweigen$"))
    expect(page.locator("#option-schweigen h3")).to_be_in_viewport()
    expect_open(page, "reden")
    expect_said(page, say(page, "said-chose", option=REDEN))


@windows
@pytest.mark.parametrize("anchoring", ["auto", "none"])
def test_a_press_at_a_later_decision_moves_nothing_above_it(
    anchoring: str, width: int, height: int, fork: ServedSite, make_page: PageMaker
) -> None:
    page = make_page(width=width, height=height)
    open_case(page, fork, "", FORK_CASE)
    # Not every browser keeps what one looks at in its place when something above it changes.
    page.evaluate("anchoring => { document.documentElement.style.overflowAnchor = anchoring; }", anchoring)
    for option in ("schweigen", "pruefen", "bleiben"):
        summary = find_summary(page, option)
        summary.scroll_into_view_if_needed()
        before = summary.bounding_box()
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{option}")).to_be_visible()
        after = summary.bounding_box()
        assert before is not None
        assert after is not None
        assert after["y"] == pytest.approx(before["y"], abs=1), option
