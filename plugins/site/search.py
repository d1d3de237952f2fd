"""What the search can find: a document for each listed post, case and page, made for the index alone."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from plugins.assets.search_index import SearchDocument
from plugins.blog.entries import Entry, EntryKind, State
from plugins.blog.terms import iterate_keys
from plugins.cases.renditions import render_search
from plugins.documents.views import make_date
from plugins.site.content import Content
from plugins.site.texts import Texts

KINDS = {EntryKind.CASE: "case", EntryKind.POST: "post", EntryKind.PAGE: "page"}
"""What a result says it is, and what one can choose results by."""

MOST_IN_PREVIEW = 200
"""Documents up to which the preview makes an index, which then costs it less than half a second."""

DOCUMENT = Markup("""\
<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<main data-pagefind-body data-pagefind-filter="kind[data-kind], lang[data-lang]" data-kind="{kind}" data-lang="{lang}">
<h1 data-pagefind-ignore data-pagefind-meta="title">{title}</h1>
<div data-pagefind-ignore data-pagefind-meta="number[data-number], date[data-date], about[data-about], image[data-no]"
 data-number="{number}" data-date="{date}" data-about="{about}"></div>
{text}
</main>
</body>
</html>
""")
"""Facts (`meta`) are searched like the text and shown beside it; `image` is said to be none, as no result has one.

Source: https://pagefind.app/docs/metadata/, https://pagefind.app/docs/filtering/.
"""


def is_findable(entry: Entry, content: Content) -> bool:
    """Tell whether the search finds an entry: what is listed, translations too; in the preview drafts as well."""
    return entry.state is State.LISTED or (content.settings.preview and entry.state is not State.HIDDEN)


def has_index(content: Content) -> bool:
    """Tell whether there is an index: not where nothing can be found, nor in the preview of a large site."""
    count = sum(is_findable(entry, content) for entry in content.built)
    return count > 0 and not (content.settings.preview and count > MOST_IN_PREVIEW)


def find_kinds(content: Content) -> tuple[str, ...]:
    """Return the kinds of what can be found, in the order in which they are offered."""
    found = {entry.kind for entry in content.built if is_findable(entry, content)}
    return tuple(name for kind, name in KINDS.items() if kind in found)


def make_search_documents(texts: Texts) -> Iterator[SearchDocument]:
    """Go through the documents that the index is made from, in the order of their sources."""
    content = texts.content
    for entry in content.built:
        if is_findable(entry, content):
            yield _make_document(entry, texts)


def _make_document(entry: Entry, texts: Texts) -> SearchDocument:
    case, content = entry.case, texts.content
    html = DOCUMENT.format(
        lang=texts.find_lang(entry),
        title=texts.typeset(entry.fields.title),
        kind=KINDS[entry.kind],
        number=(case.facts.number or "") if case else "",
        date=make_date(entry.date).text if entry.date else "",
        about=", ".join(_list_terms(entry, content)),
        text=render_search(texts.make_case_view(entry)) if case else texts.make_text(entry),
    )
    return SearchDocument(entry.path, str(html))


def _list_terms(entry: Entry, content: Content) -> Iterator[str]:
    """Go through the names of what an entry is filed under, and of its authors: who looks for these finds it too."""
    for kind, key, _ in iterate_keys(entry):
        term = content.terms[kind].get(key)
        if term is not None:
            yield term.name
