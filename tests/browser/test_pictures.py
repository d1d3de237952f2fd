"""Pictures in a browser: none is larger than it has to be, none comes sooner than needed, and nothing moves."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Page

from plugins.site.picture_markup import make_sizes
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker

POST = "posts/the-promise-on-a-wet-tuesday.md"
LIST = "archives/2026/04/index.html"
OTHERS = ("posts/the-statement-of-work-reviewed.md",)
WIDTHS, DENSITIES = (390, 768, 1280), (1, 2)
PICTURES = "main picture > img"

READ_PICTURES = """images => images.map(image => ({
    width: image.getBoundingClientRect().width,
    natural: image.naturalWidth,
    shown: image.currentSrc.split('/').pop(),
    whole: image.complete && image.naturalWidth > 0,
    candidates: image.parentElement.querySelector('source').srcset.split(', ').map(one => one.split(' ')[1]),
    late: image.loading,
    shape: image.getBoundingClientRect().width / image.getBoundingClientRect().height,
    promised: image.getAttribute('width') / image.getAttribute('height'),
}))"""

WATCH_SHIFTS = """
    window.shifts = [];
    window.shiftObserver = new PerformanceObserver(list => window.shifts.push(...list.getEntries()));
    window.shiftObserver.observe({type: 'layout-shift', buffered: true});
"""
SCROLL = """async () => {
    for (const image of document.querySelectorAll('img')) {
        image.scrollIntoView({block: 'center'});
        await image.decode().catch(() => {});
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    }
    window.shifts.push(...window.shiftObserver.takeRecords());
    return window.shifts.map(shift => shift.value);
}"""
"""Go to every picture, wait for it, and say what has shifted."""


def read_pictures(page: Page) -> list[dict[str, Any]]:
    shifts = page.evaluate(SCROLL)
    assert shifts == []
    return list(page.locator(PICTURES).evaluate_all(READ_PICTURES))


@pytest.mark.parametrize(("width", "sharpness"), [*itertools.product(WIDTHS, DENSITIES)])
def test_the_smallest_picture_that_suffices_is_loaded(
    width: int, sharpness: int, sites: Sites, make_page: PageMaker
) -> None:
    served = sites["demo"]
    page = make_page(width=width, sharpness=sharpness)
    page.add_init_script(WATCH_SHIFTS)
    pages = [served.site.find_output(source) for source in (POST, *OTHERS)]
    for output in (*pages, served.site.outputs[LIST]):
        page.goto(served.find_address(output))
        pictures = read_pictures(page)
        assert pictures
        for one in pictures:
            candidates = sorted(int(candidate.removesuffix("w")) for candidate in one["candidates"])
            needed = one["width"] * sharpness
            enough = next((candidate for candidate in candidates if candidate >= needed), candidates[-1])
            assert f"-{enough}w.avif" in one["shown"], one
            assert one["shape"] == pytest.approx(one["promised"], rel=0.01)


def test_sizes_say_how_wide_the_column_is(sites: Sites, make_page: PageMaker) -> None:
    """They may say a little more than it is, so that no picture is unsharp, and never less."""
    served = sites["demo"]
    page = make_page()
    page.goto(served.find_address(served.site.find_output(POST)))
    assert page.locator("main source").first.get_attribute("sizes") == make_sizes(1800)
    for width in range(320, 1500, 20):
        page.set_viewport_size({"width": width, "height": 900})
        (real,) = page.locator(PICTURES).first.evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
        said = 640 if width >= 44.5 * 16 else 0.9 * width
        assert real - 1 <= said <= real * 1.08, width


def test_all_but_the_first_picture_wait_until_they_are_nearly_in_sight(sites: Sites, make_page: PageMaker) -> None:
    served = sites["demo"]
    page = make_page(width=320, height=500)  # Chromium loads what is less than 2,500 pixels away
    page.add_init_script(WATCH_SHIFTS)
    page.goto(served.find_address(served.site.find_output(POST)))
    first, *others = page.locator("main img").evaluate_all("all => all.map(one => [one.loading, one.decoding])")
    assert first[0] != "lazy"
    assert others
    assert all(one == ["lazy", "async"] for one in others)
    assert [one["whole"] for one in page.locator(PICTURES).evaluate_all(READ_PICTURES)] == [True, False]
    assert [one["whole"] for one in read_pictures(page)] == [True, True]


def test_the_element_around_a_picture_makes_no_box_of_its_own(sites: Sites, make_page: PageMaker) -> None:
    served = sites["demo"]
    page = make_page()
    page.goto(served.find_address(served.site.find_output(POST)))
    outer = page.locator("main picture").evaluate_all("all => all.map(one => getComputedStyle(one).display)")
    inner = page.locator("figure img").evaluate_all("all => all.map(one => getComputedStyle(one).display)")
    assert (outer, inner) == (["contents"] * 2, ["block"] * 2)
