"""The texts that pages and feeds show of entries, each as it is rendered there: so that all can be had ready at once.

What is not among them is rendered when a page asks for it: rare things, such as corrections and reprints.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.blog.entries import Entry
from plugins.blog.nesting import make_prefix
from plugins.cases.model import Case, Option
from plugins.documents.rendering import Request
from plugins.documents.values import Prose


def list_requests(entry: Entry) -> Iterator[Request]:
    """Go through the texts of an entry as its page and lists show them."""
    lang = entry.fields.lang
    if entry.body is not None:
        yield Request(entry.body, lang=lang)
    summary = entry.fields.summary or (entry.case.facts.overview if entry.case else None)
    if summary is not None:
        yield Request(summary, 3, make_prefix(f"{entry.kind}-{entry.slug}"), lang)
    if entry.case is not None:
        yield from _list_case_requests(entry.case)


def list_correction_requests(entry: Entry) -> Iterator[Request]:
    """Go through what was changed in an entry, as its page tells it."""
    for number, one in enumerate(entry.fields.corrections, 1):
        yield Request(one.text, 3, make_prefix(f"{entry.kind}-{entry.slug}-correction-{number}"), entry.fields.lang)


def find_option_request(case: Case, option: Option) -> Request:
    """Return the text of an option."""
    return Request(option.text, 4, f"case-option-{option.id}-", case.facts.lang)


def _list_case_requests(case: Case) -> Iterator[Request]:
    for prose, top, prefix in _list_case_texts(case):
        if prose is not None:
            yield Request(prose, top, prefix, case.facts.lang)


def _list_case_texts(case: Case) -> Iterator[tuple[Prose | None, int, str]]:
    """Go through the texts of a case, with the level of their headings and what begins their ids."""
    facts = case.facts
    yield from ((facts.overview, 2, "case-overview-"), (case.story, 3, "story-"), (case.answer, 3, "answer-"))
    for name, proses in (("review", facts.review), ("lesson", facts.lessons), ("discuss", facts.discuss)):
        yield from ((prose, 3, f"case-{name}-{number}-") for number, prose in enumerate(proses, 1))
    for role in facts.roles:
        yield from ((role.text, 4, f"case-role-{role.id}-"), (role.wants, 4, f"case-wants-{role.id}-"))
        yield role.did, 4, f"case-did-{role.id}-"
    yield from ((decision.story, 3, f"case-story-{decision.id}-") for decision in facts.decisions)
    for option in case.options():
        request = find_option_request(case, option)
        yield request.prose, request.top, request.prefix
        yield from ((one.text, 6, f"case-outcome-{one.id}-") for one in option.outcomes)
