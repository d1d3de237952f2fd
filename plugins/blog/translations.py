"""Translations: documents of one slug in several languages, as stock Pelican knows them.

One of them is the original, in the site's language where there is one; it stands at the usual address and in the lists.
The others stand beside it, their language behind the slug, and each leads to all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from plugins.blog.entries import Entry, EntryKind, State, find_old_addresses, find_path
from plugins.settings import SiteSettings


def place_translations(entries: Iterable[Entry], settings: SiteSettings) -> list[Entry]:
    """Return the entries, each translation with its own path and the name of its original.

    Entries of one slug and one language are left as they are: the registry of paths says which they are.
    """
    groups: dict[tuple[EntryKind, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.kind, entry.slug), []).append(entry)
    return [entry for group in groups.values() for entry in _place_group(group, settings)]


def _place_group(group: list[Entry], settings: SiteSettings) -> list[Entry]:
    langs = [(entry.fields.lang or settings.lang).lower() for entry in group]
    if len(group) == 1 or len(set(langs)) != len(group) or not group[0].path or group[0].case:
        return group
    original = group[langs.index(settings.lang.lower())] if settings.lang.lower() in langs else group[0]
    # What is not listed cannot stand for the others: the first that is takes its place in the lists, not its address.
    shown = next((entry for entry in (original, *group) if entry.state is State.LISTED), original)
    placed = [
        entry if entry is original else _move(entry, f"{entry.slug}-{lang}", settings)
        for entry, lang in zip(group, langs, strict=True)
    ]
    return [entry if entry.name == shown.name else replace(entry, original=shown.name) for entry in placed]


def _move(entry: Entry, slug: str, settings: SiteSettings) -> Entry:
    path = find_path(entry.kind, slug, entry.date, settings)
    aliases = (*entry.fields.aliases, *find_old_addresses(entry.kind, slug, entry.date, settings))
    return replace(entry, slug=slug, path=path, aliases=aliases)


def group_translations(entries: Iterable[Entry]) -> dict[PurePosixPath, list[Entry]]:
    """Return the entries of each text by the name of its original, that one first, then by language."""
    groups: dict[PurePosixPath, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.original or entry.name, []).append(entry)
    for group in groups.values():
        if len(group) > 1:  # most are alone
            group.sort(key=lambda entry: (entry.original is not None, entry.fields.lang or "", str(entry.name)))
    return groups
