"""The links of the content that lead to other sites, each with the line that it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from plugins.checks.origins import Origin
from plugins.documents.sources import Source
from plugins.documents.values import Prose, Scalar, Tree, Value
from plugins.site.content import Content

SCHEMES = ("http", "https")
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")


class OutsideLink(NamedTuple):
    """A link to another site: its address without what it names there, as it is written, and where."""

    url: str
    written: str
    origin: Origin


def find_outside_links(content: Content) -> list[OutsideLink]:
    """Return every link of the content to another site, in the order of the files. Drafts are looked through too."""
    found = {(written, place) for written, place in _find_all(content)}
    links = (OutsideLink(url, written, place) for written, place in found if (url := _find_url(written, content)))
    return sorted(links, key=lambda link: (link.origin, link.written))


def _find_all(content: Content) -> Iterator[tuple[str, Origin]]:
    for entry in content.entries:
        yield from _find_in_tree(entry.tree)
        yield from _find_in_proses(entry.proses(), content)
        for outcome in entry.case.reader_outcomes if entry.case else ():
            yield from _find_in_tree(outcome.tree, in_words=True)
        for reply in entry.replies:
            yield from _find_in_tree(reply.tree, in_words=True)
    terms = [term.profile for kind in content.terms.values() for term in kind.values()]
    for document in (*terms, *content.boxes, *(one.about for one in content.downloads)):
        if document is not None:
            yield from _find_in_tree(document.tree)
            yield from _find_in_proses([document.body], content)


def _find_in_proses(proses: Iterable[Prose], content: Content) -> Iterator[tuple[str, Origin]]:
    for prose in proses:
        for link in content.renderer.find_links(prose):
            if not link.kind:
                yield link.written, _place(prose.source, prose.find(link.written, link.occurrence))


def _find_in_tree(tree: Tree, *, in_words: bool = False) -> Iterator[tuple[str, Origin]]:
    """Go through the values of a header or a YAML file that are addresses, or have some in their words."""
    for scalar in _list_scalars(tree.data):
        for match in _ADDRESS.finditer(scalar):
            written = match[0].rstrip(".,;:!?")
            if in_words or written == scalar:
                index = scalar.source.text.find(written, scalar.start)
                yield written, _place(scalar.source, index if index >= 0 else scalar.start)


def _list_scalars(value: Value) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _list_scalars(one)


def _place(source: Source, index: int) -> Origin:
    return Origin(source.path, source.locate(index))


def _find_url(written: str, content: Content) -> str:
    """Return the address to ask for: "" where it is none, none of the web, or one of this site."""
    try:
        address = urlsplit(f"https:{written}" if written.startswith("//") else written)
        is_own = address.netloc == urlsplit(content.settings.url).netloc
        known = address.scheme in SCHEMES and bool(address.hostname) and not is_own
    except ValueError:
        return ""
    return urldefrag(address.geturl()).url if known else ""
