"""How the tests of the script use a case: what they press, and what they read of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from plugins.cases.model import Case
from tests.browser.building import DEMO
from tests.browser.serving import ServedSite
from tests.browser.test_every_page import PAINTED
from tests.browser.walking import (
    DEMO_CASE,
    find_summary,
    list_cases,
)
from tests.browser.words import say

SCRIPT = re.compile(r"/(?:casebook|share)[^/]*\.js$")
"""The scripts of a case, but not that of light and dark, which has to come before anything is seen."""

START = "case-decision"
TITLES = {"step-back": "Step back", "step-sideways": "Step sideways", "step-up": "Step up"}
REDEN = "Mit der Geschäftsführungsvorsitzenden reden"
REPLY = "reader-2026-02-17-3ac051"
HARD_CASES = ("cases/verzweigung/case.yaml", "cases/sechzig-stimmen/case.yaml", "cases/ivrit/case.yaml")
MANY_CASES = [*(("demo", source) for source in list_cases(DEMO)), *(("stress", source) for source in HARD_CASES)]
WIDTHS = (320, 390, 768, 1440)

READ_TOPS = """pressed => [...document.querySelectorAll('cb-case *:not(.cb-mine, .cb-walked)')]
    .filter(one => one === pressed || one.compareDocumentPosition(pressed) & Node.DOCUMENT_POSITION_FOLLOWING)
    .map(one => `${one.localName}.${one.className}: ${Math.round(one.getBoundingClientRect().top)}`)"""
"""Where everything stands that comes before an element, and the element itself."""

READ_PAGE = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [];
    while (texts.nextNode()) {
        const { parentElement, data } = texts.currentNode;
        if (parentElement.checkVisibility() && !parentElement.closest('.cb-tray, cb-share, .scheme')) seen.push(data);
    }
    return [[...document.querySelectorAll('details')].map(one => one.open), seen];
}"""
"""Which details are open, and every text that can be seen, apart from the own of scripts."""

READ_PLACES = """() => {
    const decisions = document.querySelectorAll('.cb-decision'), end = decisions[decisions.length - 1];
    const own = '.cb-tray, .cb-tray *, .cb-trail, .cb-trail *, .cb-mine, .cb-walked';
    return [...document.querySelectorAll(`body *:not(${own})`)]
        .filter(one => one === end || !(one.compareDocumentPosition(end) & Node.DOCUMENT_POSITION_PRECEDING))
        .map(one => [`${one.localName}.${one.className}`, Math.round(one.getBoundingClientRect().top)]);
}"""
"""Where everything stands up to the end of the last decision, apart from what the script may show.

(Below it a hint goes where one has chosen, as docs/decisions.md has it.)
"""

READ_KEPT = "() => ({...localStorage})"

READ_CROWDED = """() => {
    const one = document.activeElement, tray = document.querySelector('.cb-options:has([data-chosen]) + .cb-tray');
    if (tray.contains(one) || one === document.body) return [];
    const [box, over] = [one, tray].map(element => element.getBoundingClientRect());
    const isApart = box.bottom <= over.top || box.top >= over.bottom;
    return isApart ? [] : [`${one.localName} ${one.textContent.trim()}: ${box.top} to ${box.bottom}, tray ${over.top}`];
}"""
"""What has the focus and lies under the tray, wholly or in part."""

CLONE_CASE = """() => {
    const one = document.querySelector('cb-case'), two = one.cloneNode(true);
    two.dataset.case = 'two';
    for (const part of two.querySelectorAll('[id]')) part.id = `two-${part.id}`;
    for (const link of two.querySelectorAll('a[href^="#"]')) link.setAttribute('href', `#two-${link.hash.slice(1)}`);
    one.after(two);
}"""
"""Put a second case on the page, with ids of its own."""

BLOCKED = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('The operation is insecure.', 'SecurityError'); }
});"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException('It is full.', 'QuotaExceededError'); };"""
NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined});"
DENIED_CLIPBOARD = """if (window.Clipboard) {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
}"""
NO_AUTOMATIC_OPENING = "CSS.supports = () => false;"

