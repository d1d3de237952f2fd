"""From the content to the views of its pages: what each template is to see, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from plugins.assets.bundle import GALLERY_STYLESHEET, ICON, SCRIPT, STYLESHEET
from plugins.cases.case_views import Surroundings, count_case_minutes, make_case_view
from plugins.cases.gallery import find_components, make_examples
from plugins.cases.letters import make_mailto
from plugins.cases.renditions import render_page
from plugins.cases.views import CaseView
from plugins.documents.links import Fragment, Link
from plugins.documents.values import Prose
from plugins.documents.views import LinkView, count_minutes, find_direction, make_date
from plugins.site.content import Content
from plugins.site.entries import Entry, State
from plugins.site.policy import PREVIEW_SCRIPT, make_policy
from plugins.site.registry import Output, OutputKind
from plugins.site.summaries import find_beginning, shorten
from plugins.site.terms import PLURALS, Term, TermKind
from plugins.site.views import (
    ArchivesPage,
    ArticlePage,
    CasePage,
    EntryView,
    GalleryPage,
    IndexPage,
    ListPage,
    NotFoundPage,
    Page,
    PaginationView,
    SiteView,
    StaticPage,
    TermsPage,
    TermView,
    YearView,
)

UNINDEXED = (OutputKind.NOT_FOUND, OutputKind.GALLERY)
"""Pages that search engines are to pass by."""

LABELS = {TermKind.CATEGORY: "Category", TermKind.TAG: "Tag", TermKind.AUTHOR: "Author"}
TERMS_TITLES = {TermKind.CATEGORY: "Categories", TermKind.TAG: "Tags", TermKind.AUTHOR: "Authors"}


class Pages:
    """Makes the view of any page of the site."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.settings = content.settings
        self.link = content.addresses.link
        self.site = self._make_site()
        self._cases: dict[PurePosixPath, Markup] = {}
        dated = content.stream
        self._newer = dict(zip((entry.name for entry in dated[1:]), dated, strict=False))
        self._older = dict(zip((entry.name for entry in dated), dated[1:], strict=False))

    def make_page(self, output: Output) -> Page:
        """Return the view of one page."""
        make = {
            OutputKind.ARTICLE: self._make_article,
            OutputKind.PAGE: self._make_static_page,
            OutputKind.CASE: self._make_case_page,
            OutputKind.INDEX: self._make_index,
            OutputKind.CASES: self._make_cases,
            OutputKind.ARCHIVES: self._make_archives,
            OutputKind.NOT_FOUND: self._make_not_found,
            OutputKind.CATEGORY: self._make_term,
            OutputKind.TAG: self._make_term,
            OutputKind.AUTHOR: self._make_term,
            OutputKind.CATEGORIES: self._make_terms,
            OutputKind.TAGS: self._make_terms,
            OutputKind.AUTHORS: self._make_terms,
            OutputKind.GALLERY: self._make_gallery,
        }
        return make[output.kind](output)

    def make_case_view(self, entry: Entry, *, absolute: bool = False) -> CaseView:
        """Return the view of a case, its links whole where the text leaves the site."""
        assert entry.case is not None
        addresses = self.content.addresses
        around = Surroundings(
            url=addresses.make_absolute(entry.path) if absolute else self.link(entry.path),
            authors=self.make_authors(entry),
            contact=self.settings.contact,
            renderer=self.content.renderer,
            make_html=lambda prose, fragment: self.make_html(entry, prose, fragment, absolute=absolute),
        )
        return make_case_view(entry.case, around)

    def render_case(self, entry: Entry) -> Markup:
        """Return a case as it stands on its page; made once, as Pelican and the page both ask for it."""
        if entry.name not in self._cases:
            self._cases[entry.name] = render_page(self.make_case_view(entry))
        return self._cases[entry.name]

    def make_html(self, entry: Entry, prose: Prose, fragment: Fragment, *, absolute: bool = False) -> Markup:
        """Return a fragment of an entry with its links resolved."""
        addresses = self.content.addresses
        resolve = addresses.resolve_absolute if absolute else addresses.resolve

        def find_address(link: Link) -> str:
            return resolve(prose.source.name, entry.path, link)

        return fragment.to_html(find_address)

    def make_text(self, entry: Entry, *, absolute: bool = False) -> Markup:
        """Return the text of a post or page."""
        assert entry.body is not None
        fragment = self.content.renderer.render(entry.body, lang=entry.fields.lang)
        return self.make_html(entry, entry.body, fragment, absolute=absolute)

    def make_summary(self, entry: Entry, *, absolute: bool = False) -> Markup:
        """Return what lists say of an entry: its summary, a case's overview, or how its text begins."""
        prose = entry.fields.summary or (entry.case.facts.overview if entry.case else None)
        if prose is not None:
            return self.make_html(
                entry,
                prose,
                self.content.renderer.render(prose, prefix=f"{entry.kind}-{entry.slug}-", lang=entry.fields.lang),
                absolute=absolute,
            )
        beginning = find_beginning(self.make_text(entry))
        return Markup("<p>{}</p>").format(beginning) if beginning else Markup("")

    def make_authors(self, entry: Entry) -> tuple[LinkView, ...]:
        """Return links to the authors of an entry."""
        terms = self.content.terms[TermKind.AUTHOR]
        return tuple(LinkView(terms[name].name, self.link(terms[name].path)) for name in entry.authors)

    def make_entry(self, entry: Entry) -> EntryView:
        """Return an entry as it stands in a list."""
        case = entry.case
        assert entry.date is not None
        return EntryView(
            kind="case" if case else "post",
            title_html=self.content.renderer.render_title(entry.fields.title),
            href=self.link(entry.path),
            date=make_date(entry.date),
            category=self._make_category(entry),
            authors=self.make_authors(entry),
            summary_html=self.make_summary(entry),
            minutes=self._count_minutes(entry),
            number=case.facts.number if case else None,
            series=case.facts.series if case else None,
            roles=tuple(role.name for role in case.facts.roles) if case else (),
            question=case.facts.decisions[0].question if case else "",
            draft=_is_unpublished(entry),
        )

    def _make_site(self) -> SiteView:
        settings = self.settings
        return SiteView(
            name=settings.name,
            tagline=settings.tagline,
            lang=settings.lang,
            direction=find_direction(settings.lang),
            href=self.link("index.html"),
            theme=self.link("theme/"),
            stylesheet=self.link(STYLESHEET),
            case_script=self.link(SCRIPT),
            icon=self.link(ICON),
            feed=LinkView(settings.name, self.link(settings.feed_path)),
            licence=LinkView(*settings.licence) if settings.licence else None,
            footer=tuple(LinkView(text, self._link_setting(path)) for text, path in settings.footer),
            preview_script=PREVIEW_SCRIPT if settings.preview else None,
        )

    def _make_base(
        self, output: Output, title: str, description: str = "", *, entry: Entry | None = None
    ) -> dict[str, Any]:
        """Return the fields that every page has."""
        lang = entry.fields.lang if entry and entry.fields.lang else self.settings.lang
        return {
            "kind": str(output.kind),
            "title": title,
            "title_html": self.content.renderer.render_title(title),
            "description": description or self.settings.tagline,
            "lang": lang,
            "direction": find_direction(lang),
            "canonical": self.content.addresses.make_absolute(output.path),
            "policy": make_policy(output.kind, preview=self.settings.preview),
            "indexed": output.kind not in UNINDEXED and (entry is None or entry.state is State.LISTED),
            "menu": self._make_menu(output),
        }

    def _make_menu(self, output: Output) -> tuple[LinkView, ...]:
        here = self.link(output.path)
        return tuple(
            LinkView(text, href, current=href == here)
            for text, href in ((text, self._link_setting(path)) for text, path in self.settings.menu)
        )

    def _link_setting(self, path: str) -> str:
        """Return the address of a link in the settings: a path from the root of the site, or a whole address."""
        return f"{self.settings.base_path}{path}" if path.startswith("/") else path

    def _make_article(self, output: Output) -> ArticlePage:
        entry = self.content.by_name[output.subject]
        assert entry.date is not None
        return ArticlePage(
            **self._make_entry_base(output, entry),
            **self._make_surroundings(entry),
            date=make_date(entry.date),
            updated=make_date(entry.fields.updated) if entry.fields.updated else None,
            authors=self.make_authors(entry),
            minutes=self._count_minutes(entry),
            text_html=self.make_text(entry),
            reply=self._make_reply(entry),
        )

    def _make_case_page(self, output: Output) -> CasePage:
        entry = self.content.by_name[output.subject]
        base = self._make_entry_base(output, entry)
        return CasePage(**base, **self._make_surroundings(entry), case_html=self.render_case(entry))

    def _make_static_page(self, output: Output) -> StaticPage:
        entry = self.content.by_name[output.subject]
        return StaticPage(**self._make_entry_base(output, entry), text_html=self.make_text(entry))

    def _make_entry_base(self, output: Output, entry: Entry) -> dict[str, Any]:
        base = self._make_base(output, entry.fields.title, self._describe(entry), entry=entry)
        return {**base, "draft": _is_unpublished(entry)}

    def _make_surroundings(self, entry: Entry) -> dict[str, Any]:
        """Return what an entry of the stream is filed under, and its neighbours in time."""
        return {
            "category": self._make_category(entry),
            "tags": self._make_tags(entry),
            "newer": self._make_neighbour(self._newer.get(entry.name)),
            "older": self._make_neighbour(self._older.get(entry.name)),
        }

    def _make_index(self, output: Output) -> IndexPage:
        """The first page is led by the newest case, which then does not stand among its entries as well."""
        entries = self._cut(self.content.stream, output)
        lead = next((entry for entry in self.content.cases), None) if output.number == 1 else None
        shown = [entry for entry in entries if entry is not lead]
        base = self._make_base(output, self.settings.name, self.settings.tagline)
        return IndexPage(
            **base,
            lead=self.make_entry(lead) if lead else None,
            entries=self._make_entries(shown),
            pagination=self._make_pagination(output),
        )

    def _make_cases(self, output: Output) -> ListPage:
        return self._make_list(output, "Cases", "Cases", None, self.content.cases)

    def _make_term(self, output: Output) -> ListPage:
        kind = TermKind(output.kind)
        term = self.content.terms[kind][output.subject]
        return self._make_list(output, LABELS[kind], term.name, self._make_profile(term), term.entries)

    def _make_list(
        self, output: Output, label: str, title: str, intro: Markup | None, entries: tuple[Entry, ...]
    ) -> ListPage:
        description = f"{label}: {title}" if label != title else ""
        return ListPage(
            **self._make_base(output, title, description),
            label=label,
            intro_html=intro if output.number == 1 else None,
            count=len(entries),
            entries=self._make_entries(self._cut(entries, output)),
            pagination=self._make_pagination(output),
        )

    def _make_profile(self, term: Term) -> Markup | None:
        profile = term.author.profile if term.author else None
        if profile is None or not profile.body.text.strip():
            return None
        addresses, name = self.content.addresses, profile.source.name
        return self.content.renderer.render(profile.body).to_html(lambda link: addresses.resolve(name, term.path, link))

    def _make_terms(self, output: Output) -> TermsPage:
        kind = next(kind for kind in TermKind if PLURALS[kind] == output.kind)
        terms = (term for term in self.content.terms[kind].values() if term.entries)
        views = tuple(TermView(term.name, self.link(term.path), len(term.entries)) for term in terms)
        return TermsPage(**self._make_base(output, TERMS_TITLES[kind]), terms=views)

    def _make_archives(self, output: Output) -> ArchivesPage:
        by_year = groupby(self.content.stream, key=lambda entry: entry.date.year if entry.date else 0)
        years = tuple(YearView(year, f"year-{year}", self._make_entries(entries)) for year, entries in by_year)
        return ArchivesPage(**self._make_base(output, "Archives"), years=years)

    def _make_not_found(self, output: Output) -> NotFoundPage:
        base = self._make_base(output, "Page not found")
        return NotFoundPage(**base, entries=self._make_entries(self.content.stream[:3]))

    def _make_gallery(self, output: Output) -> GalleryPage:
        name = output.subject
        return GalleryPage(
            **self._make_base(output, name.replace("_", " ").capitalize() or "Components"),
            stylesheet=self.link(GALLERY_STYLESHEET),
            components=tuple(
                LinkView(one, self.link(f"gallery/{one}/index.html"), current=one == name) for one in find_components()
            ),
            examples=make_examples(name, self.settings, self.content.renderer) if name else (),
        )

    def _make_entries(self, entries: Iterable[Entry]) -> tuple[EntryView, ...]:
        return tuple(self.make_entry(entry) for entry in entries)

    def _cut(self, entries: tuple[Entry, ...], output: Output) -> tuple[Entry, ...]:
        size = self.settings.page_size
        return entries[(output.number - 1) * size : output.number * size]

    def _make_pagination(self, output: Output) -> PaginationView:
        pages = self.content.registry.get_pages(output.base)
        newer = self.link(pages[output.number - 2].path) if output.number > 1 else None
        older = self.link(pages[output.number].path) if output.number < len(pages) else None
        return PaginationView(output.number, len(pages), newer, older)

    def _make_category(self, entry: Entry) -> LinkView | None:
        term = self.content.terms[TermKind.CATEGORY].get(entry.fields.category or "")
        return LinkView(term.name, self.link(term.path)) if term else None

    def _make_tags(self, entry: Entry) -> tuple[LinkView, ...]:
        terms = self.content.terms[TermKind.TAG]
        return tuple(LinkView(tag, self.link(terms[tag].path)) for tag in entry.fields.tags if tag in terms)

    def _make_neighbour(self, entry: Entry | None) -> LinkView | None:
        return LinkView(entry.fields.title, self.link(entry.path)) if entry else None

    def _make_reply(self, entry: Entry) -> str | None:
        if not self.settings.contact:
            return None
        body = f"\r\n\r\n{self.content.addresses.make_absolute(entry.path)}"
        return make_mailto(self.settings.contact, f"Re: {entry.fields.title}", body)

    def _count_minutes(self, entry: Entry) -> int:
        return count_case_minutes(entry.case) if entry.case else count_minutes([entry.body.text if entry.body else ""])

    def _describe(self, entry: Entry) -> str:
        return shorten(str(self.make_summary(entry).striptags()))


def _is_unpublished(entry: Entry) -> bool:
    return entry.state in (State.DRAFT, State.HELD)
