"""From the content to the views of its pages: what each template is to see, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from plugins.assets.bundle import (
    ASKING_SCRIPT,
    FONT,
    GALLERY_STYLESHEET,
    ICON,
    SCHEME_SCRIPT,
    SCRIPT,
    SEARCH_SCRIPT,
    SHARE_SCRIPT,
    SHORTCUT_SCRIPT,
    STYLESHEET,
    wants_font,
)
from plugins.assets.search_index import SEARCH_ENTRY, SEARCH_FOLDER
from plugins.blog.downloads import Download
from plugins.blog.entries import Entry, slugify
from plugins.blog.terms import FOLDERS, PLURALS, Term, TermKind
from plugins.cases.gallery import find_components, make_examples
from plugins.documents.models import AuthorHeader, BoxHeader, Document
from plugins.documents.views import LinkView, make_date
from plugins.site.archives import Archives
from plugins.site.around import Around
from plugins.site.content import Content
from plugins.site.descriptions import cut
from plugins.site.feed_lists import find_opml_path
from plugins.site.feed_views import FeedViews
from plugins.site.indexing import is_indexed
from plugins.site.list_views import ChoiceView, DownloadView, FilterView
from plugins.site.lists import Lists
from plugins.site.metadata import Metadata, make_site_meta
from plugins.site.page_facts import PageFacts
from plugins.site.planning import CASES_PATH, SEARCH_PATH, find_choice_path
from plugins.site.policy import PREVIEW_SCRIPT, make_policy
from plugins.site.post_replies import make_replies
from plugins.site.registry import Output, OutputKind
from plugins.site.replies import Replies
from plugins.site.search import find_kinds
from plugins.site.site_views import BoxView, SearchView, SiteView, SubscribeView
from plugins.site.texts import Texts, is_unpublished
from plugins.site.views import (
    AliasPage,
    ArchivesPage,
    ArticlePage,
    CasePage,
    DownloadsPage,
    FeedsPage,
    GalleryPage,
    IndexPage,
    ListPage,
    MonthPage,
    NotFoundPage,
    Page,
    RepliesPage,
    SearchPage,
    StaticPage,
    TermsPage,
)
from plugins.wording.locales import find_direction, format_size

FILTERS = ("role", "topic")


class Pages:
    """Makes the view of any page of the site."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.settings = content.settings
        self.words = content.settings.wording.speak(content.settings.lang)
        self.link = content.addresses.link
        self.texts = Texts(content)
        self.lists = Lists(self.texts)
        self.around = Around(self.lists)
        self.archives = Archives(self.lists)
        self.metadata = Metadata(self.archives)
        self.feeds = FeedViews(content)
        self.replies = Replies(self.lists)
        self._menu = tuple(LinkView(text, self._link_setting(path)) for text, path in self.settings.menu)
        self._policies: dict[OutputKind, str] = {}
        self._ranked: dict[str, tuple[Entry, ...]] = {}
        self._filters: dict[str, tuple[tuple[str, ChoiceView], ...]] = {}
        self._makers = self._find_makers()
        self.site = self._make_site()

    def make_page(self, output: Output) -> Page:
        """Return the view of one page."""
        return self._makers[output.kind](output)

    def prepare(self) -> None:
        """Make what most pages are made from, before the process is forked: each copy would else make it again."""
        _ = self.content.by_name, self.content.case_groups, self.content.relations, self.archives.months
        for entry in self.content.stream:
            self.lists.make_entry(entry)

    def _find_makers(self) -> dict[OutputKind, Callable[[Output], Page]]:
        return {
            OutputKind.ARTICLE: self._make_article,
            OutputKind.PAGE: self._make_static_page,
            OutputKind.CASE: self._make_case_page,
            OutputKind.REPLIES: self._make_replies,
            OutputKind.INDEX: self._make_index,
            OutputKind.CASES: self._make_cases,
            OutputKind.ARCHIVES: self._make_archives,
            OutputKind.YEAR: self._make_year,
            OutputKind.MONTH: self._make_month,
            OutputKind.NOT_FOUND: self._make_not_found,
            OutputKind.DOWNLOADS: self._make_downloads,
            OutputKind.FEEDS: self._make_feeds,
            OutputKind.ALIAS: self._make_alias,
            OutputKind.GALLERY: self._make_gallery,
            OutputKind.SEARCH: self._make_search,
            **{OutputKind(kind): self._make_term for kind in TermKind},
            **{OutputKind(plural): self._make_terms for plural in PLURALS.values()},
        }

    def _make_site(self) -> SiteView:
        settings = self.settings
        return SiteView(
            name=settings.name,
            tagline=settings.tagline,
            lang=settings.lang,
            direction=find_direction(settings.lang),
            href=self.link("index.html"),
            font=self._link_font(),
            stylesheet=self.link_asset(STYLESHEET),
            case_script=self.link_asset(SCRIPT),
            asking_script=self.link_asset(ASKING_SCRIPT),
            scheme_script=self.link_asset(SCHEME_SCRIPT),
            share_script=self.link_asset(SHARE_SCRIPT),
            search=self._make_search_view(),
            subscribe=self._make_subscribe_view(),
            icon=self.link_asset(ICON),
            footer=tuple(LinkView(text, self._link_setting(path)) for text, path in settings.footer),
            boxes=tuple(self._make_box(box) for box in self.content.boxes),
            meta=make_site_meta(self.content),
            preview_script=PREVIEW_SCRIPT if settings.preview else None,
            words=self.words,
        )

    def link_asset(self, name: str) -> str:
        """Return the address of a file of the theme."""
        return self.link(self.content.assets.find_path(name))

    def _make_search_view(self) -> SearchView | None:
        if not self.settings.search:
            return None
        return SearchView(self.link(SEARCH_PATH), self.link_asset(SHORTCUT_SCRIPT))

    def _make_subscribe_view(self) -> SubscribeView | None:
        given = self.settings.subscribe
        return SubscribeView(given.address, given.is_form, given.host, given.field, given.hidden) if given else None

    def _link_font(self) -> str | None:
        stylesheet = self.content.assets.files[STYLESHEET].data.decode("utf-8")
        return self.link_asset(FONT) if wants_font(stylesheet) else None

    def _make_box(self, box: Document) -> BoxView:
        assert isinstance(box.fields, BoxHeader)
        text = self.texts.make_site_text(box, top=3)
        return BoxView(f"box--{slugify(box.source.name.stem)}", self.texts.typeset(box.fields.title), text)

    def _make_base(
        self, output: Output, title: str, description: str = "", *, entry: Entry | None = None, lang: str = ""
    ) -> dict[str, Any]:
        """Return the fields that every page has; `lang` is its language where neither site nor entry says it."""
        facts = self._find_facts(output, title, description, entry, lang)
        return {
            "kind": str(output.kind),
            "title": facts.title,
            "title_html": self.content.renderer.render_title(title),
            "description": facts.description,
            "lang": facts.lang,
            "direction": find_direction(facts.lang),
            "canonical": facts.url,
            "policy": self._make_policy(output.kind),
            "indexed": is_indexed(output, self.content),
            "meta": self.metadata.make_meta(facts),
            "menu": self._make_menu(output),
            "feeds": self.feeds.find_links(output),
            "licence": facts.licence,
            "translations": self.around.make_translations(entry) if entry else (),
        }

    def _make_worded_base(self, output: Output, key: str, /, **values: str) -> dict[str, Any]:
        """Return the fields that every page has, for one whose title is a message."""
        base = self._make_base(output, self.words.plain(key, **values))
        return {**base, "title_html": self.words(key, **values)}

    def _find_facts(self, output: Output, title: str, description: str, entry: Entry | None, lang: str) -> PageFacts:
        plain = self.texts.typeset(title)
        return PageFacts(
            output,
            url=self.content.addresses.make_absolute(output.path),
            title=plain,
            description=cut(description) or self.metadata.descriptions.describe(output, plain),
            lang=lang or (entry.fields.lang if entry and entry.fields.lang else self.settings.lang),
            entry=entry,
            licence=self.around.make_licence(entry),
        )

    def _make_menu(self, output: Output) -> tuple[LinkView, ...]:
        here = self.link(output.path)
        if all(link.href != here for link in self._menu):
            return self._menu
        return tuple(replace(link, current=link.href == here) for link in self._menu)

    def _make_policy(self, kind: OutputKind) -> str:
        if kind not in self._policies:
            origins = self.settings.form_origins
            self._policies[kind] = make_policy(kind, preview=self.settings.preview, form_origins=origins)
        return self._policies[kind]

    def _link_setting(self, path: str) -> str:
        """Return the address of a link in the settings: a path from the root of the site, or a whole address."""
        return f"{self.settings.base_path}{path}" if path.startswith("/") else path

    def _make_article(self, output: Output) -> ArticlePage:
        entry = self.content.by_name[output.subject]
        assert entry.date is not None
        base = self._make_entry_base(output, entry)
        return ArticlePage(
            **base,
            date=make_date(entry.date, base["lang"]),
            updated=make_date(entry.fields.changed, base["lang"]) if entry.fields.changed else None,
            authors=self.texts.make_authors(entry),
            minutes=self.texts.count_minutes(entry),
            contents=self.around.make_contents(entry),
            text_html=self.texts.make_text(entry),
            reprints=self.around.make_reprints(entry),
            around=self.around.make_around(entry),
            replies=make_replies(entry, self.texts),
        )

    def _make_case_page(self, output: Output) -> CasePage:
        entry = self.content.by_name[output.subject]
        base = self._make_entry_base(output, entry)
        around = self.around.make_around(entry)
        asks = bool(self.settings.reply_ways)
        return CasePage(**base, asks=asks, around=around, case_html=self.texts.render_case(entry))

    def _make_replies(self, output: Output) -> RepliesPage:
        lang = self.texts.find_lang(self.content.by_name[output.document])
        base = self._make_base(output, self.replies.make_heading(output), self.replies.describe(output), lang=lang)
        return RepliesPage(**base, **self.replies.make_fields(output))

    def _make_static_page(self, output: Output) -> StaticPage:
        entry = self.content.by_name[output.subject]
        return StaticPage(
            **self._make_entry_base(output, entry),
            contents=self.around.make_contents(entry),
            text_html=self.texts.make_text(entry),
            corrections=self.around.make_corrections(entry),
        )

    def _make_entry_base(self, output: Output, entry: Entry) -> dict[str, Any]:
        base = self._make_base(output, entry.fields.title, self.texts.describe(entry), entry=entry)
        return {**base, "draft": is_unpublished(entry)}

    def _make_index(self, output: Output) -> IndexPage:
        """The first page is led by the newest case, which then does not stand among its entries as well."""
        entries = self.lists.cut(self.content.stream, output)
        lead = next((entry for entry in self.content.cases), None) if output.number == 1 else None
        shown = [entry for entry in entries if entry is not lead]
        base = self._make_base(output, self.settings.name)
        return IndexPage(
            **base,
            lead=self.lists.make_entry(lead) if lead else None,
            entries=self.lists.make_entries(shown, self._find_full_top(output.kind, 4)),
            pagination=self.lists.make_pagination(output),
        )

    def _find_full_top(self, kind: str, top: int = 3) -> int | None:
        """Return the level of headings of whole posts in lists of a kind, or None where lists show summaries."""
        return top if kind in self.settings.full_posts else None

    def _make_cases(self, output: Output) -> ListPage:
        """Return the index of all cases, or of those that a filter chooses, by number."""
        kind, _, key = output.subject.partition("/")
        filters = tuple(self._make_filter(name, output.subject) for name in FILTERS if self.content.case_groups)
        if not kind:
            base = self._make_worded_base(output, "title-cases")
        elif kind == "topic":
            base = self._make_worded_base(output, "cases-about", topic=key)
        else:
            base = self._make_worded_base(output, f"cases-of-{key}")
        label = "label-cases" if kind else None
        return self._make_list(output, base, label, self._rank_cases(output.subject), filters=filters)

    def _rank_cases(self, choice: str) -> tuple[Entry, ...]:
        """Return the cases of a choice, or all, by number."""
        if choice not in self._ranked:
            entries = self.content.case_groups[choice] if choice else self.content.cases
            self._ranked[choice] = tuple(sorted(entries, key=_rank_case))
        return self._ranked[choice]

    def _make_filter(self, name: str, chosen: str) -> FilterView:
        """Return one filter, with what is chosen marked."""
        if name not in self._filters:
            self._filters[name] = tuple(self._list_choices(name))
        choices = self._filters[name]
        return FilterView(name, tuple(replace(view, current=True) if one == chosen else view for one, view in choices))

    def _list_choices(self, name: str) -> Iterator[tuple[str, ChoiceView]]:
        """Go through the choices of a filter; the first is not to choose."""
        yield "", ChoiceView("", self.link("cases/index.html"), len(self.content.cases), current=False)
        for choice, members in self.content.case_groups.items():
            if choice.startswith(f"{name}/"):
                href = self.link(find_choice_path(choice))
                yield choice, ChoiceView(choice.partition("/")[2], href, len(members), current=False)

    def _make_term(self, output: Output) -> ListPage:
        kind = TermKind(output.kind)
        term = self.content.terms[kind][output.subject]
        more = self._make_profile(term) if output.number == 1 else {}
        base = self._make_base(output, term.name)
        return self._make_list(output, base, f"label-{kind}", term.entries, mark=term.mark, **more)

    def _make_profile(self, term: Term) -> dict[str, Any]:
        """Return what is written about a term, for the first page of its list."""
        if term.profile is None:
            return {}
        is_author = isinstance(term.profile.fields, AuthorHeader)
        return {
            "intro_html": self.texts.make_site_text(term.profile) if term.profile.body.text.strip() else None,
            "author": self.around.make_author(self.content.authors[term.key]) if is_author else None,
        }

    def _make_list(
        self, output: Output, base: dict[str, Any], label: str | None, entries: tuple[Entry, ...], **more: Any
    ) -> ListPage:
        """Return a list: `base` are the fields of every page, `more` those that not every list has."""
        fields: dict[str, Any] = {"mark": "", "intro_html": None, "author": None, "filters": (), **more}
        return ListPage(
            **base,
            **fields,
            label_key=label,
            count=len(entries),
            entries=self.lists.make_entries(self.lists.cut(entries, output), self._find_full_top(output.kind)),
            pagination=self.lists.make_pagination(output),
        )

    def _make_terms(self, output: Output) -> TermsPage:
        kind = next(kind for kind in TermKind if PLURALS[kind] == output.kind)
        terms = (term for term in self.content.terms[kind].values() if term.entries)
        views = tuple(self.lists.make_term(term) for term in terms)
        return TermsPage(**self._make_worded_base(output, f"title-{output.kind}"), terms=views)

    def _make_archives(self, output: Output) -> ArchivesPage:
        return ArchivesPage(**self._make_worded_base(output, "title-archives"), years=self.archives.make_years())

    def _make_year(self, output: Output) -> ArchivesPage:
        base = self._make_base(output, output.subject)
        return ArchivesPage(**base, years=self.archives.make_years(output.subject))

    def _make_month(self, output: Output) -> MonthPage:
        title = self.archives.link_month(output.subject).text
        newer, older = self.archives.find_neighbours(output.subject)
        entries = self.archives.months[output.subject]
        return MonthPage(
            **self._make_base(output, title),
            year=self.archives.link_year(output.subject),
            entries=self.lists.make_entries(entries, self._find_full_top(output.kind)),
            newer=newer,
            older=older,
        )

    def _make_downloads(self, output: Output) -> DownloadsPage:
        downloads = tuple(self._make_download(download) for download in self.content.downloads)
        return DownloadsPage(**self._make_worded_base(output, "title-downloads"), downloads=downloads)

    def _make_download(self, download: Download) -> DownloadView:
        return DownloadView(
            title_html=self.content.renderer.render_title(download.title),
            href=self.link(download.path),
            type=download.type.kind,
            format=download.type.format,
            size=format_size(self.settings.lang, download.size),
            date=make_date(download.date, self.settings.lang) if download.date else None,
            text_html=self.texts.make_site_text(download.about, top=3),
        )

    def _make_feeds(self, output: Output) -> FeedsPage:
        opml = self.link(find_opml_path(self.settings))
        return FeedsPage(**self._make_worded_base(output, "title-feeds"), groups=self.feeds.make_groups(), opml=opml)

    def _make_alias(self, output: Output) -> AliasPage:
        entry = self.content.by_name[output.subject]
        base = self._make_base(output, entry.fields.title, entry=entry)
        canonical = self.content.addresses.make_absolute(entry.path)
        return AliasPage(**{**base, "canonical": canonical, "indexed": False}, target=self.texts.make_link(entry))

    def _make_not_found(self, output: Output) -> NotFoundPage:
        base = self._make_worded_base(output, "not-found")
        return NotFoundPage(**base, entries=self.lists.make_entries(self.content.stream[:3]))

    def _make_search(self, output: Output) -> SearchPage:
        ways = {"title-archives": "archives/index.html", "title-cases": str(CASES_PATH / "index.html")}
        ways |= {f"title-{PLURALS[kind]}": f"{FOLDERS[kind]}/index.html" for kind in (TermKind.CATEGORY, TermKind.TAG)}
        return SearchPage(
            **self._make_worded_base(output, "search"),
            index=self.link(f"{SEARCH_FOLDER}/{SEARCH_ENTRY}"),
            script=self.link_asset(SEARCH_SCRIPT),
            kinds=find_kinds(self.content),
            ways=tuple(LinkView(self.words.plain(key), self.link(path)) for key, path in ways.items()),
        )

    def _make_gallery(self, output: Output) -> GalleryPage:
        name = output.subject
        return GalleryPage(
            **self._make_base(output, name.replace("_", " ").capitalize() or "Components"),
            stylesheet=self.link_asset(GALLERY_STYLESHEET),
            components=tuple(
                LinkView(one, self.link(f"gallery/{one}/index.html"), current=one == name) for one in find_components()
            ),
            examples=make_examples(name, self.settings, self.content.renderer) if name else (),
        )


def _rank_case(entry: Entry) -> tuple[bool, int, float]:
    """Order cases by number; those without one come after, by date."""
    return (entry.part is None, entry.part or 0, entry.date.timestamp() if entry.date else 0)
