"""The gallery: every component in every state, in all windows, on paper, by keyboard, by touch, with a script or none.

The site `gallery` is empty but for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import cycle

import pytest
from playwright.sync_api import Locator, Page, expect

from plugins.cases.gallery import find_components
from tests.browser.accessibility import find_violations, read_axe
from tests.browser.building import GALLERY
from tests.browser.conftest import Sites
from tests.browser.driving import ColorScheme, PageMaker
from tests.browser.test_case_page import ARE_SHOWN
from tests.browser.test_every_page import (
    FIND_OVERFLOW,
    LARGE_TEXT,
    PAPER,
    SCHEMES,
    Address,
    open_details,
    open_page,
    set_window,
)
from tests.browser.walking import press_tab_until
from tests.browser.words import say_in

NAMES = find_components()
WIDTHS = (320, 390, 768, 1280, 1440)
Window = tuple[int, ColorScheme]
CLOSED: tuple[Window, ...] = ((320, "light"), (768, "dark"))
OPEN: tuple[Window, ...] = ((390, "dark"), (1440, "light"))
"""For axe, which takes its time: each width once, closed and open, light and dark."""

SCRIPT = re.compile(r"\.js$")
LIVE = "[data-state=live]"
SCRIPTED = f"{LIVE} button:not([data-way=form])"
"""The buttons that do nothing without a script: all but the one that sends a form."""

STILL = f".gallery-specimen:not({LIVE})"

SET_COLOURS = "wanted => axe.configure({rules: [{id: 'color-contrast', enabled: wanted}]})"

GROUNDS = ".cb-option, .cb-band, .cb-tray, .cb-role, .cb-decides, .cb-mine:not([hidden]), .cb-sample"
FIND_EDGELESS = """all => all.filter(one => one.checkVisibility()).filter(one => {
    const style = getComputedStyle(one);
    return style.borderTopWidth === '0px' && style.outlineStyle === 'none';
}).map(one => one.className)"""

READ_STATE = """summary => {
    const {outlineStyle, outlineWidth} = getComputedStyle(summary);
    return [summary.parentElement.open, document.activeElement === summary, outlineStyle, outlineWidth];
}"""

SEALED = (
    "answer", "asking", "case", "choices", "comparison", "decision", "lessons", "option", "reply", "sealed", "trail",
    "tray",
)  # fmt: skip
"""The components that have something to open."""

CHOOSING = ("case", "decision", "option", "trail", "tray")
"""Those whose examples have options."""

every_page = pytest.mark.parametrize("name", ["", *NAMES], ids=lambda name: name or "index")
every_sealed = pytest.mark.parametrize("name", SEALED)


def open_gallery(page: Page, sites: Sites, name: str) -> None:
    """Open the page of a component, or the index."""
    open_page(page, sites, Address(GALLERY, path=f"gallery/{name}/index.html" if name else "gallery/index.html"))


def read_stills(page: Page) -> list[str]:
    html: list[str] = page.locator(STILL).evaluate_all("all => all.map(one => one.outerHTML)")
    return html


def look_around(page: Page, windows: Sequence[Window], *, at_colours: bool = True) -> list[str]:
    """Return what axe finds in each of these windows, `at_colours` too or not: that takes it long."""
    found: list[str] = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(read_axe())
    for window in windows:
        set_window(page, *window)
        page.evaluate(SET_COLOURS, at_colours)
        found += [f"{window}: {violation}" for violation in find_violations(page)]
    return found


@every_page
def test_axe_finds_nothing_with_a_script_or_without(name: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_gallery(page, sites, name)
    found = look_around(page, CLOSED)
    if open_details(page):
        found += look_around(page, OPEN)
    if page.locator(SCRIPTED).count():
        # These are the script's own: all that looks different without it. (axe is a script, too: where there were none
        # at all it could not look.)
        page.route(SCRIPT, lambda route: route.fulfill(body="", content_type="text/javascript"))
        open_gallery(page, sites, name)
        assert not any(page.locator(SCRIPTED).evaluate_all(ARE_SHOWN))
        found += look_around(page, OPEN[:1], at_colours=False)
        open_details(page)
        found += look_around(page, CLOSED[1:], at_colours=False)
    assert not found


@every_page
def test_nothing_is_wider_than_the_window_or_the_paper(name: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=WIDTHS[0])
    open_gallery(page, sites, name)
    found: list[tuple[int, list[str]]] = []

    def measure(*widths: int) -> None:
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found.append((width, page.evaluate(FIND_OVERFLOW)))

    measure(*WIDTHS)
    open_details(page)
    measure(*WIDTHS)
    page.emulate_media(media="print")
    measure(PAPER)
    page.emulate_media(media="screen")
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": LARGE_TEXT})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    measure(640)
    assert not [(width, wide) for width, wide in found if wide]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_forced_colours_leave_an_edge_where_a_ground_was(
    scheme: ColorScheme, sites: Sites, make_page: PageMaker
) -> None:
    page = make_page(forced_colors="active", color_scheme=scheme)
    for name in ("case", "role", "reply"):
        open_gallery(page, sites, name)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        open_details(page)
        assert look_around(page, [(390, scheme)], at_colours=False) == []
        grounds = page.locator(GROUNDS)
        assert grounds.count() > 5
        assert grounds.evaluate_all(FIND_EDGELESS) == []


def test_the_components_that_open_and_choose_are_known(sites: Sites) -> None:
    """Without this, tests below could leave one out."""
    pages = {name: sites[GALLERY].site.read(f"gallery/{name}/index.html") for name in NAMES}
    assert tuple(name for name in NAMES if "<details" in pages[name]) == SEALED
    assert tuple(name for name in NAMES if "data-option=" in pages[name]) == CHOOSING


def test_an_example_runs_the_way_of_its_language_and_the_gallery_its_own(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    open_gallery(page, sites, "arrivals")
    read_directions = "all => all.map(one => getComputedStyle(one).direction)"
    example = page.locator(".gallery-example", has=page.locator("[lang=he]"))
    assert example.locator(".cb-arrivals").evaluate_all(read_directions) == ["rtl", "rtl"]
    assert example.locator("h3, figcaption").evaluate_all(read_directions) == ["ltr", "ltr", "ltr"]


@every_sealed
def test_on_paper_everything_is_open(name: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    open_gallery(page, sites, name)
    # (What asks for an answer is not printed: paper cannot send it.)
    sealed = page.locator(
        f"{LIVE} details :is(h4:not(:has(+ .cb-silence)), h5, .prose p, .cb-outcome-text > p, dd, td, blockquote p)"
    )
    assert not any(sealed.evaluate_all(ARE_SHOWN))
    page.emulate_media(media="print")
    assert all(sealed.evaluate_all(ARE_SHOWN))
    controls = page.locator("main :is(summary, button, .gallery-contents, [rel=next])")
    assert not any(controls.evaluate_all(ARE_SHOWN))


@pytest.mark.parametrize(
    ("name", "script"), [*((name, True) for name in SEALED), ("option", False), ("reply", False), ("sealed", False)]
)
def test_the_keyboard_reaches_and_opens_everything(name: str, script: bool, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=script)
    open_gallery(page, sites, name)
    keys = cycle(["Enter", "Space"])
    for example, summaries in find_controls(page):
        page.evaluate("id => location.hash = id", example)  # Tab goes on from here
        for summary in summaries:
            press_tab_until(page, summary)
            assert summary.evaluate(READ_STATE) == [False, True, "solid", "3px"]
            page.keyboard.press(next(keys))
            assert summary.evaluate(READ_STATE)[:2] == [True, True]
            expect(summary).to_be_in_viewport(ratio=1)
    assert page.locator(f"{LIVE} details:not([open])").count() == 0


def find_controls(page: Page) -> list[tuple[str, list[Locator]]]:
    """Return the examples that have something to open, each with its controls from the outside in."""
    examples = page.locator(".gallery-example:has([data-state=live] summary)")
    return [(example.get_attribute("id") or "", example.locator(f"{LIVE} summary").all()) for example in examples.all()]


@every_sealed
def test_a_finger_opens_everything(name: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(has_touch=True, width=390, height=844)
    open_gallery(page, sites, name)
    for _, summaries in find_controls(page):
        for summary in summaries:
            summary.tap()
            assert summary.evaluate(READ_STATE)[0]


@pytest.mark.parametrize("name", CHOOSING)
def test_a_choice_is_marked_where_it_is_made_and_nowhere_else(name: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_gallery(page, sites, name)
    stills = read_stills(page)
    chosen: list[str] = []
    for example in page.locator(".gallery-example:has([data-state=live] [data-option])").all():
        live = example.locator(LIVE)
        option = live.locator("[data-option]").first
        option.locator("> details > summary").click()
        expect(option.locator(".cb-mine")).to_be_visible()
        expect(live.locator("[data-chosen]")).to_have_count(1)
        for status in live.locator(".cb-decision:has([data-chosen]) .cb-status").all():
            lang = status.evaluate("status => status.closest('[lang]').lang")
            beginning, _, _ = say_in(lang, "said-chose", option="|").partition("|")
            expect(status).to_contain_text(beginning)
        chosen.append(example.get_attribute("id") or "")
    marked = f".gallery-example:has({LIVE} [data-chosen])"
    for _ in ("now", "when one comes back"):
        assert page.locator(marked).evaluate_all("all => all.map(one => one.id)") == chosen
        assert read_stills(page) == stills
        page.reload()


def test_a_road_is_written_down_as_it_is_walked(sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_gallery(page, sites, "trail")
    live = page.locator(f".gallery-example {LIVE}").first
    for number in range(2):
        decision = live.locator(".cb-decision").nth(number)
        decision.locator("summary").first.click()
        decision.locator(".cb-suppose a").first.click()
    expect(live.locator(".cb-trail:visible")).to_have_count(1)
    walked = live.locator(".cb-trail:visible li").all_inner_texts()
    # The still that was made without the script tells the same.
    still = page.locator(".gallery-example").nth(1).locator("[data-state=walked] .cb-trail li").all_inner_texts()
    assert walked == still
    assert len(walked) == 2


def test_one_comes_from_component_to_component(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    open_gallery(page, sites, "")
    assert page.locator("nav[aria-label=Components] a").all_inner_texts() == list(NAMES)
    page.get_by_role("link", name=NAMES[0], exact=True).click()
    page.locator("[rel=next]").click()
    expect(page.locator("[aria-current=page]")).to_have_text(NAMES[1])
    expect(page.locator("h2").first).to_have_text(NAMES[1].capitalize())
    page.locator("[rel=prev]").click()
    expect(page).to_have_url(re.compile(f"/gallery/{NAMES[0]}/$"))
    page.locator(".gallery-contents a").last.click()
    expect(page.locator(".gallery-example").last).to_be_in_viewport()
    page.get_by_role("link", name="The components of a case").click()
    expect(page).to_have_url(re.compile("/gallery/$"))
