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
from plugins.wording.words import Words


@dataclass(frozen=True)
class SiteView:
    """What every page of the site has in common.

    `direction` is ltr or rtl, `case_script` the module that every page with a case asks for; `font` is the font that
    every page is set in, where it is one of the theme's; `preview_script` is set in the preview only. `words` are those
    of the site's language.
    """

    name: str
    tagline: str
    lang: str
    direction: str
    href: str
    stylesheet: str
    case_script: str
    icon: str
    font: str | None
    scheme_script: str
    share_script: str
    search: SearchView | None
    subscribe: SubscribeView | None
    footer: tuple[LinkView, ...]
    boxes: tuple[BoxView, ...]
    meta: SiteMetaView
    preview_script: str | None
    words: Words


@dataclass(frozen=True)
class SearchView:
    """Where the site is searched, and the module that lets a key lead there from every page."""

    href: str
    shortcut_script: str


@dataclass(frozen=True)
class SubscribeView:
    """Where one subscribes by e-mail: a link, or a form that sends the address in `field`. `host` is who gets it."""

    href: str
    is_form: bool
    host: str
    field: str
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SiteMetaView:
    """What machines find on every page: addresses, each None where the theme has no such icon, and colours.

    `colour` and `colour_dark` are those of the page, for what a browser draws around it.
    """

    manifest: str
    favicon: str | None
    touch_icon: str | None
    colour: str
    colour_dark: str


@dataclass(frozen=True)
class PropertyView:
    """One fact about a page, for those who pass it on: `name` is that of the Open Graph protocol."""

    name: str
    content: str


@dataclass(frozen=True)
class AlternateView:
    """The page in a language, by its whole address; `lang` is `x-default` for readers of any other."""

    lang: str
    href: str


@dataclass(frozen=True)
class MetaView:
    """What machines read of a page.

    `has_card` tells whether a large picture stands for it. `alternates` are all its languages, its own too, or none.
    `data_html` is JSON-LD, ready to stand in a script element, or None where the page is not indexed.
    """

    properties: tuple[PropertyView, ...]
    has_card: bool
    alternates: tuple[AlternateView, ...]
    data_html: Markup | None


@dataclass(frozen=True)
class FeedLinkView:
    """A link to a feed in one format; `title` tells it from all other feeds, `label` is what the format is called."""

    title: str
    href: str
    type: str
    label: str


@dataclass(frozen=True)
class FeedView:
    """A feed in a list: the page that it belongs to, what it holds and how much of that, and it in all formats."""

    page: LinkView
    holds: str
    count: int
    formats: tuple[FeedLinkView, ...]


@dataclass(frozen=True)
class FeedGroupView:
    """Feeds of one kind under their heading."""

    heading: str
    feeds: tuple[FeedView, ...]


@dataclass(frozen=True)
class BoxView:
    """A short text that stands on every page."""

    id: str
    title: str
    text_html: Markup


@dataclass(frozen=True)
class LicenceView:
    """A licence, and where its words stand if that is known."""

    text: str
    href: str | None


