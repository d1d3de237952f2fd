"""What holds for every kind of page, in light and dark, on a telephone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from urllib.request import urlopen

import lxml.html
import pytest
from playwright.sync_api import Page

from plugins.site.registry import FILES, Output, OutputKind
from tests.browser.accessibility import find_violations
from tests.browser.conftest import Sites
from tests.browser.driving import ARE_LOADED, ColorScheme, PageMaker, hold_requests
from tests.browser.serving import ServedSite

SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")
WIDTHS = (320, 390, 1280, 1440)
CLOSED_WINDOWS: tuple[tuple[int, ColorScheme], ...] = ((320, "light"), (1440, "dark"))
OPEN_WINDOWS: tuple[tuple[int, ColorScheme], ...] = ((390, "dark"), (1280, "light"))
"""For axe, which takes its time: closed and open a page is looked at on the telephone and on the desk, each in one
scheme."""

PAPER = 718
"""The pixels between the margins of a sheet that is 21 cm wide, 1 cm being kept free on each side."""

LARGE_TEXT = {"standard": 32, "fixed": 26}
"""Twice the size of letters that Chromium comes with."""

KINDS = [kind for kind in OutputKind if kind not in (*FILES, OutputKind.GALLERY, OutputKind.ALIAS, OutputKind.REPLIES)]
"""The kinds of page of the demo that a reader stays on; the gallery is built only for who changes the components."""

FIND_OVERFLOW = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= innerWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(element => {
        const box = element.getBoundingClientRect();
        return box.width && (box.right > innerWidth + 1 || box.left < -1) && !element.closest('.table *, .unseen');
    });
    const name = element => {
        const box = element.parentElement.closest('[class]');
        return `${element.localName} in .${box.className} in .${box.parentElement.closest('[class]')?.className}`;
    };
    return [`${page.scrollWidth} > ${innerWidth}`, ...new Set(wide.map(name))];
}"""
"""The width of a page that is too wide, and what may make it so."""

READ_OUTLINE = "headings => headings.map(heading => [Number(heading.localName[1]), heading.textContent])"

WATCH_SHIFTS = """
    window.shifts = [];
    window.shiftObserver = new PerformanceObserver(list => window.shifts.push(...list.getEntries()));
    window.shiftObserver.observe({type: 'layout-shift', buffered: true});
"""
PAINTED = """() => new Promise(resolve => {
    new PerformanceObserver(resolve).observe({type: 'paint', buffered: true});
}).then(() => true)"""
"""Wait until the page has been seen. (Playwright's own way of waiting needs `eval`, which no policy allows.)"""

SETTLE = """async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    window.shifts.push(...window.shiftObserver.takeRecords());
    return window.shifts.map(shift => [shift.value, shift.sources.map(source => source.node?.localName)]);
}"""
"""Let everything arrive and be painted, then say what has shifted."""

COUNT_MOVING = """all => all.map(one => getComputedStyle(one)).filter(style => {
    return parseFloat(style.transitionDuration) > 0.01 || style.animationName !== 'none';
}).length"""


@dataclass(frozen=True)
class Address:
    """A page of a test site: that of a file of the content, or the first of a kind, or one by its path."""

    site: str
    source: str = ""
    kind: OutputKind | None = None
    path: str = ""

    def __str__(self) -> str:
        return f"{self.site} {self.kind or self.source or self.path}"

    def find(self, served: ServedSite) -> Output:
        if self.path:
            return next(page for page in served.site.pages if page.path == self.path)
        return served.site.find_page(self.kind) if self.kind else served.site.find_output(self.source)


ADDRESSES = [
    *(Address("demo", kind=kind) for kind in KINDS),
    *(
        Address("demo", f"posts/{name}.md")
        for name in (
            "twice-in-the-list",
            "two-on-silence",
            "thank-you-for-your-patience",
            "the-promise-on-film",
            "the-customer-who-said-nothing",
        )
    ),
    *(Address("demo", path=f"{path}/index.html") for path in ("archives/2025/04", "cases/role/leader")),
    *(
        Address("stress", source)
        for source in (
            "cases/verzweigung/case.yaml",
            "cases/neun-wege/case.yaml",
            "cases/kein-beiwerk/case.yaml",
            "cases/ein-weg/case.yaml",
            "cases/sechzig-stimmen/case.yaml",
            "cases/ivrit/case.yaml",
            "posts/alles.md",
            "posts/hebrew.md",
            "posts/lang-nummer.md",
            "pages/impressum.md",
        )
    ),
    *(
        Address("stress", path=path)
        for path in (
            "index.html",
            "page/2/index.html",
            "cases/index.html",
            "archives/index.html",
            "categories/kundenbeziehungsmanagementsystemeinfuhrung/index.html",
            "feeds/index.html",
            "tags/index.html",
            "authors/verantwortung/index.html",
            "cases/sechzig-stimmen/readers/kaempfen/page/2/index.html",
            "404.html",
        )
    ),
    Address("bare", "cases/bare/case.yaml"),
    Address("bare", "posts/bare.md"),
    *(Address("bare", kind=kind) for kind in (OutputKind.INDEX, OutputKind.CATEGORIES)),
    *(Address("empty", kind=kind) for kind in (OutputKind.INDEX, OutputKind.ARCHIVES, OutputKind.NOT_FOUND)),
    Address("empty", kind=OutputKind.SEARCH),
]
CASES = [address for address in ADDRESSES if address.kind is OutputKind.CASE or address.source.startswith("cases/")]
LAID_OUT = [
    *(Address("demo", kind=kind) for kind in (OutputKind.INDEX, OutputKind.ARTICLE, OutputKind.CASE)),
    Address("demo", "posts/two-on-silence.md"),
    Address("stress", path="index.html"),
    Address("stress", "posts/alles.md"),
    Address("stress", "posts/hebrew.md"),
    Address("stress", "cases/verzweigung/case.yaml"),
]

