"""What the case templates may see: frozen plain values, ready to be looped over and chosen from.

Text is `str` and is escaped by the templates; only fields named `*_html` are Markup. Every `anchor` is the value of an
`id` attribute and every `href` is ready to be written; `case_views.make_case_view` fills them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

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


@dataclass(frozen=True)
class ReplyView:
    """One published reader outcome; its `id` is the name of its file.

    `held`: it is not published, but waits to be accepted, and `marks` say why to look at it twice; in the preview only.
    `account`, `result` and `role` are words of the format: `result` is unknown where the reader tells of nothing that
    happened. `name` and `role` are None where the reader gives none.
    """

    id: str
    anchor: str
    account: str
    result: str
    own_title: str | None
    text_html: Markup
    name: str | None
    role: str | None
    date: DateView
    sample: bool
    edited: bool
    editor_note: str | None
    held: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionView:
    """One road. `card` is the id of the card, `anchor` the id inside the details: a link to it opens them.

    `replies` are shown at once, `more_replies` behind a further press. `other` is the other road, where there are but
    two. `held` waits to be accepted; in the preview only.
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
    other: LinkView | None
    mailto: str | None
    held: tuple[ReplyView, ...] = ()


@dataclass(frozen=True)
class ArrivalView:
    """An outcome that leads to a decision: its id, a link to it, and the title of its option."""

    id: str
    outcome: LinkView
    option: str


@dataclass(frozen=True)
class DecisionView:
    """One decision with its options. `own_replies` are the roads that readers made up, `arrivals` what leads here.

    `number` counts from 1. `title_anchor` is the id of its heading. `held` are roads that wait to be accepted, and what
    names no option; in the preview only.
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
    own_mailto: str | None
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
class CaseView:
    """A whole case as a page shows it. Parts that a case may leave out are None or empty.

    `words` are those of its language. `mailtos` holds one link for each option, to reply to it, and `own_mailto` is for
    what is none of them; they are empty and None where no address is set. `samples` tells whether any reply on the page
    is a sample.
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
    mailtos: tuple[LinkView, ...]
    own_mailto: str | None
    has_replies: bool
    samples: bool


def list_replies(case: CaseView) -> Iterator[tuple[ReplyView, str]]:
    """Go through the reader outcomes that a case shows, each with the title of the road that it is about."""
    for decision in case.decisions:
        for option in decision.options:
            yield from ((reply, option.title) for reply in (*option.replies, *option.more_replies))
        yield from ((reply, reply.own_title or "") for reply in decision.own_replies)


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
