"""The whole content, read, checked and placed: what a build is made from, and every mistake in it in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from plugins.assets.bundle import collect_assets
from plugins.cases.loading import load_cases
from plugins.cases.renditions import COMPONENTS
from plugins.diagnostics import Diagnostic
from plugins.documents.models import Document, Kind
from plugins.documents.reading import Files, read_documents, sort_files
from plugins.documents.rendering import Renderer
from plugins.settings import SiteSettings, find_setting
from plugins.site.addresses import Addresses, check_links
from plugins.site.entries import (
    Author,
    Entry,
    EntryKind,
    State,
    check_ids,
    find_authors,
    make_case_entry,
    make_post_or_page,
)
from plugins.site.registry import Output, OutputKind, Registry
from plugins.site.terms import PLURALS, TermKind, Terms, check_terms, find_terms

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
    assets: Mapping[str, bytes]

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
    diagnostics += problems
    entries, problems = _make_entries(documents, files, settings)
    diagnostics += problems
    authors, problems = find_authors(entries, [document for document in documents if document.kind is Kind.AUTHOR])
    diagnostics += [*problems, *check_ids(entries), *check_terms(entries)]
    content = place_content(settings, entries, authors, files)
    diagnostics += [
        *content.registry.diagnostics,
        *check_links(content.entries, content.addresses, content.renderer),
    ]
    return content, sorted(set(diagnostics))


def place_content(settings: SiteSettings, entries: list[Entry], authors: Mapping[str, Author], files: Files) -> Content:
    """Give everything its path."""
    renderer = Renderer(settings)
    stream = tuple(entry for entry in sort_by_date(entries) if is_listed(entry, settings))
    built = [entry for entry in entries if is_built(entry, settings)]
    terms = find_terms(stream, built, authors, settings)
    assets = collect_assets(settings.theme, COMPONENTS)
    addresses = Addresses(settings, entries, files, terms, renderer)
    outputs = [
        *_plan_lists(settings, stream, terms),
        *_plan_assets(settings, assets),
        *(_plan_entry(entry) for entry in built),
        *_plan_statics(settings, addresses, built, files),
    ]
    return Content(settings, tuple(entries), stream, authors, terms, Registry(outputs), addresses, renderer, assets)


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
    documents: Iterable[Document], files: Files, settings: SiteSettings
) -> tuple[list[Entry], list[Diagnostic]]:
    entries: list[Entry] = []
    diagnostics: list[Diagnostic] = []
    for document in documents:
        if document.kind is not Kind.AUTHOR:
            entry, problems = make_post_or_page(document, settings)
            entries.append(entry)
            diagnostics += problems
    cases, problems = load_cases(files.cases, settings)
    entries += [make_case_entry(case, settings) for case in cases]
    return sorted(entries, key=lambda entry: str(entry.name)), [*diagnostics, *problems]


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
        for term in terms[kind].values():
            yield from _plan_pages(settings, term.path, OutputKind(kind), term.key, len(term.entries))


def _plan_pages(settings: SiteSettings, base: str, kind: OutputKind, subject: str, count: int) -> Iterator[Output]:
    """Plan the pages of a list in directory style: the second of `tags/crm/` is `tags/crm/page/2/`."""
    folder = PurePosixPath(base).parent
    for number in range(1, max(1, -(-count // settings.page_size)) + 1):
        path = base if number == 1 else str(folder / "page" / str(number) / "index.html")
        yield Output(path, kind, subject, settings.settings_file, number=number, base=base)


def _plan_assets(settings: SiteSettings, assets: Iterable[str]) -> Iterator[Output]:
    return (Output(path, OutputKind.ASSET, "", settings.theme) for path in assets)


def _plan_statics(
    settings: SiteSettings, addresses: Addresses, built: Iterable[Entry], files: Files
) -> Iterator[Output]:
    """Plan what is copied: each file that something built refers to, and the folders of STATIC_PATHS.

    Of these, files that only unbuilt documents refer to are left out: a draft's picture must not give it away.
    """
    wanted: dict[str, Path] = {}
    for entry in built:
        wanted.update(addresses.find_statics(entry))
    for path in addresses.find_whole_folders(files.others, built):
        wanted.setdefault(path.relative_to(settings.content).as_posix(), path)
    for output, path in sorted(wanted.items()):
        yield Output(output, OutputKind.STATIC, path.relative_to(settings.content).as_posix(), path)
