"""From a Case to what its templates may see: every text rendered, every id and address ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from plugins.cases.asking import AskView, make_ask_view
from plugins.cases.choices import make_choices
from plugins.cases.letters import make_case_topic
from plugins.cases.model import Case, Decision, Effect, HeldOutcome, Option, Outcome, Role
from plugins.cases.questions import OWN_OPTION
from plugins.cases.reply_views import (
    REPLIES_SHOWN,
    count_here,
    group_replies,
    make_count,
    make_older,
    make_reply_view,
)  # fmt: skip
from plugins.cases.views import (
    AnswerView,
    ArrivalView,
    CaseView,
    ComparedOptionView,
    ComparedOutcomeView,
    ComparisonView,
    DecisionView,
    EffectView,
    OlderView,
    OptionView,
    OutcomeView,
    ReplyView,
    RoleView,
    SectionLinkView,
    SectionsView,
)  # fmt: skip
from plugins.documents.links import Fragment
from plugins.documents.rendering import Renderer
from plugins.documents.values import Prose
from plugins.documents.views import LinkView, count_minutes, make_date
from plugins.reply_ways import ReplyWays
from plugins.wording.words import Words

UNTOLD = EffectView("", "unknown")


@dataclass(frozen=True)
class Surroundings:
    """What a case cannot know of itself: where it stands and who is around it.

    `words` are those of its language. `make_html` renders a fragment with its links resolved for the page in question.
    `reply_ways` are those in which readers may answer, if any. `link_reply` returns the address of the page of replies
    that has the one at a place of a road, which is an option's id or `own`. `anchor_prefix` begins every id where
    several cases share a page.
    """

    words: Words
    url: str
    authors: tuple[LinkView, ...]
    reply_ways: ReplyWays
    renderer: Renderer
    make_html: Callable[[Prose, Fragment], Markup]
    link_reply: Callable[[str, int], str]
    anchor_prefix: str = ""


def make_case_view(case: Case, around: Surroundings) -> CaseView:
    """Return all that the page of a case shows."""
    return _CaseViews(case, around).make()


class _CaseViews:
    """The views of one case in one place."""

    def __init__(self, case: Case, around: Surroundings) -> None:
        self.case = case
        self.facts = case.facts
        self.around = around
        self.words = around.words
        self.prefix = around.anchor_prefix
        self.names = {role.id: role.name for role in case.facts.roles}
        self.roads = group_replies(case)
        self.ask = self.make_ask()
        self.here = count_here(self.roads)
        self.choices = make_choices(case, self.roads, self.link_road, self.prefix, self.words.lang)

    def make(self) -> CaseView:
        facts = self.facts
        return CaseView(
            words=self.words,
            id=facts.id or self.case.slug,
            url=self.around.url,
            title=facts.title,
            title_html=self.around.renderer.render_title(facts.title),
            number=facts.number,
            series=facts.series,
            overview_html=self.render(facts.overview, 2, "overview"),
            authors=self.around.authors,
            basis=str(facts.basis) if facts.basis else None,
            published=make_date(facts.date, self.words.lang),
            updated=make_date(facts.changed, self.words.lang) if facts.changed else None,
            minutes=count_case_minutes(self.case),
            contents=tuple(self.make_contents()),
            sections=self.make_sections(),
            roles=tuple(self.make_role(role) for role in facts.roles),
            story_html=self.render(self.case.story, 3, "story", bare=True),
            review_html=self.render_all(facts.review, "review"),
            decisions=tuple(self.make_decision(number, decision) for number, decision in enumerate(facts.decisions)),
            comparison=self.make_comparison(),
            answer=self.make_answer(),
            lessons_html=self.render_all(facts.lessons, "lesson"),
            discuss_html=self.render_all(facts.discuss, "discuss"),
            choices=self.choices,
            ask=self.ask,
            has_replies=any(self.roads.values()),
            samples=any(reply.fields.sample for replies in self.roads.values() for reply in replies),
        )

    def render(self, prose: Prose, top: int, part: str, *, bare: bool = False) -> Markup:
        """Render a text of the case; the ids it makes begin with its part, so that they meet no others."""
        prefix = f"{self.prefix}{part}-" if bare else f"{self.prefix}case-{part}-"
        fragment = self.around.renderer.render(prose, top=top, prefix=prefix, lang=self.case.facts.lang)
        return self.around.make_html(prose, fragment)

    def render_all(self, proses: Iterable[Prose], part: str) -> tuple[Markup, ...]:
        return tuple(self.render(prose, 3, f"{part}-{number}") for number, prose in enumerate(proses, 1))

    def anchor(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def make_sections(self) -> SectionsView:
        names = ("roles", "story", "review", "lessons", "discuss", "reply")
        return SectionsView(*(self.anchor(f"case-{name}") for name in names))

    def make_contents(self) -> Iterable[SectionLinkView]:
        facts = self.facts
        parts = {
            "roles": True, "story": True, "review": bool(facts.review), "decision": True,
            "comparison": self.has_effects(), "answer": self.case.answer is not None,
            "lessons": bool(facts.lessons) or self.has_deeds(), "discuss": bool(facts.discuss),
            "choices": self.choices is not None, "reply": self.ask is not None,
        }  # fmt: skip
        return (
            SectionLinkView(part, f"#{self.anchor(f'case-{part}')}") for part, is_there in parts.items() if is_there
        )

    def has_effects(self) -> bool:
        return any(outcome.effects for option in self.case.options() for outcome in option.outcomes)

    def has_deeds(self) -> bool:
        return any(role.did for role in self.facts.roles)

    def make_role(self, role: Role) -> RoleView:
        return RoleView(
            anchor=self.anchor(f"role-{role.id}"),
            kind=str(role.kind),
            name=role.name,
            decides=any(decision.decider == role.id for decision in self.facts.decisions),
            text_html=self.render(role.text, 4, f"role-{role.id}"),
            wants_html=self.render(role.wants, 4, f"wants-{role.id}") if role.wants else None,
            did_html=self.render(role.did, 4, f"did-{role.id}") if role.did else None,
        )

    def make_decision(self, number: int, decision: Decision) -> DecisionView:
        own = self.make_replies(OWN_OPTION) if number == 0 else ()
        total = len(own) + sum(len(self.roads[option.id]) for option in decision.options)
        return DecisionView(
            anchor=self.anchor_decision(decision.id),
            title_anchor=self.anchor(f"case-question-{decision.id}"),
            own_card=self.anchor(f"case-own-{decision.id}"),
            own_anchor=self.anchor(f"case-ownroads-{decision.id}"),
            number=number + 1,
            arrivals=tuple(self.make_arrivals(decision.id)),
            seat=LinkView(self.names[decision.decider], f"#{self.anchor(f'role-{decision.decider}')}"),
            story_html=self.render(decision.story, 3, f"story-{decision.id}") if decision.story else None,
            question=decision.question,
            options=tuple(self.make_option(option, decision, total) for option in decision.options),
            own_replies=own[: self.here],
            own_older=self.make_older(OWN_OPTION, own),
            own_reply_href=self.find_reply_href(OWN_OPTION),
            held=tuple(self.make_held(one) for one in self.case.held if one.fields.own and number == 0),
        )

    def anchor_decision(self, name: str) -> str:
        """Return the id of a decision's section: `case-decision` for the first, which every case has."""
        first = self.facts.decisions[0].id == name
        return self.anchor("case-decision" if first else f"case-decision-{name}")

    def make_arrivals(self, decision: str) -> Iterable[ArrivalView]:
        """Go through the outcomes that lead to a decision."""
        for option in self.case.options():
            for outcome in option.outcomes:
                if outcome.next == decision:
                    link = LinkView(outcome.title, f"#{self.anchor(f'outcome-{outcome.id}')}")
                    yield ArrivalView(outcome.id, link, option.title)

    def make_other(self, option: Option, decision: Decision) -> LinkView | None:
        """Return a link to the other of two options: to its card, so that what follows stays closed."""
        others = [other for other in decision.options if other is not option]
        return LinkView(others[0].title, f"#{self.anchor(f'option-{others[0].id}')}") if len(others) == 1 else None

    def make_option(self, option: Option, decision: Decision, total: int) -> OptionView:
        replies, views = self.roads[option.id], self.make_replies(option.id)
        return OptionView(
            id=option.id,
            card=self.anchor(f"option-{option.id}"),
            anchor=self.anchor(option.id),
            title=option.title,
            text_html=self.render(option.text, 4, f"option-{option.id}"),
            outcomes=tuple(self.make_outcome(outcome) for outcome in option.outcomes),
            count=make_count(replies, total) if replies else None,
            replies=views[:REPLIES_SHOWN],
            more_replies=views[REPLIES_SHOWN : self.here],
            older=self.make_older(option.id, views),
            other=self.make_other(option, decision),
            reply_href=self.find_reply_href(option.id),
            held=tuple(self.make_held(one) for one in self.case.held if one.fields.option == option.id),
        )

    def make_outcome(self, outcome: Outcome) -> OutcomeView:
        return OutcomeView(
            id=outcome.id,
            anchor=self.anchor(f"outcome-{outcome.id}"),
            title=outcome.title,
            likelihood=str(outcome.likelihood) if outcome.likelihood else None,
            text_html=self.render(outcome.text, 6, f"outcome-{outcome.id}"),
            effects=tuple(self.make_effects(outcome)) if outcome.effects else (),
            next=self.make_next(outcome.next) if outcome.next else None,
        )

    def make_effects(self, outcome: Outcome) -> Iterable[EffectView]:
        """Go through the roles that the outcome has an effect on, in the order of the roles."""
        return (_make_effect(self.names[role], outcome.effects[role]) for role in self.names if role in outcome.effects)

    def make_next(self, name: str) -> LinkView:
        decision = next(decision for decision in self.facts.decisions if decision.id == name)
        return LinkView(decision.question, f"#{self.anchor_decision(name)}")

    def make_replies(self, road: str) -> tuple[ReplyView, ...]:
        return tuple(make_reply_view(reply, self.prefix, self.words.lang) for reply in self.roads[road])

    def link_road(self, road: str) -> str:
        """Return the link to what follows a road, or to the roads that readers made up."""
        first = self.facts.decisions[0].id
        return f"#{self.anchor(f'case-ownroads-{first}' if road == OWN_OPTION else road)}"

    def make_older(self, road: str, replies: tuple[ReplyView, ...]) -> OlderView | None:
        return make_older(replies, self.here, lambda place: self.around.link_reply(road, place))

    def make_held(self, held: HeldOutcome) -> ReplyView:
        return make_reply_view(held, self.prefix, self.words.lang)

    def make_comparison(self) -> ComparisonView | None:
        if not self.has_effects():
            return None
        return ComparisonView(
            anchor=self.anchor("case-comparison"),
            table_anchor=self.anchor("case-comparison-table"),
            roles=tuple(self.names.values()),
            options=tuple(
                ComparedOptionView(
                    LinkView(option.title, f"#{self.anchor(option.id)}"),
                    tuple(self.compare(outcome) for outcome in option.outcomes),
                )
                for option in self.case.options()
                if option.outcomes
            ),
        )

    def compare(self, outcome: Outcome) -> ComparedOutcomeView:
        likelihood = str(outcome.likelihood) if outcome.likelihood else None
        cells = (
            _make_effect(self.names[role], outcome.effects[role]) if role in outcome.effects else UNTOLD
            for role in self.names
        )
        return ComparedOutcomeView(outcome.title, likelihood, tuple(cells))

    def make_answer(self) -> AnswerView | None:
        if self.case.answer is None:
            return None
        titles = {option.id: option.title for option in self.case.options()}
        return AnswerView(
            anchor=self.anchor("case-answer"),
            text_anchor=self.anchor("case-answer-text"),
            argues=tuple(LinkView(titles[option], f"#{self.anchor(option)}") for option in self.facts.answer),
            text_html=self.render(self.case.answer, 3, "answer", bare=True),
        )

    def make_ask(self) -> AskView | None:
        topic = make_case_topic(self.case, self.words)
        return make_ask_view(topic, self.around.reply_ways, self.anchor("case-reply"), self.around.url, self.words)

    def find_reply_href(self, road: str) -> str | None:
        return self.ask.find_href(road) if self.ask else None


def count_case_minutes(case: Case) -> int:
    """Return how long a case takes to read up to the choice."""
    facts = case.facts
    texts = (facts.overview, case.story, *facts.review, *(role.text for role in facts.roles))
    return count_minutes(prose.text for prose in texts)


def _make_effect(role: str, effect: Effect) -> EffectView:
    return EffectView(role, str(effect))
