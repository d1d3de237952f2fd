"""What stands around a post or case: where it belongs, who wrote it, what is near, and what one can do with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from plugins.blog.entries import Author, Entry
from plugins.blog.terms import Term, TermKind
from plugins.cases.letters import make_mailto
from plugins.documents.models import AuthorHeader, PageHeader, PostHeader
from plugins.documents.views import LinkView, count_minutes, make_date
from plugins.site.around_views import (
    AroundView,
    AuthorView,
    CorrectionView,
    HeadingView,
    PartView,
    ReprintView,
    SeriesView,
    TranslationView,
)
from plugins.site.list_views import LicenceView
from plugins.site.lists import Lists
from plugins.wording.locales import find_direction, name_language

LONG_READ = 6
"""Minutes from which a text has a table of contents of its own accord."""

FEWEST_HEADINGS = 3
DEEPEST_LISTED = 3
"""The level down to which headings stand in a table of contents."""


@dataclass(frozen=True)
class Near:
    """What a post or case stands among: its neighbours in time, and what is `related`.

    `showing` are the posts that show it whole, and `series` the one that it stands in.
    """

    newer: Entry | None
    older: Entry | None
    related: tuple[Entry, ...]
    showing: tuple[Entry, ...]
    series: Term | None


class Around:
    """Makes the views of what stands around entries."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.texts = lists.texts
        self.content = lists.content
        dated = self.content.stream
        self._newer = {older: newer for newer, older in pairwise(dated)}
        self._older = dict(pairwise(dated))
        self._listed = frozenset(dated)
        self._translations = self.content.translations
        self._site_licence = LicenceView(*site) if (site := self.content.settings.licence) else None
        self._near: dict[Entry, Near] = {}
        self._authors: dict[str, AuthorView] = {}
        self._parts: dict[str, tuple[PartView, ...]] = {}

    def make_around(self, entry: Entry) -> AroundView:
        """Return all that stands around a post or case."""
        near = self.find_near(entry)
        address = self.content.addresses.make_absolute(entry.path)
        return AroundView(
            category=self.lists.make_category(entry),
            tags=self.lists.make_tags(entry),
            column=self.lists.make_column(entry),
            series=self._make_series(entry, near.series) if near.series else None,
            newer=self.texts.make_link(near.newer) if near.newer else None,
            older=self.texts.make_link(near.older) if near.older else None,
            related=self.lists.make_entries(near.related, lang=self.texts.find_lang(entry)),
            authors=tuple(self.make_author(author) for author in self._find_authors(entry)),
            corrections=self.make_corrections(entry),
            reprinted_in=tuple(self.texts.make_link(other) for other in near.showing),
            address=address,
            mail=make_mailto("", entry.fields.title, address),
            reply=self._make_reply(entry, address),
        )

    def find_near(self, entry: Entry) -> Near:
        """Return the entries that the page of a post or case leads to of its own accord."""
        # The key of the page asks first, then the page itself, which another process may make.
        if entry not in self._near:
            self._near[entry] = self._find_near(entry)
        return self._near[entry]

    def _find_near(self, entry: Entry) -> Near:
        newer, older = self._newer.get(entry), self._older.get(entry)
        showing = self._find_showing(entry)
        shown = self.content.reprints.shown.get(str(entry.name), ())
        series = self._find_series(entry)
        beside = [other for other in (newer, older) if other]
        apart = [*beside, *showing, *shown, *(series.entries if series else ())]
        related = self.content.relations.find_related(entry, apart)
        return Near(newer, older, tuple(related), tuple(showing), series)

    def make_licence(self, entry: Entry | None) -> LicenceView | None:
        """Return the licence of an entry where it has its own, else the site's."""
        own = self.lists.make_own_licence(entry) if entry else None
        return own or self._site_licence

    def make_translations(self, entry: Entry) -> tuple[TranslationView, ...]:
        """Return the same text in other languages, by whole addresses as `hreflang` wants them."""
        site, addresses = self.content.settings.lang, self.content.addresses
        group = self._translations.get(entry.original or entry.name, [])
        langs = ((other, other.fields.lang or site) for other in group if other is not entry)
        return tuple(
            TranslationView(name_language(lang), addresses.make_absolute(other.path), lang) for other, lang in langs
        )

    def make_corrections(self, entry: Entry, *, absolute: bool = False) -> tuple[CorrectionView, ...]:
        """Return what was changed, newest first; links are whole where the text leaves the site."""
        numbered, lang = enumerate(entry.fields.corrections, 1), self.texts.find_lang(entry)
        return tuple(
            CorrectionView(
                make_date(one.date, lang),
                self.texts.make_part(entry, one.text, f"-correction-{number}", absolute=absolute),
            )
            for number, one in sorted(numbered, key=lambda pair: pair[1].date, reverse=True)
        )

    def make_contents(self, entry: Entry) -> tuple[HeadingView, ...]:
        """Return the table of contents of a post or page: where its header asks for it, else of a long text."""
        assert entry.body is not None
        headings = [one for one in self.texts.render_body(entry).headings if one.level <= DEEPEST_LISTED]
        wanted = entry.fields.contents if isinstance(entry.fields, (PostHeader, PageHeader)) else None
        if wanted is None:
            wanted = len(headings) >= FEWEST_HEADINGS and count_minutes([entry.body.text]) >= LONG_READ
        return tuple(HeadingView(one.text, f"#{one.id}", one.level) for one in headings) if wanted else ()

    def make_reprints(self, entry: Entry) -> tuple[ReprintView, ...]:
        """Return the older posts that a post shows."""
        return tuple(self._make_reprint(original) for original in self.content.reprints.shown.get(str(entry.name), ()))

    def make_author(self, author: Author) -> AuthorView:
        """Return an author as in the box under a post. The author has a profile."""
        if author.id not in self._authors:
            self._authors[author.id] = self._make_author(author)
        return self._authors[author.id]

    def _make_author(self, author: Author) -> AuthorView:
        term = self.content.terms[TermKind.AUTHOR][author.id]
        fields = author.profile.fields if author.profile else None
        assert author.profile is not None
        assert isinstance(fields, AuthorHeader)
        picture = self.content.pictures.get((TermKind.AUTHOR, author.id))
        return AuthorView(
            name=author.name,
            href=self.texts.link(term.path),
            picture=self.texts.link(picture) if picture else None,
            credentials=self.texts.typeset(fields.credentials or ""),
            text_html=self.texts.make_site_text(author.profile, fields.summary, top=3),
            links=tuple(LinkView(self.texts.typeset(link.text), link.url) for link in fields.links),
            email=f"mailto:{fields.email}" if fields.email else None,
        )

    def _find_authors(self, entry: Entry) -> list[Author]:
        authors = (self.content.authors[name] for name in entry.authors)
        return [author for author in authors if author.profile and isinstance(author.profile.fields, AuthorHeader)]

    def _find_showing(self, entry: Entry) -> list[Entry]:
        """Return the posts that show an entry and that readers can see."""
        showing = self.content.reprints.showing.get(str(entry.name), ())
        return [other for other in showing if other in self._listed]

    def _find_series(self, entry: Entry) -> Term | None:
        """Return the series of an entry that stands in it."""
        term = self.content.terms[TermKind.SERIES].get(entry.series or "")
        return term if term and entry in term.entries else None

    def _make_series(self, entry: Entry, term: Term) -> SeriesView:
        """Return a series around one of its parts; parts are counted among posts, cases among cases."""
        members = term.entries
        place = members.index(entry)
        number, count = _count_parts(entry, [other for other in members if bool(other.case) is bool(entry.case)])
        return SeriesView(
            text=self.texts.typeset(term.name),
            href=self.texts.link(term.path),
            kind="case" if entry.case else "post",
            number=number,
            count=count,
            older=self.texts.make_link(members[place - 1]) if place else None,
            newer=self.texts.make_link(members[place + 1]) if place + 1 < len(members) else None,
            parts=self._make_parts(term, place),
        )  # fmt: skip

    def _make_parts(self, term: Term, place: int) -> tuple[PartView, ...]:
        """Return the parts of a series, of which the one at a place is read."""
        if term.key not in self._parts:
            self._parts[term.key] = tuple(self._make_part(entry) for entry in term.entries)
        parts = self._parts[term.key]
        return (*parts[:place], replace(parts[place], current=True), *parts[place + 1 :])

    def _make_part(self, entry: Entry) -> PartView:
        link = self.texts.make_link(entry)
        return PartView(link.text, link.href, entry.part, "case" if entry.case else "post", current=False)

    def _make_reprint(self, original: Entry) -> ReprintView:
        assert original.date is not None
        lang = self.texts.find_lang(original)
        return ReprintView(
            title_html=self.content.renderer.render_title(original.fields.title),
            href=self.texts.link(original.path),
            anchor=f"reprint--{original.slug}",
            date=make_date(original.date, lang),
            authors=self.texts.make_authors(original),
            licence=self.lists.make_own_licence(original),
            lang=lang,
            direction=find_direction(lang),
            words=self.texts.speak(original),
            text_html=self.texts.make_nested_text(original, 3),
        )

    def _make_reply(self, entry: Entry, address: str) -> str | None:
        """Return a link that begins a letter to an author who takes letters, or else to the site."""
        profiles = (author.profile.fields for author in self._find_authors(entry) if author.profile)
        own = next((one.email for one in profiles if isinstance(one, AuthorHeader) and one.email), None)
        contact = own or self.content.settings.contact
        subject = self.texts.speak(entry).plain("reply-subject", title=entry.fields.title)
        return make_mailto(contact, subject, f"\r\n\r\n{address}") if contact else None


def _count_parts(entry: Entry, alike: list[Entry]) -> tuple[int, int]:
    """Return which part of how many an entry is, among those of its kind.

    What the documents say counts where all of them say it, and gaps are no wider than what may be unpublished yet;
    else it is the order.
    """
    parts = [other.part for other in alike if other.part]
    if entry.part and len(parts) == len(alike) and max(parts) <= 2 * len(alike):
        return entry.part, max(parts)
    return alike.index(entry) + 1, len(alike)
