"""What makes a page good to read, measured: how long a line is, and that every look can be read in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.assets.bundle import STYLESHEET
from plugins.site.registry import OutputKind
from tests.browser.accessibility import find_violations
from tests.browser.building import DEMO, LOOKS, build
from tests.browser.conftest import Sites
from tests.browser.contact_sheet import open_twice
from tests.browser.driving import ColorScheme, PageMaker
from tests.browser.serving import ServedSite, serve

COUNT_CHARACTERS = """selector => {
    const full = [];
    for (const paragraph of document.querySelectorAll(selector)) {
        const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), range = document.createRange();
        let top = null, count = 0;
        while (texts.nextNode()) for (let place = 0; place < texts.currentNode.data.length; place++) {
            range.setStart(texts.currentNode, place);
            range.setEnd(texts.currentNode, place + 1);
            const box = range.getClientRects()[0];
            if (!box?.width) continue;
            if (top === null || box.top > top + 12) {
                if (count) full.push(count);
                [top, count] = [box.top, 0];
            }
            count++;
        }
    }
    return full;
}"""
"""The characters of each line of some paragraphs, but for the last of each, which may be short."""

READING = {
    OutputKind.ARTICLE: ".post-text > .prose > p",
    OutputKind.PAGE: ".prose > p",
    OutputKind.CASE: ".cb-sheet .prose > p",
    OutputKind.INDEX: ".entry-summary p",
}
"""What is read on each kind of page."""

SEEN = (OutputKind.INDEX, OutputKind.ARTICLE, OutputKind.CASE)


@pytest.mark.parametrize("kind", READING, ids=str)
@pytest.mark.parametrize(("width", "least", "most"), [(390, 34, 50), (1280, 60, 70)])
def test_a_line_is_as_long_as_an_eye_likes(
    kind: OutputKind, width: int, least: int, most: int, sites: Sites, make_page: PageMaker
) -> None:
    page = make_page(width=width)
    served = sites["demo"]
    open_twice(page, served.find_address(served.site.find_page(kind)))
    lines: list[int] = page.evaluate(COUNT_CHARACTERS, READING[kind])
    assert len(lines) > 5
    assert least <= sum(lines) / len(lines) <= most


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    site = build(DEMO, tmp_path_factory.mktemp("looks") / request.param, {"TOKENS": LOOKS[request.param]})
    with serve(site) as served:
        yield served


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_look_can_be_read_in_light_and_dark(scheme: ColorScheme, look: ServedSite, make_page: PageMaker) -> None:
    for kind in SEEN:
        page = make_page(color_scheme=scheme)
        page.goto(look.find_address(look.site.find_page(kind)))
        page.locator("details").evaluate_all("all => all.map(one => one.open = true)")
        assert find_violations(page) == []


def test_a_look_in_the_readers_letters_loads_none(look: ServedSite, make_page: PageMaker) -> None:
    tokens = look.site.settings.tokens
    make = make_page()
    make.goto(look.find_address(look.site.find_page(OutputKind.CASE)))
    make.evaluate("document.fonts.ready.then(() => true)")
    fonts = [address for address in make_page.record.addresses if address.endswith(".woff2")]
    assert bool(fonts) is (tokens is None)


def test_a_look_is_one_file(look: ServedSite) -> None:
    tokens = look.site.settings.tokens
    if tokens:
        stylesheet = look.site.read(look.site.content.assets.find_path(STYLESHEET))
        assert Path(tokens).read_text(encoding="utf-8").strip() in stylesheet
