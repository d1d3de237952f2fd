"""What readers chose, over all roads of a case: who took which, by where they stand."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from plugins.cases.choice_marks import KINDS, UNSAID, choose_worth, draw_marks
from plugins.cases.model import Account, Case, Decision, ReaderOutcome
from plugins.cases.questions import OWN_OPTION
from plugins.cases.reply_views import make_reply_view, rank_replies
from plugins.cases.views import BeginningView, ChoicesView, ChoiceView, ForkView, KindView
from plugins.documents.views import LinkView

FEWEST = 3
"""Replies from which there is something to compare."""

LISTED = 5
"""Replies that are named below the chart."""

LONGEST_BEGINNING = 90
"""Characters that stand for a reply in a list."""


Row = tuple[str, Counter[str]]
"""A road, by its option's id or `own`, and how many took it, by where they stand."""


def make_choices(
    case: Case, roads: Mapping[str, Sequence[ReaderOutcome]], link: Callable[[str], str], prefix: str, lang: str
) -> ChoicesView | None:
    """Return who chose what, or None where too few have written.

    `roads` are the replies that are shown, by road; `link` leads to what the page has of one. `prefix` begins every id,
    and days are written in a language.
    """
    replies = rank_replies(case.reader_outcomes)
    if len(replies) < FEWEST:
        return None
    forks = [(decision, _count_rows(case, decision, roads)) for decision in case.facts.decisions]
    counted = [counts for _, rows in forks for _, counts in rows]
    kinds = tuple(kind for kind in KINDS if any(counts[kind] for counts in counted))
    worth = choose_worth([counts.total() for counts in counted])
    titles = {option.id: option.title for option in case.options()}

    def make_choice(row: Row) -> ChoiceView:
        road, counts = row
        view = LinkView(titles.get(road, ""), link(road))
        return ChoiceView(view, _order(counts, kinds), counts.total(), draw_marks(counts, worth))

    def make_fork(decision: Decision, rows: Sequence[Row]) -> ForkView:
        totals: Counter[str] = sum((counts for _, counts in rows), Counter())
        choices = tuple(map(make_choice, rows))
        return ForkView(decision.question, choices, _order(totals, kinds), totals.total())

    def make_beginning(reply: ReaderOutcome) -> BeginningView:
        view = make_reply_view(reply, prefix, lang)
        words = textwrap.shorten(view.own_title or str(view.text_html.striptags()), LONGEST_BEGINNING, placeholder=" …")
        return BeginningView(view, LinkView(words, f"#{view.anchor}"), titles.get(reply.fields.option or "", ""))

    return ChoicesView(
        anchor=f"{prefix}case-choices",
        inner_anchor=f"{prefix}case-choices-chart",
        published=len(replies),
        samples=sum(reply.fields.sample for reply in replies),
        against=len(replies) - sum(counts.total() for counts in counted),
        kinds=tuple(KindView(kind, draw_marks({kind: 1})) for kind in kinds),
        worth=worth,
        forks=tuple(make_fork(*fork) for fork in forks if any(counts for _, counts in fork[1])),
        first=tuple(map(make_beginning, replies[:LISTED])),
    )


def count_kinds(replies: Sequence[ReaderOutcome]) -> Counter[str]:
    """Return how many took a road, by where they stand. To disagree is not to take it."""
    takers = (reply.fields for reply in replies if reply.fields.account is not Account.DISAGREE)
    return Counter(str(taker.role) if taker.role else UNSAID for taker in takers)


def _count_rows(case: Case, decision: Decision, roads: Mapping[str, Sequence[ReaderOutcome]]) -> list[Row]:
    """Return the roads of a decision, and behind those of the first what is none of them, where anybody took that."""
    rows = [(option.id, count_kinds(roads[option.id])) for option in decision.options]
    own = count_kinds(roads[OWN_OPTION])
    return [*rows, (OWN_OPTION, own)] if own and decision is case.facts.decisions[0] else rows


def _order(counts: Counter[str], kinds: Sequence[str]) -> tuple[int, ...]:
    return tuple(counts[kind] for kind in kinds)
