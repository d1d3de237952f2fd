"""What the search can find: a document for each listed post, case and page, made for the index alone."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from plugins.assets.search_index import SearchDocument, SearchIndexError, make_search_index
from plugins.blog.entries import Entry, EntryKind, State
from plugins.blog.terms import iterate_keys
from plugins.cases.reader_text import render_reader_text
from plugins.cases.renditions import render_search
from plugins.cases.reply_views import rank_replies
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.documents.views import make_date
from plugins.site.content import Content
from plugins.site.registry import Output, OutputKind
from plugins.site.site_folder import SiteFolder
from plugins.site.texts import Texts

KINDS = {EntryKind.CASE: "case", EntryKind.POST: "post", EntryKind.PAGE: "page"}
"""What a result says it is, and what one can choose results by."""

FACTS = ("kind", "lang", "number", "date", "about", "image")

DOCUMENT = Markup("""\
<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<main data-pagefind-body>
<h1 data-pagefind-ignore data-pagefind-meta="title">{title}</h1>
<div data-pagefind-ignore data-pagefind-meta="{facts}" data-kind="cbkind{kind}" data-lang="cblang{lang}"
 data-number="{number}" data-date="{date}" data-about="{about}" data-image=""></div>
{text}
</main>
</body>
</html>
""")
"""Facts are searched like the text. `image` is said to be none, as no result shows one.

The kind and the language are words that nobody types: to choose by kind is to look for its word as well. Pagefind has
filters for that, but 1.5.2 writes them in an order that differs from run to run, and the index must not.
Source: https://pagefind.app/docs/metadata/.
"""


def write_search_index(content: Content, site: SiteFolder) -> list[Diagnostic]:
    """Write the index, where one is planned, into the folder of a finished site; return what keeps it from being made.

    A page that one can find is a page that has been written and checked. Raises OSError where the folder is full.
    """
    for output in content.registry:
        if output.kind is OutputKind.SEARCH_INDEX and has_index(content):
            try:
                files = make_search_index(make_search_documents(Texts(content)), content.settings.lang)
            except SearchIndexError as error:
                return [explain_failure(output, error)]
            for name, data in files.items():
                site.write(f"{output.path}/{name}", data)
    return []


def explain_failure(output: Output, error: SearchIndexError) -> Diagnostic:
    """Return that an index which is planned cannot be made."""
    message, hint = "the search index cannot be made", "Delete .venv and build again, or set SEARCH = False."
    return make_error(output.origin, output.position, Code.SEARCH_INDEX, message, found=str(error), hint=hint)


def is_findable(entry: Entry, content: Content) -> bool:
    """Tell whether the search finds an entry: what is listed, translations too; in the preview drafts as well."""
    return entry.state is State.LISTED or (content.settings.preview and entry.state is not State.HIDDEN)


def has_index(content: Content) -> bool:
    """Tell whether there is an index: not where nothing can be found."""
    return any(is_findable(entry, content) for entry in content.built)


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
    case, content, lang = entry.case, texts.content, texts.find_lang(entry)
    title = texts.typeset(entry.fields.title)
    text = render_search(texts.make_case_view(entry)) if case else _make_text(entry, texts)
    html = DOCUMENT.format(
        lang=lang,
        facts=", ".join(f"{fact}[data-{fact}]" for fact in FACTS),
        title=title,
        kind=KINDS[entry.kind],
        number=(case.facts.number or "") if case else "",
        date=make_date(entry.date, lang).text if entry.date else "",
        about=", ".join(_list_terms(entry, content)),
        text=text if text.striptags().strip() else title,  # what has no text is left out of the index
    )
    return SearchDocument(entry.path, str(html))


def _make_text(entry: Entry, texts: Texts) -> Markup:
    """Return the text of a post or page, and what readers replied to it."""
    replies = (reply.fields.text for reply in rank_replies(entry.replies))
    said = (Markup("<div>{}</div>").format(render_reader_text(text.text)) for text in replies if text)
    return Markup("\n").join([texts.make_text(entry), *said])


def _list_terms(entry: Entry, content: Content) -> Iterator[str]:
    """Go through the names of what an entry is filed under, and of its authors: who looks for these finds it too."""
    for kind, key, _ in iterate_keys(entry):
        term = content.terms[kind].get(key)
        if term is not None:
            yield term.name
