"""From what readers sent to what the templates show of it: which of it, in which order, and how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from plugins.cases.model import Account, Publication, ReaderOutcome, Result, RoleKind
from plugins.cases.reader_text import render_reader_text
from plugins.cases.views import CountView, ReplyView, TallyView
from plugins.documents.views import make_date

RESULTS = (Result.BETTER, Result.MIXED, Result.SAME, Result.WORSE, Result.UNKNOWN)
"""In the order in which they are counted."""


def sort_replies(replies: Iterable[ReaderOutcome]) -> list[ReaderOutcome]:
    """Return the replies that are shown, newest first."""
    shown = [reply for reply in replies if reply.fields.status is Publication.PUBLISHED]
    return sorted(shown, key=lambda reply: (find_received(reply), reply.id), reverse=True)


def find_received(reply: ReaderOutcome) -> datetime:
    """Return when a reply that is shown came."""
    assert reply.fields.received is not None  # rules.check_readers
    return reply.fields.received


def make_reply_view(reply: ReaderOutcome, prefix: str, lang: str) -> ReplyView:
    """Return a reply that is shown; `prefix` begins its anchor, and its date is written in a language."""
    fields = reply.fields
    assert fields.account is not None  # rules.check_readers wants it, and the text
    assert fields.text is not None
    return ReplyView(
        id=reply.id,
        anchor=f"{prefix}reader-{reply.id}",
        account=str(fields.account),
        result=str(fields.result),
        own_title=fields.own,
        text_html=render_reader_text(fields.text.text),
        name=fields.name,
        role=str(fields.role) if fields.role and fields.role is not RoleKind.OTHER else None,
        date=make_date(find_received(reply), lang),
        sample=fields.sample,
        edited=fields.edited,
        editor_note=fields.editor_note,
    )


def make_count(replies: Sequence[ReaderOutcome], total: int) -> CountView:
    """Return how many replies of all took a road, and how it came out for them. To disagree is not to take it."""
    takers = [reply for reply in replies if reply.fields.account is not Account.DISAGREE]
    results = Counter(reply.fields.result for reply in takers)
    tally = tuple(TallyView(str(result), results[result]) for result in RESULTS if results[result])
    return CountView(
        len(takers), len(replies) - len(takers), total, all(reply.fields.sample for reply in replies), tally
    )
