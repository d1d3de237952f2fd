"""What the page templates may see: `page` and `site`, frozen objects of plain values.

Text is `str` and is escaped by the templates; only fields named `*_html` are Markup. Every `href` is ready to be
written. A template receives `site` (a `SiteView`) and `page` (one of the `*Page` classes): nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.cases.views import ExampleView
from plugins.documents.views import DateView, LinkView


@dataclass(frozen=True)
class SiteView:
    """What every page of the site has in common.

    `direction` is ltr or rtl, `theme` the folder of the theme's files, `case_script` the module that every page with a
    case asks for; `preview_script` is set in the preview only.
    """

    name: str
    tagline: str
    lang: str
    direction: str
    href: str
    theme: str
    stylesheet: str
    case_script: str
    icon: str
    feed: LinkView
    licence: LinkView | None
    footer: tuple[LinkView, ...]
    preview_script: str | None


@dataclass(frozen=True)
class EntryView:
    """A post or a case in a list. `kind` is post or case; `number` is a case's number in its series.

    `roles` and `question` are a case's; they are empty for a post.
    """

    kind: str
    title_html: Markup
    href: str
    date: DateView
    category: LinkView | None
    authors: tuple[LinkView, ...]
    summary_html: Markup
    minutes: int
    number: int | None
    series: str | None
    roles: tuple[str, ...]
    question: str
    draft: bool


@dataclass(frozen=True)
class TermView:
    """A category, tag or author in a list of them, and how many entries it holds."""

    text: str
    href: str
    count: int


@dataclass(frozen=True)
class YearView:
    """The entries of one year, newest first."""

    year: int
    anchor: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class PaginationView:
    """Where one is in a list of pages; `newer` and `older` are None at its ends."""

    number: int
    count: int
    newer: str | None
    older: str | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has. `kind` names its template and its policy; `title` is plain text for the title element.

    `direction` is that of the language, ltr or rtl. `policy` is the content security policy.
    `indexed` is False where search engines pass it by. `menu` is the navigation, with this page's entry marked.
    """

    kind: str
    title: str
    title_html: Markup
    description: str
    lang: str
    direction: str
    canonical: str
    policy: str
    indexed: bool
    menu: tuple[LinkView, ...]


@dataclass(frozen=True, kw_only=True)
class ArticlePage(Page):
    """A post with its text. `newer` and `older` are its neighbours in time."""

    date: DateView
    updated: DateView | None
    authors: tuple[LinkView, ...]
    category: LinkView | None
    tags: tuple[LinkView, ...]
    minutes: int
    text_html: Markup
    newer: LinkView | None
    older: LinkView | None
    reply: str | None
    draft: bool


@dataclass(frozen=True, kw_only=True)
class CasePage(Page):
    """A case: `case_html` is the whole rendered case, made by the components of plugins/cases."""

    case_html: Markup
    category: LinkView | None
    tags: tuple[LinkView, ...]
    newer: LinkView | None
    older: LinkView | None
    draft: bool


@dataclass(frozen=True, kw_only=True)
class StaticPage(Page):
    """A page that stands outside the stream of posts, such as "About"."""

    text_html: Markup
    draft: bool


@dataclass(frozen=True, kw_only=True)
class IndexPage(Page):
    """The front page: the newest entries, page by page. `lead` is the newest case, on the first page only.

    `lead` does not stand among the `entries` of that page as well.
    """

    lead: EntryView | None
    entries: tuple[EntryView, ...]
    pagination: PaginationView


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """The entries of one category, tag or author, or all cases, page by page, newest first.

    `label` says what kind of list it is ("Category", "Tag", "Author", "Cases"); `intro_html` is what is written about
    it, for an author the profile.
    """

    label: str
    intro_html: Markup | None
    count: int
    entries: tuple[EntryView, ...]
    pagination: PaginationView


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """All categories, tags or authors."""

    terms: tuple[TermView, ...]


@dataclass(frozen=True, kw_only=True)
class ArchivesPage(Page):
    """Every entry of the site, by year."""

    years: tuple[YearView, ...]


@dataclass(frozen=True, kw_only=True)
class GalleryPage(Page):
    """The gallery: all components, or one of them with its examples. `stylesheet` is the gallery's own."""

    stylesheet: str
    components: tuple[LinkView, ...]
    examples: tuple[ExampleView, ...]


@dataclass(frozen=True, kw_only=True)
class NotFoundPage(Page):
    """What is shown for a URL that does not exist, with the newest entries as a way on."""

    entries: tuple[EntryView, ...]
