"""An automated reader takes every road of every case by keyboard, and is told what the case's file says, every time.

Every road means every row of options and outcomes from the first decision to an end. Where a case has more than
`walking.MOST_ROADS` of them, each option and each outcome is still taken at least once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from plugins.cases.model import Case, Decision, Option, Outcome
from plugins.wording.words import Words
from tests.browser.building import DEMO, STRESS
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker
from tests.browser.walking import (
    FORK_CASE,
    Reader,
    Road,
    Step,
    anchor_decision,
    choose_roads,
    cover_steps,
    find_case,
    list_cases,
    list_roads,
    list_steps,
    press_tab_until,
)
from tests.browser.words import find_markdown_words, find_words, holds

CROWDED_CASE = "cases/sechzig-stimmen/case.yaml"


CASES = [(site, source) for site, file in {"demo": DEMO, "stress": STRESS}.items() for source in list_cases(file)]


def test_there_are_cases_of_every_shape() -> None:
    """Without this, the tests below could pass for nothing."""
    assert len(CASES) >= 9
    assert ("stress", FORK_CASE) in CASES


def test_the_roads_of_a_case_that_forks_and_rejoins_are_known(sites: Sites) -> None:
    roads = [[step.name for step in road] for road in list_roads(find_case(sites["stress"], FORK_CASE))]
    assert len(roads) == 8
    assert roads[0] == [
        ("anfang", "reden", "gehoer"),
        ("gehoert", "allen", "unruhe"),
        ("ende", "bleiben", "gewohnheit"),
    ]
    assert roads[-1] == [("anfang", "schweigen", "stille"), ("ungehoert", "lassen", "")]


def test_of_too_many_roads_enough_are_walked_to_take_every_step(sites: Sites) -> None:
    case = find_case(sites["stress"], FORK_CASE)
    chosen = choose_roads(case, 3)
    assert chosen == [*cover_steps(case)]
    assert {step.name for road in chosen for step in road} == {step.name for step in list_all_steps(case)}
    assert {tuple(step.name for step in road) for road in chosen} <= {
        tuple(step.name for step in road) for road in list_roads(case)
    }


def list_all_steps(case: Case) -> Iterator[Step]:
    return (step for decision in case.facts.decisions for step in list_steps(decision))


@pytest.mark.parametrize(("site", "source"), CASES)
@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
def test_every_road_is_walked_by_keyboard_and_told_as_it_was_written(
    scripted: bool, site: str, source: str, sites: Sites, make_page: PageMaker
) -> None:
    reader = Reader(make_page(java_script_enabled=scripted), sites[site], source)
    reached: set[tuple[str, str, str]] = set()
    for number, road in enumerate(choose_roads(reader.case)):
        if scripted and number:
            reader.start_over()
        else:
            reader.set_out()
        walk(reader, road, scripted)
        reached |= {step.name for step in road}
    assert reached == {step.name for step in list_all_steps(reader.case)}


def walk(reader: Reader, road: Road, scripted: bool) -> None:
    """Walk one road to its end; at each step compare what is told with what was written."""
    for number, step in enumerate(road):
        before = road[:number]
        if before:
            assert reader.read_trail() == (tell_road(reader.case, before) if scripted else [])
        supposed = [one.outcome.id for one in before if one.outcome and scripted]
        compare_decision(reader, step.decision, supposed)
        reader.choose(step.option.id)
        compare_option(reader, step.option, scripted)
        assert reader.read_chosen() == [
            one.option.id for one in order_steps(reader.case, road[: number + 1]) if scripted
        ]
        taken = (*before, Step(step.decision, step.option, None))
        assert reader.read_trail() == (tell_road(reader.case, taken) if scripted else [])
        if step.outcome and step.outcome.next:
            reader.suppose(step.outcome)


def order_steps(case: Case, road: Road) -> list[Step]:
    """Return steps in the order in which their decisions stand on the page."""
    places = [decision.id for decision in case.facts.decisions]
    return sorted(road, key=lambda step: places.index(step.decision.id))


def tell_road(case: Case, road: Sequence[Step]) -> list[list[str]]:
    """Return a road in the words of the case; where there is but one decision, nothing is told."""
    if len(case.facts.decisions) == 1:
        return []
    return [
        [
            f"#{anchor_decision(case, step.decision.id)}",
            step.decision.question,
            step.option.title,
            step.outcome.title if step.outcome else "",
        ]
        for step in road
    ]


def compare_decision(reader: Reader, decision: Decision, supposed: Sequence[str]) -> None:
    case, told = reader.case, reader.read_decision(decision.id)
    assert told["question"] == decision.question
    assert told["decider"] == next(role.name for role in case.facts.roles if role.id == decision.decider)
    assert told["options"] == [option.id for option in decision.options]
    if decision.story:
        assert holds(find_words(told["story"]), find_markdown_words(decision.story.text))
    leading = [step for step in list_all_steps(case) if step.outcome and step.outcome.next == decision.id]
    for line, step in zip(told["arrivals"], leading, strict=True):
        assert step.outcome is not None
        arrival = reader.spoken.plain("arrival", outcome=step.outcome.title, option=step.option.title)
        assert line == (f"{arrival} {reader.spoken.plain('your-road')}" if step.outcome.id in supposed else arrival)


def compare_option(reader: Reader, option: Option, scripted: bool) -> None:
    told, spoken = reader.read_option(option.id), reader.spoken
    assert told["title"] == (f"{option.title} {spoken.plain('your-choice')}" if scripted else option.title)
    assert holds(find_words(told["text"]), find_markdown_words(option.text.text))
    assert told["control"] == spoken.plain("option-follows", option=option.title)
    for outcome_told, outcome in zip(told["outcomes"], option.outcomes, strict=True):
        compare_outcome(outcome_told, outcome, reader.case, spoken)


def compare_outcome(told: Mapping[str, Any], outcome: Outcome, case: Case, spoken: Words) -> None:
    questions = {decision.id: decision.question for decision in case.facts.decisions}
    assert told["id"] == outcome.id
    assert told["title"] == outcome.title
    assert holds(find_words(told["text"]), find_markdown_words(outcome.text.text))
    assert told["effects"] == [
        [role.name, spoken.plain(f"effect-{outcome.effects[role.id]}")]
        for role in case.facts.roles
        if role.id in outcome.effects
    ]
    assert told["next"] == (questions[outcome.next] if outcome.next else "")


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
def test_sixty_replies_are_read_by_keyboard(scripted: bool, sites: Sites, make_page: PageMaker) -> None:
    reader = Reader(make_page(java_script_enabled=scripted), sites["stress"], CROWDED_CASE)
    assert len(reader.case.reader_outcomes) > 60
    reader.set_out()
    for option in reader.case.options():
        reader.choose(option.id)
        shown = reader.page.locator(f"#{option.id} .cb-reply:visible")
        expect(shown).to_have_count(3)
        press_tab_until(reader.page, reader.page.locator(f"#{option.id} .cb-more > summary"))
        reader.page.keyboard.press("Enter")
        written = [reply for reply in reader.case.reader_outcomes if reply.fields.option == option.id]
        expect(shown).to_have_count(min(len(written), 20))
        ranked = sorted(written, key=lambda one: (one.fields.featured, one.id), reverse=True)
        told = reader.page.locator(f"#{option.id} :is(.cb-reply, .cb-lines li):visible")
        assert told.evaluate_all("all => all.map(one => one.id)") == [f"reader-{reply.id}" for reply in ranked]
