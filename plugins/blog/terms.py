"""Categories, tags, authors, columns and series: what entries are grouped by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from plugins.blog.entries import Author, Entry, State, slugify
from plugins.diagnostics import Code, Diagnostic, Severity
from plugins.documents.fields import explain_slug
from plugins.documents.models import ColumnHeader, Document
from plugins.documents.values import Place
from plugins.settings import SiteSettings


class TermKind(StrEnum):
    """What a term is; also the name of its template."""

    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"
    COLUMN = "column"
    SERIES = "series"


PLURALS = {
    TermKind.CATEGORY: "categories", TermKind.TAG: "tags", TermKind.AUTHOR: "authors", TermKind.COLUMN: "columns",
    TermKind.SERIES: "all-series",
}  # fmt: skip
"""The names of the templates that list all terms of a kind."""

FOLDERS = {**PLURALS, TermKind.SERIES: "series"}
"""The folders of the site in which these lists are."""


@dataclass(frozen=True)
class Term:
    """One category, tag, author, column or series with its listed entries: newest first, but a series in its order.

    `key` is what documents write; `slug` is "" where it gives none; `profile` is what is written about it.
    """

    kind: TermKind
    key: str
    name: str
    slug: str
    path: str
    entries: tuple[Entry, ...]
    profile: Document | None = None

    @property
    def mark(self) -> str:
        """What stands beside the titles of a column, or nothing."""
        fields = self.profile.fields if self.profile else None
        return (fields.mark or "") if isinstance(fields, ColumnHeader) else ""


Terms = Mapping[TermKind, Mapping[str, Term]]
Profiles = Mapping[tuple[TermKind, str], Document]
"""What is written about terms, by their kind and key."""


def find_terms(
    stream: Iterable[Entry],
    built: Iterable[Entry],
    authors: Mapping[str, Author],
    profiles: Profiles,
    settings: SiteSettings,
) -> Terms:
    """Return all terms by kind and key, those of a kind in the order of their names; `stream` is newest first.

    The author of anything built has a page, if only of what is listed; other terms are those of the stream.
    """
    grouped: dict[TermKind, dict[str, list[Entry]]] = {kind: {} for kind in TermKind}
    for entry in stream:
        for kind, key, _ in iterate_keys(entry):
            grouped[kind].setdefault(key, []).append(entry)
    for entry in built:
        for author in entry.authors:
            grouped[TermKind.AUTHOR].setdefault(author, [])
    return {
        kind: {
            key: _make_term(kind, key, _name(kind, key, authors), members, profiles.get((kind, key)), settings)
            for key, members in sorted(
                groups.items(), key=lambda group: (_name(kind, group[0], authors).casefold(), group[0])
            )
        }
        for kind, groups in grouped.items()
    }


def iterate_keys(entry: Entry) -> Iterator[tuple[TermKind, str, Place]]:
    """Go through the terms that an entry names, and where it names them."""
    if entry.fields.category is not None:
        yield TermKind.CATEGORY, entry.fields.category, ("category",)
    for number, tag in enumerate(entry.fields.tags):
        yield TermKind.TAG, tag, ("tags", number)
    for number, author in enumerate(entry.authors):
        yield TermKind.AUTHOR, author, ("authors", number)
    if entry.column is not None:
        yield TermKind.COLUMN, entry.column, ("column",)
    if entry.series is not None:
        yield TermKind.SERIES, entry.series, ("series",)


def check_terms(entries: Iterable[Entry]) -> list[Diagnostic]:
    """Return a mistake for each term that can have no address, and for each that is spelt in two ways."""
    diagnostics: list[Diagnostic] = []
    spellings: dict[tuple[TermKind, str], str] = {}
    fine: set[tuple[TermKind, str]] = set()
    for entry in entries:
        for kind, key, place in iterate_keys(entry):
            if (kind, key) in fine:
                continue
            slug = slugify(key)
            first = spellings.setdefault((kind, slug), key)
            if problem := explain_slug(slug):
                message, hint = f"the {kind} {problem}", "Choose another name, with letters or digits."
                diagnostics.append(entry.tree.report(place, Code.BAD_SLUG, message, hint, key))
            elif first != key:
                message, hint = f"the {kind} is spelt `{first}` elsewhere", "Spell it in one way everywhere."
                if first.casefold() != key.casefold():
                    message, hint = f"the {kind} makes the same address as `{first}`", "Choose other words for one."
                diagnostics.append(entry.tree.report(place, Code.TWO_SPELLINGS, message, hint, key))
            else:
                fine.add((kind, key))
    return diagnostics


def sort_parts(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries of a series in its order: by part, then by date; what names no part comes in by its date."""
    by_date = sorted(entries, key=lambda entry: (entry.date.timestamp() if entry.date else 0, str(entry.name)))
    numbered = sorted((entry for entry in by_date if entry.part), key=lambda entry: entry.part or 0)
    numbers = iter(numbered)
    # Parts change places among themselves only, so that a post between two cases of the series stays where it was.
    return tuple(next(numbers) if entry.part else entry for entry in by_date)


def check_parts(entries: Iterable[Entry]) -> list[Diagnostic]:
    """Return a mistake for each post that has the part of another in its series, and for each case its number.

    Where one of them is a draft this is a warning: its number may still change.
    """
    diagnostics: list[Diagnostic] = []
    seen: dict[tuple[str, str, int], Entry] = {}
    for entry in sorted(entries, key=lambda entry: str(entry.name)):
        if entry.series is None or entry.part is None:
            continue
        first = seen.setdefault((entry.kind, entry.series, entry.part), entry)
        if first is not entry:
            key = "number" if entry.case else "part"
            message = f"`{key}` {entry.part} of the series belongs to {first.name} already"
            problem = entry.tree.report((key,), Code.DUPLICATE_PART, message, "Give one of them another number.")
            is_draft = State.DRAFT in (entry.state, first.state)
            diagnostics.append(replace(problem, severity=Severity.WARNING) if is_draft else problem)
    return diagnostics


def _make_term(
    kind: TermKind, key: str, name: str, entries: list[Entry], profile: Document | None, settings: SiteSettings
) -> Term:
    patterns = {
        TermKind.CATEGORY: settings.category_save_as,
        TermKind.TAG: settings.tag_save_as,
        TermKind.AUTHOR: settings.author_save_as,
        TermKind.COLUMN: settings.column_save_as,
        TermKind.SERIES: settings.series_save_as,
    }
    slug = "" if explain_slug(slugify(key)) else slugify(key)  # `check_terms` has said so
    ordered = sort_parts(entries) if kind is TermKind.SERIES else tuple(entries)
    return Term(kind, key, name, slug, patterns[kind].format(slug=slug), ordered, profile)


def _name(kind: TermKind, key: str, authors: Mapping[str, Author]) -> str:
    return authors[key].name if kind is TermKind.AUTHOR else key
