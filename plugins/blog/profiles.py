"""What is written about authors, categories, tags, columns and series: each profile finds its term."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.blog.entries import Entry
from plugins.blog.terms import Profiles, TermKind, iterate_keys
from plugins.diagnostics import Code, Diagnostic, make_warning, suggest
from plugins.documents.models import PROFILES, Document, Kind, ProfileHeader


def find_profiles(documents: Iterable[Document]) -> tuple[Profiles, list[Diagnostic]]:
    """Return what is written about each term, and a mistake for each of which two files write.

    An author is known by the name of the file, everything else by the `name` in its header.
    """
    profiles: dict[tuple[TermKind, str], Document] = {}
    diagnostics: list[Diagnostic] = []
    for document in documents:
        key = _find_key(document)
        if key is None:
            continue
        first = profiles.setdefault(key, document)
        if first is not document:
            message, hint = f"the {key[0]} has a profile already, {first.source.name}", "Rename one of the two files."
            index = 0 if document.kind is Kind.AUTHOR else document.tree.find("name")
            diagnostics.append(document.source.report(index, Code.DUPLICATE_ID, message, hint, key[1]))
    return profiles, diagnostics


def check_profiles(profiles: Profiles, entries: Iterable[Entry]) -> list[Diagnostic]:
    """Return a warning for each profile of something that no document names: a name may be misspelt."""
    named: dict[TermKind, dict[str, None]] = {kind: {} for kind in TermKind}
    for entry in entries:
        for kind, key, _ in iterate_keys(entry):
            named[kind][key] = None
    return [
        _explain_unused(document, kind, key, named[kind])
        for (kind, key), document in profiles.items()
        if key not in named[kind] and kind is not TermKind.AUTHOR
    ]


def _find_key(document: Document) -> tuple[TermKind, str] | None:
    if document.kind not in PROFILES:
        return None
    if document.kind is Kind.AUTHOR:
        return TermKind.AUTHOR, document.source.name.stem
    fields = document.fields
    return (TermKind(document.kind), fields.name) if isinstance(fields, ProfileHeader) else None


def _explain_unused(document: Document, kind: TermKind, key: str, named: Iterable[str]) -> Diagnostic:
    known = sorted(named)
    hint = suggest(key, known) if known else f"Write `{kind}: {key}` in a post or case."
    position = document.tree.locate("name")
    message = f"no post or case names this {kind}"
    return make_warning(document.source.path, position, Code.UNUSED_FILE, message, found=key, hint=hint)
