"""Categories, tags and authors: what entries are grouped by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugins.blog.entries import Author, Entry, slugify
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.fields import explain_slug
from plugins.documents.values import Place
from plugins.settings import SiteSettings


class TermKind(StrEnum):
    """What a term is; also the name of its template."""

    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"


PLURALS = {TermKind.CATEGORY: "categories", TermKind.TAG: "tags", TermKind.AUTHOR: "authors"}


@dataclass(frozen=True)
class Term:
    """One category, tag or author with its listed entries, newest first. `key` is what documents write."""

    key: str
    name: str
    slug: str
    path: str
    entries: tuple[Entry, ...]
    author: Author | None = None


Terms = Mapping[TermKind, Mapping[str, Term]]


def find_terms(
    stream: Iterable[Entry], built: Iterable[Entry], authors: Mapping[str, Author], settings: SiteSettings
) -> Terms:
    """Return all terms of the listed entries, by kind and key, sorted by name. `stream` is newest first.

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
            key: _make_term(kind, key, members, authors, settings)
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


def check_terms(entries: Iterable[Entry]) -> list[Diagnostic]:
    """Return a mistake for each term that can have no address, and for each that is spelt in two ways."""
    diagnostics: list[Diagnostic] = []
    spellings: dict[tuple[TermKind, str], str] = {}
    for entry in entries:
        for kind, key, place in iterate_keys(entry):
            slug = slugify(key)
            first = spellings.setdefault((kind, slug), key)
            if problem := explain_slug(slug):
                message, hint = f"the {kind} {problem}", "Choose another name, with letters or digits."
                diagnostics.append(entry.tree.report(place, Code.BAD_SLUG, message, hint, key))
            elif first != key:
                message, hint = f"the {kind} is spelt `{first}` elsewhere", "Spell it in one way everywhere."
                diagnostics.append(entry.tree.report(place, Code.TWO_SPELLINGS, message, hint, key))
    return diagnostics


def _make_term(
    kind: TermKind, key: str, entries: list[Entry], authors: Mapping[str, Author], settings: SiteSettings
) -> Term:
    patterns = {
        TermKind.CATEGORY: settings.category_save_as,
        TermKind.TAG: settings.tag_save_as,
        TermKind.AUTHOR: settings.author_save_as,
    }
    slug = slugify(key)
    author = authors[key] if kind is TermKind.AUTHOR else None
    return Term(key, _name(kind, key, authors), slug, patterns[kind].format(slug=slug), tuple(entries), author)


def _name(kind: TermKind, key: str, authors: Mapping[str, Author]) -> str:
    return authors[key].name if kind is TermKind.AUTHOR else key
