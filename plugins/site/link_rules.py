"""What must hold of links into the content: each leads to something that is there, and that readers can see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from plugins.blog.entries import State
from plugins.diagnostics import Code, Diagnostic, Severity, find_nearest, suggest
from plugins.documents.links import LINK_KINDS, Link, split_target
from plugins.documents.rendering import Renderer
from plugins.site.addresses import TERM_KINDS, Addresses, Passage, find_links


class Problem(NamedTuple):
    """What is wrong with a link, and what to do."""

    code: Code
    message: str
    hint: str


def check_links(passages: Iterable[Passage], addresses: Addresses, renderer: Renderer) -> list[Diagnostic]:
    """Return a diagnostic for each link into the content that leads nowhere, or to what readers cannot see yet.

    In a draft these are warnings: what it links to may still be unwritten.
    """
    diagnostics: list[Diagnostic] = []
    for passage in passages:
        for prose, links in find_links(passage, renderer):
            for link in links:
                if problem := check_link(passage, link, addresses):
                    found = prose.report(link.written, link.occurrence, *problem)
                    diagnostics.append(replace(found, severity=Severity.WARNING) if passage.is_draft else found)
    return diagnostics


def check_link(passage: Passage, link: Link, addresses: Addresses) -> Problem | None:
    """Return what is wrong with one link, or None."""
    if not link.kind or link.kind == "index":
        return None
    if link.kind not in LINK_KINDS:
        return Problem(Code.UNKNOWN_LINK_KIND, "no link begins like this", suggest(link.kind, LINK_KINDS))
    if link.kind in TERM_KINDS:
        return _check_term(passage, link, addresses)
    return _check_file(passage, link, addresses)


def _check_term(passage: Passage, link: Link, addresses: Addresses) -> Problem | None:
    key = unquote(split_target(link.target)[0])
    if addresses.find_term(link.kind, key) is not None:
        return None
    if not passage.is_public and (link.kind, key) in addresses.known_terms:
        return None  # it will be there when this text is: perhaps the text itself brings it
    known = addresses.terms[TERM_KINDS[link.kind]]
    hint = suggest(key, known) if known else f"Give the {link.kind} to a post or case first."
    return Problem(Code.UNKNOWN_TERM, f"no published post or case has this {link.kind}", hint)


def _check_file(passage: Passage, link: Link, addresses: Addresses) -> Problem | None:
    path = split_target(link.target)[0]
    target = addresses.find_target(passage.name, unquote(path))
    if target is None:
        return Problem(Code.OUTSIDE_CONTENT, "the link leads out of the content", "Copy the file into the content.")
    name = addresses.find_file(passage.name, path)
    if name is None:
        known = addresses.documents if link.kind == "filename" else addresses.files
        hint = suggest_path(target, known)
        return Problem(Code.BROKEN_LINK, "the link leads to no file of the content", hint)
    if name in addresses.files:
        return None
    return _check_document(passage, link, name, addresses)


def _check_document(passage: Passage, link: Link, name: str, addresses: Addresses) -> Problem | None:
    if link.kind != "filename":
        message = f"the link copies a document as it is, its header too ({name})"
        return Problem(Code.BROKEN_LINK, message, "Write {filename} to link to its page.")
    entry = addresses.entries.get(name)
    if entry is not None and entry.state in (State.DRAFT, State.HELD) and passage.is_public:
        message, hint = f"the link leads to what is not published yet ({name})", "Publish that first, or take it out."
        return Problem(Code.UNPUBLISHED_LINK, message, hint)
    return None


def suggest_path(target: str, known: Iterable[str]) -> str:
    """Return the sentence that leads from a wrong path to one that exists: of the same name, or spelt alike."""
    paths = sorted(known)
    same_name = [path for path in paths if PurePosixPath(path).name == PurePosixPath(target).name]
    nearest = same_name[0] if same_name else find_nearest(target, paths)
    if nearest is None:
        return "Paths are from this file's folder, or from the content's with a leading slash."
    return f"Did you mean /{nearest}?"
