"""Reprints: older posts that a post shows whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.blog.entries import Entry, EntryKind, State
from plugins.diagnostics import Code, Diagnostic, find_nearest
from plugins.documents.links import find_target
from plugins.documents.models import PostHeader

UNPUBLISHED = (State.DRAFT, State.HELD)


@dataclass(frozen=True)
class Reprints:
    """Which posts show which: `shown` the originals of a post, `showing` the posts that show an original, by name."""

    shown: Mapping[str, tuple[Entry, ...]]
    showing: Mapping[str, tuple[Entry, ...]]


def find_reprints(entries: Iterable[Entry]) -> tuple[Reprints, list[Diagnostic]]:
    """Return the reprints of all posts, and a mistake for each that cannot be shown."""
    by_name = {str(entry.name): entry for entry in entries}
    shown: dict[str, tuple[Entry, ...]] = {}
    showing: dict[str, list[Entry]] = {}
    diagnostics: list[Diagnostic] = []
    for name, entry in by_name.items():
        found: list[Entry] = []
        for number, written in enumerate(_list_written(entry)):
            original, problem = _find_original(entry, number, written, by_name)
            if original in found:
                message = "the reprint is named twice"
                problem = entry.tree.report(("reprints", number), Code.BAD_REPRINT, message, "Remove one.", written)
            elif original is not None:
                found.append(original)
                showing.setdefault(str(original.name), []).append(entry)
            diagnostics += [problem] if problem else []
        if found:
            shown[name] = tuple(found)
    return Reprints(shown, {name: tuple(posts) for name, posts in showing.items()}), diagnostics


def _list_written(entry: Entry) -> tuple[str, ...]:
    return entry.fields.reprints if isinstance(entry.fields, PostHeader) else ()


def _find_original(
    entry: Entry, number: int, written: str, by_name: Mapping[str, Entry]
) -> tuple[Entry | None, Diagnostic | None]:
    name = find_target(entry.name, written) or written
    place = ("reprints", number)
    original = by_name.get(name)
    if original is None:
        nearest = find_nearest(
            name, (str(other.name) for other in by_name.values() if _is_post(other) and other is not entry)
        )
        hint = f"Did you mean /{nearest}?" if nearest else "Name the file, from this one's folder or with a slash."
        return None, entry.tree.report(place, Code.BROKEN_LINK, "the reprint is no file of the content", hint, written)
    if problem := _explain(entry, original):
        return None, entry.tree.report(place, *problem, written)
    return original, None


def _explain(entry: Entry, original: Entry) -> tuple[Code, str, str] | None:
    """Return what keeps an original from being shown: code, message and hint."""
    if original is entry:
        return Code.BAD_REPRINT, "a post cannot show itself", "Name another post."
    if not _is_post(original):
        return Code.BAD_REPRINT, "only posts can be shown in a post", "Link to it with {filename} instead."
    if _list_written(original):
        return Code.BAD_REPRINT, "that post shows others itself", "Name the posts that it shows."
    if original.state is State.HIDDEN and entry.state is State.LISTED:
        return (
            Code.BAD_REPRINT,
            "a hidden post would come into lists and the feed",
            "Publish it, or link to it instead.",
        )
    if original.state in UNPUBLISHED and entry.state not in UNPUBLISHED:
        return Code.UNPUBLISHED_LINK, "the reprint is not published yet", "Publish that first, or take it out."
    return None


def _is_post(entry: Entry) -> bool:
    return entry.kind is EntryKind.POST
