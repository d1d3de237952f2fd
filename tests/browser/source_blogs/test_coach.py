"""C. A coach's blog."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.driving import ARE_LOADED
from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import (
    FIRST_CASE,
    find_path,
    find_post,
    open_entry,
    read_links,
    read_mail,
    read_own_text,
    read_texts,
)


def test_c_a_post_is_dated(demo: ServedSite, page: Page) -> None:
    for entry in demo.site.content.stream:
        open_entry(page, demo, str(entry.name))
        assert entry.date is not None
        day = f"{entry.date.day} {entry.date:%B %Y}"
        expect(page.locator(f"main time[datetime='{entry.date:%Y-%m-%d}']", has_text=day).first).to_be_visible()
    open_entry(page, demo, "posts/ask-while-it-is-small.md")
    expect(page.locator(".post-text > .prose > p").first).to_contain_text("Monday, 10 February.")


def test_c_stories_from_practice_are_told_with_what_was_said(demo: ServedSite, page: Page) -> None:
    for source in ("posts/ask-while-it-is-small.md", "posts/everybody-was-copied-in.md"):
        text = " ".join(read_own_text(page, demo, source))
        assert re.search(r"I have a client|A man I shall call Piers", text)
        assert text.count("“") >= 2
        assert text.count("“") == text.count("”")


def test_c_readers_are_called_on_to_write_to_the_author_with_their_own_story(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/ask-while-it-is-small.md")
    call = page.locator(".post-text strong", has_text="Write to me with your own story")
    link = call.get_by_role("link")
    expect(link).to_have_text("marit@casebook.example")
    expect(link).to_have_attribute("href", "mailto:marit@casebook.example?subject=The%20smallest%20thing")
    box = page.get_by_role("region", name="About Marit Holloway")
    expect(box.get_by_role("link", name="Write to Marit Holloway")).to_have_attribute(
        "href", "mailto:marit@casebook.example"
    )


def test_c_a_reply_goes_to_the_authors_own_address_where_there_is_one(demo: ServedSite, page: Page) -> None:
    site = demo.site.settings
    expected = {
        "posts/ask-while-it-is-small.md": "marit@casebook.example",
        "posts/the-promise-on-paper.md": "marit@casebook.example",
        "posts/closed-is-not-solved.md": "cases@casebook.example",
        FIRST_CASE: "cases@casebook.example",
    }
    for source, address in expected.items():
        open_entry(page, demo, source)
        href = page.get_by_role("link", name="Reply by e-mail").get_attribute("href") or ""
        title = find_post(demo.site, source).fields.title
        assert read_mail(href) == (address, f"Re: {title}", f"{site.url}{find_path(demo, source)}")


def test_c_an_author_box_with_credentials_stands_under_every_post(demo: ServedSite, page: Page) -> None:
    for entry in demo.site.content.stream:
        open_entry(page, demo, str(entry.name))
        boxes = page.locator("main section.author")
        names = [demo.site.content.authors[name].name for name in entry.authors]
        assert read_texts(boxes.locator("h2")) == names
        assert names
        assert all(len(text) > 20 for text in read_texts(boxes.locator(".author-credentials")))
        assert all(len(text) > 40 for text in read_texts(boxes.locator(".author-text")))
        assert boxes.locator(".author-picture").evaluate_all(ARE_LOADED) == [True] * len(names)
        assert boxes.locator(".author-credentials").count() == len(names)
        order = "document.querySelector('section.author').getBoundingClientRect().top"
        assert page.evaluate(order) > page.evaluate("document.querySelector('h1').getBoundingClientRect().top")


def test_c_two_authors_have_two_boxes(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/the-promise-on-paper.md")
    assert read_texts(page.locator("section.author h2")) == ["The editor", "Marit Holloway"]
    assert read_texts(page.locator(".byline a[rel=author]")) == ["The editor", "Marit Holloway"]
    assert read_links(page.locator("section.author h2 a")) == ["/authors/editor/", "/authors/marit-holloway/"]
