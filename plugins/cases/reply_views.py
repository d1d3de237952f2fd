"""From what readers sent to what the templates show of it: which of it, in which order, and how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from plugins.cases.model import Account, Case, HeldOutcome, PostReply, Publication, ReaderOutcome, Result, RoleKind
from plugins.cases.questions import OWN_OPTION
from plugins.cases.reader_text import render_reader_text
from plugins.cases.views import CountView, LineView, OlderView, ReplyView, SentView, TallyView
from plugins.documents.views import make_date
from plugins.wording.locales import find_direction

REPLIES_SHOWN = 3
"""Replies about a road that are seen at once; others are a press away."""

REPLIES_HERE = 20
"""Replies about a road that stand on the page of the case at most; of each of the others it has a line."""

MOST_HERE = 100
"""Replies that stand on the page of the case, so that it stays light however many roads it has."""

RESULTS = (Result.BETTER, Result.MIXED, Result.SAME, Result.WORSE, Result.UNKNOWN)
"""In the order in which they are counted."""


AnyReply = TypeVar("AnyReply", ReaderOutcome, PostReply)


def sort_replies(replies: Iterable[AnyReply]) -> list[AnyReply]:
    """Return the replies that are shown, newest first."""
    shown = [reply for reply in replies if reply.fields.status is Publication.PUBLISHED]
    return sorted(shown, key=lambda reply: (find_received(reply), reply.id), reverse=True)


def rank_replies(replies: Iterable[AnyReply]) -> list[AnyReply]:
    """Return the replies that are shown in the order of pages: those that the editor has chosen first, then newest."""
    return sorted(sort_replies(replies), key=lambda reply: not reply.fields.featured)


def group_replies(case: Case) -> dict[str, list[ReaderOutcome]]:
    """Return the replies that are shown by the option that they are about, or `own`; in the order of pages."""
    roads: dict[str, list[ReaderOutcome]] = {road: [] for road in (*(one.id for one in case.options()), OWN_OPTION)}
    for reply in rank_replies(case.reader_outcomes):
        roads[reply.fields.option or OWN_OPTION].append(reply)
    return roads


def count_here(roads: Mapping[str, Sequence[ReaderOutcome]]) -> int:
    """Return how many replies about each road stand on the page of the case."""
    answered = sum(bool(replies) for replies in roads.values())
    return max(REPLIES_SHOWN, min(REPLIES_HERE, MOST_HERE // max(1, answered)))


def find_received(reply: ReaderOutcome | HeldOutcome | PostReply) -> datetime:
    """Return when a reply that is shown came."""
    assert reply.fields.received is not None  # reader_rules wants it
    return reply.fields.received


def make_sent_view(reply: ReaderOutcome | HeldOutcome | PostReply, prefix: str, lang: str) -> SentView:
    """Return what a reader sent; `prefix` begins its anchor, and its date is written in a language."""
    fields, foreign = reply.fields, reply.fields.lang if reply.fields.lang != lang else None
    assert fields.text is not None  # reader_rules wants it
    return SentView(
        id=reply.id,
        anchor=f"{prefix}reader-{reply.id}",
        text_html=render_reader_text(fields.text.text),
        lang=foreign,
        direction=find_direction(foreign) if foreign else None,
        name=fields.name,
        role=str(fields.role) if fields.role and fields.role is not RoleKind.OTHER else None,
        date=make_date(find_received(reply), lang),
        featured=fields.featured,
        sample=fields.sample,
        edited=fields.edited,
        editor_note=fields.editor_note,
        held=isinstance(reply, HeldOutcome),
        marks=reply.marks if isinstance(reply, HeldOutcome) else (),
    )


def make_reply_view(reply: ReaderOutcome | HeldOutcome, prefix: str, lang: str) -> ReplyView:
    """Return a reader outcome, with all that `make_sent_view` says of it."""
    fields = reply.fields
    assert fields.account is not None  # rules.check_readers wants it
    sent = vars(make_sent_view(reply, prefix, lang))
    return ReplyView(**sent, account=str(fields.account), result=str(fields.result), own_title=fields.own)


def make_older(replies: Sequence[ReplyView], here: int, link: Callable[[int], str]) -> OlderView | None:
    """Return what the page of the case has of replies that stand elsewhere, if any do: all but the first `here`.

    `replies` are all of one road; `link` returns the address of the page that has the reply at a place among them.
    """
    if len(replies) <= here:
        return None
    lines = (LineView(replies[place], link(place)) for place in range(here, len(replies)))
    return OlderView(tuple(lines), link(0), len(replies))


def make_count(replies: Sequence[ReaderOutcome], total: int) -> CountView:
    """Return how many replies of all took a road, and how it came out for them. To disagree is not to take it."""
    takers = [reply for reply in replies if reply.fields.account is not Account.DISAGREE]
    results = Counter(reply.fields.result for reply in takers)
    tally = tuple(TallyView(str(result), results[result]) for result in RESULTS if results[result])
    return CountView(
        len(takers), len(replies) - len(takers), total, all(reply.fields.sample for reply in replies), tally
    )