every_page = pytest.mark.parametrize("address", ADDRESSES, ids=str)
"""A test takes each page once, in one context, and changes the window around it."""

every_case = pytest.mark.parametrize("address", CASES, ids=str)
laid_out_pages = pytest.mark.parametrize("address", LAID_OUT, ids=str)


def open_page(page: Page, sites: Sites, address: Address, until: Literal["commit", "load"] = "load") -> None:
    """Open a page; it has to be there."""
    served = sites[address.site]
    answer = page.goto(served.find_address(address.find(served)), wait_until=until)
    assert answer is not None
    assert answer.ok


def set_window(page: Page, width: int, scheme: ColorScheme) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def open_details(page: Page) -> bool:
    """Open everything that is closed; tell whether there was anything."""
    closed = page.locator("details:not([open])").evaluate_all("all => all.map(one => one.open = true).length")
    return bool(closed)


@every_page
def test_axe_finds_nothing(address: Address, sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_page(page, sites, address)
    found = find_violations_in_windows(page, CLOSED_WINDOWS)
    open_details(page)
    assert [*found, *find_violations_in_windows(page, OPEN_WINDOWS)] == []


def find_violations_in_windows(page: Page, windows: Iterable[tuple[int, ColorScheme]]) -> list[str]:
    """Return what axe finds in any window, each thing once and with the window that shows it first."""
    found: dict[str, str] = {}
    for width, scheme in windows:
        set_window(page, width, scheme)
        for violation in find_violations(page):
            found.setdefault(violation, f"{width} px, {scheme}: {violation}")
    return [*found.values()]


@every_page
def test_no_page_is_wider_than_its_window(address: Address, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=WIDTHS[0])
    open_page(page, sites, address)
    found: list[tuple[int, list[str]]] = []
    for _ in ("closed", "open"):
        for width in WIDTHS:
            set_window(page, width, "light")
            found.append((width, page.evaluate(FIND_OVERFLOW)))
        open_details(page)
    assert not [(width, wide) for width, wide in found if wide]


@every_page
def test_text_of_twice_the_size_fits(address: Address, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=640)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": LARGE_TEXT})
    open_page(page, sites, address)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate(FIND_OVERFLOW) == []
    open_details(page)
    assert page.evaluate(FIND_OVERFLOW) == []


@every_case
def test_on_paper_everything_is_open_and_fits(address: Address, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=PAPER)
    open_page(page, sites, address)
    sealed = page.locator("details > :not(summary)")
    are_shown = "all => all.map(one => one.checkVisibility())"
    assert not any(sealed.evaluate_all(are_shown))
    page.emulate_media(media="print")
    shown = sealed.evaluate_all(are_shown)
    assert shown
    assert all(shown)
    assert not any(page.locator("summary").evaluate_all(are_shown))
    assert page.evaluate(FIND_OVERFLOW) == []


@every_page
def test_without_a_script_a_page_has_its_outline_its_frame_and_nothing_inline(
    address: Address, sites: Sites, make_page: PageMaker
) -> None:
    """Three things in one visit: to open a page takes longer than to look at it."""
    page = make_page(java_script_enabled=False)
    open_page(page, sites, address)
    check_outline(page)
    check_frame(page)
    check_scripts(page, address.find(sites[address.site]).kind)


def check_outline(page: Page) -> None:
    """There is one top, and no level is skipped."""
    outline: list[tuple[int, str]] = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(READ_OUTLINE)
    levels = [level for level, _ in outline]
    assert levels[0] == 1, outline
    assert levels.count(1) == 1, outline
    assert not [(upper, lower) for upper, lower in pairwise(outline) if lower[0] > upper[0] + 1]
    assert all(text.strip() for _, text in outline)


def check_frame(page: Page) -> None:
    """Landmarks, language, title and skip link are there; ids are unique; pictures are loaded and have words."""
    assert page.locator("main").count() == 1
    assert page.locator("html[lang]:not([lang=''])").count() == 1
    assert page.title().strip()
    skip = page.locator("body > :first-child")
    assert skip.get_attribute("class") == "skip"
    assert page.locator(f"main{skip.get_attribute('href')}").count() == 1
    ids: list[str] = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    assert page.locator("img:not([alt])").count() == 0
    assert all(page.locator("img").evaluate_all(ARE_LOADED))


def check_scripts(page: Page, kind: OutputKind) -> None:
    """Every page has the scripts of light and dark and of the key, what one reads, answers or searches others."""
    assert page.locator("style, iframe, object, embed, [style]").count() == 0
    is_search = kind is OutputKind.SEARCH and page.locator("cb-search").count()
    assert page.locator("form").count() == bool(is_search)
    scripts = page.locator("script:not([type='application/ld+json'])").evaluate_all(
        "all => all.map(one => [one.type, one.text, Boolean(one.src)])"
    )
    is_asked = bool(page.locator("cb-ask").count())
    more = {OutputKind.CASE: 2 + is_asked, OutputKind.ARTICLE: 1, OutputKind.SEARCH: int(bool(is_search))}
    assert scripts == [["", "", True], *[["module", "", True]] * (1 + more.get(kind, 0))]
    handlers = "all => all.flatMap(one => one.getAttributeNames().filter(name => name.startsWith('on')))"
    assert page.locator("*").evaluate_all(handlers) == []


@laid_out_pages
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_shifts_while_a_page_loads(width: int, address: Address, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=width)
    page.add_init_script(WATCH_SHIFTS)
    open_page(page, sites, address)
    assert page.evaluate(SETTLE) == []


def test_a_font_that_comes_late_shifts_nothing(sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script(WATCH_SHIFTS)
    held = hold_requests(page, re.compile(r"\.woff2$"))
    # The page may be loaded only when its fonts are, and these are held: what is waited for is their being asked for.
    with page.expect_request(re.compile(r"\.woff2$")):
        open_page(page, sites, Address("demo", kind=OutputKind.CASE), until="commit")
    assert page.evaluate(PAINTED)
    assert held
    for route in held:
        route.continue_()
    assert page.evaluate(SETTLE) == []


def test_a_shift_would_be_seen(sites: Sites, make_page: PageMaker) -> None:
    """Without this, the tests above could pass for nothing."""
    page = make_page()
    page.add_init_script(WATCH_SHIFTS)
    open_page(page, sites, Address("demo", kind=OutputKind.INDEX))
    page.evaluate(SETTLE)
    page.evaluate("document.querySelector('main').style.paddingTop = '300px'")
    assert page.evaluate(SETTLE) != []


@laid_out_pages
@pytest.mark.parametrize("scheme", SCHEMES)
def test_forced_colours_leave_everything_readable(
    scheme: ColorScheme, address: Address, sites: Sites, make_page: PageMaker
) -> None:
    page = make_page(forced_colors="active", color_scheme=scheme)
    open_page(page, sites, address)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    open_details(page)
    # axe cannot tell colours that the system has the last word on: only what it says of everything else counts.
    assert not [violation for violation in find_violations(page) if not violation.startswith("color-contrast")]
    assert page.evaluate(FIND_OVERFLOW) == []


@laid_out_pages
def test_motion_is_only_for_those_who_like_it(address: Address, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(reduced_motion="reduce")
    open_page(page, sites, address)
    assert page.locator("*").evaluate_all(COUNT_MOVING) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page = make_page(reduced_motion="no-preference")
    open_page(page, sites, address)


@pytest.mark.parametrize("source", ["posts/hebrew.md", "cases/ivrit/case.yaml"])
def test_a_text_runs_the_way_of_its_language(source: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    open_page(page, sites, Address("stress", source))
    read_direction = "element => getComputedStyle(element).direction"
    assert page.locator("html").get_attribute("lang") == "he"
    assert page.locator("h1").evaluate(read_direction) == "rtl"
    assert page.locator(".prose p").first.evaluate(read_direction) == "rtl"
    # The frame of the page stays in the language of the site.
    assert page.locator(".site-header").evaluate(read_direction) == "ltr"
    assert page.locator(".site-footer").evaluate(read_direction) == "ltr"


def test_dark_pages_are_dark_and_light_ones_light(sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    open_page(page, sites, Address("demo", kind=OutputKind.ARTICLE))
    read_paper = "getComputedStyle(document.body).backgroundColor"
    set_window(page, 1280, "light")
    light = page.evaluate(read_paper)
    set_window(page, 1280, "dark")
    dark = page.evaluate(read_paper)
    assert (light, dark) == ("rgb(251, 252, 250)", "rgb(16, 22, 19)")


def test_the_policy_is_in_the_header_and_in_the_page(sites: Sites) -> None:
    served = sites["demo"]
    for output in served.site.pages:
        with urlopen(served.find_address(output)) as answer:
            header, page = answer.headers["content-security-policy"], lxml.html.parse(answer)
        assert header.startswith("default-src 'none'")
        # What stands before the policy is not bound by it.
        charset, viewport, policy = page.xpath("//head/meta")[:3]
        assert (charset.get("charset"), viewport.get("name")) == ("utf-8", "viewport")
        assert policy.get("http-equiv") == "Content-Security-Policy"
        # A header says what a `<meta>` cannot, and otherwise the same.
        assert header == f"{policy.get('content')}; frame-ancestors 'none'"
