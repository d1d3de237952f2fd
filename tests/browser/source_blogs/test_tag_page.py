"""D. A nonprofit leader's tag page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import ARE_LOADED, PageMaker
from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import (
    FIRST_CASE,
    expect_whole_posts,
    find_path,
    find_post,
    list_posts,
    open_entry,
    open_path,
    read_entries,
    read_mail,
    read_own_text,
    read_texts,
)
from tests.browser.words import find_words, holds


def test_d_a_tags_posts_stand_whole_newest_first(demo: ServedSite, page: Page) -> None:
    members = [entry for entry in list_posts(demo.site) if "nonprofit" in entry.fields.tags]
    assert len(members) == 4
    open_path(page, demo, "/tags/nonprofit/")
    expect(page.locator("h1")).to_have_text("nonprofit")
    expect(page.locator(".intro")).to_contain_text("Tunde Ashworth’s corner")
    days: list[str] = page.locator(".entry time").evaluate_all("all => all.map(one => one.dateTime)")
    assert days == sorted(days, reverse=True)
    expect_whole_posts(page, demo, members)


def test_d_lists_are_numbered_and_bulleted(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/tags/nonprofit/")
    for one in page.locator(".entry").all():
        assert one.locator(".prose > ol > li").count() >= 3
        assert one.locator(".prose > ul > li").count() >= 3
    styles = "all => [...new Set(all.map(one => getComputedStyle(one).listStyleType))]"
    assert page.locator(".entry .prose > ol > li").evaluate_all(styles) == ["decimal"]
    assert page.locator(".entry .prose > ul > li").evaluate_all(styles) != ["none"]


def test_d_a_book_review_has_figures(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/the-grateful-spreadsheet.md")
    figures = page.locator(".post-text > .prose > figure")
    captions = read_texts(figures.locator("figcaption > p:not(.credit)"))
    assert [caption.split(".")[0] for caption in captions] == ["Figure 1", "Figure 2"]
    assert figures.locator("img").evaluate_all(ARE_LOADED) == [True, True]
    expect(page.locator(".post-text > .prose > p").first).to_contain_text("Paper Lantern Press, 212 pages")


def test_d_a_follow_up_links_to_the_earlier_post(demo: ServedSite, page: Page) -> None:
    follow_ups = {
        "posts/the-boiler-continued.md": "posts/not-for-the-boiler.md",
        "posts/a-letter-from-the-third-week.md": FIRST_CASE,
        "posts/the-promise-on-paper.md": "posts/the-promise-on-film.md",
    }
    for source, earlier in follow_ups.items():
        open_entry(page, demo, source)
        page.locator(f".post-text > .prose > p a[href='{find_path(demo, earlier)}']").first.click()
        expect(page.locator("h1")).to_have_text(find_post(demo.site, earlier).fields.title)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("posts/not-for-the-boiler.md", "a lot of bollocks · bloody theory of change · the same damn question"),
        ("posts/the-boiler-continued.md", "pissed off · Read the bloody deed"),
        ("posts/the-grateful-spreadsheet.md", "the week’s been crap · bloody empty · the damn wardrobe"),
        ("posts/the-promise-on-a-wet-tuesday.md", "buggered · bloody Bernice · a pain in the arse"),
    ],
)
def test_d_strong_language_is_kept_as_written(source: str, words: str, demo: ServedSite, page: Page) -> None:
    text = find_words(" ".join(read_own_text(page, demo, source)))
    address = f"{demo.site.settings.url}{find_path(demo, source)}"
    [entry] = [one for one in read_entries(demo.site) if one.link == address]
    for said in words.split(" · "):
        assert holds(text, find_words(said)), said
        assert holds(entry.html.words, find_words(said)), said


def test_d_a_row_passes_a_post_on_by_mail(demo: ServedSite, page: Page) -> None:
    for entry in demo.site.content.stream:
        open_entry(page, demo, str(entry.name))
        row = page.get_by_role("group", name="Pass it on")
        href = row.get_by_role("link", name="Send it to somebody").get_attribute("href") or ""
        address = f"{demo.site.settings.url}{find_path(demo, str(entry.name))}"
        assert read_mail(href) == ("", entry.fields.title, address)


def test_d_the_row_copies_the_link_and_says_so(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=demo.origin)
    source = "posts/not-for-the-boiler.md"
    open_entry(page, demo, source)
    row = page.get_by_role("group", name="Pass it on")
    expect(row.get_by_role("status")).to_have_text("")
    row.get_by_role("button", name="Copy the link").click()
    expect(row.get_by_role("status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{demo.site.settings.url}{find_path(demo, source)}"
    # What the browser cannot do is not offered.
    assert page.evaluate("typeof navigator.share") == "undefined"
    expect(row.get_by_role("button")).to_have_count(1)


def test_d_the_row_says_when_the_link_could_not_be_copied(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    open_entry(page, demo, FIRST_CASE)
    row = page.get_by_role("group", name="Pass it on")
    row.get_by_role("button", name="Copy the link").click()
    expect(row.get_by_role("status")).to_have_text("That did not work.")


def test_d_the_row_opens_the_devices_own_sheet_where_there_is_one(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script("navigator.share = data => { window.handedOver = data; return Promise.resolve(); }")
    source = "posts/not-for-the-boiler.md"
    open_entry(page, demo, source)
    page.get_by_role("group", name="Pass it on").get_by_role("button", name="Share …").click()
    handed_over = page.evaluate("window.handedOver")
    assert handed_over["url"] == f"{demo.site.settings.url}{find_path(demo, source)}"
    assert handed_over["title"].startswith("Not for the boiler")


def test_d_without_javascript_the_row_shows_no_button_that_does_nothing(demo: ServedSite, page: Page) -> None:
    for source in ("posts/not-for-the-boiler.md", FIRST_CASE):
        open_entry(page, demo, source)
        row = page.get_by_role("group", name="Pass it on")
        expect(row.get_by_role("button")).to_have_count(0)
        expect(row.get_by_role("link")).to_have_count(2)
        for button in row.locator("button").all():
            expect(button).to_be_hidden()
