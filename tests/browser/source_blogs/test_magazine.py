"""E. A multi-author magazine blog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Page, expect

from plugins.site.registry import OutputKind, make_url
from tests.browser.building import BuiltSite
from tests.browser.driving import ARE_LOADED
from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import (
    BLOCKS,
    ORIGINALS,
    READ_IDS,
    READ_PICTURES,
    REPRINT,
    find_path,
    find_plain_paragraphs,
    list_posts,
    open_entry,
    open_path,
    read_entries,
    read_links,
    read_markdown,
    read_own_text,
    read_texts,
)
from tests.browser.words import find_words, holds
from tests.feeds.reading import read_feed


def test_e_the_navigation_leads_home_and_to_columns_archives_services_and_about(demo: ServedSite, page: Page) -> None:
    titles = {
        "Columns": "Columns", "Archives": "Archives", "Services": "Services", "About": "About", "Cases": "Cases",
        "Downloads": "Downloads",
    }  # fmt: skip
    for name, title in titles.items():
        open_entry(page, demo, "posts/it-will-be-late.md")
        page.get_by_role("navigation", name="Site").get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_have_text(title)
        here = page.get_by_role("navigation", name="Site").locator("[aria-current=page]")
        expect(here).to_have_text(name)
    page.locator(".site-header .site-name").click()
    expect(page).to_have_url(f"{demo.origin}/")


def test_e_categories_are_listed_with_how_many_entries_each_has(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/categories/")
    expected: dict[str, int] = {}
    for entry in demo.site.content.stream:
        expected[entry.fields.category or ""] = expected.get(entry.fields.category or "", 0) + 1
    assert read_counts(page, ".terms li") == expected
    assert sum(expected.values()) == len(demo.site.content.stream)
    for name in expected:
        open_path(page, demo, "/categories/")
        page.locator(".terms").get_by_role("link", name=name).click()
        expect(page.locator("h1")).to_have_text(name)


def read_counts(page: Page, selector: str) -> dict[str, int]:
    """Return the counts that stand beside links."""
    rows = page.locator(selector).all()
    return {
        row.get_by_role("link").first.inner_text(): int(re.findall(r"\d+", row.locator(".terms-count").inner_text())[0])
        for row in rows
    }


def test_e_archives_by_year_and_month_add_up(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/archives/")
    years = read_counts(page, ".years li")
    months = page.locator(".month").all()
    counted = [int(re.findall(r"\d+", one.locator("h3 .terms-count").inner_text())[0]) for one in months]
    assert counted == [one.locator("li").count() for one in months]
    assert sum(counted) == sum(years.values()) == len(demo.site.content.stream)
    listed = read_links(page.locator(".year-entries a"))
    assert listed == [f"/{make_url(entry.path)}" for entry in demo.site.content.stream]
    by_month = {link: one.locator("li").count() for one in months for link in read_links(one.locator("h3 a"))}
    for year, count in years.items():
        open_path(page, demo, f"/archives/{year}/")
        expect(page.locator(".year-entries li")).to_have_count(count)
        expect(page.locator(".page-head .label")).to_contain_text(str(count))
        assert sum(number for link, number in by_month.items() if f"/{year}/" in link) == count
    for link, count in by_month.items():
        open_path(page, demo, link)
        expect(page.locator(".entries > .entry")).to_have_count(count)


def test_e_every_month_leads_to_those_beside_it(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/archives/")
    months = read_links(page.locator(".month h3 a"))
    open_path(page, demo, months[0])
    walked = [months[0]]
    while page.locator("nav[aria-label=Months] [rel=prev]").count():
        page.locator("nav[aria-label=Months] [rel=prev]").click()
        page.wait_for_load_state()
        walked.append(urlsplit(page.url).path)
    assert walked == months


def test_e_named_columns_recur_each_with_its_mark(demo: ServedSite, page: Page) -> None:
    columns = {"Golden Oldies": "¶", "Notes from the Back Office": "§"}
    open_path(page, demo, "/columns/")
    assert list(read_counts(page, ".terms li")) == list(columns)
    for name, mark in columns.items():
        open_path(page, demo, "/columns/")
        row = page.locator(".terms li", has_text=name)
        expect(row.locator(".column-mark")).to_have_text(mark)
        row.get_by_role("link").click()
        expect(page.locator("h1")).to_have_text(name)
        expect(page.locator(".page-head .column-mark")).to_have_text(mark)
        expect(page.locator(".intro")).to_be_visible()
        for link in read_links(page.locator(".entries h2 a")):
            open_path(page, demo, link)
            expect(page.locator(".page-head .column")).to_have_text(f"{mark}{name}")
    assert read_counts_of_columns(demo.site) == {"Golden Oldies": 1, "Notes from the Back Office": 2}


def read_counts_of_columns(site: BuiltSite) -> dict[str, int]:
    names = [entry.column for entry in site.content.stream if entry.column]
    return {name: names.count(name) for name in sorted({*names})}


def test_e_the_mark_stands_beside_the_columns_titles_in_the_archive(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/archives/")
    marked = {
        row.locator("a").inner_text(): row.locator(".column-mark") for row in page.locator(".year-entries li").all()
    }
    for entry in demo.site.content.stream:
        mark = {"Golden Oldies": "¶", "Notes from the Back Office": "§"}.get(entry.column or "")
        if mark:
            expect(marked[entry.fields.title]).to_have_text(mark)
        else:
            [row] = [one for title, one in marked.items() if find_words(title) == find_words(entry.fields.title)]
            expect(row).to_have_count(0)


@pytest.mark.parametrize("number", [0, 1])
def test_e_golden_oldies_republish_two_older_posts_whole(number: int, demo: ServedSite, page: Page) -> None:
    source = ORIGINALS[number]
    own = read_own_text(page, demo, source)
    title = page.locator("h1").inner_text()
    day = page.locator(".byline time").first.get_attribute("datetime")
    author = page.locator(".byline a[rel=author]").get_attribute("href")
    text = page.locator(".post-text > .prose")
    pictures = text.locator("img").evaluate_all(READ_PICTURES)
    links = [link for link in read_links(text.locator("a")) if not link.startswith("#")]
    assert pictures
    assert any(link.startswith("https://") for link in links)
    open_entry(page, demo, REPRINT)
    expect(page.locator("article.reprint")).to_have_count(2)
    reprint = page.locator("article.reprint").nth(number)
    expect(reprint.get_by_role("heading", level=2)).to_have_text(title)
    expect(reprint.locator("header h2 a")).to_have_attribute("href", find_path(demo, source))
    assert reprint.locator("header time").get_attribute("datetime") == day
    assert read_links(reprint.locator("header p a")) == [author]
    assert read_texts(reprint.locator(f".prose {BLOCKS}")) == own
    assert reprint.locator(".prose img").evaluate_all(READ_PICTURES) == pictures
    assert all(reprint.locator(".prose img").evaluate_all(ARE_LOADED))
    assert [link for link in read_links(reprint.locator(".prose a")) if not link.startswith("#")] == links
    words = find_words(" ".join(own))
    paragraphs = find_plain_paragraphs(read_markdown(demo.site, source))
    assert len(paragraphs) > 8
    assert not [paragraph for paragraph in paragraphs if not holds(words, paragraph)]


def test_e_golden_oldies_keep_the_pictures_credits(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, REPRINT)
    given = page.locator("article.reprint figcaption .credit")
    assert read_texts(given) == ["Credit: Drawn for Casebook, CC0 1.0"] * 2
    expect(given.nth(0).locator("a").last).to_have_attribute("href", re.compile("publicdomain/zero/1.0/$"))


def test_e_golden_oldies_notes_lead_to_their_own_notes(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, REPRINT)
    ids: list[str] = page.locator("[id]").evaluate_all(READ_IDS)
    assert len(ids) == len({*ids})
    texts = [page.locator(".post-text > .prose"), *page.locator("article.reprint").all()]
    notes = ["The first from September 2024", "Noted is the word", "I asked Gordon’s cup"]
    for text, note in zip(texts, notes, strict=True):
        expect(text.locator("sup a")).to_have_count(1)
        text.locator("sup a").click()
        expect(text.locator("li:target")).to_contain_text(note)
        text.locator("li:target a").last.click()
        expect(text.locator("sup:target")).to_have_count(1)


def test_e_golden_oldies_stand_below_the_new_post_and_its_levels(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, REPRINT)
    levels = "all => all.map(one => Number(one.localName[1]))"
    for reprint in page.locator("article.reprint").all():
        found: list[int] = reprint.locator(":is(h1, h2, h3, h4)").evaluate_all(levels)
        assert found[0] == 2
        assert {*found[1:]} == {3}


def test_e_golden_oldies_originals_lead_to_where_they_stand_again(demo: ServedSite, page: Page) -> None:
    for source in ORIGINALS:
        open_entry(page, demo, source)
        expect(page.locator("p.reprinted")).to_have_text("Published again in Two on silence.")
        page.locator("p.reprinted a").click()
        expect(page.locator("h1")).to_have_text("Two on silence")
    open_entry(page, demo, REPRINT)
    expect(page.locator("p.reprinted")).to_have_count(0)


def test_e_golden_oldies_are_whole_in_the_feed(demo: ServedSite, page: Page) -> None:
    [entry] = [one for one in read_entries(demo.site) if one.link.endswith("/two-on-silence/")]
    for source in ORIGINALS:
        paragraphs = find_plain_paragraphs(read_markdown(demo.site, source))
        assert not [words for words in paragraphs if not holds(entry.html.words, words)], source


def test_e_golden_oldies_are_named_where_lists_show_whole_posts(demo: ServedSite, page: Page) -> None:
    for path in ("/archives/2026/05/", "/tags/listening/"):
        open_path(page, demo, path)
        post = page.locator(".entry", has=page.locator(f"h2 a[href='{find_path(demo, REPRINT)}']"))
        said = post.locator(".entry-facts", has_text="Shown again, whole, on its own page")
        assert read_links(said.locator("a")) == [find_path(demo, source) for source in (REPRINT, *ORIGINALS)]


def test_e_several_authors_write(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/authors/")
    counts = read_counts(page, ".terms li")
    written = [name for entry in demo.site.content.stream for name in entry.authors]
    names = {demo.site.content.authors[name].name: written.count(name) for name in written}
    assert counts == names
    assert len(counts) == 3
    assert min(counts.values()) >= 3


def test_e_nearly_every_picture_has_a_credit_that_leads_somewhere(demo: ServedSite, page: Page) -> None:
    figures = credited = linked = 0
    for entry in list_posts(demo.site):
        open_entry(page, demo, str(entry.name))
        own = page.locator(".post-text > .prose figure:has(img, audio)")
        figures += own.count()
        credited += own.locator(".credit").count()
        linked += own.locator(".credit", has=page.locator("a:not([href*=creativecommons])")).count()
    assert figures >= 10
    assert credited >= 0.9 * figures
    assert linked == credited


def test_e_pull_quotes_stand_out(demo: ServedSite, page: Page) -> None:
    found = 0
    for entry in list_posts(demo.site):
        written = read_markdown(demo.site, str(entry.name)).count("> [!PULL]")
        open_entry(page, demo, str(entry.name))
        quotes = page.locator(".post-text > .prose > blockquote.pull")
        expect(quotes).to_have_count(written)
        if written:
            size = "one => parseFloat(getComputedStyle(one).fontSize)"
            assert quotes.first.locator("p").evaluate(size) > page.locator(".prose > p").first.evaluate(size)
            assert "[!PULL]" not in page.locator("main").inner_text()
        found += written
    assert found >= 3


def test_e_long_quotes_are_quotes_and_name_their_source(demo: ServedSite, page: Page) -> None:
    long = 0
    for entry in list_posts(demo.site):
        open_entry(page, demo, str(entry.name))
        quotes = page.locator(".post-text > .prose figure.quote")
        assert quotes.locator("figcaption").count() == quotes.count()
        long += sum(len(find_words(text)) > 80 for text in read_texts(quotes.locator("blockquote")))
    assert long >= 3


def test_e_one_can_subscribe_by_feed_and_by_mail(demo: ServedSite, page: Page) -> None:
    for path in ("/", "/posts/it-will-be-late/", "/archives/"):
        open_path(page, demo, path)
        feed = page.locator("link[rel=alternate][type='application/atom+xml']")
        expect(feed).to_have_attribute("href", "/feeds/all.atom.xml")
        link = page.locator(".boxes a[href='/feeds/'], .site-footer a[href='/feeds/']").first
        expect(link).to_be_visible()
        mail = page.locator(".boxes a[href^='mailto:'][href*='ubscribe']").first
        expect(mail).to_be_visible()
    answer = page.request.get(f"{demo.origin}/feeds/all.atom.xml")
    assert answer.ok
    assert read_feed(answer.body()).get("title") == "Casebook"


def test_e_the_feed_has_every_post_in_full(demo: ServedSite, page: Page) -> None:
    entries = {entry.link: entry for entry in read_entries(demo.site)}
    stream = demo.site.content.stream
    assert list(entries) == [f"{demo.site.settings.url}/{make_url(entry.path)}" for entry in stream]
    for entry in list_posts(demo.site):
        open_entry(page, demo, str(entry.name))
        blocks = read_texts(page.locator(".post-text > .prose :is(p, h2, h3, li:not(:has(p)), dt, td, th, pre)"))
        assert len(blocks) > 5
        words = entries[f"{demo.site.settings.url}/{make_url(entry.path)}"].html.words
        assert not [block for block in blocks if not holds(words, find_words(block))], entry.name


def test_e_two_cheat_sheets_can_be_taken_along(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/downloads/")
    expect(page.locator(".download")).to_have_count(2)
    for one in page.locator(".download").all():
        href = one.locator("h2 a").get_attribute("href") or ""
        answer = page.request.get(f"{demo.origin}{href}")
        data = answer.body()
        assert data == (demo.site.settings.content / href.lstrip("/")).read_bytes()
        assert data.startswith(b"%PDF")
        expect(one.locator(".download-facts")).to_contain_text(f"PDF, {len(data) / 1000:.0f} kB")
        expect(one.locator(".prose")).not_to_be_empty()
        with page.expect_download() as waiting:
            one.locator("h2 a").click()
        assert waiting.value.suggested_filename == Path(href).name
        assert Path(waiting.value.path()).read_bytes() == data


def test_e_posts_lead_to_the_cheat_sheets(demo: ServedSite, page: Page) -> None:
    for source in ("posts/ask-while-it-is-small.md", "posts/it-will-be-late.md", "posts/the-promise-on-film.md"):
        open_entry(page, demo, source)
        [href] = read_links(page.locator(".post-text > .prose a[href$='.pdf']"))
        assert page.request.get(f"{demo.origin}{href}").ok


def read_pages(site: BuiltSite) -> Iterator[tuple[str, HtmlElement]]:
    """Go through the pages that a reader stays on, each by its address: too many to open each in the browser."""
    for output in site.pages:
        if output.kind is not OutputKind.ALIAS:
            yield f"/{output.url}", lxml.html.fromstring(site.read(output.path))


def test_e_the_licence_stands_at_the_foot_of_every_page(demo: ServedSite, page: Page) -> None:
    own = {find_path(demo, "posts/the-boiler-continued.md"): ("CC0 1.0", "publicdomain/zero/1.0/")}
    for address, html in read_pages(demo.site):
        name, path = own.get(address, ("CC BY-ND 4.0", "licenses/by-nd/4.0/"))
        [link] = html.xpath("//*[@class='site-footer']//a[@rel='license']")
        assert (link.text_content(), link.get("href")) == (name, f"https://creativecommons.org/{path}"), address
    open_path(page, demo, "/")
    expect(page.locator(".site-footer a[rel=license]")).to_be_visible()


def test_e_a_post_shown_whole_in_a_list_keeps_its_own_licence(demo: ServedSite, page: Page) -> None:
    for path in ("/archives/2025/10/", "/tags/nonprofit/"):
        open_path(page, demo, path)
        post = page.locator(".entry", has=page.locator("h2 a[href='/posts/the-boiler-continued/']"))
        licence = post.locator("a[rel=license]")
        expect(licence).to_have_attribute("href", "https://creativecommons.org/publicdomain/zero/1.0/")


def test_e_boxes_with_about_and_contact_stand_on_every_page(demo: ServedSite, page: Page) -> None:
    titles = ["About Casebook", "Have you been in that chair?", "Write to us", "Along the way"]
    for address, html in read_pages(demo.site):
        [boxes] = html.xpath("//aside[@aria-label='About this site']")
        assert [title.text_content() for title in boxes.xpath(".//section/h2")] == titles, address
        assert boxes.xpath(".//a[@href='mailto:cases@casebook.example']"), address
    open_path(page, demo, "/")
    boxes = page.get_by_role("complementary", name="About this site")
    assert read_texts(boxes.locator("section > h2")) == titles
    expect(boxes.locator("a[href='mailto:cases@casebook.example']")).to_be_visible()


def test_e_every_author_has_a_page_about_them(demo: ServedSite, page: Page) -> None:
    for name, author in demo.site.content.authors.items():
        open_path(page, demo, f"/authors/{name}/")
        expect(page.locator("h1")).to_have_text(author.name)
        assert len(find_words(page.locator(".intro").inner_text())) > 30
        expect(page.locator("section.author .author-credentials")).to_be_visible()
        assert page.locator("section.author img").evaluate_all(ARE_LOADED) == [True]
        assert page.locator("section.author .author-links a[rel=me]").count() >= 1
