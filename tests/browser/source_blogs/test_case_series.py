"""B. A case-series blog."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import ARE_LOADED
from tests.browser.serving import ServedSite
from tests.browser.source_blogs.reading import (
    FIRST_CASE,
    find_last_words,
    list_posts,
    open_entry,
    open_path,
    read_entries,
    read_links,
    read_markdown,
    read_own_text,
    read_texts,
)
from tests.browser.words import find_markdown_words, find_words, holds


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
