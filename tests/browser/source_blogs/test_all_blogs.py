"""What all of them need."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from plugins.blog.entries import Entry
from plugins.site.registry import make_url
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import (
    ORIGINALS,
    PARTS,
    find_path,
    open_entry,
    open_path,
    read_entries,
    read_links,
    read_texts,
)


def test_all_a_series_is_walked_both_ways(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, PARTS[0])
    walked = [read_part(page)]
    for _ in PARTS[1:]:
        page.get_by_role("link", name=re.compile("^Next in the series: ")).click()
        page.wait_for_load_state()
        walked.append(read_part(page))
    addresses = [find_path(demo, source) for source in PARTS]
    assert walked == [(f"Part {number} of 3", path) for number, path in enumerate(addresses, 1)]
    expect(page.get_by_role("link", name=re.compile("^Next in the series: "))).to_have_count(0)
    back = [read_part(page)]
    for _ in PARTS[1:]:
        page.get_by_role("link", name=re.compile("^Previous in the series: ")).click()
        page.wait_for_load_state()
        back.append(read_part(page))
    assert back == walked[::-1]
    expect(page.get_by_role("link", name=re.compile("^Previous in the series: "))).to_have_count(0)


def read_part(page: Page) -> tuple[str, str]:
    """Return what a part says of its place, at its head and at its end, and its path."""
    path = urlsplit(page.url).path
    part = page.locator("nav.series h2 span").inner_text()
    expect(page.locator(".page-head .label-part")).to_have_text(part)
    expect(page.locator("nav.series [aria-current=page]")).to_have_attribute("href", path)
    return part, path


def test_all_corrections_are_listed_with_their_days(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/the-grateful-spreadsheet.md")
    corrections = page.get_by_role("region", name="Corrections")
    assert read_texts(corrections.locator("time")) == ["20 October 2025", "9 October 2025"]
    said = read_texts(corrections.locator("dd"))
    assert said[0].startswith("I wrote that the book has nothing about volunteers.")
    assert said[1].startswith("The first version said that chapter four should be burnt.")
    expect(corrections.locator("em")).to_have_text("four")
    expect(page.locator(".byline div", has_text="Updated").locator("time")).to_have_attribute("datetime", "2025-10-20")
    [entry] = [one for one in read_entries(demo.site) if one.link.endswith("/the-grateful-spreadsheet/")]
    assert entry.get("updated") == "2025-10-19T22:00:00Z"


def test_all_a_post_says_when_it_was_updated(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/it-will-be-late.md")
    expect(page.locator(".byline div", has_text="Updated").locator("time")).to_have_text("19 January 2026")
    expect(page.locator(".corrections")).to_have_count(0)


ALIASES = ("/2024/09/the-customer-who-said-nothing/", "/silence/")


@pytest.mark.parametrize("java_script_enabled", [True, False])
@pytest.mark.parametrize("alias", ALIASES)
def test_all_an_older_address_leads_to_the_post(
    alias: str, java_script_enabled: bool, demo: ServedSite, make_page: PageMaker
) -> None:
    page = make_page(java_script_enabled=java_script_enabled)
    target = find_path(demo, ORIGINALS[0])
    page.goto(f"{demo.origin}{alias}")
    expect(page).to_have_url(f"{demo.origin}{target}")
    expect(page.locator("h1")).to_have_text("The customer who said nothing")


def test_all_older_addresses_stand_in_the_servers_files(demo: ServedSite) -> None:
    target = find_path(demo, ORIGINALS[0])
    spellings = [spelling for alias in ALIASES for spelling in (alias.rstrip("/"), alias)]
    assert demo.site.read("_redirects").splitlines() == [f"{one} {target} 301" for one in spellings]
    for path in ("nginx.maps.conf", "caddy.conf"):
        assert [f'"{one}" "{target}"' in demo.site.read(path) for one in spellings] == [True] * len(spellings)
    for alias in ALIASES:
        html = demo.site.read(f"{alias.strip('/')}/index.html")
        assert "<meta content=noindex name=robots>" in html
        assert f"<link href={demo.site.settings.url}{target} rel=canonical>" in html


def test_all_cases_are_chosen_by_links_without_javascript(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/cases/")
    filters = {
        one.locator(".filter-name").inner_text(): read_links(one.locator("a"))
        for one in page.locator(".filters nav").all()
    }
    assert list(filters) == ["Who decides", "Topic"]
    numbers = {f"/{make_url(case.path)}": case for case in demo.site.content.cases}
    for links in filters.values():
        assert links[0] == "/cases/"
        for link in links:
            open_path(page, demo, "/cases/")
            row = page.locator(".filters nav li", has=page.locator(f"a[href='{link}']")).first
            count = int(re.findall(r"\d+", row.locator(".terms-count").inner_text())[0])
            row.get_by_role("link").click()
            page.wait_for_load_state()
            assert urlsplit(page.url).path == link
            shown = read_links(page.locator(".entries h2 a"))
            assert len(shown) == count
            kind, _, key = link.strip("/").removeprefix("cases").strip("/").partition("/")
            assert {*shown} == {path for path, case in numbers.items() if is_chosen(case, kind, key)}
            expect(page.locator(f".filters a[href='{link}']").first).to_have_attribute("aria-current", "page")
            expect(page.locator(".filters nav")).to_have_count(2)


def is_chosen(entry: Entry, kind: str, key: str) -> bool:
    assert entry.case is not None
    facts = entry.case.facts
    if kind == "topic":
        return key in entry.fields.tags
    deciders = {decision.decider for decision in facts.decisions}
    return not kind or any(role.kind.value == key for role in facts.roles if role.id in deciders)


def test_all_the_table_of_contents_of_a_long_post_leads_to_its_headings(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/twice-in-the-list.md")
    contents = page.get_by_role("navigation", name="Contents")
    headings = read_texts(page.locator(".post-text > .prose :is(h2, h3)"))
    assert read_texts(contents.locator("li")) == headings
    assert len(headings) > 5
    for heading in headings:
        contents.get_by_role("link", name=heading, exact=True).click()
        expect(page.locator(":target")).to_have_text(heading)
        expect(page.locator(":target")).to_be_in_viewport()
    open_entry(page, demo, "posts/closed-is-not-solved.md")
    expect(page.get_by_role("navigation", name="Contents")).to_have_count(0)


def test_all_related_posts_are_others_and_lead_there(demo: ServedSite, page: Page) -> None:
    some = 0
    for entry in demo.site.content.stream:
        open_entry(page, demo, str(entry.name))
        links = read_links(page.locator(".related a"))
        beside = read_links(page.locator(".neighbours a, .series-parts a, .reprint header h2 a, .reprinted a"))
        assert len(links) == len({*links}) <= 3
        assert not {*links} & {*beside, find_path(demo, str(entry.name))}
        some += bool(links)
    assert some > 10


def test_all_neighbours_lead_from_the_newest_to_the_oldest(demo: ServedSite, page: Page) -> None:
    stream = [f"/{make_url(entry.path)}" for entry in demo.site.content.stream]
    open_path(page, demo, stream[0])
    walked = [stream[0]]
    while page.locator(".neighbours [rel=prev]").count():
        page.locator(".neighbours [rel=prev]").click()
        page.wait_for_load_state()
        walked.append(urlsplit(page.url).path)
    assert walked == stream


def test_all_audio_plays_in_place_from_the_site_itself(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_entry(page, demo, "posts/thank-you-for-your-patience.md")
    audio = page.locator(".post-text audio")
    expect(audio).to_have_attribute("src", "/downloads/hold-music.wav")
    assert audio.get_attribute("controls") is not None
    duration = audio.evaluate("""one => new Promise((resolve, reject) => {
        if (one.readyState) resolve(one.duration);
        one.onloadedmetadata = () => resolve(one.duration);
        one.onerror = () => reject(one.error);
    })""")
    assert 11.5 < duration < 12.5
