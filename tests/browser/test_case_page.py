"""The page of a case without JavaScript, used by keyboard alone: complete, and nothing is told before it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Page, expect

from plugins.cases.model import Case, Option, Publication, ReaderOutcome, Role
from plugins.wording.words import Words
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    DEMO_CASE,
    FORK_CASE,
    find_case,
    find_spoken,
    find_summary,
    open_case,
    press_tab_until,
)
from tests.browser.words import find_markdown_words, find_words, holds, list_outcomes, say

OPTIONS = ["step-back", "step-sideways", "step-up"]

JOINED_TEXT = """element => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) found.push(texts.currentNode.data);
    return found.join(' ');
}"""
"""The text of an element, with a space between any two of its parts."""

ARE_SHOWN = """elements => elements.map(element => {
    const box = element.getBoundingClientRect();
    const isPainted = element.checkVisibility({opacityProperty: true, visibilityProperty: true});
    return isPainted && box.width > 0 && box.height > 0;
})"""
"""Whether elements take up room and are painted. (What a closed `details` hides has a box all the same.)"""


@pytest.fixture
def demo(sites: Sites) -> ServedSite:
    return sites["demo"]


@pytest.fixture
def case(demo: ServedSite) -> Case:
    return find_case(demo, DEMO_CASE)


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    return make_page(java_script_enabled=False)


def expect_opened(page: Page, case: Case, *opened: str) -> None:
    """Expect the outcomes of these options to be seen, and those of no other."""
    for option in case.options():
        for outcome in option.outcomes:
            expect(page.locator(f"#outcome-{outcome.id}")).to_be_visible(visible=option.id in opened)
            effects = page.locator(f"#outcome-{outcome.id} .cb-effects dd")
            expect(effects).to_have_count(len(outcome.effects))
            for effect in effects.all():
                expect(effect).to_be_visible(visible=option.id in opened)


def find_replies(case: Case) -> list[ReaderOutcome]:
    return [reply for reply in case.reader_outcomes if reply.fields.status is Publication.PUBLISHED]


def read_words(page: Page, selector: str) -> list[str]:
    """Return the words of the one element that the selector finds, shown or not."""
    return find_words(page.locator(selector).evaluate(JOINED_TEXT))


def test_the_first_tab_is_the_skip_link_and_it_leads_to_the_text(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    skip = page.locator("a.skip")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#cb-main$"))
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_every_option_is_reached_by_tab_and_opened_by_a_key(key: str, demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    opened: list[str] = []
    for option in case.options():
        summary = find_summary(page, option.id)
        press_tab_until(page, summary)
        expect_opened(page, case, *opened)
        expect(summary).to_have_text(f"Choose “{option.title}”", use_inner_text=True)
        page.keyboard.press(key)
        opened.append(option.id)
        expect_opened(page, case, *opened)
        expect(summary).to_have_text(f"“{option.title}”: what follows", use_inner_text=True)
        expect(summary).to_be_focused()
        expect(summary).to_be_in_viewport(ratio=1)
    assert opened == OPTIONS


def test_a_second_press_seals_an_option_again(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    press_tab_until(page, find_summary(page, "step-up"))
    page.keyboard.press("Enter")
    expect_opened(page, case, "step-up")
    page.keyboard.press("Enter")
    expect_opened(page, case)


def test_a_press_moves_nothing_above_it(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    for option in reversed(OPTIONS):
        summary = find_summary(page, option)
        summary.focus()
        before = summary.bounding_box()
        page.keyboard.press("Enter")
        after = summary.bounding_box()
        assert before is not None
        assert after is not None
        assert before["y"] == after["y"]


def test_what_has_the_focus_is_marked(demo: ServedSite, page: Page) -> None:
    open_case(page, demo)
    for wanted in (
        page.locator(".cb-contents a").first,
        find_summary(page, "step-up"),
        page.locator(".cb-sealed summary").first,
    ):
        press_tab_until(page, wanted)
        style = wanted.evaluate(
            "element => [getComputedStyle(element).outlineStyle, getComputedStyle(element).outlineWidth]"
        )
        assert style == ["solid", "3px"]


def test_before_a_choice_nothing_tells_what_follows(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    expect_opened(page, case)
    hidden = [
        *(page.locator(f"#reader-{reply.id}") for reply in find_replies(case)),
        *page.locator(".cb-count, .cb-tally, .cb-comparison, .cb-deeds, .cb-argues, #case-answer .prose").all(),
        *page.locator(".cb-chart, .cb-choices, .cb-beginnings li").all(),
    ]
    assert len(hidden) > len(find_replies(case)) + 5
    for one in hidden:
        expect(one).to_be_hidden()


@pytest.mark.parametrize("option", OPTIONS)
def test_the_address_of_an_option_opens_what_follows(option: str, demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo, f"#{option}")
    expect_opened(page, case, option)
    expect(page.locator(f"#{option} h4").first).to_be_in_viewport()
    expect(page.locator(f"#option-{option} h3")).to_be_in_viewport()


@pytest.mark.parametrize("option", OPTIONS)
def test_the_address_of_a_card_leaves_it_sealed(option: str, demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo, f"#option-{option}")
    expect_opened(page, case)
    expect(page.locator(f"#option-{option} h3")).to_be_in_viewport()
    expect(find_summary(page, option)).to_be_in_viewport()


def test_the_address_of_every_reply_opens_it(demo: ServedSite, case: Case, page: Page) -> None:
    replies = find_replies(case)
    assert replies
    for reply in replies:
        open_case(page, demo)
        open_case(page, demo, f"#reader-{reply.id}")
        expect(page.locator(f"#reader-{reply.id}")).to_be_in_viewport()


def test_one_can_take_another_road(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo, "#step-up")
    back = page.locator("#step-up").get_by_role("link", name="Take another road")
    press_tab_until(page, back)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#case-decision$"))
    expect(page.locator("#case-decision h2").first).to_be_in_viewport()
    assert "#step-up" not in press_tab_until(page, find_summary(page, "step-back"))
    page.keyboard.press("Enter")
    expect_opened(page, case, "step-up", "step-back")


def test_a_road_links_to_its_own_card(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo, "#step-sideways")
    press_tab_until(page, page.locator("#step-sideways").get_by_role("link", name="Link to this choice"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#option-step-sideways$"))
    expect(page.locator("#option-step-sideways h3")).to_be_in_viewport()


def test_the_answer_opens_by_keyboard(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    answer = page.locator("#case-answer")
    expect(answer.locator(".prose")).to_be_hidden()
    press_tab_until(page, answer.locator("summary"))
    page.keyboard.press("Enter")
    expect(answer.locator(".prose p").first).to_be_visible()
    expect(answer.get_by_role("link", name="Step up")).to_be_visible()


def test_a_road_leads_to_the_answer_and_to_the_comparison(demo: ServedSite, case: Case, page: Page) -> None:
    for name, shown in (
        ("What the author would do", "#case-answer .prose"),
        ("Who gains, road by road", ".cb-comparison"),
    ):
        open_case(page, demo)
        open_case(page, demo, "#step-up")
        press_tab_until(page, page.locator("#step-up").get_by_role("link", name=name))
        page.keyboard.press("Enter")
        expect(page.locator(shown)).to_be_visible()
        expect(page.locator(shown)).to_be_in_viewport()


def test_the_comparison_says_how_everyone_fares_under_every_outcome(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo, "#case-comparison-table")
    rows = page.locator(".cb-comparison tbody tr:not(.cb-road)")
    actual = [
        (find_words(row.locator("th").inner_text()), [cell.inner_text() for cell in row.locator("td").all()])
        for row in rows.all()
    ]
    assert len(actual) == len(list_outcomes(case))
    for (title, cells), outcome in zip(actual, list_outcomes(case), strict=True):
        assert title[: len(find_words(outcome.title))] == find_words(outcome.title)
        assert cells == [say(page, f"effect-{outcome.effects[role.id]}") for role in case.facts.roles]


def test_on_paper_everything_is_open(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    sealed = page.locator(
        ".cb-outcome, .cb-outcome h5, .cb-outcome p, .cb-effects dd, .cb-reply blockquote, .cb-tally li,"
        " .cb-comparison td, .cb-argues, #case-answer .prose p, .cb-deeds dd"
    )
    assert sealed.count() > 100
    assert not any(sealed.evaluate_all(ARE_SHOWN))
    page.emulate_media(media="print")
    assert all(sealed.evaluate_all(ARE_SHOWN))
    assert not any(page.locator("summary").evaluate_all(ARE_SHOWN))
    # Nothing lies on anything else: each part begins below the one before it.
    tops = [box["y"] for one in page.locator(".cb-outcome").all() if (box := one.bounding_box())]
    assert tops == sorted(set(tops))


def test_the_page_holds_case_1_whole(demo: ServedSite, case: Case, page: Page) -> None:
    open_case(page, demo)
    assert (len(case.facts.roles), len([*case.options()]), len(list_outcomes(case))) == (3, 3, 7)
    missing = [
        (selector, text)
        for selector, text in list_texts(case, find_spoken(demo, DEMO_CASE))
        if not holds(read_words(page, selector), find_markdown_words(text))
    ]
    assert not missing


def list_texts(case: Case, spoken: Words) -> Iterator[tuple[str, str]]:
    """Go through every text of a case, with where on the page it has to stand; words of ours in it as `spoken`."""
    facts = case.facts
    yield "h1", facts.title
    yield ".cb-overview", facts.overview.text
    yield "#case-story", case.story.text
    for role in facts.roles:
        yield from list_role_texts(role)
    for number, decision in enumerate(facts.decisions):
        yield f"#case-decision{f'-{decision.id}' if number else ''} > .cb-band h2", decision.question
    for option in case.options():
        yield from list_option_texts(option, facts.roles, spoken)
    for reply in find_replies(case):
        yield from list_reply_texts(reply, spoken)
    if case.answer:
        yield "#case-answer", case.answer.text
    for name, proses in {"review": facts.review, "lessons": facts.lessons, "discuss": facts.discuss}.items():
        yield from ((f"#case-{name}", prose.text) for prose in proses)


def list_role_texts(role: Role) -> Iterator[tuple[str, str]]:
    yield f"#role-{role.id} h3", role.name
    yield f"#role-{role.id}", role.text.text
    if role.wants:
        yield f"#role-{role.id} .cb-wants", role.wants.text
    if role.did:
        yield ".cb-deeds", f"{role.name} {role.did.text}"


def list_option_texts(option: Option, roles: Sequence[Role], spoken: Words) -> Iterator[tuple[str, str]]:
    yield f"#option-{option.id} > .cb-sheet h3", option.title
    yield f"#option-{option.id} > .cb-sheet", option.text.text
    for outcome in option.outcomes:
        yield f"#{option.id} #outcome-{outcome.id} h5", outcome.title
        yield f"#{option.id} #outcome-{outcome.id}", outcome.text.text
        for role in roles:
            if role.id in outcome.effects:
                effect = spoken.plain(f"effect-{outcome.effects[role.id]}")
                yield f"#outcome-{outcome.id} .cb-effects", f"{role.name} {effect}"


def list_reply_texts(reply: ReaderOutcome, spoken: Words) -> Iterator[tuple[str, str]]:
    where = f"#{reply.fields.option}" if reply.fields.option else ".cb-option-own"
    assert reply.fields.text is not None
    yield f"{where} #reader-{reply.id} > blockquote", reply.fields.text.text
    yield f"{where} #reader-{reply.id} .cb-by", reply.fields.name or spoken.plain("reader")


def test_an_outcome_leads_on_to_the_next_decision(sites: Sites, page: Page) -> None:
    open_case(page, sites["stress"], "#reden", FORK_CASE)
    suppose = page.locator("#outcome-gehoer .cb-suppose")
    question = next(
        one.question for one in find_case(sites["stress"], FORK_CASE).facts.decisions if one.id == "gehoert"
    )
    expect(suppose).to_have_text(say(page, "suppose", question=question))
    press_tab_until(page, suppose.locator("a"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#case-decision-gehoert$"))
    expect(page.locator("#case-decision-gehoert")).to_be_in_viewport()
    expect(page.locator("#case-decision-gehoert h2").first).to_be_in_viewport()


def test_decisions_that_rejoin_meet_in_one(sites: Sites, page: Page) -> None:
    open_case(page, sites["stress"], "", FORK_CASE)
    for outcome in ("unruhe", "fund"):
        assert page.locator(f"#outcome-{outcome} .cb-suppose a").get_attribute("href") == "#case-decision-ende"
    assert page.locator("#case-decision-ende").count() == 1


def test_a_page_with_every_part_holds_its_case_whole(sites: Sites, page: Page) -> None:
    case = find_case(sites["stress"], FORK_CASE)
    open_case(page, sites["stress"], "", FORK_CASE)
    spoken = find_spoken(sites["stress"], FORK_CASE)
    texts = [(selector, text) for selector, text in list_texts(case, spoken) if selector not in ("#case-story",)]
    missing = [
        (selector, text) for selector, text in texts if not holds(read_words(page, selector), find_markdown_words(text))
    ]
    # Footnotes, tables and readers' HTML do not stand where they were written.
    assert not [(selector, text) for selector, text in missing if "[^" not in text and "<script" not in text]


def test_a_readers_html_is_text(sites: Sites, page: Page) -> None:
    open_case(page, sites["stress"], "#reader-2026-02-11-000001", FORK_CASE)
    reply = page.locator("#reader-2026-02-11-000001 blockquote").first
    expect(reply).to_contain_text("<script>alert(1)</script>")
    assert reply.locator("script, img").count() == 0


@pytest.mark.parametrize("site", ["stress", "bare"])
def test_a_case_without_optional_parts_has_no_empty_ones(site: str, sites: Sites, page: Page) -> None:
    source = {"stress": "cases/kein-beiwerk/case.yaml", "bare": "cases/bare/case.yaml"}[site]
    open_case(page, sites[site], "", source)
    for name in ("review", "comparison", "answer", "lessons", "discuss"):
        assert page.locator(f"#case-{name}").count() == 0
        assert page.locator(f'a[href="#case-{name}"]').count() == 0
    assert page.locator(".cb-case section:empty, .cb-case ul:empty, .cb-case ol:empty, .cb-case p:empty").count() == 0
    summary = page.locator("summary").first
    press_tab_until(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator(".cb-silence")).to_be_visible()
