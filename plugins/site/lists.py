"""Entries and terms as they stand in lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.blog.summaries import find_beginning
from plugins.blog.terms import Term, TermKind
from plugins.documents.licences import find_licence
from plugins.documents.views import LinkView, make_date
from plugins.site.list_views import ColumnView, EntryView, LicenceView, PaginationView, TermView
from plugins.site.registry import Output
from plugins.site.texts import Texts, is_unpublished
from plugins.wording.locales import find_direction


class Lists:
    """Makes the views of entries and terms in lists."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.content = texts.content
        self.link = texts.link
        # Every entry stands in many lists, and every term at many entries: what is shown of them is made once.
        self._entries: dict[tuple[Entry, str], EntryView] = {}
        self._terms: dict[tuple[TermKind, str], LinkView] = {}

    def make_entry(self, entry: Entry, full_top: int | None = None, lang: str = "") -> EntryView:
        """Return an entry as it stands in a list, a post with its whole text where `full_top` is a heading's level.

        `lang` is the language of a list that is not in the site's.
        """
        key = (entry, lang or self.content.settings.lang)
        if key not in self._entries:
            self._entries[key] = self._make_entry(*key)
        view = self._entries[key]
        return view if full_top is None or entry.body is None else self._add_text(view, entry, full_top)

    def _add_text(self, view: EntryView, entry: Entry, top: int) -> EntryView:
        """Return an entry with its whole text, and what goes with that."""
        return replace(
            view,
            text_html=self.texts.make_nested_text(entry, top),
            licence=self.make_own_licence(entry),
            reprints=tuple(self.texts.make_link(original) for original in self._find_reprints(entry)),
        )

    def _make_entry(self, entry: Entry, lang: str) -> EntryView:
        case = entry.case
        assert entry.date is not None
        return EntryView(
            kind="case" if case else "post",
            title_html=self.content.renderer.render_title(entry.fields.title),
            href=self.link(entry.path),
            date=make_date(entry.date, lang),
            category=self.make_category(entry),
            authors=self.texts.make_authors(entry),
            summary_html=self.texts.make_summary(entry),
            minutes=self.texts.count_minutes(entry),
            number=case.facts.number if case else None,
            series=self.texts.typeset(entry.series) if entry.series else None,
            part=None if case else entry.part,
            column=self.make_column(entry),
            text_html=None,
            lang=self.texts.find_lang(entry),
            direction=find_direction(self.texts.find_lang(entry)),
            licence=None,
            reprints=(),
            roles=tuple(self.texts.typeset(role.name) for role in case.facts.roles) if case else (),
            question=self.texts.typeset(case.facts.decisions[0].question) if case else "",
            draft=is_unpublished(entry),
        )

    def make_entries(
        self, entries: Iterable[Entry], full_top: int | None = None, lang: str = ""
    ) -> tuple[EntryView, ...]:
        """Return entries as they stand in a list."""
        return tuple(self.make_entry(entry, full_top, lang) for entry in entries)

    def make_term(self, term: Term) -> TermView:
        """Return a term as it stands among all of its kind, with how what is written about it begins."""
        beginning = find_beginning(self.texts.make_site_text(term.profile)) if term.profile else ""
        return TermView(
            self.texts.typeset(term.name), self.link(term.path), len(term.entries), term.mark,
            Markup("<p>{}</p>").format(beginning) if beginning else Markup(""),
        )  # fmt: skip

    def make_category(self, entry: Entry) -> LinkView | None:
        """Return the link to the category of an entry."""
        term = self.content.terms[TermKind.CATEGORY].get(entry.fields.category or "")
        return self._link_term(term) if term else None

    def make_tags(self, entry: Entry) -> tuple[LinkView, ...]:
        """Return links to the tags of an entry."""
        terms = self.content.terms[TermKind.TAG]
        return tuple(self._link_term(terms[tag]) for tag in entry.fields.tags if tag in terms)

    def _link_term(self, term: Term) -> LinkView:
        key = (term.kind, term.key)
        if key not in self._terms:
            self._terms[key] = LinkView(self.texts.typeset(term.name), self.link(term.path))
        return self._terms[key]

    def make_column(self, entry: Entry) -> ColumnView | None:
        """Return the column of an entry."""
        term = self.content.terms[TermKind.COLUMN].get(entry.column or "")
        return ColumnView(self.texts.typeset(term.name), self.link(term.path), term.mark) if term else None

    def make_own_licence(self, entry: Entry) -> LicenceView | None:
        """Return the licence of an entry that has another than the site's."""
        if entry.fields.licence is None:
            return None
        licence = find_licence(entry.fields.licence)
        return LicenceView(licence.name, licence.href)

    def cut(self, entries: tuple[Entry, ...], output: Output) -> tuple[Entry, ...]:
        """Return the entries of one page of a list."""
        size = self.content.settings.page_size
        return entries[(output.number - 1) * size : output.number * size]

    def make_pagination(self, output: Output) -> PaginationView:
        """Return where one is in a list."""
        pages = self.content.registry.get_pages(output.base)
        newer = self.link(pages[output.number - 2].path) if output.number > 1 else None
        older = self.link(pages[output.number].path) if output.number < len(pages) else None
        return PaginationView(output.number, len(pages), newer, older)

    def _find_reprints(self, entry: Entry) -> tuple[Entry, ...]:
        return self.content.reprints.shown.get(str(entry.name), ())
