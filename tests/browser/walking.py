"""An automated reader: every road through a case, and somebody who walks it by keyboard alone and says what is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from plugins.cases.model import Case, Decision, Option, Outcome
from plugins.settings import read_settings
from plugins.site.content import load_content
from plugins.wording.words import Words
from tests.browser.building import NOW
from tests.browser.serving import ServedSite

DEMO_CASE = "cases/disobey-to-delight/case.yaml"
FORK_CASE = "cases/verzweigung/case.yaml"
MOST_TABS = 200
MOST_ROADS = 40

READ_TAB = "wanted => [wanted === document.activeElement, document.activeElement.getAttribute('href') ?? '']"
"""Whether the focus has come to an element, and the address of the link that it has come to instead."""

SEE = """const see = element => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), seen = [];
    while (texts.nextNode()) {
        const { parentElement, data } = texts.currentNode;
        if (parentElement.checkVisibility({opacityProperty: true, visibilityProperty: true})) seen.push(data);
    }
    return seen.join(' ').replace(/\\s+/g, ' ').trim();
};
const seeAll = (element, selector) => [...element.querySelectorAll(selector)].map(see);
"""
"""What can be seen of an element's text: nothing of what is closed or hidden."""

READ_DECISION = f"""section => {{
    {SEE}
    return {{
        question: see(section.querySelector('.cb-question h2')),
        decider: see(section.querySelector('.cb-seat a')),
        story: seeAll(section, '.cb-meanwhile .prose').join(''),
        options: [...section.querySelectorAll('[data-option]')].map(card => card.dataset.option),
        arrivals: seeAll(section, '.cb-arrivals li'),
    }};
}}"""

READ_OPTION = f"""card => {{
    {SEE}
    return {{
        title: see(card.querySelector('h3')),
        text: see(card.querySelector('.cb-option-text')),
        control: see(card.querySelector('summary')),
        outcomes: [...card.querySelectorAll('[data-outcome]')].map(one => ({{
            id: one.dataset.outcome,
            title: see(one.querySelector('h5')),
            text: see(one.querySelector('.cb-outcome-text')),
            effects: [...one.querySelectorAll('.cb-effects > div')].map(line => [...line.children].map(see)),
            next: seeAll(one, '.cb-suppose a').join(''),
        }})),
    }};
}}"""

READ_TRAIL = f"""trails => {{
    {SEE}
    return trails.filter(trail => !trail.hidden).flatMap(trail => [...trail.querySelectorAll('li')]).map(step =>
        [step.querySelector('a').hash, see(step.querySelector('a')), see(step.querySelector('b')),
         seeAll(step, 'i').join('')]);
}}"""
"""The road so far, wherever it is shown: of each step where its fork is, the question, the option, and the outcome."""


@dataclass(frozen=True)
class Step:
    """One step of a road: what is chosen at a decision, and what is supposed to follow, where anything does."""

    decision: Decision
    option: Option
    outcome: Outcome | None

    @property
    def name(self) -> tuple[str, str, str]:
        return self.decision.id, self.option.id, self.outcome.id if self.outcome else ""


Road = tuple[Step, ...]


def list_steps(decision: Decision) -> Iterator[Step]:
    """Go through every step that can be taken at a decision."""
    for option in decision.options:
        for outcome in option.outcomes or (None,):
            yield Step(decision, option, outcome)


def list_roads(case: Case, start: str | None = None) -> Iterator[Road]:
    """Go through every road from a decision to an end: from the first, unless another is named."""
    decisions = {decision.id: decision for decision in case.facts.decisions}
    for step in list_steps(decisions[start or case.facts.decisions[0].id]):
        if step.outcome and step.outcome.next:
            yield from ((step, *rest) for rest in list_roads(case, step.outcome.next))
        else:
            yield (step,)


def choose_roads(case: Case, most: int = MOST_ROADS) -> list[Road]:
    """Return every road; of more than `most`, as many as it takes to walk each step of the case."""
    roads = [*islice(list_roads(case), most + 1)]
    return roads if len(roads) <= most else [*cover_steps(case)]


def cover_steps(case: Case) -> Iterator[Road]:
    """Go through roads that together hold every step: for each the shortest way to it, and any way on."""
    decisions = {decision.id: decision for decision in case.facts.decisions}
    ways: dict[str, Road] = {case.facts.decisions[0].id: ()}
    waiting = [*ways]
    while waiting:
        here = waiting.pop(0)
        for step in list_steps(decisions[here]):
            on = step.outcome.next if step.outcome else None
            yield (*ways[here], step, *(next(list_roads(case, on)) if on else ()))
            if on and on not in ways:
                ways[on] = (*ways[here], step)
                waiting.append(on)


