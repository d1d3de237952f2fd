"""A link to one's choice, and what whoever gets it sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plugins.cases.model import Case
from tests.browser.case_script.using import (
    DENIED_CLIPBOARD,
    NO_CLIPBOARD,
    expect_chosen,
    expect_nothing_said,
    expect_open,
    expect_said,
    keep,
    press,
)
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    find_summary,
    open_case,
)


def press_link(page: Page, option: str) -> str:
    """Press the link to a choice; return its address."""
    link = page.locator(f"#{option}").get_by_role("link", name="Link to this choice")
    address = str(link.evaluate("link => link.href"))
    link.press("Enter")
    return address


def test_the_link_to_a_choice_is_copied(demo: ServedSite, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.origin)
    open_case(page, demo)
    press(page, "step-up")
    address = press_link(page, "step-up")
    expect_said(page, "Link copied. It shows “Step up”")
    expect(page.locator("#step-up").get_by_role("link", name="Link to this choice")).to_be_focused()
    assert address.endswith("/cases/disobey-to-delight/#option-step-up")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.url == address.removesuffix("#option-step-up")


@pytest.mark.parametrize("obstacle", [NO_CLIPBOARD, DENIED_CLIPBOARD], ids=["no clipboard", "denied"])
def test_the_link_to_a_choice_is_followed_where_it_cannot_be_copied(
    obstacle: str, demo: ServedSite, page: Page
) -> None:
    page.add_init_script(obstacle)
    for fragment in ("", "#option-step-up"):
        page.goto("about:blank")
        open_case(page, demo, fragment)
        press(page, "step-up")
        address = press_link(page, "step-up")
        expect(page).to_have_url(address)
        expect(page.locator("#option-step-up h3")).to_be_in_viewport()
        expect_chosen(page, "step-up")


def test_a_link_that_was_sent_shows_the_card_and_keeps_it_sealed(demo: ServedSite, page: Page) -> None:
    open_case(page, demo, "#option-step-up")
    expect(page.locator("#option-step-up h3")).to_be_in_viewport()
    expect(find_summary(page, "step-up")).to_be_in_viewport()
    expect_open(page)
    expect_chosen(page)
    expect_said(page, "Sent to you: “Step up”")
    press(page, "step-up")
    expect_said(page, "You chose “Step up”")
    page.reload()
    expect_chosen(page, "step-up")
    expect_nothing_said(page)


def test_who_has_chosen_is_not_told_of_a_link_that_was_sent(demo: ServedSite, case: Case, page: Page) -> None:
    keep(page, case, '{"mine": ["step-back"], "road": []}')
    open_case(page, demo, "#option-step-up")
    expect_chosen(page, "step-back")
    expect_nothing_said(page)
