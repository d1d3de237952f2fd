"""A. A practitioner's monthly archive."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from plugins.blog.entries import Entry
from tests.browser.driving import ARE_LOADED, PageMaker
from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import (
    EMOTICON,
    expect_whole_posts,
    list_posts,
    open_entry,
    open_path,
    read_markdown,
    read_own_text,
    read_texts,
)
from tests.browser.words import find_words


def test_a_a_page_for_each_month_holds_its_posts_whole_one_after_another(demo: ServedSite, page: Page) -> None:
    months: dict[str, list[Entry]] = {}
    for entry in demo.site.content.stream:
        assert entry.date is not None
        months.setdefault(f"/archives/{entry.date:%Y}/{entry.date:%m}/", []).append(entry)
    assert max(len(entries) for entries in months.values()) > 1
    for path, entries in months.items():
        open_path(page, demo, path)
        expect_whole_posts(page, demo, entries)


def test_a_short_personal_essays_have_headings(demo: ServedSite, page: Page) -> None:
    for source in ("posts/closed-is-not-solved.md", "posts/thank-you-for-your-patience.md"):
        words = find_words(" ".join(read_own_text(page, demo, source)))
        assert 400 < len(words) < 1100
        assert words.count("I") > 5
        headings = page.locator(".post-text > .prose h2")
        assert headings.count() >= 2
        written = re.findall(r"^## (.+)$", read_markdown(demo.site, source), re.MULTILINE)
        assert [find_words(text) for text in read_texts(headings)] == [find_words(text) for text in written]


def test_a_a_post_is_built_around_an_embedded_video(demo: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_entry(page, demo, "posts/the-promise-on-film.md")
    embed = page.locator(".post-text .prose figure.embed")
    expect(embed).to_have_count(1)
    link = embed.locator("a").first
    expect(link).to_have_attribute("href", "https://archive.org/details/prelinger")
    expect(link.locator("img")).to_have_attribute("alt", re.compile("projector"))
    assert link.locator("img").evaluate_all(ARE_LOADED) == [True]
    expect(link.locator("svg")).to_be_visible()
    expect(link).to_contain_text("Internet Archive")
    expect(embed.locator("figcaption")).to_contain_text("films made to sell")
    # That nothing is loaded from there is what `make_page` sees to; that the text goes on about it:
    expect(page.locator(".post-text .prose > figure ~ p").first).to_contain_text("Welcome back")


def test_a_emoticons_stand_as_they_are_typed(demo: ServedSite, page: Page) -> None:
    found = 0
    for entry in list_posts(demo.site):
        written = EMOTICON.findall(read_markdown(demo.site, str(entry.name)))
        if written:
            open_entry(page, demo, str(entry.name))
            text = page.locator(".post-text > .prose").inner_text()
            assert EMOTICON.findall(text) == written
            found += len(written)
    assert found > 5


def test_a_strong_opinions_are_kept(demo: ServedSite, page: Page) -> None:
    text = " ".join(read_own_text(page, demo, "posts/closed-is-not-solved.md"))
    assert "Here is my opinion, and I will not be argued out of it before lunch. Closed is the customer’s word." in text
