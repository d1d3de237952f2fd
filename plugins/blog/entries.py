"""Posts, pages and cases as one kind of thing: an entry with an address, a state and its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from unidecode import unidecode

from plugins.cases.model import Case, HeldOutcome, PostReply
from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.documents.fields import Status, explain_slug
from plugins.documents.models import AuthorHeader, DatedHeader, Document, EntryHeader, Kind, PostHeader
from plugins.documents.sources import Source
from plugins.documents.values import Place, Prose, Tree
from plugins.settings import SiteSettings

WRITE_IDS = "Run `python3 tasks.py check --fix`."
LEADING_DATE = re.compile(r"\d{4}-\d\d-\d\d-(?=.)")


class EntryKind(StrEnum):
    """What an entry is; also the name of its template."""

    POST = "article"
    PAGE = "page"
    CASE = "case"


class State(StrEnum):
    """Who gets to see an entry in this build."""

    LISTED = "listed"
    HIDDEN = "hidden"
    DRAFT = "draft"
    HELD = "held"


@dataclass(frozen=True, eq=False)  # each is itself: two are never compared field by field
class Entry:
    """A post, page or case. `path` is where it is written, or "" where no slug can be made; `authors` are ids.

    `aliases` are older addresses: those of its header, then those that the settings give to all. `original` is the name
    of what it translates. `case` is set for a case, `body` for the others. `replies` are what readers sent to a post,
    withdrawn ones too, and `held` what waits to be accepted, in the preview only.
    """

    kind: EntryKind
    source: Source
    tree: Tree
    fields: EntryHeader
    slug: str
    path: str
    authors: tuple[str, ...]
    date: datetime | None
    state: State
    body: Prose | None = None
    case: Case | None = None
    aliases: tuple[str, ...] = ()
    original: PurePosixPath | None = None
    replies: tuple[PostReply, ...] = ()
    held: tuple[HeldOutcome, ...] = ()

    @property
    def name(self) -> PurePosixPath:
        """The path of the source inside the content."""
        return self.source.name

    @property
    def is_dated(self) -> bool:
        """Whether it stands in the stream of posts and cases."""
        return self.kind is not EntryKind.PAGE

    @property
    def column(self) -> str | None:
        """The recurring column that it belongs to."""
        return self.fields.column if isinstance(self.fields, DatedHeader) else None

    @property
    def series(self) -> str | None:
        """The series that it belongs to."""
        return self.fields.series if isinstance(self.fields, DatedHeader) else None

    @property
    def part(self) -> int | None:
        """Its place in the series, where it names one: a case's is its number."""
        if self.case is not None:
            return self.case.facts.number
        return self.fields.part if isinstance(self.fields, PostHeader) else None

    @cached_property
    def last_change(self) -> datetime | None:
        """When it was published or last changed in earnest, whichever was later; each of its lists asks for that."""
        return max((date for date in (self.date, self.fields.changed) if date), default=None)

    def proses(self) -> Iterator[Prose]:
        """Go through every Markdown text of the entry."""
        yield from (correction.text for correction in self.fields.corrections)
        if self.case is not None:
            yield from self.case.proses()
        elif self.body is not None:
            yield self.body
            if self.fields.summary is not None:
                yield self.fields.summary


@dataclass(frozen=True)
class Author:
    """An author: the id that documents use, the name that readers see, and the profile if one is written."""

    id: str
    name: str
    profile: Document | None


def make_post_or_page(document: Document, settings: SiteSettings) -> tuple[Entry, list[Diagnostic]]:
    """Return the entry of a document."""
    assert isinstance(document.fields, EntryHeader)
    kind = EntryKind.POST if document.kind is Kind.POST else EntryKind.PAGE
    fields = _file_by_folder(document.source, document.fields, settings)
    slug, diagnostics = _find_slug(document.source, fields, settings)
    date = getattr(fields, "date", None)
    entry = Entry(
        kind,
        document.source,
        document.tree,
        fields,
        slug,
        find_path(kind, slug, date, settings),
        _find_authors(fields, settings),
        date,
        _find_state(fields, date, settings.now),
        body=document.body,
        aliases=(*fields.aliases, *find_old_addresses(kind, slug, date, settings)),
    )
    return entry, diagnostics


def find_path(kind: EntryKind, slug: str, date: datetime | None, settings: SiteSettings) -> str:
    """Return where an entry is written, or "" where it has no slug."""
    patterns = {
        EntryKind.POST: settings.post_save_as,
        EntryKind.PAGE: settings.page_save_as,
        EntryKind.CASE: settings.case_save_as,
    }
    return patterns[kind].format(slug=slug, date=date) if slug else ""


def find_old_addresses(kind: EntryKind, slug: str, date: datetime | None, settings: SiteSettings) -> tuple[str, ...]:
    """Return the addresses that the settings say a document once had."""
    patterns = settings.post_aliases if kind is EntryKind.POST else settings.page_aliases
    return tuple(pattern.format(slug=slug, date=date) for pattern in patterns) if slug else ()