@cache
def list_cases(settings_file: Path) -> tuple[str, ...]:
    """Return the files of all cases that a site has pages of."""
    settings, problems = read_settings(settings_file, now=NOW)
    assert settings is not None, problems
    content, _ = load_content(settings)
    return tuple(str(entry.name) for entry in content.built if entry.case)


def find_case(served: ServedSite, source: str) -> Case:
    found = served.site.content.by_name[source].case
    assert found is not None
    return found


def find_spoken(served: ServedSite, source: str) -> Words:
    """Return our words as the page of a case has to say them: in the language of the case, or else of its site."""
    settings = served.site.settings
    return settings.wording.speak(find_case(served, source).facts.lang or settings.lang)


def open_case(page: Page, served: ServedSite, fragment: str = "", source: str = DEMO_CASE) -> None:
    page.goto(served.find_address(served.site.find_output(source)) + fragment)


def press_tab_until(page: Page, wanted: Locator) -> list[str]:
    """Go on by Tab until `wanted` has the focus; return the addresses of the links on the way."""
    passed: list[str] = []
    there = wanted.element_handle()  # found once: to find it after every Tab takes longer than the Tab
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        is_there, address = page.evaluate(READ_TAB, there)
        if is_there:
            return passed
        passed.append(address)
    raise AssertionError(f"{MOST_TABS} times Tab do not lead to {wanted}")


def find_summary(page: Page, option: str) -> Locator:
    return page.locator(f"#option-{option} > details > summary")


def anchor_decision(case: Case, decision: str) -> str:
    """Return the id of the part of the page where a decision stands."""
    return "case-decision" if case.facts.decisions[0].id == decision else f"case-decision-{decision}"


class Reader:
    """Reads the page of a case by Tab and Enter alone."""

    def __init__(self, page: Page, served: ServedSite, source: str) -> None:
        self.page = page
        self.case = find_case(served, source)
        self.spoken = find_spoken(served, source)
        self._address = served.find_address(served.site.find_output(source))

    def set_out(self) -> None:
        """Begin anew: open the page, and go to the first decision by the link on its cover."""
        self.page.goto(self._address)
        self._follow(self.page.locator(".cb-contents a[href='#case-decision']"))

    def start_over(self) -> None:
        """Begin anew on the page as it is, by the script's own control."""
        where = self.page.locator(".cb-decision", has=self.page.locator(":focus"))
        self._follow(where.locator("[data-do=over]"))
        expect(self.page.locator(".cb-option summary").first).to_be_focused()

    def choose(self, option: str) -> None:
        """Go on to an option and open what follows it."""
        summary = find_summary(self.page, option)
        if not summary.evaluate("element => element === document.activeElement"):
            press_tab_until(self.page, summary)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(f"#{option}")).to_be_visible()

    def suppose(self, outcome: Outcome) -> None:
        """Follow an outcome of the option that is read to the decision that it leads on to."""
        assert outcome.next is not None
        self._follow(self.page.locator(f"#outcome-{outcome.id} .cb-suppose a"))
        there = anchor_decision(self.case, outcome.next)
        expect(self.page).to_have_url(re.compile(f"#{there}$"))
        expect(self.page.locator(f"#{there}")).to_be_in_viewport()

    def read_decision(self, decision: str) -> Mapping[str, Any]:
        """Return what is told where a decision is to be made."""
        return self._read(f"#{anchor_decision(self.case, decision)}", READ_DECISION)

    def read_option(self, option: str) -> Mapping[str, Any]:
        """Return what is told of an option and its outcomes."""
        return self._read(f"#option-{option}", READ_OPTION)

    def read_trail(self) -> list[list[str]]:
        """Return the road so far, step by step, as the page has it."""
        told: list[list[str]] = self.page.locator(".cb-trail").evaluate_all(READ_TRAIL)
        return told

    def read_chosen(self) -> list[str]:
        """Return the options that are marked as the reader's choice."""
        told: list[str] = self.page.locator("[data-chosen]").evaluate_all("all => all.map(one => one.dataset.option)")
        return told

    def _follow(self, control: Locator) -> None:
        press_tab_until(self.page, control)
        self.page.keyboard.press("Enter")

    def _read(self, selector: str, script: str) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.page.locator(selector).evaluate(script)
        return told
