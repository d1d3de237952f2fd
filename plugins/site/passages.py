"""All texts of a site by where they stand, each with what tells whether a reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plugins.blog.downloads import Download
from plugins.blog.entries import Entry, State
from plugins.blog.terms import Terms
from plugins.cases.loading import LoadedCases
from plugins.documents.models import AuthorHeader, Document, Kind
from plugins.settings import SiteSettings
from plugins.site.addresses import Passage
from plugins.site.blogs import BUILT, ENTRIES, Blog


def make_passages(
    blog: Blog,
    documents: Sequence[Document],
    cases: LoadedCases,
    terms: Terms,
    downloads: Iterable[Download],
    settings: SiteSettings,
) -> Iterator[Passage]:
    """Go through all texts of the site, those too that no page shows."""
    yield from (make_passage(entry, settings) for entry in blog.entries)
    yield from _make_profile_passages(blog, terms)
    yield from _make_site_passages(documents, [*blog.boxes, *(one.about for one in downloads)])
    yield from _make_stray_passages(documents, cases)


def make_passage(entry: Entry, settings: SiteSettings) -> Passage:
    """Return the texts of an entry."""
    is_public = entry.state in BUILT or settings.preview
    return Passage(entry.name, entry.path, tuple(entry.proses()), is_public, entry.state is State.DRAFT)


def _make_profile_passages(blog: Blog, terms: Terms) -> Iterator[Passage]:
    """Go through what is written about authors and other terms; it is public where the term has a page."""
    for (kind, key), document in blog.profiles.items():
        term = terms[kind].get(key)
        proses = [document.body]
        if isinstance(document.fields, AuthorHeader) and document.fields.summary is not None:
            proses.append(document.fields.summary)
        yield Passage(document.source.name, term.path if term else "", tuple(proses), term is not None, is_draft=False)


def _make_site_passages(documents: Sequence[Document], shown: Iterable[Document]) -> Iterator[Passage]:
    """Go through the texts of boxes and downloads; those that pages show are public."""
    names = {document.source.name for document in shown}
    for document in documents:
        if document.kind in (Kind.BOX, Kind.DOWNLOAD):
            name = document.source.name
            yield Passage(name, "index.html", (document.body,), name in names, is_draft=False)


def _make_stray_passages(documents: Sequence[Document], cases: LoadedCases) -> Iterator[Passage]:
    """Go through the texts of documents and cases that have mistakes elsewhere: these do not hide those in the text."""
    bodies = [document.body for document in documents if document.fields is None and document.kind in ENTRIES]
    for prose in (*bodies, *cases.stray_prose):
        yield Passage(prose.source.name, "", (prose,), is_public=False, is_draft=False)
