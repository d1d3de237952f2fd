"""Which pages search engines are to have: the sitemap and the pages' own `noindex` say the same, because both ask here.

What a page shows also tells when it last changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from plugins.blog.entries import Entry, State
from plugins.blog.terms import PLURALS, Term, TermKind
from plugins.site.content import Content
from plugins.site.registry import FILES, Output, OutputKind
from plugins.site.reply_pages import find_last_reply

UNINDEXED = (OutputKind.NOT_FOUND, OutputKind.GALLERY, OutputKind.ALIAS, OutputKind.SEARCH)
"""Kinds of pages that search engines are to pass by."""

FEWEST = 2
"""Entries from which a list says more than the page of its one entry does."""

ENTRY_KINDS = (OutputKind.ARTICLE, OutputKind.PAGE, OutputKind.CASE)
TERM_KINDS = tuple(OutputKind(kind) for kind in TermKind)
PERIODS = (OutputKind.YEAR, OutputKind.MONTH)
ALL_ENTRIES = (OutputKind.INDEX, OutputKind.ARCHIVES)
TERM_LISTS = {OutputKind(plural): kind for kind, plural in PLURALS.items()}


def is_indexed(output: Output, content: Content) -> bool:
    """Tell whether search engines are to have a page: it is public, and not thin."""
    if output.kind in UNINDEXED:
        return False
    if output.kind in (*ENTRY_KINDS, OutputKind.REPLIES):
        return content.by_name[output.document].state is State.LISTED
    return not is_thin(output, content)


def is_thin(output: Output, content: Content) -> bool:
    """Tell whether a list says nothing of its own: it is empty, or it has one entry and nothing is written about it."""
    if output.kind in (OutputKind.INDEX, OutputKind.DOWNLOADS, OutputKind.FEEDS) or output.kind in ENTRY_KINDS:
        return False
    is_part = output.kind in (*TERM_KINDS, *PERIODS) or bool(output.subject)
    count = len(find_shown(output, content))
    if is_part and count < FEWEST:
        return count == 0 or not _is_described(output, content)
    return count == 0


def is_in_sitemap(output: Output, content: Content) -> bool:
    """Tell whether the sitemap names a page: further pages of a list lead to nothing that it does not name itself."""
    return output.kind not in FILES and output.number == 1 and is_indexed(output, content)


def find_shown(output: Output, content: Content) -> tuple[Entry, ...]:
    """Return the entries that a page, or the list that it begins, shows."""
    if output.kind in ENTRY_KINDS:
        return (content.by_name[output.subject], *content.reprints.shown.get(output.subject, ()))
    if output.kind in TERM_KINDS:
        return get_term(output, content).entries
    if output.kind in TERM_LISTS:
        terms = content.terms[TERM_LISTS[output.kind]].values()
        return tuple(entry for term in terms for entry in term.entries)
    if output.kind is OutputKind.CASES:
        return tuple(content.case_groups[output.subject]) if output.subject else content.cases
    if output.kind in PERIODS:
        return content.periods[output.subject]
    return content.stream if output.kind in ALL_ENTRIES else ()


def find_last_change(output: Output, content: Content) -> datetime | None:
    """Return when what a page shows last changed in earnest, or None where nothing on it bears a date."""
    if output.kind is OutputKind.DOWNLOADS:
        return max((one.date for one in content.downloads if one.date), default=None)
    if output.kind is OutputKind.REPLIES:
        return find_last_reply(output, content.by_name[output.document])
    return find_newest(find_shown(output, content))


def find_newest(entries: Iterable[Entry]) -> datetime | None:
    """Return the last time at which one of the entries was published or changed."""
    return max(filter(None, (entry.last_change for entry in entries)), default=None)


def get_term(output: Output, content: Content) -> Term:
    """Return the term that a page is about."""
    return content.terms[TermKind(output.kind)][output.subject]


def _is_described(output: Output, content: Content) -> bool:
    """Tell whether something is written about what a list gathers."""
    if output.kind not in TERM_KINDS:
        return False
    profile = get_term(output, content).profile
    return profile is not None and bool(profile.body.text.strip())
