"""Nothing of what is not published stands in what is: no id, no title, no words.

That a draft has no page, no feed has it, and no link leads to it is seen to by the registry and the checks of feeds and
links. This looks for it by its words, and so finds what nobody has thought of. Words count only where nothing that is
published says them too: a post may announce the next one, and two may have one title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from plugins.blog.entries import Entry
from plugins.cases.model import Publication
from plugins.cases.renditions import COMPONENTS
from plugins.checks.canaries import Canary, list_sent
from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.documents.sources import Source
from plugins.site.registry import Output
from plugins.wording.catalogues import OURS

HINT = (
    "Find what writes it, which should not; if it is meant, say it in a text that is published, or write it otherwise."
)


def check_leaks(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through the canaries that are found in pages, lists and feeds."""
    published, canaries = _Published(site), site.inspector.canaries.by_text
    if not canaries:
        return
    for output in site.searched:
        for text in site.find_leaks(output):
            for canary in canaries[text]:
                if not (canary.is_word and canary.text in published.text):
                    yield _explain(site, output, canary)


class _Published:
    """Everything that may stand in the site, as it was written."""

    def __init__(self, site: WrittenSite) -> None:
        self._content = site.content

    @cached_property
    def text(self) -> str:
        """All of it; put together only where a canary was found."""
        content = self._content
        entries = [source.text for entry in content.built for source in _list_sources(entry)]
        terms = [term.profile for kind in content.terms.values() for term in kind.values()]
        others = [*terms, *content.boxes, *(one.about for one in content.downloads)]
        folders = (content.settings.theme, COMPONENTS, content.settings.words_path, OURS)
        files = (path for folder in folders for path in _list_files(folder))
        return "\n".join([
            *entries,
            *(document.source.text for document in others if document is not None),
            *(path.read_text(encoding="utf-8", errors="replace") for path in files),
            str(dict(content.settings.pelican)),
        ])  # fmt: skip


def _list_sources(entry: Entry) -> Iterable[Source]:
    """Return the files of an entry, with what readers sent to it and have not taken back."""
    shown = (one.tree.source for one in list_sent(entry) if one.fields.status is Publication.PUBLISHED)
    proses = (prose.source for prose in entry.proses())
    return {source.path: source for source in (entry.source, *proses, *shown)}.values()


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".yaml"))


def _explain(site: WrittenSite, output: Output, canary: Canary) -> Diagnostic:
    """Return a leak at the text that is not to get out, or where something that is published writes its id."""
    written = [] if canary.is_word else site.origins.find(output, canary.text)
    place = written[0] if written else canary.origin or site.origins.locate_in(str(canary.entry.name), canary.text)
    path, position = place or (canary.entry.source.path, canary.entry.tree.locate())
    message = f"this is of what is not published, and stands in what is ({canary.entry.name} in {output.path})"
    return make_error(path, position, Code.LEAKED_CONTENT, message, found=canary.text, hint=HINT)
