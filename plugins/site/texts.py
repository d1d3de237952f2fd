"""What documents say, as HTML with every link resolved: whole texts, summaries, cases, and texts inside other pages."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urljoin

from markupsafe import Markup

from plugins.blog.entries import Entry, State, slugify
from plugins.blog.nesting import make_prefix, nest_html
from plugins.blog.summaries import find_beginning, shorten
from plugins.blog.terms import TermKind
from plugins.cases.case_views import Surroundings, count_case_minutes, make_case_view
from plugins.cases.renditions import render_page
from plugins.cases.views import CaseView
from plugins.documents.links import Fragment, Link
from plugins.documents.models import Document
from plugins.documents.plain_words import strip_tags
from plugins.documents.values import Prose
from plugins.documents.views import LinkView, count_minutes
from plugins.site.content import Content
from plugins.site.reply_pages import find_reply_path
from plugins.wording.words import Words


class Texts:
    """Makes HTML of what documents say."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.link = content.addresses.link
        # What many pages show is made once. Entries are known by what they are: none is equal to another.
        self._cases: dict[Entry, Markup] = {}
        self._links: dict[Entry, LinkView] = {}
        self._summaries: dict[Entry, Markup] = {}
        self._last: tuple[Entry, Markup] | None = None
        self._minutes: dict[Entry, int] = {}
        self._authors: dict[tuple[str, ...], tuple[LinkView, ...]] = {}
        self._site_texts: dict[tuple[PurePosixPath, bool, int], Markup] = {}

    def typeset(self, text: str) -> str:
        """Return plain text with typographic quotes and dashes."""
        return self.content.renderer.typeset(text)

    def make_case_view(self, entry: Entry, *, absolute: bool = False) -> CaseView:
        """Return the view of a case, its links whole where the text leaves the site."""
        assert entry.case is not None
        find_address = self.content.addresses.make_absolute if absolute else self.link
        around = Surroundings(
            words=self.speak(entry),
            url=find_address(entry.path),
            authors=self.make_authors(entry),
            reply_ways=self.content.settings.reply_ways,
            renderer=self.content.renderer,
            make_html=lambda prose, fragment: self.make_html(entry, prose, fragment, absolute=absolute),
            link_reply=lambda road, place: find_address(find_reply_path(entry, road, place, self.content.settings)),
        )
        return make_case_view(entry.case, around)

    def render_case(self, entry: Entry) -> Markup:
        """Return a case as it stands on its page; made once, as Pelican and the page both ask for it."""
        if entry not in self._cases:
            self._cases[entry] = render_page(self.make_case_view(entry))
        return self._cases[entry]

    def make_html(self, entry: Entry, prose: Prose, fragment: Fragment, *, absolute: bool = False) -> Markup:
        """Return a fragment of an entry with its links resolved."""
        addresses = self.content.addresses
        resolve = addresses.resolve_absolute if absolute else addresses.resolve

        def find_address(link: Link) -> str:
            return resolve(prose.source.name, entry.path, link)

        return fragment.to_html(find_address)

    def render_body(self, entry: Entry) -> Fragment:
        """Return the text of a post or page before its links are resolved."""
        assert entry.body is not None
        return self.content.renderer.render(entry.body, lang=entry.fields.lang)

    def make_text(self, entry: Entry, *, absolute: bool = False) -> Markup:
        """Return the text of a post or page."""
        assert entry.body is not None
        if absolute:
            return self.make_html(entry, entry.body, self.render_body(entry), absolute=True)
        # Summary, linked data and page ask for it one after the other; to keep all of them would take too much room.
        if self._last is None or self._last[0] is not entry:
            self._last = entry, self.make_html(entry, entry.body, self.render_body(entry))
        return self._last[1]

    def make_nested_text(self, entry: Entry, top: int, *, shown_by: Entry | None = None) -> Markup:
        """Return the text of a post as it stands on another page, its highest heading at the level `top`.

        Links are from the root of the host; where the text leaves the site they are whole, and `shown_by` is the post
        that shows it.
        """
        assert entry.body is not None
        prefix = make_prefix(entry.slug)
        fragment = self.content.renderer.render(entry.body, top=top, prefix=prefix, lang=entry.fields.lang)
        here = self.content.addresses.make_absolute(shown_by.path) if shown_by else ""
        return self._nest(fragment, prefix, entry.body.source.name, entry.path, here, absolute=bool(shown_by))

    def make_part(self, entry: Entry, prose: Prose, name: str, *, absolute: bool = False) -> Markup:
        """Return a text of an entry that stands beside its own, such as a summary; `name` keeps its ids apart."""
        prefix = make_prefix(f"{entry.kind}-{entry.slug}{name}")
        fragment = self.content.renderer.render(prose, top=3, prefix=prefix, lang=entry.fields.lang)
        return self._nest(fragment, prefix, prose.source.name, entry.path, absolute=absolute)

    def make_summary(self, entry: Entry, *, absolute: bool = False) -> Markup:
        """Return what lists say of an entry: its summary, a case's overview, or how its text begins."""
        if absolute:
            return self._make_summary(entry, absolute=True)
        if entry not in self._summaries:
            self._summaries[entry] = self._make_summary(entry, absolute=False)
        return self._summaries[entry]

    def _make_summary(self, entry: Entry, *, absolute: bool) -> Markup:
        prose = entry.fields.summary or (entry.case.facts.overview if entry.case else None)
        if prose is not None:
            return self.make_part(entry, prose, "", absolute=absolute)
        beginning = find_beginning(self.make_text(entry))
        return Markup("<p>{}</p>").format(beginning) if beginning else Markup("")

    def make_site_text(self, document: Document, prose: Prose | None = None, top: int = 2) -> Markup:
        """Return a text that is no entry's: a profile, a box, a description; its ids carry the names of its file."""
        key = (document.source.name, prose is not None, top)
        if key not in self._site_texts:
            self._site_texts[key] = self._make_site_text(document, prose, top)
        return self._site_texts[key]

    def _make_site_text(self, document: Document, prose: Prose | None, top: int) -> Markup:
        name = document.source.name
        prefix = make_prefix(slugify(str(name.with_suffix(""))) + ("-summary" if prose else ""))
        fragment = self.content.renderer.render(prose or document.body, top=top, prefix=prefix)
        return self._nest(fragment, prefix, name, "index.html")

    def _nest(
        self,
        fragment: Fragment,
        prefix: str,
        source: PurePosixPath,
        path: str,
        here: str = "",
        *,
        absolute: bool = False,
    ) -> Markup:
        """Return a text that stands on another page than its own, which is at `path`; see `nest_html`."""
        addresses = self.content.addresses
        resolve = addresses.resolve_absolute if absolute else addresses.resolve
        address = addresses.make_absolute(path) if absolute else self.link(path)

        def find_address(link: Link) -> str:
            # A path that is relative to the text's own page would lead elsewhere from here.
            is_part = link.written.startswith("#")
            return link.written if is_part else join_address(address, resolve(source, path, link))

        return Markup(nest_html(fragment.to_html(find_address), prefix, address, here))

    def make_authors(self, entry: Entry) -> tuple[LinkView, ...]:
        """Return links to the authors of an entry."""
        if entry.authors not in self._authors:
            terms = [self.content.terms[TermKind.AUTHOR][name] for name in entry.authors]
            self._authors[entry.authors] = tuple(LinkView(term.name, self.link(term.path)) for term in terms)
        return self._authors[entry.authors]

    def make_link(self, entry: Entry) -> LinkView:
        """Return a link to an entry by its title; made once, as every part of a series links to all others."""
        if entry not in self._links:
            self._links[entry] = LinkView(self.typeset(entry.fields.title), self.link(entry.path))
        return self._links[entry]

    def find_lang(self, entry: Entry) -> str:
        """Return the language of an entry."""
        return entry.fields.lang or self.content.settings.lang

    def speak(self, entry: Entry) -> Words:
        """Return the words of an entry's language."""
        return self.content.settings.wording.speak(self.find_lang(entry))

    def count_minutes(self, entry: Entry) -> int:
        """Return how many minutes an entry takes to read, with the older posts that it shows."""
        if entry not in self._minutes:
            self._minutes[entry] = self._count_minutes(entry)
        return self._minutes[entry]

    def _count_minutes(self, entry: Entry) -> int:
        if entry.case:
            return count_case_minutes(entry.case)
        shown = self.content.reprints.shown.get(str(entry.name), ())
        return count_minutes(one.body.text for one in (entry, *shown) if one.body)

    def describe(self, entry: Entry) -> str:
        """Return a summary in plain text."""
        return shorten(strip_tags(self.make_summary(entry)))


def is_unpublished(entry: Entry) -> bool:
    """Tell whether only the preview shows an entry."""
    return entry.state in (State.DRAFT, State.HELD)


def join_address(base: str, address: str) -> str:
    """Return an address as it is meant on the page at `base`."""
    try:
        return urljoin(base, address)
    except ValueError:  # an address of another site that is none, such as `http://[x`
        return address