@dataclass(frozen=True)
class EntryView:
    """A post or a case in a list. `kind` is post or case; `number` is a case's number in its series.

    `roles` and `question` are a case's; they are empty for a post. `text_html` is the whole text of a post, where the
    list shows it; `licence` is then the post's own, if it has one, and `reprints` what its page shows again.
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
    part: int | None
    column: ColumnView | None
    text_html: Markup | None
    lang: str
    direction: str
    licence: LicenceView | None
    reprints: tuple[LinkView, ...]
    roles: tuple[str, ...]
    question: str
    draft: bool


@dataclass(frozen=True)
class ColumnView:
    """The recurring column that something belongs to, and the mark that stands beside its titles, or ""."""

    text: str
    href: str
    mark: str


@dataclass(frozen=True)
class TermView:
    """A category, tag, author, column or series in a list of them, and how many entries it holds.

    `text_html` is how what is written about it begins.
    """

    text: str
    href: str
    count: int
    mark: str
    text_html: Markup


@dataclass(frozen=True)
class MonthView:
    """The entries of one month, newest first, and where the month has a page of its own."""

    name: str
    href: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class YearView:
    """The months of one year, newest first, and how many entries they hold."""

    year: int
    href: str
    anchor: str
    count: int
    months: tuple[MonthView, ...]


@dataclass(frozen=True)
class FilterView:
    """One way to choose among the cases: what it goes by (role or topic), and the choices, each with its count."""

    name: str
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class ChoiceView:
    """One choice of a filter; `current` where it is the one that is shown.

    `key` is the kind of a role, a topic in its own words, or "" for not to choose.
    """

    key: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True)
class DownloadView:
    """A file to take along: its kind (see `blog.downloads.FileType`) and its size in words."""

    title_html: Markup
    href: str
    type: str
    format: str
    size: str
    date: DateView | None
    text_html: Markup


@dataclass(frozen=True)
class AuthorView:
    """An author as in the box under a post. `picture` is an address, `email` one for letters; both may be None."""

    name: str
    href: str
    picture: str | None
    credentials: str
    text_html: Markup
    links: tuple[LinkView, ...]
    email: str | None


@dataclass(frozen=True)
class PartView:
    """One part of a series; `number` is what its document says, `current` whether it is the one that is read."""

    text: str
    href: str
    number: int | None
    kind: str
    current: bool


@dataclass(frozen=True)
class SeriesView:
    """A series around one of its parts: "Part `number` of `count`". `newer` is the part after, `older` the one before.

    `kind` is post or case.
    """

    text: str
    href: str
    kind: str
    number: int
    count: int
    older: LinkView | None
    newer: LinkView | None
    parts: tuple[PartView, ...]


@dataclass(frozen=True)
class CorrectionView:
    """What was changed, and when."""

    date: DateView
    text_html: Markup


@dataclass(frozen=True)
class ReprintView:
    """An older post as it is shown in a newer one; `words` are those of its language."""

    title_html: Markup
    href: str
    anchor: str
    date: DateView
    authors: tuple[LinkView, ...]
    licence: LicenceView | None
    lang: str
    direction: str
    words: Words
    text_html: Markup


@dataclass(frozen=True)
class HeadingView:
    """A heading in the table of contents; `level` is 2 for the highest."""

    text: str
    href: str
    level: int


@dataclass(frozen=True)
class TranslationView:
    """The same text in another language, under the language's own name."""

    text: str
    href: str
    lang: str


@dataclass(frozen=True)
class AroundView:
    """What stands around a post or case: where it belongs, what is near, and what one can do with it.

    `newer` and `older` are its neighbours in time; `reprinted_in` are the posts that show it whole; `mail` begins a
    letter that passes it on, `reply` one to the author; `address` is its whole address.
    """

    category: LinkView | None
    tags: tuple[LinkView, ...]
    column: ColumnView | None
    series: SeriesView | None
    newer: LinkView | None
    older: LinkView | None
    related: tuple[EntryView, ...]
    authors: tuple[AuthorView, ...]
    corrections: tuple[CorrectionView, ...]
    reprinted_in: tuple[LinkView, ...]
    address: str
    mail: str
    reply: str | None


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
    """A post with its text. `contents` is its table of contents, empty for a short one."""

    date: DateView
    updated: DateView | None
    authors: tuple[LinkView, ...]
    minutes: int
    contents: tuple[HeadingView, ...]
    text_html: Markup
    reprints: tuple[ReprintView, ...]
    around: AroundView
    draft: bool


@dataclass(frozen=True, kw_only=True)
class CasePage(Page):
    """A case: `case_html` is the whole rendered case, made by the components of plugins/cases."""

    case_html: Markup
    around: AroundView
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
