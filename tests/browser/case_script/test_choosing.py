"""With the script a press is a choice, and nothing else is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.case_script.using import (
    READ_CROWDED,
    READ_TOPS,
    REPLY,
    TITLES,
    expect_chosen,
    expect_nothing_said,
    expect_open,
    expect_said,
    press,
    read_kept,
    windows,
)
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    FORK_CASE,
    find_summary,
    open_case,
    press_tab_until,
)


@pytest.mark.parametrize(
    ("how", "option"),
    [
        ("click", "step-back"),
        ("Enter", "step-up"),
        ("Space", "step-sideways"),
        ("tap", "step-up"),
        ("tap", "step-back"),
    ],
)
def test_a_press_is_a_choice_and_moves_nothing_above_it(
    how: str, option: str, demo: ServedSite, make_page: PageMaker
) -> None:
    page = make_page(width=390, height=844, has_touch=True) if how == "tap" else make_page()
    open_case(page, demo)
    summary = find_summary(page, option)
    summary.scroll_into_view_if_needed()
    before = summary.evaluate(READ_TOPS)
    press(page, option, how)
    expect_chosen(page, option)
    expect_said(page, f"You chose “{TITLES[option]}”")
    expect_open(page, option)
    expect(summary).to_be_focused()
    assert summary.evaluate(READ_TOPS) == before
    expect(page.locator("#case-decision .cb-tray")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("heading", name=f"{TITLES[option]} Your choice")).to_be_visible()


@windows
@pytest.mark.parametrize("option", ["step-back", "step-up"])
def test_the_tray_leaves_the_control_that_was_pressed_in_sight(
    option: str, width: int, height: int, demo: ServedSite, make_page: PageMaker
) -> None:
    page = make_page(width=width, height=height)
    open_case(page, demo)
    summary = find_summary(page, option)
    summary.evaluate("summary => summary.scrollIntoView({block: 'end'})")
    summary.click()
    expect_chosen(page, option)
    assert page.evaluate(READ_CROWDED) == []


def test_another_option_is_looked_into_and_the_choice_stays(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    press(page, "step-sideways")
    press(page, "step-up")
    expect_said(page, "This is “Step up”. Your choice was “Step sideways”")
    expect_chosen(page, "step-sideways")
    expect_open(page, "step-sideways", "step-up")
    expect(find_summary(page, "step-up")).to_be_focused()


def test_to_open_ones_own_choice_again_says_so(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    press(page, "step-up")
    press(page, "step-back")
    press(page, "step-up")
    expect_open(page, "step-back")
    press(page, "step-up")
    expect_said(page, "This is your choice, “Step up”")
    expect_chosen(page, "step-up")


@pytest.mark.parametrize("fragment", ["#step-up", "#outcome-late-yes", f"#{REPLY}"])
def test_to_be_led_into_an_option_is_no_choice(fragment: str, demo: ServedSite, page: Page) -> None:
    open_case(page, demo, fragment)
    expect(page.locator("#step-up")).to_be_visible()
    expect_chosen(page)
    expect_nothing_said(page)
    assert read_kept(page) == {}


def test_to_find_something_in_an_option_is_no_choice(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    # What Chromium does when a search on the page comes upon something in closed details.
    page.locator("#option-step-up > details").evaluate("details => details.open = true")
    expect_open(page, "step-up")
    expect_chosen(page)
    expect_nothing_said(page)
    assert read_kept(page) == {}


@windows
def test_everything_is_shown_and_closed_without_a_choice(
    width: int, height: int, demo: ServedSite, make_page: PageMaker
) -> None:
    page = make_page(width=width, height=height)
    open_case(page, demo)
    button = page.locator("#case-decision [data-do=all]")
    for name, after, said in (
        ("Show everything", "Close everything", "Everything is open"),
        ("Close everything", "Show everything", "Everything is closed"),
    ):
        expect(button).to_have_accessible_name(name)
        press_tab_until(page, button) if name == "Show everything" else None
        page.keyboard.press("Enter")
        expect(button).to_have_accessible_name(after)
        expect(button).to_be_focused()
        expect(button).to_be_in_viewport(ratio=1)
        expect_said(page, said)
        is_open = name == "Show everything"
        for sealed in ("#case-answer .prose", ".cb-comparison", ".cb-deeds", "#step-up", "#step-back"):
            expect(page.locator(sealed)).to_be_visible(visible=is_open)
        expect(page.locator("cb-case details[open]")).to_have_count(page.locator("details").count() if is_open else 0)
    expect_chosen(page)
    assert read_kept(page) == {}


def test_the_name_of_the_button_follows_what_is_open(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    button = page.locator("#case-decision [data-do=all]")
    button.press("Enter")
    expect(button).to_have_accessible_name("Close everything")
    page.locator("#case-answer summary").press("Enter")
    expect(button).to_have_accessible_name("Show everything")


def test_the_roads_of_other_readers_are_no_choice(fork: ServedSite, page: Page) -> None:
    open_case(page, fork, "", FORK_CASE)
    page.locator("#case-own-anfang summary").press("Enter")
    expect(page.locator("#case-ownroads-anfang")).to_be_visible()
    expect_chosen(page)
    expect_nothing_said(page)
    assert read_kept(page) == {}
