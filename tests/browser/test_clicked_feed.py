"""A feed that somebody clicks is readable, and says how to subscribe.

Chromium shows a feed with its stylesheet where the host calls it XML, and not where it calls it a feed.
"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker

SENTENCES = {
    "demo": "This is a feed. To subscribe, copy the address of this page into your feed reader; "
    "it will show you what is new.",
    "stress": "Das ist ein Feed. Zum Abonnieren kopieren Sie die Adresse dieser Seite in Ihren Feedreader; "
    "er zeigt Ihnen, was neu ist.",
}
FEEDS = ("all.atom.xml", "all.rss.xml", "outcomes.atom.xml", "outcomes.1.rss.xml")
READ_LINE = """() => {
    const title = document.querySelector('feed > title, channel > title');
    const style = getComputedStyle(title, '::before');
    return [style.content, style.display];
}"""
FIND_HIDDEN = """() => [...document.querySelectorAll('title, entry > summary, item > description')]
    .filter(one => !one.getClientRects().length).map(one => one.textContent)"""
FIND_SHOWN_BODIES = """() => [...document.querySelectorAll('entry > content, id, guid, updated, language')]
    .filter(one => one.getClientRects().length).map(one => one.localName)"""
READ_COLOURS = "() => [getComputedStyle(document.documentElement)].map(one => [one.backgroundColor, one.color])[0]"


def open_feed(page: Page, sites: Sites, site: str, name: str) -> None:
    # A feed names no icon, so the browser asks the host for one, where there may be another site.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=HTTPStatus.NO_CONTENT))
    served = sites[site]
    answer = page.goto(f"{served.origin}{served.site.settings.base_path}/feeds/{name}")
    assert answer is not None
    assert answer.ok


@pytest.mark.parametrize("site", SENTENCES)
def test_a_clicked_feed_says_how_to_subscribe(site: str, sites: Sites, make_page: PageMaker) -> None:
    page = make_page()
    for name in [name for name in FEEDS if f"feeds/{name}" in sites[site].site.outputs]:
        open_feed(page, sites, site, name)
        assert page.evaluate(READ_LINE) == [f'"{SENTENCES[site]}"', "block"]
        assert page.evaluate(FIND_HIDDEN) == []
        assert page.evaluate(FIND_SHOWN_BODIES) == []


def test_a_clicked_feed_fits_a_phone_by_night(sites: Sites, make_page: PageMaker) -> None:
    page = make_page(width=320, color_scheme="dark")
    for name in FEEDS:
        open_feed(page, sites, "demo", name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(READ_COLOURS) == ["rgb(16, 22, 19)", "rgb(232, 238, 234)"]
