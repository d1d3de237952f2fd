"""What pages show of entries and terms, each as a digest: as soon as it is another, so may be what shows it.

An entry has three: `whole` for all that its own page says of it, `card` for how it stands in lists, `link` for its
title and address. An edit of a text changes the first, seldom the second, never the third.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from plugins.blog.entries import Entry
from plugins.blog.terms import Term, TermKind, iterate_keys
from plugins.code_version import find_code_version
from plugins.documents.links import Link, needs_rendering
from plugins.documents.models import Document
from plugins.documents.rendering import Request
from plugins.documents.sources import Source
from plugins.documents.values import Prose
from plugins.fast_build.digests import digest, digest_text
from plugins.feeds.enclosures import MEDIA_TYPES, find_enclosures
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.site.addresses import Passage
from plugins.site.page_texts import prepare_texts
from plugins.site.pages import Pages
from plugins.site.passages import make_passage

PASSING = frozenset(
    {"settings_file", "now", "pelican", "output", "public", "cache", "held", "targets", "keep_releases"}
)
"""Settings that no page shows: where things lie, and the clock, which shows in what is published."""

PLAYED = tuple(MEDIA_TYPES)
"""How the names of files end that texts play."""

CARDS = "card"
"""The kind of records that hold the digests of cards."""


class Facets:
    """The digests of one site's entries and terms. `records` may know some of an earlier run."""

    def __init__(self, pages: Pages, records: Records) -> None:
        self.pages = pages
        self.content = pages.content
        self._records = records
        self._variants = {
            self.content.addresses.link(picture.path): tuple(one.path for one in picture.variants)
            for picture in self.content.shown
        }
        self._wholes: dict[Entry, str] = {}
        self._own: dict[Entry, str] = {}
        self._cards: dict[Entry, str] = {}
        self._documents: dict[Path, str] = {}
        self._terms: dict[tuple[TermKind, str], str] = {}
        self._labels: dict[tuple[TermKind, str], str] = {}
        self.site = digest(_describe_site(pages), *map(self.document, self.content.boxes))

    def prepare(self, entries: Iterable[Entry]) -> None:
        """Have the cards of entries ready: kept ones, or made of the views."""
        wholes = {entry: self.whole(entry) for entry in entries}
        kept = self._records.get(CARDS, wholes.values())
        new = [entry for entry, whole in wholes.items() if whole not in kept]
        prepare_texts(self.content, new)
        made = {wholes[entry]: self._describe_card(entry, wholes[entry]).encode() for entry in new}
        self._records.put(CARDS, made)
        self._cards.update((entry, (kept.get(whole) or made[whole]).decode()) for entry, whole in wholes.items())

    def _describe_card(self, entry: Entry, whole: str) -> str:
        """Return the digest of a card. That a picture has smaller ones is said when the page is whole: in no view."""
        view = self.pages.lists.make_entry(entry)
        return digest(view, whole if "<img" in view.summary_html.lower() else "")

    def whole(self, entry: Entry) -> str:
        """Return the digest of all that an entry says, wherever it is said, with the older posts that it shows."""
        if entry not in self._wholes:
            shown = self.content.reprints.shown.get(str(entry.name), ())
            own = self._find_own(entry)
            self._wholes[entry] = digest(own, *map(self._find_own, shown)) if shown else own
        return self._wholes[entry]

    def card(self, entry: Entry) -> str:
        """Return the digest of an entry as lists show it. `prepare` makes those of many at once."""
        if entry not in self._cards:
            self.prepare([entry])
        return self._cards[entry]

    def cards(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Return the digests of entries as lists show them."""
        return tuple(map(self.card, entries))

    def link(self, entry: Entry) -> tuple[str, str]:
        """Return what a link to an entry shows."""
        return entry.fields.title, entry.path

    def links(self, entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
        """Return what links to entries show."""
        return tuple(map(self.link, entries))

    def document(self, document: Document) -> str:
        """Return the digest of what is written about a term, a download or the site."""
        path = document.source.path
        if path not in self._documents:
            proses = [document.body, *_find_proses(document)]
            passage = Passage(document.source.name, "index.html", tuple(proses), is_public=True, is_draft=False)
            text = digest_text(document.source.text)
            # The ids in it begin with its name.
            self._documents[path] = digest(str(passage.name), text, *self._describe_passage(passage))
        return self._documents[path]

    def term(self, term: Term) -> str:
        """Return the digest of all that a page says of a term, but for its entries."""
        key = (term.kind, term.key)
        if key not in self._terms:
            self._terms[key] = self._describe_term(term)
        return self._terms[key]

    def _describe_term(self, term: Term) -> str:
        picture = self.content.pictures.get((term.kind, term.key))
        variants = self._variants.get(self.content.addresses.link(picture)) if picture else None
        about = self.document(term.profile) if term.profile else ""
        return digest(*_label_term(term), about, picture, variants)

    def _find_own(self, entry: Entry) -> str:
        if entry not in self._own:
            self._own[entry] = self._describe_entry(entry)
        return self._own[entry]

    def _describe_entry(self, entry: Entry) -> str:
        """Return the digest of its sources, and of what these and the settings do not say of it."""
        passage = make_passage(entry, self.content.settings)
        return digest(
            self.site,
            *((str(source.name), digest_text(source.text)) for source in _find_sources(entry, passage)),
            (str(entry.name), entry.slug, entry.path, str(entry.state), self.content.cards.pictures.get(entry.name)),
            *(self._label(kind, key) for kind, key, _ in iterate_keys(entry)),
            self._describe_translations(entry),
            *self._describe_passage(passage),
        )

    def _describe_translations(self, entry: Entry) -> tuple[object, ...]:
        """Return what is shown of a text in each of its languages, the original first.

        Of the state of each depends whether machines are told of it.
        """
        group = self.content.translations.get(entry.original or entry.name, ())
        return tuple((one.path, one.fields.lang, str(one.state)) for one in group)

    def _label(self, kind: TermKind, key: str) -> str:
        """Return what entries show of a term that they name: there may be no page of it."""
        if (kind, key) not in self._labels:
            term = self.content.terms[kind].get(key)
            self._labels[kind, key] = repr(_label_term(term) if term else (str(kind), key))
        return self._labels[kind, key]

    def _describe_passage(self, passage: Passage) -> Iterator[object]:
        """Go through what texts show of other files: where links lead, and what is measured of pictures."""
        addresses, renderer = self.content.addresses, self.content.renderer
        for prose in (prose for prose in passage.proses if needs_rendering(prose.text)):
            facts = renderer.find_facts(Request(prose))
            resolved = tuple(addresses.resolve(passage.name, passage.path, link) for link in facts.links)
            variants = tuple(map(self._find_variants, resolved))
            played = tuple(self._find_played_size(passage, link) for link in facts.links if _is_played(link.target))
            yield tuple(facts.looks.items()), resolved, variants, played

    def _find_variants(self, address: str) -> tuple[str, ...] | None:
        """Return where the smaller ones of a picture are that a text shows."""
        if address.endswith("/"):  # a page, as nearly all are
            return None
        try:
            return self._variants.get(urlsplit(address).path)
        except ValueError:  # an address of another site that is none, such as `http://[x`
            return None

    def _find_played_size(self, passage: Passage, link: Link) -> int | None:
        """Return the size that feeds tell of a file that a text plays; they find it however its address is written."""
        address = self.content.addresses.resolve_absolute(passage.name, passage.path, link)
        return next((one.length for one in find_enclosures([address], self.content)), None)


def _is_played(target: str) -> bool:
    """Tell whether a link may lead to what a text plays: most do not."""
    return unquote(target.partition("#")[0].partition("?")[0]).lower().endswith(PLAYED)


def _label_term(term: Term) -> tuple[str, str, str, str, str]:
    return str(term.kind), term.key, term.name, term.path, term.mark


def _find_sources(entry: Entry, passage: Passage) -> Iterable[Source]:
    """Return every file that an entry is read from, once. What readers sent is known on the page by its file's name."""
    others = [prose.source for prose in passage.proses if prose.source is not entry.source]
    others += (one.tree.source for one in entry.replies)
    if entry.case is not None:
        others += (one.tree.source for one in entry.case.reader_outcomes)
    return {source.name: source for source in (entry.source, *others)}.values()


def _find_proses(document: Document) -> Iterator[Prose]:
    """Go through the texts of a header."""
    summary = getattr(document.fields, "summary", None)
    if summary is not None:
        yield summary


def _describe_site(pages: Pages) -> str:
    """Return the digest of what every page depends on, but for boxes: code, zone, settings, words, styles, scripts."""
    settings = pages.settings
    values = [(name, getattr(settings, name)) for name in SiteSettings.model_fields if name not in PASSING]
    assets = sorted((asset.path, digest(asset.data)) for asset in pages.content.assets.files.values())
    machine = find_code_version(), settings.zone_rules
    return digest(machine, values, assets, settings.wording.own, pages.content.cards.site)
