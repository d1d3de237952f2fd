"""What machines are told about a page in JSON-LD: a graph of the site, the page, what it shows and who wrote it.

Each node has an `@id`, so that all pages together tell of one site, of each author once and of each work once. The ids
are addresses with fragments that begin with `cb-`, as no heading and no option does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from plugins.assets.icons import list_manifest_icons
from plugins.blog.entries import Entry
from plugins.blog.terms import Term, TermKind
from plugins.cases.model import Decision
from plugins.documents.models import AuthorHeader
from plugins.documents.plain_words import count_html_words, strip_tags
from plugins.documents.rendering import Request
from plugins.site.breadcrumbs import Breadcrumbs
from plugins.site.descriptions import Descriptions
from plugins.site.entry_texts import find_option_request, list_correction_requests
from plugins.site.indexing import ENTRY_KINDS, find_last_change, get_term
from plugins.site.linked_data import (
    Answer,
    Blog,
    BlogPosting,
    BreadcrumbList,
    CollectionPage,
    CorrectionComment,
    CreativeWork,
    CreativeWorkSeries,
    ImageObject,
    LearningResource,
    ListItem,
    Node,
    Organization,
    Person,
    ProfilePage,
    Question,
    Ref,
    WebPage,
    WebSite,
)
from plugins.site.list_views import LicenceView
from plugins.site.page_facts import PageFacts
from plugins.site.registry import Output, OutputKind

CASE_STUDY = "case study"
USES = ("discussion",)


class Graphs:
    """Makes the graph of any page."""

    def __init__(self, descriptions: Descriptions, breadcrumbs: Breadcrumbs) -> None:
        self.descriptions = descriptions
        self.breadcrumbs = breadcrumbs
        self.texts = descriptions.texts
        self.content = self.texts.content
        self.settings = self.content.settings
        self.make_absolute = self.content.addresses.make_absolute
        self.home = self.make_absolute("index.html")
        self._changes: dict[str, datetime | None] = {}
        self._people: dict[str, Person] = {}
        self._series: dict[tuple[TermKind, str], CreativeWorkSeries] = {}
        self._translations = self.content.listed_translations

    def make_nodes(self, facts: PageFacts) -> list[Node]:
        """Return all that is known of a page."""
        crumbs = self._make_crumbs(facts)
        nodes: list[Node] = [*self._site, self._make_page(facts, crumbs), *([crumbs] if crumbs else [])]
        if facts.entry is not None and facts.entry.is_dated:
            nodes += self._make_work(facts, facts.entry)
        elif facts.output.kind is OutputKind.AUTHOR:
            nodes.append(self._describe_person(facts.output.subject))
        elif facts.output.kind in (OutputKind.COLUMN, OutputKind.SERIES):
            nodes.append(self._describe_series(get_term(facts.output, self.content)))
        return nodes

    @cached_property
    def _site(self) -> tuple[Node, ...]:
        return tuple(self._make_site())

    def _make_site(self) -> Iterator[Node]:
        """Go through what is the same on every page: the site, its stream, and who publishes it."""
        name, lang, publisher = self.settings.name, self.settings.lang, Ref(f"{self.home}#cb-publisher")
        assets = self.content.assets
        icon = next(iter(list_manifest_icons(assets.files)), None)
        logo = self._make_image(assets.find_path(icon.path), icon.size, icon.size) if icon else None
        site = Ref(f"{self.home}#cb-site")
        yield WebSite(
            id=site.id, url=self.home, name=name, description=self.settings.tagline, in_language=lang,
            publisher=publisher,
        )  # fmt: skip
        yield Organization(id=publisher.id, name=name, url=self.home, logo=logo)
        yield Blog(id=f"{self.home}#cb-blog", url=self.home, name=name, in_language=lang, is_part_of=(site,))

    def _make_page(self, facts: PageFacts, crumbs: BreadcrumbList | None) -> Node:
        """Return the page itself, by its kind."""
        kind = facts.output.kind
        changed = self.find_last_change(facts.output)
        make = ProfilePage if kind is OutputKind.AUTHOR else WebPage if kind in ENTRY_KINDS else CollectionPage
        return make(
            id=facts.url,
            url=facts.url,
            name=facts.title,
            description=facts.description,
            in_language=facts.lang,
            is_part_of=(Ref(f"{self.home}#cb-site"),),
            breadcrumb=Ref(crumbs.id) if crumbs else None,
            main_entity=self._find_main(facts),
            image=self._find_image(facts.entry) if facts.entry and not facts.entry.is_dated else None,
            date_modified=_format(changed) if changed else "",
        )

    def find_last_change(self, output: Output) -> datetime | None:
        """Return when what a page shows last changed; all pages of a list show the change of the whole list."""
        if output.kind in ENTRY_KINDS or output.base == "":
            return find_last_change(output, self.content)
        if output.base not in self._changes:
            self._changes[output.base] = find_last_change(output, self.content)
        return self._changes[output.base]

    def _find_main(self, facts: PageFacts) -> Ref | None:
        """Return what a page is about."""
        if facts.entry is not None and facts.entry.is_dated:
            return Ref(f"{facts.url}#cb-work")
        if facts.output.kind is OutputKind.INDEX:
            return Ref(f"{self.home}#cb-blog")
        if facts.output.kind is OutputKind.AUTHOR:
            return self._refer_to_person(facts.output.subject)
        if facts.output.kind in (OutputKind.COLUMN, OutputKind.SERIES):
            return self._refer_to_series(get_term(facts.output, self.content))
        return None

    def _make_crumbs(self, facts: PageFacts) -> BreadcrumbList | None:
        steps = self.breadcrumbs.find_steps(facts)
        items = (
            ListItem(position=number, name=name, item=self.make_absolute(path) if number < len(steps) else "")
            for number, (name, path) in enumerate(steps, 1)
        )
        return BreadcrumbList(id=f"{facts.url}#cb-breadcrumbs", item_list_element=tuple(items)) if steps else None

    def _make_work(self, facts: PageFacts, entry: Entry) -> Iterator[Node]:
        """Go through a post or case, its authors, and the column and series that it belongs to."""
        yield self._make_case(facts, entry) if entry.case else self._make_post(facts, entry)
        for author in dict.fromkeys(entry.authors):
            yield self._describe_person(author)
        for term in self._find_series(entry):
            yield self._describe_series(term)

    def _make_post(self, facts: PageFacts, entry: Entry) -> BlogPosting:
        words = count_html_words(self.texts.make_text(entry))
        work = self._describe_work(facts, entry)
        return BlogPosting(**vars(work), article_section=entry.fields.category or "", word_count=words)

    def _make_case(self, facts: PageFacts, entry: Entry) -> LearningResource:
        """Return a case with its decisions and their options.

        No answer is called the accepted one: the author's stays sealed until a reader has looked, and it is argued for,
        not right.
        """
        assert entry.case is not None
        decisions = entry.case.facts.decisions
        return LearningResource(
            **vars(self._describe_work(facts, entry)),
            learning_resource_type=CASE_STUDY,
            educational_use=USES,
            time_required=f"PT{self.texts.count_minutes(entry)}M",
            position=entry.part or 0,
            about=(entry.fields.category,) if entry.fields.category else (),
            has_part=tuple(self._make_question(facts, entry, number) for number in range(len(decisions))),
        )

    def _make_question(self, facts: PageFacts, entry: Entry, number: int) -> Question:
        assert entry.case is not None
        decision: Decision = entry.case.facts.decisions[number]
        anchor = "case-decision" if number == 0 else f"case-decision-{decision.id}"
        question = self.texts.typeset(decision.question)
        return Question(
            id=f"{facts.url}#cb-question-{decision.id}", url=f"{facts.url}#{anchor}", name=question, text=question,
            in_language=facts.lang, answer_count=len(decision.options),
            suggested_answer=tuple(
                Answer(
                    url=f"{facts.url}#option-{option.id}", name=self.texts.typeset(option.title),
                    text=self._make_plain(find_option_request(entry.case, option)), position=place,
                )
                for place, option in enumerate(decision.options, 1)
            ),
        )  # fmt: skip

    def _describe_work(self, facts: PageFacts, entry: Entry) -> CreativeWork:
        """Return what posts and cases have in common."""
        assert entry.date is not None
        original, translations = self._find_translations(entry)
        return CreativeWork(
            id=f"{facts.url}#cb-work",
            url=facts.url,
            main_entity_of_page=Ref(facts.url),
            headline=facts.title,
            name=facts.title,
            description=facts.description,
            in_language=facts.lang,
            date_published=_format(entry.date),
            date_modified=_format(entry.fields.changed) if entry.fields.changed else "",
            author=tuple(self._refer_to_person(author) for author in dict.fromkeys(entry.authors)),
            publisher=Ref(f"{self.home}#cb-publisher"),
            image=self._find_image(entry),
            license=_make_licence(facts.licence),
            is_part_of=(Ref(f"{self.home}#cb-blog"), *map(self._refer_to_series, self._find_series(entry))),
            keywords=entry.fields.tags,
            correction=self._make_corrections(entry),
            translation_of_work=original,
            work_translation=translations,
        )

    def _make_corrections(self, entry: Entry) -> tuple[CorrectionComment, ...]:
        requests = list_correction_requests(entry)
        return tuple(
            CorrectionComment(text=self._make_plain(request), date_published=_format(one.date))
            for one, request in zip(entry.fields.corrections, requests, strict=True)
        )

    def _find_translations(self, entry: Entry) -> tuple[Ref | None, tuple[Ref, ...]]:
        """Return the original of a translation, and the translations of an original."""
        group = self._translations.get(entry.original or entry.name, [])
        others = (other for other in group if other is not entry)
        refs = {other.name: Ref(f"{self.make_absolute(other.path)}#cb-work") for other in others}
        return (refs.get(entry.original), ()) if entry.original else (None, tuple(refs.values()))

    def _describe_person(self, author: str) -> Person:
        if author not in self._people:
            self._people[author] = self._make_person(author)
        return self._people[author]

    def _make_person(self, author: str) -> Person:
        term = self.content.terms[TermKind.AUTHOR][author]
        profile = term.profile.fields if term.profile else None
        picture = self.content.pictures.get((TermKind.AUTHOR, author))
        links = profile.links if isinstance(profile, AuthorHeader) else ()
        return Person(
            id=self._refer_to_person(author).id, name=term.name, url=self.make_absolute(term.path),
            image=self.make_absolute(picture) if picture else "", description=self.descriptions.describe_term(term),
            same_as=tuple(link.url for link in links if link.url.startswith("https://")),
        )  # fmt: skip

    def _describe_series(self, term: Term) -> CreativeWorkSeries:
        key = (term.kind, term.key)
        if key not in self._series:
            self._series[key] = self._make_series(term)
        return self._series[key]

    def _make_series(self, term: Term) -> CreativeWorkSeries:
        return CreativeWorkSeries(
            id=self._refer_to_series(term).id, name=self.texts.typeset(term.name), url=self.make_absolute(term.path),
            description=self.descriptions.describe_term(term),
        )  # fmt: skip

    def _find_series(self, entry: Entry) -> list[Term]:
        """Return the column and the series of an entry."""
        names = {TermKind.COLUMN: entry.column or "", TermKind.SERIES: entry.series or ""}
        found = (self.content.terms[kind].get(name) for kind, name in names.items())
        return [term for term in found if term]

    def _refer_to_person(self, author: str) -> Ref:
        return Ref(f"{self.make_absolute(self.content.terms[TermKind.AUTHOR][author].path)}#cb-person")

    def _refer_to_series(self, term: Term) -> Ref:
        return Ref(f"{self.make_absolute(term.path)}#cb-series")

    def _find_image(self, entry: Entry) -> ImageObject | None:
        """Return the picture that stands for an entry alone."""
        picture = self.content.cards.pictures.get(entry.name)
        return self._make_image(picture.path, picture.width, picture.height) if picture else None

    def _make_image(self, path: str, width: int, height: int) -> ImageObject:
        return ImageObject(url=self.make_absolute(path), width=f"{width} px", height=f"{height} px")

    def _make_plain(self, request: Request) -> str:
        """Return a text without its markup, on one line; it is asked for as its page does, and so rendered once."""
        prose, top, prefix, lang = request
        fragment = self.content.renderer.render(prose, top=top, prefix=prefix, lang=lang)
        return " ".join(strip_tags(fragment.to_html(lambda _: "")).split())


def _make_licence(licence: LicenceView | None) -> str | CreativeWork:
    if licence is None:
        return ""
    return licence.href or CreativeWork(name=licence.text)


def _format(moment: datetime) -> str:
    """Return a time with its zone, as search engines ask for it."""
    return moment.isoformat(timespec="seconds")
