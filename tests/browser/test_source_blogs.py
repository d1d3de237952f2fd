"""What five blogs do, done by the demonstration: an author of any of them could move in and miss nothing.

Each test is named after its line in docs/source-blogs.md, which says where to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from plugins.blog.entries import Entry
from plugins.site.registry import OutputKind, make_url
from tests.browser.building import ROOT, BuiltSite
from tests.browser.conftest import Sites
from tests.browser.driving import ARE_LOADED, PageMaker
from tests.browser.serving import ServedSite
from tests.browser.words import find_markdown_words, find_words, holds
from tests.feeds.reading import Entry as FeedEntry
from tests.feeds.reading import read_feed

TABLE = ROOT / "docs" / "source-blogs.md"

BLOCKS = ":is(p, li, h2, h3, h4, h5, dt, dd, th, td, pre, figcaption, blockquote)"
"""What a text is made of, whatever the levels of its headings."""

READ_TEXTS = "all => all.map(one => one.textContent.replace(/\\s+/g, ' ').trim())"
READ_LINKS = "all => all.map(one => one.getAttribute('href'))"
READ_IDS = "all => all.map(one => one.id)"
READ_PICTURES = "all => all.map(one => [one.getAttribute('src'), one.alt])"

REPRINT = "posts/two-on-silence.md"
ORIGINALS = ("posts/the-customer-who-said-nothing.md", "posts/everybody-was-copied-in.md")
PARTS = ("posts/the-promise-on-film.md", "posts/the-promise-on-paper.md", "posts/the-promise-on-a-wet-tuesday.md")
FIRST_CASE = "cases/disobey-to-delight/case.yaml"
EMOTICON = re.compile(r"(?<!\S)[:;]-[)(|/](?!\w)")
TIME = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture
def demo(sites: Sites) -> ServedSite:
    return sites["demo"]


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    """A page without JavaScript: all that is said here holds without it, but where a test asks for it."""
    return make_page(java_script_enabled=False)


def list_posts(site: BuiltSite) -> list[Entry]:
    """Return the listed posts, newest first."""
    return [entry for entry in site.content.stream if not entry.case]


def find_post(site: BuiltSite, source: str) -> Entry:
    return site.content.by_name[source]


def open_path(page: Page, served: ServedSite, path: str) -> None:
    """Open a page by its path from the root of the site."""
    answer = page.goto(f"{served.origin}{path}")
    assert answer is not None
    assert answer.ok, path


def open_entry(page: Page, served: ServedSite, source: str) -> None:
    """Open the page of a file of the content."""
    open_path(page, served, f"/{served.site.find_output(source).url}")


def find_path(served: ServedSite, source: str) -> str:
    return f"/{served.site.find_output(source).url}"


def read_texts(locator: Locator) -> list[str]:
    texts: list[str] = locator.evaluate_all(READ_TEXTS)
    return texts


def read_links(locator: Locator) -> list[str]:
    links: list[str] = locator.evaluate_all(READ_LINKS)
    return links


def read_own_text(page: Page, served: ServedSite, source: str) -> list[str]:
    """Return what a post says on its own page, block by block."""
    open_entry(page, served, source)
    blocks = read_texts(page.locator(f".post-text > .prose {BLOCKS}"))
    assert len(blocks) > 5, source
    return blocks


def read_markdown(site: BuiltSite, source: str) -> str:
    """Return the text of a file of the content, without its header."""
    text = (site.settings.content / source).read_text(encoding="utf-8")
    return text.split("\n---\n", 1)[1]


def find_plain_paragraphs(markdown: str) -> list[list[str]]:
    """Return the words of every paragraph that is nothing but one."""
    blocks = (block for block in markdown.split("\n\n") if re.match(r"\s*[\w*\"“(]", block))
    return [words for block in blocks if (words := find_markdown_words(block))]


def find_last_words(blocks: Sequence[str]) -> str:
    """Return the end of a post: its last paragraphs."""
    return " ".join(blocks[-3:])


def read_mail(href: str) -> tuple[str, str, str]:
    """Return the address, subject and body of the letter that a link begins."""
    parts = urlsplit(href)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query, strict_parsing=True)
    return unquote(parts.path), fields["subject"][0], fields["body"][0].strip()


# A. A practitioner's monthly archive


def test_a_a_page_for_each_month_holds_its_posts_whole_one_after_another(demo: ServedSite, page: Page) -> None:
    months: dict[str, list[Entry]] = {}
    for entry in demo.site.content.stream:
        assert entry.date is not None
        months.setdefault(f"/archives/{entry.date:%Y}/{entry.date:%m}/", []).append(entry)
    assert max(len(entries) for entries in months.values()) > 1
    for path, entries in months.items():
        open_path(page, demo, path)
        expect_whole_posts(page, demo, entries)


def expect_whole_posts(page: Page, demo: ServedSite, entries: Sequence[Entry]) -> None:
    """Expect a list to show these entries in this order, and of each post all that its own page says."""
    assert page.locator("audio, video").evaluate_all("all => all.every(one => !one.error)")
    shown = page.locator(".entries > .entry")
    assert read_links(shown.locator("h2 a")) == [f"/{make_url(entry.path)}" for entry in entries]
    texts = [read_texts(one.locator(f".prose {BLOCKS}")) for one in shown.all()]
    ids: list[str] = page.locator("[id]").evaluate_all(READ_IDS)
    assert len(ids) == len({*ids})
    for entry, blocks in zip(entries, texts, strict=True):
        if not entry.case:
            assert blocks == read_own_text(page, demo, str(entry.name)), entry.name


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


# B. A case-series blog


def test_b_what_would_you_do_begins_with_case_1(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/cases/")
    first = page.locator(".entries > .entry").first
    expect(first.locator(".spine")).to_have_text("Case 1")
    first.locator("h2 a").click()
    expect(page.locator("h1")).to_have_text("Disobey to delight?")
    expect(page.locator("nav.series h2")).to_have_text("Case 1 of 3 What would you do?")
    expect(page.locator("nav.series li")).to_have_count(3)
    page.locator("nav.series h2 a").click()
    expect(page.locator("h1")).to_have_text("What would you do?")
    assert read_links(page.locator(".entries h2 a"))[0] == "/cases/disobey-to-delight/"


FACTS = {
    "leader": "five ERP products · one collaboration application · add-ons of its own · Over ten years in the channel"
    " · manufacturing, mining and oil-field drilling · sells, services and supports",
    "professional": "More than ten years in the same channel · specialist in the collaboration application"
    " · once trained the partner’s own people · decent in the ERP packages · wooed on board",
    "customer": "Mid-size · strong online catalogue · three years into the implementation · lie mostly idle"
    " · just hired someone for marketing",
    "story": "the newcomer in marketing · a representative from account care · an executive · Switch it on"
    " · The very first load had been a bad one · segmented twice over · none of the reports could use"
    " · There were no dashboards · under two hours · The partner refused · unhappy for ten years"
    " · paid twice what it was quoted · hundreds of thousands · looking at other systems"
    " · you can get us on track. Start now",
    "so far": "The customer will not pay again · The partner will not leave its plan"
    " · The consultant stands in between",
    "choices": "Step back · let the two of them settle it · Step sideways · quietly and unbilled, on a copy"
    " · show both of them · Step up · win them over to doing the work openly",
    "answer": "I would take more than one of these at once · I would point at the two newcomers"
    " · one week with a free rein · no invoices · moved aside without noise · its field is free to serve marketing"
    " · nothing is at risk · ethics, ownership and advocacy · What would you do?",
}
"""What the first case has to tell, in its own words."""


@pytest.mark.parametrize("part", FACTS)
def test_b_case_1_tells_every_fact(part: str, demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, FIRST_CASE)
    words = find_words(page.locator("main").evaluate("one => one.textContent"))
    missing = [fact for fact in FACTS[part].split(" · ") if not holds(words, find_words(fact))]
    assert not missing


def test_b_a_post_quotes_another_blog_at_length_and_answers_it(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/a-bouquet-in-a-bucket.md")
    quote = page.locator(".post-text > .prose figure.quote")
    expect(quote).to_have_count(1)
    address = "https://delighted.blog.example/whom-did-you-delight"
    expect(quote.locator("blockquote")).to_have_attribute("cite", address)
    expect(quote.locator("figcaption a")).to_have_attribute("href", address)
    expect(quote.locator("figcaption")).to_have_text("— Corin Vale, Whom did you delight?")
    assert len(find_words(quote.locator("blockquote").inner_text())) > 120
    answer = read_texts(page.locator(".post-text > .prose figure.quote ~ p"))
    assert len(answer) > 12
    assert any(text.startswith("We have gone on missing the odd delivery. It goes by so quickly") for text in answer)


def test_b_pictures_have_captions(demo: ServedSite, page: Page) -> None:
    captioned = 0
    for entry in list_posts(demo.site):
        source = str(entry.name)
        open_entry(page, demo, source)
        figures = page.locator(".post-text > .prose figure:has(img)")
        written = re.findall(r"^: (?! |Credit:)(.+)$", read_markdown(demo.site, source), re.MULTILINE)
        shown = " ".join(read_texts(figures.locator("figcaption")))
        if figures.count():
            assert all(holds(find_words(shown), find_markdown_words(text)) for text in written), source
            assert all(figures.locator("img").evaluate_all(ARE_LOADED))
            captioned += figures.locator("figcaption").count()
    assert captioned >= 8


def test_b_a_list_of_tips_is_long_and_counts_on_across_headings(demo: ServedSite, page: Page) -> None:
    open_entry(page, demo, "posts/it-will-be-late.md")
    lists = page.locator(".post-text > .prose > ol")
    assert lists.evaluate_all("all => all.map(one => [one.start, one.children.length])") == [[1, 7], [8, 11], [19, 5]]
    assert page.locator(".post-text > .prose > ol > li > strong:first-child").count() == 23


def test_b_posts_end_on_a_question_to_the_readers(demo: ServedSite, page: Page) -> None:
    posts = list_posts(demo.site)
    asking = [one for one in posts if "?" in find_last_words(read_own_text_without_notes(page, demo, str(one.name)))]
    assert len(asking) >= 0.8 * len(posts)


def read_own_text_without_notes(page: Page, demo: ServedSite, source: str) -> list[str]:
    open_entry(page, demo, source)
    return read_texts(page.locator(".post-text > .prose > :is(p, ul, ol)"))


def test_b_authors_write_in_the_first_person(demo: ServedSite, page: Page) -> None:
    for entry in list_posts(demo.site):
        words = find_words(" ".join(read_own_text(page, demo, str(entry.name))))
        assert {"I", "me", "my", "we"} & {*words}, entry.name
        assert words.count("I") >= 4, entry.name


def test_b_an_emoji_and_emoticons_are_there(demo: ServedSite, page: Page) -> None:
    assert "🕰️" in " ".join(read_own_text(page, demo, "posts/it-will-be-late.md"))
    assert ":-(" in " ".join(read_own_text(page, demo, "posts/closed-is-not-solved.md"))
    [entry] = [one for one in read_entries(demo.site) if one.link.endswith("/it-will-be-late/")]
    assert "🕰️" in entry.get("content")


def read_entries(site: BuiltSite) -> list[FeedEntry]:
    return read_feed(site.feed).entries


def test_b_every_post_and_case_invites_to_reply(demo: ServedSite, page: Page) -> None:
    for entry in demo.site.content.stream:
        open_entry(page, demo, str(entry.name))
        reply = page.get_by_role("link", name="Reply by e-mail")
        expect(reply).to_have_count(1)
        expect(reply).to_be_visible()


def test_b_the_series_promises_what_each_did_and_what_may_come_of_it(demo: ServedSite, page: Page) -> None:
    open_path(page, demo, "/series/what-would-you-do/")
    intro = page.locator(".intro").inner_text()
    for promise in ("the leader, the professional and the customer", "what they did", "what may come", "write and say"):
        assert holds(find_words(intro), find_words(promise)), promise
    for case in demo.site.content.cases:
        assert case.case is not None
        open_entry(page, demo, str(case.name))
        kinds = {role.kind.value for role in case.case.facts.roles if role.did is not None}
        assert {"leader", "professional", "customer"} <= kinds, case.name
        assert all(len(option.outcomes) > 1 for option in case.case.facts.decisions[0].options), case.name
        assert page.locator("[data-outcome]").count() >= 6
        assert page.locator("a[href^='mailto:']", has_text=re.compile(".")).count() >= 4


# C. A coach's blog


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


# D. A nonprofit leader's tag page


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


# E. A multi-author magazine blog


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


def test_e_the_licence_stands_at_the_foot_of_every_page(demo: ServedSite, page: Page) -> None:
    own = {find_path(demo, "posts/the-boiler-continued.md"): ("CC0 1.0", "publicdomain/zero/1.0/")}
    for output in demo.site.pages:
        if output.kind is not OutputKind.ALIAS:
            open_path(page, demo, f"/{output.url}")
            name, path = own.get(f"/{output.url}", ("CC BY-ND 4.0", "licenses/by-nd/4.0/"))
            link = page.locator(".site-footer a[rel=license]")
            expect(link).to_have_text(name)
            expect(link).to_have_attribute("href", f"https://creativecommons.org/{path}")


def test_e_a_post_shown_whole_in_a_list_keeps_its_own_licence(demo: ServedSite, page: Page) -> None:
    for path in ("/archives/2025/10/", "/tags/nonprofit/"):
        open_path(page, demo, path)
        post = page.locator(".entry", has=page.locator("h2 a[href='/posts/the-boiler-continued/']"))
        licence = post.locator("a[rel=license]")
        expect(licence).to_have_attribute("href", "https://creativecommons.org/publicdomain/zero/1.0/")


def test_e_boxes_with_about_and_contact_stand_on_every_page(demo: ServedSite, page: Page) -> None:
    titles = ["About Casebook", "Have you been in that chair?", "Write to us", "Along the way"]
    for output in demo.site.pages:
        if output.kind is not OutputKind.ALIAS:
            open_path(page, demo, f"/{output.url}")
            boxes = page.get_by_role("complementary", name="About this site")
            assert read_texts(boxes.locator("section > h2")) == titles, output.path
            expect(boxes.locator("a[href='mailto:cases@casebook.example']")).to_be_visible()


def test_e_every_author_has_a_page_about_them(demo: ServedSite, page: Page) -> None:
    for name, author in demo.site.content.authors.items():
        open_path(page, demo, f"/authors/{name}/")
        expect(page.locator("h1")).to_have_text(author.name)
        assert len(find_words(page.locator(".intro").inner_text())) > 30
        expect(page.locator("section.author .author-credentials")).to_be_visible()
        assert page.locator("section.author img").evaluate_all(ARE_LOADED) == [True]
        assert page.locator("section.author .author-links a[rel=me]").count() >= 1


# What all of them need


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


# The table


def read_rows() -> list[tuple[str, str, str]]:
    """Return the rows of the table: what a blog does, the demonstration's pages, the tests."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return [(row[0], row[1], row[2]) for row in rows if not row[0].startswith(("---", "What"))]


def test_the_table_names_tests_and_pages_that_exist(demo: ServedSite) -> None:
    tests = {name for name in globals() if name.startswith("test_")}
    rows = read_rows()
    assert len(rows) > 25
    for line, pages, names in rows:
        named = re.findall(r"`([^`]+)`", pages)
        assert named, line
        for path in named:
            output = f"{path.lstrip('/')}index.html" if path.endswith("/") else path.lstrip("/")
            assert output in demo.site.outputs, path
        assert re.findall(r"`([^`]+)`", names), line
        assert {*re.findall(r"`([^`]+)`", names)} <= tests, line


def test_the_table_leaves_no_test_out() -> None:
    named = {name for _, _, names in read_rows() for name in re.findall(r"`([^`]+)`", names)}
    assert {name for name in globals() if re.match("test_([a-e]|all)_", name)} == named
