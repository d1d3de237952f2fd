"""The page of a case with its script: a choice is marked, announced and kept, and nothing else on the page stirs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from plugins.cases.model import Case
from tests.browser.accessibility import find_violations
from tests.browser.building import DEMO
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker, hold_requests
from tests.browser.serving import ServedSite
from tests.browser.test_every_page import FIND_OVERFLOW, PAINTED, SCHEMES, SETTLE, WATCH_SHIFTS
from tests.browser.walking import (
    DEMO_CASE,
    FORK_CASE,
    find_case,
    find_summary,
    list_cases,
    open_case,
    press_tab_until,
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

WINDOWS = [(390, 844), (1280, 900)]
ENLARGED = {(640, 512): 2, (320, 256): 4, (320, 640): 2}
"""Windows of a page that is enlarged, and how many dots a pixel has there."""

windows = pytest.mark.parametrize(("width", "height"), WINDOWS)


@pytest.fixture
def demo(sites: Sites) -> ServedSite:
    return sites["demo"]


@pytest.fixture
def fork(sites: Sites) -> ServedSite:
    return sites["stress"]


@pytest.fixture
def case(demo: ServedSite) -> Case:
    return find_case(demo, DEMO_CASE)


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    return make_page()


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


# A press is a choice


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


# Nothing is hidden, closed or moved when the script comes


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
KEPT_ROAD = '{"mine": ["reden", "allen"], "road": ["reden", "gehoer", "allen", "unruhe"]}'
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


# What is kept


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


# The script comes late, or never


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


# Back and forward


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


# A link to one's choice


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


# Decisions that lead on to one another


def expect_road(page: Page, anchor: str, *steps: Sequence[str]) -> None:
    """Expect the road so far to stand at one decision, and to hold these options and supposed outcomes."""
    expect(page.locator(".cb-trail:visible")).to_have_count(1)
    lines = page.locator(f"#{anchor} .cb-trail:visible li")
    expect(lines).to_have_count(len(steps))
    for line, step in zip(lines.all(), steps, strict=True):
        assert line.locator("b, i").all_inner_texts() == [*step]


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


# Several cases on a page


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


# Seen by everyone


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
