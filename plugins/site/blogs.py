"""What the documents say together, before anything has its place: entries, authors, terms, and the rules between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugins.blog.boxes import find_boxes
from plugins.blog.entries import (
    Author,
    Entry,
    State,
    check_changes,
    check_ids,
    find_authors,
    make_case_entry,
    make_post_or_page,
)
from plugins.blog.profiles import check_profiles, find_profiles
from plugins.blog.replies import LoadedReplies, join_replies
from plugins.blog.reprints import Reprints, find_reprints
from plugins.blog.terms import Profiles, TermKind, check_parts, check_terms
from plugins.blog.translations import place_translations
from plugins.cases.loading import LoadedCases
from plugins.diagnostics import Diagnostic
from plugins.documents.models import Document, Kind
from plugins.settings import SiteSettings

ENTRIES = (Kind.POST, Kind.PAGE)
BUILT = (State.LISTED, State.HIDDEN)


@dataclass(frozen=True)
class Blog:
    """What the documents say, before anything has its place: entries sorted by name, and what goes with them."""

    entries: tuple[Entry, ...]
    authors: Mapping[str, Author]
    profiles: Profiles
    reprints: Reprints
    boxes: tuple[Document, ...]


def make_blog(
    documents: Sequence[Document], cases: LoadedCases, replies: LoadedReplies, settings: SiteSettings
) -> tuple[Blog, list[Diagnostic]]:
    """Return all entries and what goes with them, and every breach of the rules between them."""
    entries, diagnostics = _make_entries(documents, cases, settings)
    entries, problems = join_replies(entries, replies, documents)
    diagnostics += problems
    profiles, problems = find_profiles(documents)
    by_id = {key: profile for (kind, key), profile in profiles.items() if kind is TermKind.AUTHOR}
    authors, more = find_authors(entries, by_id)
    diagnostics += [*problems, *more]
    reprints, problems = find_reprints(entries)
    boxes, more = find_boxes(documents, settings)
    diagnostics += [*problems, *more, *check_ids(entries), *check_terms(entries), *check_parts(entries)]
    diagnostics += check_changes(entries, settings.now)
    diagnostics += check_profiles(profiles, entries)
    return Blog(tuple(entries), authors, profiles, reprints, boxes), diagnostics


def is_built(entry: Entry, settings: SiteSettings) -> bool:
    """Tell whether an entry gets a page in this build: in the preview every one does."""
    return settings.preview or entry.state in BUILT


def is_listed(entry: Entry, settings: SiteSettings) -> bool:
    """Tell whether an entry stands in lists and feeds; of several languages the original does."""
    return (
        entry.is_dated
        and not entry.original
        and (entry.state is State.LISTED or (settings.preview and entry.state is not State.HIDDEN))
    )


def sort_by_date(entries: Iterable[Entry]) -> list[Entry]:
    """Return the dated entries, newest first; those of one moment by name."""
    dated = sorted((entry for entry in entries if entry.is_dated), key=lambda entry: str(entry.name))
    return sorted(dated, key=lambda entry: entry.date.timestamp() if entry.date else 0, reverse=True)


def _make_entries(
    documents: Sequence[Document], cases: LoadedCases, settings: SiteSettings
) -> tuple[list[Entry], list[Diagnostic]]:
    entries = [make_case_entry(case, settings) for case in cases.cases]
    diagnostics: list[Diagnostic] = []
    for document in documents:
        if document.kind in ENTRIES and document.fields is not None:
            entry, problems = make_post_or_page(document, settings)
            entries.append(entry)
            diagnostics += problems
    placed = place_translations(entries, settings)
    return sorted(placed, key=lambda entry: str(entry.name)), diagnostics
