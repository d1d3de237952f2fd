"""Long lists of replies, and what readers chose, as a reader meets them: by links, by keyboard, without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.walking import open_case, press_tab_until

CROWDED, HEBREW = "cases/sechzig-stimmen/case.yaml", "cases/ivrit/case.yaml"
OLDEST = "#reader-2026-03-01-000001"
NEWEST = "#reader-2026-04-06-000022"


@pytest.fixture
def stress(sites: Sites) -> ServedSite:
    return sites["stress"]


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    return make_page(java_script_enabled=False, width=390)


def test_a_link_to_an_old_reply_opens_its_line_which_leads_to_it_and_back(stress: ServedSite, page: Page) -> None:
    open_case(page, stress, OLDEST, source=CROWDED)
    line = page.locator(OLDEST)
    expect(line).to_be_in_viewport()
    expect(line).to_have_text("A. B., 1. März 2026")
    expect(page.locator("#kaempfen")).to_be_visible()
    line.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/readers/kaempfen/page/2/#reader-2026-03-01-000001$"))
    expect(page.locator(OLDEST)).to_be_in_viewport()
    expect(page.locator(OLDEST)).to_contain_text("Ich habe die Zahlen selbst gerechnet.")
    page.locator(OLDEST).get_by_role("link", name="1. März 2026").click()
    expect(page).to_have_url(re.compile(rf"/cases/sechzig-stimmen/{OLDEST}$"))


def test_one_reads_all_replies_page_by_page_with_the_keyboard(stress: ServedSite, page: Page) -> None:
    open_case(page, stress, "#kaempfen", source=CROWDED)
    press_tab_until(page, page.get_by_role("link", name="Alle 35 Zuschriften zu diesem Weg"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("„Um die Küche kämpfen“: Zuschriften")
    expect(page.locator(".cb-reply")).to_have_count(20)
    expect(page.locator(".cb-reply").first).to_contain_text("Von der Redaktion ausgewählt")
    press_tab_until(page, page.get_by_role("link", name="Ältere"))
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("Seite 2 · Sechzig Stimmen"))
    expect(page.locator(".cb-reply")).to_have_count(15)
    page.get_by_role("link", name="Dieser Weg im Fall").click()
    expect(page.locator("#option-kaempfen h3")).to_be_in_viewport()
    expect(page.locator("#kaempfen")).to_be_hidden()


def test_words_in_another_language_are_read_and_set_as_such(stress: ServedSite, page: Page) -> None:
    open_case(page, stress, "#reader-2026-03-20-00003f", source=CROWDED)
    quote = page.locator("#reader-2026-03-20-00003f blockquote")
    expect(quote).to_have_attribute("lang", "he")
    assert quote.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_what_readers_chose_is_sealed_until_it_is_asked_for(stress: ServedSite, page: Page) -> None:
    open_case(page, stress, source=CROWDED)
    section = page.locator("#case-choices")
    expect(section.locator(".cb-chart, table").first).to_be_hidden()
    press_tab_until(page, section.locator("summary"))
    page.keyboard.press("Enter")
    drawings = section.get_by_role("img")
    expect(drawings).to_have_count(4)
    expect(drawings.first).to_have_accessible_name("Führungskräfte: 8, Fachkräfte: 7, Kundschaft: 8, Anderswo: 7")
    expect(section.get_by_role("row")).to_have_count(6)
    # On a telephone the eye sees the marks in the place of the words: for everyone else the words are there.
    for name in ("Führungskräfte", "Fachkräfte", "Kundschaft", "Anderswo", "Alle"):
        expect(section.get_by_role("columnheader", name=name)).to_have_count(1)
    link = section.get_by_role("link", name="הם סגרו")
    expect(link).to_have_attribute("lang", "he")
    link.click()
    expect(page.locator("#reader-2026-03-20-00003f")).to_be_in_viewport()


def test_from_right_to_left_the_drawing_begins_at_the_right(stress: ServedSite, page: Page) -> None:
    open_case(page, stress, "#case-choices-chart", source=HEBREW)
    first, road = page.locator(".cb-chart-roads svg").first, page.locator(".cb-chart-roads li").first
    marks = first.locator("path").evaluate_all("all => all.map(one => one.getBoundingClientRect().x)")
    assert len(marks) == 2
    assert marks == sorted(marks, reverse=True)
    drawn, line = first.bounding_box(), road.bounding_box()
    assert drawn is not None
    assert line is not None
    assert abs(drawn["x"] + drawn["width"] - line["x"] - line["width"]) < 2
