"""The whole content, read, checked and placed: what a build is made from, and every mistake in it in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.assets.bundle import find_assets
from plugins.assets.graph import Assets, make_assets
from plugins.assets.icons import find_icons
from plugins.blog.boxes import find_boxes
from plugins.blog.downloads import Download
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
from plugins.blog.related import Relations
from plugins.blog.replies import LoadedReplies, join_replies, load_replies
from plugins.blog.reprints import Reprints, find_reprints
from plugins.blog.terms import Profiles, TermKind, Terms, check_parts, check_terms, find_terms
from plugins.blog.translations import place_translations
from plugins.cases.held import add_held
from plugins.cases.loading import LoadedCases, load_cases
from plugins.cases.renditions import COMPONENTS
from plugins.diagnostics import Diagnostic
from plugins.documents.models import AuthorHeader, Document, Kind
from plugins.documents.reading import Files, read_documents, sort_files
from plugins.documents.rendering import Renderer
from plugins.settings import SiteSettings
from plugins.site.addresses import Addresses, Passage, plan_copies
from plugins.site.cache_place import check_cache_place
from plugins.site.feed_lists import plan_feed_style
from plugins.site.feed_planning import Feed, find_feeds
from plugins.site.link_rules import check_links
from plugins.site.machine_plan import plan_machine_files
from plugins.site.offered_files import find_offered_files
from plugins.site.own_images import OwnImages, find_own_images
from plugins.site.planned_cards import Cards, CardWords, plan_cards
from plugins.site.planning import Plan, find_period, plan_packed, plan_statics
from plugins.site.registry import Output, OutputKind, Registry
from plugins.site.showing import check_positions, find_shown
from plugins.site.shown_pictures import ShownPictures
from plugins.site.spoken import check_languages
from plugins.site.stock_settings import check_stock_settings

ENTRIES = (Kind.POST, Kind.PAGE)
BUILT = (State.LISTED, State.HIDDEN)


@dataclass(frozen=True)
class Content:
    """Everything that a build needs to know, valid as a whole.

    `entries` are all documents, sorted by name; `stream` the listed posts and cases, newest first. `boxes` are those
    that the settings name, in their order; `pictures` the paths of authors' pictures inside the content; `shown` all
    pictures that pages show.
    """

    settings: SiteSettings
    entries: tuple[Entry, ...]
    stream: tuple[Entry, ...]
    authors: Mapping[str, Author]
    terms: Terms
    registry: Registry
    addresses: Addresses
    renderer: Renderer
    assets: Assets
    reprints: Reprints
    boxes: tuple[Document, ...]
    downloads: tuple[Download, ...]
    pictures: Mapping[tuple[TermKind, str], str]
    shown: ShownPictures
    cards: Cards

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
        return tuple(entry for entry in self.stream if entry.case)

    @cached_property
    def periods(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of the stream by year, `2026`, and by month, `2026-01`, newest first."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.stream:
            month = find_period(entry)
            found[month[:4]].append(entry)
            found[month].append(entry)
        return {period: tuple(entries) for period, entries in found.items()}

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        """Every feed of the site."""
        return find_feeds(self)

    @cached_property
    def relations(self) -> Relations:
        """Which entries of the stream are related."""
        return Relations(self.stream)


def load_content(settings: SiteSettings) -> tuple[Content, list[Diagnostic]]:
    """Return the content and every mistake in it, in the order of the files.

    A build goes on only where none is an error.
    """
    files, diagnostics = sort_files(settings)
    documents, problems = read_documents(files.documents, settings)
    cases, more = load_cases(files.cases, settings)
    diagnostics += [*problems, *more]
    replies, problems = load_replies(files.replies, settings)
    diagnostics += problems
    if settings.preview:
        cases, problems = add_held(cases, settings)
        diagnostics += problems
    blog, problems = make_blog(documents, cases, replies, settings)
    diagnostics += [*problems, *check_stock_settings(settings), *check_cache_place(settings)]
    diagnostics += check_languages(blog.entries, settings)
    content, passages, problems = place_content(blog, files, documents, cases, settings)
    diagnostics += [*problems, *content.registry.diagnostics]
    diagnostics += check_links(passages, content.addresses, content.renderer)
    return content, sorted({*diagnostics, *content.renderer.diagnostics})


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


def place_content(
    blog: Blog, files: Files, documents: Sequence[Document], cases: LoadedCases, settings: SiteSettings
) -> tuple[Content, list[Passage], list[Diagnostic]]:
    """Give everything its path; return the content, all its texts, and what refers to files that are not there."""
    renderer = Renderer(settings)
    stream = tuple(entry for entry in sort_by_date(blog.entries) if is_listed(entry, settings))
    built = [entry for entry in blog.entries if is_built(entry, settings)]
    terms = find_terms(stream, built, blog.authors, blog.profiles, settings)
    addresses = Addresses(settings, blog.entries, files, terms)
    offered, problems = find_offered_files(documents, blog.profiles, terms, addresses)
    passages = list(_make_passages(blog, documents, cases, terms, offered.downloads, settings))
    images, more = find_own_images(blog.entries, addresses)
    copied, kept = _sort_images(images, built)
    cards, warnings = plan_cards(built, images, CardWords(settings, terms, blog.authors, renderer))
    problems += [*more, *warnings]
    others = (path for path in files.others if path not in offered.kept | kept)
    statics = sorted({*plan_copies(passages, others, addresses, renderer), *offered.copied, *copied})
    shown = find_shown(statics, passages, offered, addresses, renderer)
    problems += check_positions(statics, shown, settings.content)
    plan = Plan(settings, stream, built, terms, offered.downloads)
    assets, more = _make_assets(settings)
    problems += more
    registry = _plan_outputs(plan, assets, statics, cards)
    content = Content(
        settings, blog.entries, stream, blog.authors, terms, registry, addresses, renderer, assets,
        blog.reprints, blog.boxes, offered.downloads, offered.pictures, ShownPictures(settings, shown), cards,
    )  # fmt: skip
    return content, passages, problems


def _make_assets(settings: SiteSettings) -> tuple[Assets, list[Diagnostic]]:
    """Return the files of the theme, ready to be written."""
    found = find_assets(settings.theme, COMPONENTS, settings.tokens, gallery=settings.gallery)
    return make_assets(found | find_icons(settings.theme), minify=settings.is_minified, hashed=not settings.preview)


def _plan_outputs(plan: Plan, assets: Assets, statics: Iterable[tuple[str, Path]], cards: Cards) -> Registry:
    """Return everything that a build writes. The sitemap needs to know all pages, packing all files."""
    settings = plan.settings
    outputs = [
        *plan.outputs(),
        *(Output(asset.path, OutputKind.ASSET, name, settings.theme) for name, asset in assets.files.items()),
        *plan_feed_style(assets.files, settings),
        *plan.entries(),
        *plan_statics(settings, statics),
    ]
    registry = Registry([*outputs, *plan_machine_files(outputs, cards, settings)])
    registry.add(plan_packed([*registry], settings))
    return registry


def _sort_images(images: OwnImages, built: Iterable[Entry]) -> tuple[set[tuple[str, Path]], set[Path]]:
    """Return which of the pictures that stand for entries are copied, with their paths, and which nobody is to see."""
    names = {entry.name for entry in built}
    shown = [image for name, image in images.items() if name in names]
    kept = {image.origin for image in images.values()} - {image.origin for image in shown}
    return {(image.name, image.origin) for image in shown if image.is_fit}, kept


def _make_passages(
    blog: Blog,
    documents: Sequence[Document],
    cases: LoadedCases,
    terms: Terms,
    downloads: Iterable[Download],
    settings: SiteSettings,
) -> Iterator[Passage]:
    """Go through all texts of the site, those too that no page shows."""
    yield from (make_passage(entry, settings) for entry in blog.entries)
    yield from _make_profile_passages(blog, terms)
    yield from _make_site_passages(documents, [*blog.boxes, *(one.about for one in downloads)])
    yield from _make_stray_passages(documents, cases)


def make_passage(entry: Entry, settings: SiteSettings) -> Passage:
    """Return the texts of an entry."""
    is_public = entry.state in BUILT or settings.preview
    return Passage(entry.name, entry.path, tuple(entry.proses()), is_public, entry.state is State.DRAFT)


def _make_profile_passages(blog: Blog, terms: Terms) -> Iterator[Passage]:
    """Go through what is written about authors and other terms; it is public where the term has a page."""
    for (kind, key), document in blog.profiles.items():
        term = terms[kind].get(key)
        proses = [document.body]
        if isinstance(document.fields, AuthorHeader) and document.fields.summary is not None:
            proses.append(document.fields.summary)
        yield Passage(document.source.name, term.path if term else "", tuple(proses), term is not None, is_draft=False)


def _make_site_passages(documents: Sequence[Document], shown: Iterable[Document]) -> Iterator[Passage]:
    """Go through the texts of boxes and downloads; those that pages show are public."""
    names = {document.source.name for document in shown}
    for document in documents:
        if document.kind in (Kind.BOX, Kind.DOWNLOAD):
            name = document.source.name
            yield Passage(name, "index.html", (document.body,), name in names, is_draft=False)


def _make_stray_passages(documents: Sequence[Document], cases: LoadedCases) -> Iterator[Passage]:
    """Go through the texts of documents and cases that have mistakes elsewhere: these do not hide those in the text."""
    bodies = [document.body for document in documents if document.fields is None and document.kind in ENTRIES]
    for prose in (*bodies, *cases.stray_prose):
        yield Passage(prose.source.name, "", (prose,), is_public=False, is_draft=False)


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
