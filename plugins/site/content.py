"""The whole content, read, checked and placed: what a build is made from, and every mistake in it in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from plugins.assets.bundle import find_assets
from plugins.blog.entries import (
    Author,
    Entry,
    EntryKind,
    State,
    check_ids,
    find_authors,
    make_case_entry,
    make_post_or_page,
)  # fmt: skip
from plugins.blog.terms import PLURALS, Term, TermKind, Terms, check_terms, find_terms
from plugins.cases.gallery import EXAMPLES, find_components
from plugins.cases.loading import LoadedCases, load_cases
from plugins.cases.renditions import COMPONENTS
from plugins.diagnostics import Diagnostic
from plugins.documents.models import Document, Kind
from plugins.documents.reading import Files, read_documents, sort_files
from plugins.documents.rendering import Renderer
from plugins.settings import SiteSettings, find_setting
from plugins.site.addresses import Addresses, Passage, plan_statics
from plugins.site.link_rules import check_links
from plugins.site.registry import Output, OutputKind, Registry

BUILT = (State.LISTED, State.HIDDEN)


@dataclass(frozen=True)
class Content:
    """Everything that a build needs to know, valid as a whole.

    `entries` are all documents, sorted by name; `stream` the listed posts and cases, newest first.
    """

    settings: SiteSettings
    entries: tuple[Entry, ...]
    stream: tuple[Entry, ...]
    authors: Mapping[str, Author]
    terms: Terms
    registry: Registry
    addresses: Addresses
    renderer: Renderer
    assets: Mapping[str, tuple[Path, ...]]

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """The entries by the path of their source inside the content."""
        return {str(entry.name): entry for entry in self.entries}

    @property
    def built(self) -> Iterator[Entry]:
        """The entries that this build writes."""
        return (entry for entry in self.entries if is_built(entry, self.settings))

    @property
    def cases(self) -> tuple[Entry, ...]:
        """The listed cases, newest first."""
        return tuple(entry for entry in self.stream if entry.kind is EntryKind.CASE)


def load_content(settings: SiteSettings) -> tuple[Content, list[Diagnostic]]:
    """Return the content and every mistake in it, in the order of the files.

    A build goes on only where none is an error.
    """
    files, diagnostics = sort_files(settings)
    documents, problems = read_documents(files.documents, settings)
    cases, more = load_cases(files.cases, settings)
    diagnostics += [*problems, *more]
    entries, problems = _make_entries(documents, cases, settings)
    profiles = [document for document in documents if document.kind is Kind.AUTHOR]
    authors, more = find_authors(entries, profiles)
    diagnostics += [*problems, *more, *check_ids(entries), *check_terms(entries)]
    content, passages = place_content(settings, entries, authors, files, documents, cases)
    diagnostics += [*content.registry.diagnostics, *check_links(passages, content.addresses, content.renderer)]
    return content, sorted({*diagnostics, *content.renderer.diagnostics})


def place_content(
    settings: SiteSettings,
    entries: list[Entry],
    authors: Mapping[str, Author],
    files: Files,
    documents: Iterable[Document],
    cases: LoadedCases,
) -> tuple[Content, list[Passage]]:
    """Give everything its path; return the content and all its texts."""
    renderer = Renderer(settings)
    stream = tuple(entry for entry in sort_by_date(entries) if is_listed(entry, settings))
    built = [entry for entry in entries if is_built(entry, settings)]
    terms = find_terms(stream, built, authors, settings)
    addresses = Addresses(settings, entries, files, terms)
    passages = [
        *(make_passage(entry, settings) for entry in entries),
        *_make_author_passages(documents, terms),
        *_make_stray_passages(documents, cases),
    ]
    assets = find_assets(settings.theme, COMPONENTS, gallery=settings.gallery)
    outputs = [
        *_plan_lists(settings, stream, terms),
        *(_plan_gallery() if settings.gallery else ()),
        *(Output(path, OutputKind.ASSET, "", settings.theme) for path in assets),
        *(_plan_entry(entry) for entry in built if entry.path),
        *_plan_statics(settings, plan_statics(passages, files.others, addresses, renderer)),
    ]
    content = Content(settings, tuple(entries), stream, authors, terms, Registry(outputs), addresses, renderer, assets)
    return content, passages


def make_passage(entry: Entry, settings: SiteSettings) -> Passage:
    """Return the texts of an entry."""
    is_public = entry.state in BUILT or settings.preview
    return Passage(entry.name, entry.path, tuple(entry.proses()), is_public, entry.state is State.DRAFT)


def _make_author_passages(documents: Iterable[Document], terms: Terms) -> Iterator[Passage]:
    """Go through the profiles of authors; one is public where the author has a page."""
    for document in documents:
        if document.kind is Kind.AUTHOR:
            term = terms[TermKind.AUTHOR].get(document.source.name.stem)
            yield Passage(
                document.source.name, term.path if term else "", (document.body,), term is not None, is_draft=False
            )


def _make_stray_passages(documents: Iterable[Document], cases: LoadedCases) -> Iterator[Passage]:
    """Go through the texts of documents and cases that have mistakes elsewhere: these do not hide those in the text."""
    bodies = [document.body for document in documents if document.fields is None and document.kind is not Kind.AUTHOR]
    for prose in (*bodies, *cases.stray_prose):
        yield Passage(prose.source.name, "", (prose,), is_public=False, is_draft=False)


def is_built(entry: Entry, settings: SiteSettings) -> bool:
    """Tell whether an entry gets a page in this build: in the preview every one does."""
    return settings.preview or entry.state in BUILT


def is_listed(entry: Entry, settings: SiteSettings) -> bool:
    """Tell whether an entry stands in lists and feeds."""
    return entry.is_dated and (entry.state is State.LISTED or (settings.preview and entry.state is not State.HIDDEN))


def sort_by_date(entries: Iterable[Entry]) -> list[Entry]:
    """Return the dated entries, newest first; those of one moment by name."""
    dated = sorted((entry for entry in entries if entry.is_dated), key=lambda entry: str(entry.name))
    return sorted(dated, key=lambda entry: entry.date.timestamp() if entry.date else 0, reverse=True)


def _make_entries(
    documents: Iterable[Document], cases: LoadedCases, settings: SiteSettings
) -> tuple[list[Entry], list[Diagnostic]]:
    entries = [make_case_entry(case, settings) for case in cases.cases]
    diagnostics: list[Diagnostic] = []
    for document in documents:
        if document.kind is not Kind.AUTHOR and document.fields is not None:
            entry, problems = make_post_or_page(document, settings)
            entries.append(entry)
            diagnostics += problems
    return sorted(entries, key=lambda entry: str(entry.name)), diagnostics


def _plan_entry(entry: Entry) -> Output:
    position = entry.tree.locate("slug") if entry.fields.slug else entry.tree.locate()
    return Output(entry.path, OutputKind(entry.kind), str(entry.name), entry.source.path, position)


def _plan_lists(settings: SiteSettings, stream: tuple[Entry, ...], terms: Terms) -> Iterator[Output]:
    origin = settings.settings_file
    cases = sum(entry.kind is EntryKind.CASE for entry in stream)
    yield from _plan_pages(settings, "index.html", OutputKind.INDEX, "", len(stream))
    yield from _plan_pages(settings, "cases/index.html", OutputKind.CASES, "", cases)
    yield Output("archives/index.html", OutputKind.ARCHIVES, "", origin)
    yield Output("404.html", OutputKind.NOT_FOUND, "", origin)
    yield Output(settings.feed_path, OutputKind.FEED, "", origin, find_setting(origin, "FEED_ALL_ATOM"))
    for kind in TermKind:
        yield Output(f"{PLURALS[kind]}/index.html", OutputKind(PLURALS[kind]), "", origin)
        # Where two terms make one address, `check_terms` has said so at the place where they are written.
        by_path = {term.path: term for term in reversed(list(terms[kind].values())) if term.slug}
        for term in by_path.values():
            yield from _plan_pages(
                settings, term.path, OutputKind(kind), term.key, len(term.entries), _find_origin(settings, term)
            )


def _plan_gallery() -> Iterator[Output]:
    """Plan the pages of the gallery: one that lists the components, and one for each."""
    yield Output("gallery/index.html", OutputKind.GALLERY, "", COMPONENTS)
    for name in find_components():
        yield Output(f"gallery/{name}/index.html", OutputKind.GALLERY, name, COMPONENTS / name / EXAMPLES)


def _find_origin(settings: SiteSettings, term: Term) -> Path:
    """Return the file that a term's page comes from: the profile of an author, else the settings."""
    return term.author.profile.source.path if term.author and term.author.profile else settings.settings_file


def _plan_pages(
    settings: SiteSettings, base: str, kind: OutputKind, subject: str, count: int, origin: Path | None = None
) -> Iterator[Output]:
    """Plan the pages of a list in directory style: the second of `tags/crm/` is `tags/crm/page/2/`."""
    folder = PurePosixPath(base).parent
    for number in range(1, max(1, -(-count // settings.page_size)) + 1):
        path = base if number == 1 else str(folder / "page" / str(number) / "index.html")
        yield Output(path, kind, subject, origin or settings.settings_file, number=number, base=base)


def _plan_statics(settings: SiteSettings, files: Iterable[tuple[str, Path]]) -> Iterator[Output]:
    for output, path in files:
        yield Output(output, OutputKind.STATIC, path.relative_to(settings.content).as_posix(), path)
