"""What machines read in the head of a page: Open Graph, languages, and the graph in JSON-LD.

Sources: https://ogp.me/ for the properties; https://developers.google.com/search/docs/specialty/international/localized-versions
for the languages: each page of a group names all of them, itself too, and `x-default` for readers of any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from babel.core import get_global

from plugins.assets.colours import PAPER, PAPER_DARK
from plugins.assets.icons import FAVICON, TOUCH_ICON
from plugins.blog.entries import Entry
from plugins.blog.terms import TermKind
from plugins.site.archives import Archives
from plugins.site.breadcrumbs import Breadcrumbs
from plugins.site.content import Content
from plugins.site.descriptions import Descriptions
from plugins.site.graphs import Graphs
from plugins.site.indexing import UNINDEXED, is_indexed
from plugins.site.linked_data import render_graph
from plugins.site.machine_plan import MANIFEST
from plugins.site.meta_views import AlternateView, MetaView, PropertyView
from plugins.site.page_facts import PageFacts
from plugins.site.planned_cards import Picture
from plugins.site.site_views import SiteMetaView

NOTHING = MetaView((), has_card=False, alternates=(), data_html=None)
"""What machines read of a page that leads nowhere, or only elsewhere."""


class Metadata:
    """Makes what machines read of any page."""

    def __init__(self, archives: Archives) -> None:
        self.lists = archives.lists
        self.content = archives.lists.content
        self.make_absolute = self.content.addresses.make_absolute
        self.descriptions = Descriptions(self.lists.texts)
        self.graphs = Graphs(self.descriptions, Breadcrumbs(self.lists, archives))
        self._translations = self.content.listed_translations

    def make_meta(self, facts: PageFacts) -> MetaView:
        """Return what machines read of a page. One that is not indexed has no graph: nobody is to use it."""
        if facts.output.kind in UNINDEXED:
            return NOTHING
        indexed = is_indexed(facts.output, self.content)
        pairs = ((name, text) for name, text in self._list_properties(facts) if text)
        return MetaView(
            properties=tuple(PropertyView(name, text) for name, text in pairs),
            has_card=self._find_picture(facts.entry) is not None,
            alternates=tuple(self._list_alternates(facts.entry)) if facts.entry and indexed else (),
            data_html=render_graph(self.graphs.make_nodes(facts)) if indexed else None,
        )

    def _list_properties(self, facts: PageFacts) -> Iterator[tuple[str, str]]:
        is_article = facts.entry is not None and facts.entry.is_dated
        yield "og:type", "article" if is_article else "website"
        yield "og:title", facts.title
        yield "og:url", facts.url
        yield "og:site_name", self.content.settings.name
        yield "og:locale", make_locale(facts.lang)
        yield "og:description", facts.description
        yield from self._list_picture(facts.entry)
        if facts.entry is not None and is_article:
            yield from self._list_article(facts.entry)

    def _list_picture(self, entry: Entry | None) -> Iterator[tuple[str, str]]:
        picture = self._find_picture(entry)
        if picture is not None:
            yield "og:image", self.make_absolute(picture.path)
            yield "og:image:type", picture.type
            yield "og:image:width", str(picture.width)
            yield "og:image:height", str(picture.height)
            yield "og:image:alt", picture.alt

    def _find_picture(self, entry: Entry | None) -> Picture | None:
        cards = self.content.cards
        return (cards.pictures.get(entry.name) if entry else None) or cards.site

    def _list_article(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Go through what is said of posts and cases alone.

        Source: https://ogp.me/#type_article
        """
        assert entry.date is not None
        yield "article:published_time", entry.date.isoformat(timespec="seconds")
        if entry.fields.changed:
            yield "article:modified_time", entry.fields.changed.isoformat(timespec="seconds")
        for author in dict.fromkeys(entry.authors):
            yield "article:author", self.make_absolute(self.content.terms[TermKind.AUTHOR][author].path)
        yield "article:section", entry.fields.category or ""
        for tag in entry.fields.tags:
            yield "article:tag", tag

    def _list_alternates(self, entry: Entry) -> Iterator[AlternateView]:
        """Go through all languages of a text, if it has several; readers of any other get the original."""
        group = self._translations.get(entry.original or entry.name, [])
        if len(group) < 2:
            return
        for one in group:
            yield AlternateView(one.fields.lang or self.content.settings.lang, self.make_absolute(one.path))
        yield AlternateView("x-default", self.make_absolute(group[0].path))


def make_site_meta(content: Content) -> SiteMetaView:
    """Return what machines find on every page."""
    link, assets = content.addresses.link, content.assets
    return SiteMetaView(
        manifest=link(MANIFEST),
        favicon=link(assets.find_path(FAVICON)) if FAVICON in assets.files else None,
        touch_icon=link(assets.find_path(TOUCH_ICON)) if TOUCH_ICON in assets.files else None,
        colour=PAPER,
        colour_dark=PAPER_DARK,
    )


@lru_cache
def make_locale(lang: str) -> str:
    """Return a language as Open Graph names it, with the country where most of its readers are: `de_DE`.

    Source: https://unicode.org/reports/tr35/#Likely_Subtags
    """
    language, *others = lang.replace("_", "-").split("-")
    country = next((part.upper() for part in others if len(part) == 2), None)
    likely = str(get_global("likely_subtags").get(language.lower(), "")).split("_")
    country = country or (likely[-1] if len(likely[-1]) == 2 and len(likely) > 1 else None)
    return f"{language.lower()}_{country}" if country else language.lower()