KEPT_ROAD = '{"mine": ["reden", "allen"], "road": ["reden", "gehoer", "allen", "unruhe"]}'
WINDOWS = [(390, 844), (1280, 900)]
ENLARGED = {(640, 512): 2, (320, 256): 4, (320, 640): 2}
"""Windows of a page that is enlarged, and how many dots a pixel has there."""

windows = pytest.mark.parametrize(("width", "height"), WINDOWS)


def find_card(page: Page, option: str) -> Locator:
    return page.locator(f"#option-{option}")


def press(page: Page, option: str, how: str = "Enter") -> None:
    """Press the control of an option by a key, by mouse or by finger."""
    summary = find_summary(page, option)
    if how == "tap":
        summary.tap()
    elif how == "click":
        summary.click()
    else:
        summary.press(how)


def press_tool(page: Page, key: str, decision: str = START) -> None:
    """Press the button at a decision that a message of ours names."""
    page.locator(f"#{decision} .cb-tray").get_by_role("button", name=say(page, key), exact=True).press("Enter")


def expect_chosen(page: Page, *options: str) -> None:
    """Expect the cards of these options to be marked, and no others."""
    marked = page.locator("[data-chosen]")
    expect(marked).to_have_count(len(options))
    assert sorted(marked.evaluate_all("all => all.map(one => one.dataset.option)")) == sorted(options)
    expect(page.locator(".cb-mine:visible")).to_have_text([say(page, "your-choice")] * len(options))
    for option in options:
        expect(find_card(page, option).locator("h3 .cb-mine")).to_be_visible()


def expect_said(page: Page, words: str, decision: str = START) -> None:
    """Expect this to be announced at a decision, and nothing anywhere else."""
    expect(page.locator(f"#{decision}").get_by_role("status")).to_contain_text(words)
    expect(page.locator(".cb-status:not(:empty)")).to_have_count(1)


def expect_nothing_said(page: Page) -> None:
    expect(page.locator(".cb-status:not(:empty)")).to_have_count(0)


def expect_open(page: Page, *options: str) -> None:
    """Expect these options to be open, and nothing else."""
    expect(page.locator("cb-case details[open]")).to_have_count(len(options))
    for option in options:
        expect(page.locator(f"#{option}")).to_be_visible()


def read_kept(page: Page) -> dict[str, Any]:
    """Return all that is kept in this browser for the site."""
    kept: dict[str, str] = page.evaluate(READ_KEPT)
    return {key: json.loads(value) for key, value in kept.items()}


def keep(page: Page, case: Case, text: str) -> None:
    """Put a text where the choices are kept, as an older page, another program or an accident may have done."""
    page.add_init_script(f"localStorage.setItem('casebook:{case.facts.id}', {json.dumps(text)});")


def open_without_script(page: Page, served: ServedSite, fragment: str = "", source: str = DEMO_CASE) -> None:
    """Open a case whose script is held back, and wait until it can be seen and used."""
    address = served.find_address(served.site.find_output(source)) + fragment
    with page.expect_request(SCRIPT):
        page.goto(address, wait_until="commit")
    expect(page.locator(".site-footer")).to_be_attached()
    assert page.evaluate(PAINTED)
    expect(page.locator("cb-case:not(:defined)")).to_have_count(1)


def go_to(page: Page, fragment: str) -> None:
    """Go to a part of the page, as a link does. To the one that is in its address Chromium goes after the script."""
    page.evaluate("fragment => { location.hash = fragment; }", fragment)


def release(page: Page, held: list[Route]) -> None:
    """Let the script come, and wait until it has."""
    for route in held:
        route.continue_()
    held.clear()
    expect(page.locator("cb-case:defined")).to_have_count(1)
    expect(page.locator(".cb-tool[data-do=all]").first).to_be_visible()


def expect_road(page: Page, anchor: str, *steps: Sequence[str]) -> None:
    """Expect the road so far to stand at one decision, and to hold these options and supposed outcomes."""
    expect(page.locator(".cb-trail:visible")).to_have_count(1)
    lines = page.locator(f"#{anchor} .cb-trail:visible li")
    expect(lines).to_have_count(len(steps))
    for line, step in zip(lines.all(), steps, strict=True):
        assert line.locator("b, i").all_inner_texts() == [*step]
