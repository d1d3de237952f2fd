"""What the case templates may see: frozen plain values, ready to be looped over and chosen from.

Text is `str` and is escaped by the templates; only fields named `*_html` are Markup. Every `anchor` is the value of an
`id` attribute and every `href` is ready to be written; `case_views.make_case_view` fills them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from plugins.cases.asking import AskView
from plugins.cases.choice_marks import DrawingView
from plugins.cases.questions import OWN_OPTION
from plugins.documents.views import DateView, LinkView
from plugins.wording.words import Words


@dataclass(frozen=True)
class RoleView:
    """One person or party of the case. `kind` is the word of the format: leader, professional, customer or other."""

    anchor: str
    kind: str
    name: str
    decides: bool
    text_html: Markup
    wants_html: Markup | None
    did_html: Markup | None


@dataclass(frozen=True)
class EffectView:
    """How one role fares: `value` is better, worse, mixed, same or unknown."""

    role: str
    value: str


@dataclass(frozen=True)
class OutcomeView:
    """What may follow an option. `next` leads on to a further decision. `likelihood` is None where none is given."""

    id: str
    anchor: str
    title: str
    likelihood: str | None
    text_html: Markup
    effects: tuple[EffectView, ...]
    next: LinkView | None


@dataclass(frozen=True)
class TallyView:
    """How many published replies came out one way."""

    value: str
    count: int


@dataclass(frozen=True)
class CountView:
    """Published replies that took this road, out of all of the decision's, and how many argue `against` it.

    `sample`: all of them are samples. `tally` is how it came out for those who took it.
    """

    count: int
    against: int
    total: int
    sample: bool
    tally: tuple[TallyView, ...]


@dataclass(frozen=True, kw_only=True)
class SentView:
    """What a reader sent, as every page shows it; its `id` is the name of its file.

    `name` and `role` are None where the reader gives none; `role` is a word of the format. `lang` is the language of
    the words and `direction` its direction, None where it is that of what they answer. `featured`: the editor has put
    it before all others. `held`: it is not published, but waits to be accepted, and `marks` say why to look at it
    twice; in the preview only.
    """

    id: str
    anchor: str
    text_html: Markup
    lang: str | None
    direction: str | None
    name: str | None
    role: str | None
    date: DateView
    featured: bool
    sample: bool
    edited: bool
    editor_note: str | None
    held: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReplyView(SentView):
    """One reader outcome.

    `account` and `result` are words of the format: `result` is unknown where the reader tells of nothing that happened.
    """

    account: str
    result: str
    own_title: str | None


@dataclass(frozen=True)
class LineView:
    """A reply that stands on a page of replies. `href` is the address of that page."""

    reply: ReplyView
    href: str


@dataclass(frozen=True)
class OlderView:
    """The replies about a road of which the page of the case has but a line. `href` leads to all `count` replies."""

    lines: tuple[LineView, ...]
    href: str
    count: int


@dataclass(frozen=True)
class OptionView:
    """One road. `card` is the id of the card, `anchor` the id inside the details: a link to it opens them.

    `replies` are shown at once, `more_replies` behind a further press, and of the `older` ones only a line. `other` is
    the other road, where there are but two. `reply_href` is where one writes about it without a script, None where
    nobody is asked. `held` waits to be accepted; in the preview only.
    """

    id: str
    card: str
    anchor: str
    title: str
    text_html: Markup
    outcomes: tuple[OutcomeView, ...]
    count: CountView | None
    replies: tuple[ReplyView, ...]
    more_replies: tuple[ReplyView, ...]
    older: OlderView | None
    other: LinkView | None
    reply_href: str | None
    held: tuple[ReplyView, ...] = ()


@dataclass(frozen=True)
class ArrivalView:
    """An outcome that leads to a decision: its id, a link to it, and the title of its option."""

    id: str
    outcome: LinkView
    option: str


@dataclass(frozen=True)
class DecisionView:
    """One decision with its options. `own_replies` and `own_older` are the roads that readers made up.

    `arrivals` is what leads here. `number` counts from 1. `title_anchor` is the id of its heading. `held` are roads
    that wait to be accepted, and what names no option; in the preview only.
    """

    anchor: str
    title_anchor: str
    own_card: str
    own_anchor: str
    number: int
    seat: LinkView
    arrivals: tuple[ArrivalView, ...]
    story_html: Markup | None
    question: str
    options: tuple[OptionView, ...]
    own_replies: tuple[ReplyView, ...]
    own_older: OlderView | None
    own_reply_href: str | None
    held: tuple[ReplyView, ...] = ()


@dataclass(frozen=True)
class ComparedOutcomeView:
    """One row of the comparison: an outcome and a cell for each role, in the order of the roles."""

    title: str
    likelihood: str | None
    cells: tuple[EffectView, ...]


@dataclass(frozen=True)
class ComparedOptionView:
    """The rows of one option, under a link to it."""

    option: LinkView
    outcomes: tuple[ComparedOutcomeView, ...]


@dataclass(frozen=True)
class ComparisonView:
    """Who gains, option by option and role by role."""

    anchor: str
    table_anchor: str
    roles: tuple[str, ...]
    options: tuple[ComparedOptionView, ...]


@dataclass(frozen=True)
class AnswerView:
    """What the author would do, and the options it argues for (perhaps none)."""

    anchor: str
    text_anchor: str
    argues: tuple[LinkView, ...]
    text_html: Markup


@dataclass(frozen=True)
class SectionsView:
    """The ids of the sections of the case."""

    roles: str
    story: str
    review: str
    lessons: str
    discuss: str
    reply: str


@dataclass(frozen=True)
class SectionLinkView:
    """A link to a section of the case: `section` is its name in `SectionsView`, or decision, comparison, answer."""

    section: str
    href: str


@dataclass(frozen=True)
class ChoiceView:
    """One road: how many took it, by kind and in all, and a mark for each. Its text is "" where it is no option."""

    road: LinkView
    counts: tuple[int, ...]
    total: int
    drawing: DrawingView


@dataclass(frozen=True)
class ForkView:
    """A decision and the choices at it; `counts` and `total` are those of all its roads together."""

    question: str
    choices: tuple[ChoiceView, ...]
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class KindView:
    """Where readers stand, and the mark of one of them."""

    kind: str
    drawing: DrawingView


@dataclass(frozen=True)
class BeginningView:
    """How a reply begins, as a link to it, and the title of its road: "" where that is no option."""

    reply: ReplyView
    link: LinkView
    road: str


@dataclass(frozen=True)
class ChoicesView:
    """Who chose what. Of all `published` replies, `samples` are samples, and `against` argue against a road.

    `anchor` is the id of the section, `inner_anchor` of what is sealed in it. `kinds` are the columns of the tables, a
    mark is up to `worth` replies, `forks` are the decisions that readers took. `first` are the replies that the editor
    has chosen, and the newest.
    """

    anchor: str
    inner_anchor: str
    published: int
    samples: int
    against: int
    kinds: tuple[KindView, ...]
    worth: int
    forks: tuple[ForkView, ...]
    first: tuple[BeginningView, ...]


@dataclass(frozen=True)
class CaseView:
    """A whole case as a page shows it. Parts that a case may leave out are None or empty.

    `words` are those of its language. `ask` is how readers are asked, None where they are not. `samples` tells whether
    any reply on the page is a sample.
    """

    words: Words
    id: str
    url: str
    title: str
    title_html: Markup
    number: int | None
    series: str | None
    overview_html: Markup
    authors: tuple[LinkView, ...]
    basis: str | None
    published: DateView
    updated: DateView | None
    minutes: int
    contents: tuple[SectionLinkView, ...]
    sections: SectionsView
    roles: tuple[RoleView, ...]
    story_html: Markup
    review_html: tuple[Markup, ...]
    decisions: tuple[DecisionView, ...]
    comparison: ComparisonView | None
    answer: AnswerView | None
    lessons_html: tuple[Markup, ...]
    discuss_html: tuple[Markup, ...]
    choices: ChoicesView | None
    ask: AskView | None
    has_replies: bool
    samples: bool


@dataclass(frozen=True)
class RoadView:
    """A road and all that readers sent about it. `title` is "" for what is none of the options; `card` is an id."""

    id: str
    title: str
    card: str
    replies: tuple[ReplyView, ...]


def list_roads(case: CaseView) -> Iterator[RoadView]:
    """Go through the roads of a case: every option, and after those of a decision what is none of them."""
    for decision in case.decisions:
        for option in decision.options:
            replies = (*option.replies, *option.more_replies, *_list_older(option.older))
            yield RoadView(option.id, option.title, option.card, replies)
        if decision.own_replies:
            own = (*decision.own_replies, *_list_older(decision.own_older))
            yield RoadView(OWN_OPTION, "", decision.own_card, own)


def list_replies(case: CaseView) -> Iterator[tuple[ReplyView, str]]:
    """Go through the reader outcomes of a case, each with the title of the road that it is about."""
    return ((reply, reply.own_title or road.title) for road in list_roads(case) for reply in road.replies)


def _list_older(older: OlderView | None) -> Iterator[ReplyView]:
    return (line.reply for line in older.lines) if older else iter(())


@dataclass(frozen=True)
class StillView:
    """A component in one state, which no script changes. `state` is its word."""

    state: str
    html: Markup


@dataclass(frozen=True)
class ExampleView:
    """An example of a component for the gallery: alive, and in each of its further states.

    `id` tells it from all others. `direction` is that of its language, ltr or rtl.
    """

    id: str
    title: str
    lang: str
    direction: str
    html: Markup
    stills: tuple[StillView, ...]
