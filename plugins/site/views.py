"""What the page templates may see: `page` and `site`, frozen objects of plain values.

Text is `str` and is escaped by the templates; only fields named `*_html` are Markup. Every `href` is ready to be
written. A template receives `site` (a `SiteView`), `page` (one of the `*Page` classes) and `words` (what the site says
in the language of the page): nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.cases.views import ExampleView
from plugins.documents.views import DateView, LinkView
from plugins.site.around_views import AroundView, AuthorView, CorrectionView, HeadingView, ReprintView, TranslationView
from plugins.site.list_views import (
    DownloadView,
    EntryView,
    FeedGroupView,
    FeedLinkView,
    FilterView,
    LicenceView,
    PaginationView,
    TermView,
    YearView,
)
from plugins.site.meta_views import MetaView
from plugins.site.reply_views import RepliesView


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has. `kind` names its template and its policy; `title` is plain text for the title element.

    `direction` is that of the language, ltr or rtl. `policy` is the content security policy.
    `indexed` is False where search engines pass it by; `meta` is what machines read. `menu` is the navigation, with
    this page's entry marked. `feeds` are those that a feed reader finds here, the one that the page is about first.
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
    meta: MetaView
    menu: tuple[LinkView, ...]
    feeds: tuple[FeedLinkView, ...]
    licence: LicenceView | None
    translations: tuple[TranslationView, ...]


@dataclass(frozen=True, kw_only=True)
class ArticlePage(Page):
    """A post with its text. `contents` is its table of contents, empty for a short one.

    `replies` are those of readers, and None where there are none and nobody is asked for any.
    """

    date: DateView
    updated: DateView | None
    authors: tuple[LinkView, ...]
    minutes: int
    contents: tuple[HeadingView, ...]
    text_html: Markup
    reprints: tuple[ReprintView, ...]
    around: AroundView
    replies: RepliesView | None
    draft: bool


@dataclass(frozen=True, kw_only=True)
class CasePage(Page):
    """A case: `case_html` is the whole rendered case, made by the components of plugins/cases.

    `asks`: readers are asked to answer it.
    """

    case_html: Markup
    asks: bool
    around: AroundView
    draft: bool


@dataclass(frozen=True, kw_only=True)
class RepliesPage(Page):
    """What readers sent about one road of a case, page by page: `count` replies, of which `samples` are samples.

    `case` leads to the case, `road` to the card of the road there. `replies_html` are those of this page.
    """

    case: LinkView
    road: LinkView
    count: int
    samples: int
    replies_html: Markup
    pagination: PaginationView
    draft: bool


@dataclass(frozen=True, kw_only=True)
class StaticPage(Page):
    """A page that stands outside the stream of posts, such as "About"."""

    contents: tuple[HeadingView, ...]
    text_html: Markup
    corrections: tuple[CorrectionView, ...]
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
    """The entries of one term, or cases, page by page, newest first, but series and cases in their own order.

    `label_key` is the message that says what kind of list it is, or None where the title says it; `intro_html` is what
    is written about it, `author` the profile of an author; `filters` are the ways to choose among cases; `mark` is a
    column's.
    """

    label_key: str | None
    mark: str
    intro_html: Markup | None
    author: AuthorView | None
    filters: tuple[FilterView, ...]
    count: int
    entries: tuple[EntryView, ...]
    pagination: PaginationView


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """All categories, tags, authors, columns or series."""

    terms: tuple[TermView, ...]


@dataclass(frozen=True, kw_only=True)
class ArchivesPage(Page):
    """Every entry of the site, by year and month; or those of one year."""

    years: tuple[YearView, ...]


@dataclass(frozen=True, kw_only=True)
class MonthPage(Page):
    """The entries of one month, newest first, all on one page. `newer` and `older` are the months beside it."""

    year: LinkView
    entries: tuple[EntryView, ...]
    newer: LinkView | None
    older: LinkView | None


@dataclass(frozen=True, kw_only=True)
class DownloadsPage(Page):
    """Files to take along."""

    downloads: tuple[DownloadView, ...]


@dataclass(frozen=True, kw_only=True)
class FeedsPage(Page):
    """All feeds of the site in their groups; `opml` is the address of their list for feed readers."""

    groups: tuple[FeedGroupView, ...]
    opml: str


@dataclass(frozen=True, kw_only=True)
class AliasPage(Page):
    """An older address, which leads on."""

    target: LinkView


@dataclass(frozen=True, kw_only=True)
class GalleryPage(Page):
    """The gallery: all components, or one of them with its examples. `stylesheet` is the gallery's own."""

    stylesheet: str
    components: tuple[LinkView, ...]
    examples: tuple[ExampleView, ...]


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """The page that one searches on. `index` is the address of the module that searches, `script` that of ours.

    `kinds` are the kinds of what can be found (case, post, page); `ways` lead to the same things without a search.
    """

    index: str
    script: str
    kinds: tuple[str, ...]
    ways: tuple[LinkView, ...]


@dataclass(frozen=True, kw_only=True)
class NotFoundPage(Page):
    """What is shown for a URL that does not exist, with the newest entries as a way on."""

    entries: tuple[EntryView, ...]
