"""A choice is seen by everyone: in forced colours, without motion, enlarged, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import find_violations
from tests.browser.building import DEMO
from tests.browser.case_script.using import (
    ENLARGED,
    KEPT_ROAD,
    MANY_CASES,
    READ_CROWDED,
    WIDTHS,
    WINDOWS,
    expect_chosen,
    find_card,
    keep,
    press,
    press_tool,
)
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.test_every_page import FIND_OVERFLOW, SCHEMES
from tests.browser.walking import (
    FORK_CASE,
    find_case,
    list_cases,
    open_case,
)
from tests.browser.words import say


def test_a_choice_is_seen_in_forced_colours(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page(forced_colors="active")
    open_case(page, demo)
    press(page, "step-up")
    expect_chosen(page, "step-up")
    read_outline = "one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]"
    assert find_card(page, "step-up").evaluate(read_outline) == ["solid", "3px"]
    badge = find_card(page, "step-up").locator(".cb-mine")
    assert badge.evaluate("one => getComputedStyle(one).borderStyle") == "solid"
    colours = badge.evaluate("one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
    assert len({*colours}) == 2
    tray = page.locator("#case-decision .cb-tray")
    assert tray.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
    assert not [violation for violation in find_violations(page) if not violation.startswith("color-contrast")]


def test_a_road_is_marked_in_forced_colours(fork: ServedSite, make_page: PageMaker) -> None:
    page = make_page(forced_colors="active")
    keep(page, find_case(fork, FORK_CASE), KEPT_ROAD)
    open_case(page, fork, "#case-decision-ende", FORK_CASE)
    walked = page.locator("#case-decision-ende .cb-walked:visible")
    expect(walked).to_have_text(say(page, "your-road"))
    expect(page.locator("#case-decision-ende .cb-trail li").first).to_be_visible()
    assert not [violation for violation in find_violations(page) if not violation.startswith("color-contrast")]


def test_a_choice_moves_nothing_slowly_where_motion_is_not_liked(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page(reduced_motion="reduce")
    open_case(page, demo)
    press(page, "step-up")
    press_tool(page, "show-all")
    assert page.evaluate("document.getAnimations().length") == 0
    expect_chosen(page, "step-up")


@pytest.mark.parametrize("source", list_cases(DEMO))
def test_axe_finds_nothing_after_a_choice(source: str, demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, demo, "", source)
    for decision in find_case(demo, source).facts.decisions:
        for option in decision.options[-2:]:
            press(page, option.id)
    found: list[str] = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {violation}" for violation in find_violations(page)]
    assert not found


@pytest.mark.parametrize(("site", "source"), MANY_CASES)
def test_no_focus_lies_under_the_tray(site: str, source: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, sites[site], "", source)
    options = [option.id for option in find_case(sites[site], source).facts.decisions[0].options]
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        press(page, options[0])
        expect(page.locator("#case-decision [data-chosen]")).to_have_count(1)
        for key in ("Tab", "Shift+Tab"):
            assert walk_through(page, key) == []
        press(page, options[0])


def walk_through(page: Page, key: str) -> list[str]:
    """Go through the first decision by Tab; return what lay under the tray when it had the focus."""
    crowded: list[str] = []
    while True:
        page.keyboard.press(key)
        if not page.evaluate("document.activeElement.closest('#case-decision') !== null"):
            return crowded
        crowded += page.evaluate(READ_CROWDED)


@pytest.mark.parametrize(("width", "height"), ENLARGED)
def test_enlarged_pages_leave_room_for_the_text(width: int, height: int, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=width, height=height, sharpness=ENLARGED[width, height])
    for site, source in MANY_CASES:
        open_case(page, sites[site], "", source)
        for option in find_case(sites[site], source).facts.decisions[0].options[:2]:
            press(page, option.id)
        assert page.evaluate(FIND_OVERFLOW) == []
        tray = page.locator("#case-decision .cb-tray")
        is_low = height < 480
        assert tray.evaluate("tray => getComputedStyle(tray).position") == ("static" if is_low else "sticky")
        box = tray.bounding_box()
        assert box is not None
        assert is_low or box["height"] <= height / 3, source
