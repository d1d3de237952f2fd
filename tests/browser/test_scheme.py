"""Light or dark: what the reader chose is kept, holds before anything is painted, and does no harm where it cannot."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from plugins.site.registry import OutputKind
from tests.browser.conftest import Sites
from tests.browser.driving import ColorScheme, PageMaker, hold_requests

LIGHT, DARK = "rgb(251, 252, 250)", "rgb(16, 22, 19)"
READ_PAPER = "getComputedStyle(document.body).backgroundColor"
BLOCK_STORAGE = """
    Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('blocked', 'SecurityError'); }});
"""
NOTE_PAPERS = """
    window.papers = [];
    const look = () => {
        const paper = document.body && getComputedStyle(document.body).backgroundColor;
        if (paper && window.papers.at(-1) !== paper) window.papers.push(paper);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
"""Write down every colour that the page has in a frame that is painted."""

FRAMES = "new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))"

Choice = Literal["device", "light", "dark"]


def open_home(page: Page, sites: Sites, kind: OutputKind = OutputKind.INDEX) -> None:
    served = sites["demo"]
    page.goto(served.find_address(served.site.find_page(kind)))


def choose(page: Page, choice: Choice) -> None:
    page.locator(f".scheme input[value={choice}]").check()


@pytest.mark.parametrize(
    ("device", "choice", "paper"), [("light", "dark", DARK), ("dark", "light", LIGHT), ("dark", "device", DARK)]
)
def test_a_choice_holds_at_once_and_on_every_page(
    device: ColorScheme, choice: Choice, paper: str, sites: Sites, make_page: PageMaker
) -> None:
    page = make_page(color_scheme=device)
    open_home(page, sites)
    choose(page, "light" if choice == "device" else "device")
    choose(page, choice)
    assert page.evaluate(READ_PAPER) == paper
    for kind in (OutputKind.ARTICLE, OutputKind.CASE, OutputKind.NOT_FOUND):
        open_home(page, sites, kind)
        assert page.evaluate(READ_PAPER) == paper
        expect(page.locator(f".scheme input[value={choice}]")).to_be_checked()


@pytest.mark.parametrize("kind", [OutputKind.INDEX, OutputKind.ARTICLE, OutputKind.CASE])
def test_the_other_colour_never_flashes(kind: OutputKind, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(color_scheme="light")
    open_home(page, sites)
    choose(page, "dark")
    page.add_init_script(NOTE_PAPERS)
    open_home(page, sites, kind)
    page.evaluate(FRAMES)
    assert page.evaluate("window.papers") == [DARK]


def test_a_flash_would_be_seen(sites: Sites, make_page: PageMaker) -> None:
    """Without this, the test above could pass for nothing: here the script comes when the page is there."""
    page = make_page(color_scheme="light")
    open_home(page, sites)
    choose(page, "dark")
    page.add_init_script(NOTE_PAPERS)
    page.route(re.compile(r"/scheme\."), lambda route: route.fulfill(body=""))
    open_home(page, sites)
    page.evaluate(FRAMES)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate(FRAMES)
    assert page.evaluate("window.papers") == [LIGHT, DARK]


def test_nothing_is_painted_before_the_choice_is_known(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(color_scheme="light")
    held = hold_requests(page, re.compile(r"/scheme\."))
    served = sites["demo"]
    with page.expect_request(re.compile(r"/scheme\.")):
        page.goto(served.find_address(served.site.find_page(OutputKind.INDEX)), wait_until="commit")
    assert page.evaluate("performance.getEntriesByType('paint').length") == 0
    assert page.evaluate("document.body") is None
    held[0].continue_()
    expect(page.locator(".scheme")).to_be_visible()


def test_where_nothing_may_be_stored_a_choice_holds_for_the_page(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(color_scheme="light")
    page.add_init_script(BLOCK_STORAGE)
    open_home(page, sites)
    choose(page, "dark")
    assert page.evaluate(READ_PAPER) == DARK
    open_home(page, sites)
    assert page.evaluate(READ_PAPER) == LIGHT
    expect(page.locator(".scheme input[value=device]")).to_be_checked()


def test_a_stored_word_that_means_nothing_is_passed_over(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(color_scheme="dark")
    page.add_init_script("localStorage.setItem('casebook-scheme', 'sepia')")
    open_home(page, sites)
    assert page.evaluate(READ_PAPER) == DARK
    expect(page.locator(".scheme input[value=device]")).to_be_checked()


def test_another_tab_follows(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(color_scheme="light")
    other = page.context.new_page()
    open_home(page, sites)
    open_home(other, sites)
    choose(page, "dark")
    expect(other.locator(".scheme input[value=dark]")).to_be_checked()
    assert other.evaluate(READ_PAPER) == DARK


def test_without_a_script_there_is_no_control_and_the_device_decides(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False, color_scheme="dark")
    open_home(page, sites)
    assert page.evaluate(READ_PAPER) == DARK
    expect(page.locator(".scheme")).to_be_hidden()


def test_the_control_is_a_named_group_for_keys_and_ears(sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_home(page, sites)
    group = page.get_by_role("group", name="Colours")
    expect(group.get_by_role("radio")).to_have_count(3)
    group.get_by_role("radio", checked=True).focus()
    page.keyboard.press("ArrowDown")
    expect(group.get_by_role("radio", name="Light")).to_be_checked()
    assert page.evaluate("localStorage.getItem('casebook-scheme')") == "light"


def test_the_frame_of_the_browser_follows(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(color_scheme="light")
    open_home(page, sites)
    page.evaluate("""() => {
        for (const one of document.querySelectorAll('meta[name=theme-color]')) one.remove();
        for (const scheme of ['light', 'dark']) {
            const meta = document.createElement('meta');
            Object.assign(meta, {name: 'theme-color', media: `(prefers-color-scheme: ${scheme})`, content: scheme});
            document.head.append(meta);
        }
    }""")
    media = "[...document.querySelectorAll('meta[name=theme-color]')].map(one => one.media)"
    choose(page, "dark")
    assert page.evaluate(media) == ["not all", "all"]
    choose(page, "device")
    assert page.evaluate(media) == ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]