def _file_by_folder(source: Source, fields: EntryHeader, settings: SiteSettings) -> EntryHeader:
    """Return the header of a post, filed under the name of its folder where the settings say so and it says nothing."""
    if not settings.folder_is_category or fields.category is not None:
        return fields
    folder = source.name.parent
    if folder in [PurePosixPath(path or ".") for path in (*settings.post_paths, *settings.page_paths)]:
        return fields
    return fields.model_copy(update={"category": folder.name}) if isinstance(fields, PostHeader) else fields


def make_case_entry(case: Case, settings: SiteSettings) -> Entry:
    """Return the entry of a case; its slug is the name of its folder, unless it gives one."""
    facts = case.facts
    slug = facts.slug or case.slug
    return Entry(
        EntryKind.CASE,
        case.tree.source,
        case.tree,
        facts,
        slug,
        find_path(EntryKind.CASE, slug, facts.date, settings),
        _find_authors(facts, settings),
        facts.date,
        _find_state(facts, facts.date, settings.now),
        case=case,
        aliases=facts.aliases,
    )


@lru_cache(maxsize=20_000)
def slugify(text: str) -> str:
    """Return a text as part of an address: letters brought to ASCII, everything else to hyphens. May be empty."""
    return re.sub(r"[^a-z0-9]+", "-", unidecode(text).lower()).strip("-")[:80].strip("-")


def check_ids(entries: Iterable[Entry]) -> list[Diagnostic]:
    """Return a warning for each entry without an id and an error for each id that two of them have."""
    diagnostics: list[Diagnostic] = []
    seen: dict[str, Entry] = {}
    for entry in entries:
        name = entry.fields.id
        if name is None:
            hint = WRITE_IDS if can_take_id(entry.tree) else "Add a line `id: …` yourself."
            diagnostics.append(_warn(entry, ("title",), Code.MISSING_ID, "there is no permanent `id`", hint))
        elif name in seen:
            message, hint = f"the id belongs to {seen[name].name} already", f"Delete the line. {WRITE_IDS}"
            diagnostics.append(entry.tree.report(("id",), Code.DUPLICATE_ID, message, hint, name))
        else:
            seen[name] = entry
    return diagnostics


def find_authors(
    entries: Iterable[Entry], profiles: Mapping[str, Document]
) -> tuple[dict[str, Author], list[Diagnostic]]:
    """Return every author by id, and a warning for each that has no profile; `profiles` are by the author's id."""
    authors = {name: Author(name, _find_name(profile) or name, profile) for name, profile in profiles.items()}
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        for number, name in enumerate(entry.authors):
            if name not in authors:
                authors[name] = Author(name, name, None)
                hint = f"Write content/authors/{slugify(name) or 'name'}.md, or leave it: the name is shown as it is."
                place = ("authors", number)
                diagnostics.append(_warn(entry, place, Code.UNKNOWN_AUTHOR, "the author has no profile", hint, name))
    return authors, diagnostics


def _find_name(profile: Document) -> str | None:
    return profile.fields.name if isinstance(profile.fields, AuthorHeader) else None


def can_take_id(tree: Tree) -> bool:
    """Tell whether a line can be written before the first key: not where it is indented or in brackets."""
    return tree.source.locate(min(index for place, index in tree.keys.items() if len(place) == 1)).column == 1


def check_changes(entries: Iterable[Entry], now: datetime) -> list[Diagnostic]:
    """Return a mistake for each change that is dated in the future: what was changed was changed before."""
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        changes: list[tuple[Place, datetime | None]] = [(("updated",), entry.fields.updated)]
        changes += [(("corrections", number, "date"), one.date) for number, one in enumerate(entry.fields.corrections)]
        for place, date in changes:
            if date is not None and date > max(now, entry.date or now):
                message, hint = f"`{place[-1]}` lies in the future", "Write when it was changed."
                found = date.date().isoformat()
                diagnostics.append(entry.tree.report(place, Code.BAD_DATE, message, hint, found))
    return diagnostics


def _warn(entry: Entry, place: Place, code: Code, message: str, hint: str, found: str = "") -> Diagnostic:
    return make_warning(entry.source.path, entry.tree.locate(*place), code, message, found=found, hint=hint)


def _find_slug(source: Source, fields: EntryHeader, settings: SiteSettings) -> tuple[str, list[Diagnostic]]:
    """Return the slug of a document, or "" and why none can be made."""
    if fields.slug is not None:
        return fields.slug, []
    by_title = settings.slug_source == "title"
    basis = fields.title if by_title else LEADING_DATE.sub("", source.name.stem)
    slug = slugify(basis)
    problem = explain_slug(slug)
    if problem is None:
        return slug, []
    message, hint = (
        f"the {'title' if by_title else 'file name'} {problem}",
        "Add a line `slug: …` with 1 to 80 of a-z, 0-9 and hyphens.",
    )
    return "", [source.report(0, Code.BAD_SLUG, message, hint, basis)]


def _find_authors(fields: EntryHeader, settings: SiteSettings) -> tuple[str, ...]:
    return fields.authors or ((settings.author,) if settings.author else ())


def _find_state(fields: EntryHeader, date: datetime | None, now: datetime) -> State:
    if fields.status is Status.DRAFT:
        return State.DRAFT
    if date is not None and date > now:
        return State.HELD
    return State.HIDDEN if fields.status is Status.HIDDEN else State.LISTED
