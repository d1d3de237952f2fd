"""The whole content, read, checked and placed: what a build is made from, and every mistake in it in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from plugins.assets.bundle import find_assets
from plugins.assets.graph import Assets, make_assets
from plugins.assets.icons import find_icons
from plugins.blog.downloads import Download
from plugins.blog.entries import Author, Entry, State
from plugins.blog.related import Relations
from plugins.blog.replies import load_replies
from plugins.blog.reprints import Reprints
from plugins.blog.terms import TermKind, Terms, find_terms
from plugins.blog.translations import group_translations
from plugins.cases.held import add_held
from plugins.cases.loading import LoadedCases
from plugins.cases.reading import CaseReader
from plugins.cases.renditions import COMPONENTS
from plugins.collecting import pause_collection
from plugins.diagnostics import Diagnostic
from plugins.documents.kept_pictures import KeptPictures
from plugins.documents.known_texts import KnownTexts
from plugins.documents.loading import DocumentReader
from plugins.documents.models import Document
from plugins.documents.reading import Files, sort_files
from plugins.documents.rendering import Renderer
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.site.addresses import Addresses, Passage, plan_copies, prepare_links
from plugins.site.blogs import Blog, is_built, is_listed, make_blog, sort_by_date
from plugins.site.cache_place import check_cache_place
from plugins.site.due import find_due
from plugins.site.entry_texts import list_requests
from plugins.site.feed_lists import plan_feed_style
from plugins.site.feed_planning import Feed, find_feeds
from plugins.site.link_rules import check_links
from plugins.site.machine_plan import plan_machine_files
from plugins.site.offered_files import find_offered_files
from plugins.site.own_images import OwnImages, find_own_images
from plugins.site.passages import make_passages
from plugins.site.planned_cards import Cards, CardWords, plan_cards
from plugins.site.planning import Plan, find_period, group_cases, plan_packed, plan_statics
from plugins.site.registry import Output, OutputKind, Registry
from plugins.site.showing import check_positions, find_shown
from plugins.site.shown_pictures import ShownPictures
from plugins.site.spoken import check_languages
from plugins.site.stock_settings import check_stock_settings


@dataclass(frozen=True)
class Content:
    """Everything that a build needs to know, valid as a whole.

    `entries` are all documents, sorted by name; `stream` the listed posts and cases, newest first. `boxes` are those
    that the settings name, in their order; `pictures` the paths of authors' pictures inside the content; `shown` all
    pictures that pages show; `due` when the clock alone changes something.
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
    due: datetime | None

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """The entries by the path of their source inside the content."""
        return {str(entry.name): entry for entry in self.entries}

    @property
    def built(self) -> Iterator[Entry]:
        """The entries that this build writes."""
        return (entry for entry in self.entries if is_built(entry, self.settings))

    @cached_property
    def cases(self) -> tuple[Entry, ...]:
        """The listed cases, newest first."""
        return tuple(entry for entry in self.stream if entry.case)

    @cached_property
    def case_groups(self) -> Mapping[str, list[Entry]]:
        """The listed cases by what one can choose them by; see `group_cases`."""
        return group_cases(self.cases)

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
    def translations(self) -> Mapping[PurePosixPath, list[Entry]]:
        """The entries that this build writes, by the name of the original of each text; see `group_translations`."""
        return group_translations(self.built)

    @cached_property
    def listed_translations(self) -> Mapping[PurePosixPath, list[Entry]]:
        """The same of those that everybody is to find."""
        return group_translations(entry for entry in self.built if entry.state is State.LISTED)

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        """Every feed of the site."""
        return find_feeds(self)

    @cached_property
    def relations(self) -> Relations:
        """Which entries of the stream are related."""
        return Relations(self.stream)


def load_content(
    settings: SiteSettings, records: Records | None = None, executor: Executor | None = None
) -> tuple[Content, list[Diagnostic]]:
    """Return the content and every mistake in it, in the order of the files.

    A build goes on only where none is an error. What `records` keep of earlier runs is not made again, and what is made
    is kept there; an `executor` reads many texts at once. Raises OSError where the records cannot be read or written.
    """
    return ContentLoader(settings, records, executor).load()


class ContentLoader:
    """Loads the content as often as it is asked to; what has not changed since the last time is not read again."""

    def __init__(
        self, settings: SiteSettings, records: Records | None = None, executor: Executor | None = None
    ) -> None:
        self._settings = settings
        self._documents = DocumentReader(settings, records, executor)
        self._cases = CaseReader(settings, records, executor)
        self._pictures = KeptPictures(settings.content, records)
        self._texts = KnownTexts(records, executor)

    def load(self, settings: SiteSettings | None = None) -> tuple[Content, list[Diagnostic]]:
        """Return the content as it is now, and every mistake in it, in the order of the files.

        `settings` may be given anew where they differ in `now` or in what is Pelican's only.
        """
        with pause_collection():
            return self._load(settings or self._settings)

    def _load(self, settings: SiteSettings) -> tuple[Content, list[Diagnostic]]:
        files, diagnostics = sort_files(settings)
        self._pictures.recall([*files.others, *files.cases])
        documents, problems = self._documents.read(files.documents)
        cases, more = self._cases.read(files.cases)
        diagnostics += [*problems, *more]
        replies, problems = load_replies(files.replies, settings)
        diagnostics += problems
        if settings.preview:
            cases, problems = add_held(cases, settings)
            diagnostics += problems
        blog, problems = make_blog(documents, cases, replies, settings)
        diagnostics += [*problems, *check_stock_settings(settings), *check_cache_place(settings)]
        diagnostics += check_languages(blog.entries, settings)
        renderer = Renderer(settings, self._texts)
        content, passages, problems = place_content(blog, files, documents, cases, renderer)
        diagnostics += [*problems, *content.registry.diagnostics]
        diagnostics += check_links(passages, content.addresses, renderer)
        renderer.claim([request for entry in content.entries for request in list_requests(entry)])
        self._texts.keep()
        self._pictures.keep()
        return content, sorted({*diagnostics, *renderer.diagnostics})


def place_content(
    blog: Blog, files: Files, documents: Sequence[Document], cases: LoadedCases, renderer: Renderer
) -> tuple[Content, list[Passage], list[Diagnostic]]:
    """Give everything its path; return the content, all its texts, and what refers to files that are not there."""
    settings = renderer.settings
    stream = tuple(entry for entry in sort_by_date(blog.entries) if is_listed(entry, settings))
    built = [entry for entry in blog.entries if is_built(entry, settings)]
    terms = find_terms(stream, built, blog.authors, blog.profiles, settings)
    addresses = Addresses(settings, blog.entries, files, terms)
    offered, problems = find_offered_files(documents, blog.profiles, terms, addresses)
    passages = list(make_passages(blog, documents, cases, terms, offered.downloads, settings))
    prepare_links(passages, renderer)
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
        find_due(blog.entries, documents, settings.now),
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
