"""Where everything lies: what is held and what is published, by id, for all cases and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.cases.held import POSTS, find_held, find_held_folder
from plugins.cases.loading import READERS_FOLDER
from plugins.diagnostics import find_nearest
from plugins.documents.reading import CASES_FOLDER, REPLIES_FOLDER
from plugins.settings import SiteSettings

DATED_NAME = re.compile(r"(?:\d{4}-\d\d-\d\d-)?([a-z0-9-]+)")
SHORTEST_BEGINNING = 3


class UnknownIdError(Exception):
    """There is nothing of this id, or more than one; says which there are."""


@dataclass(frozen=True)
class Item:
    """One file: its id, and the case or post that it belongs to. `is_published`: it lies in the content."""

    path: Path
    slug: str
    is_post: bool
    is_published: bool

    @property
    def id(self) -> str:
        """The id, which is the end of the file's name."""
        match = DATED_NAME.fullmatch(self.path.stem)
        return match[1] if match else self.path.stem

    def find_other_folder(self, settings: SiteSettings) -> Path:
        """Return the folder in which it would lie if it were published, or held."""
        if self.is_published:
            return find_held_folder(settings, self.slug, is_post=self.is_post)
        if self.is_post:
            return settings.content / REPLIES_FOLDER / self.slug
        return settings.content / CASES_FOLDER / self.slug / READERS_FOLDER

    @property
    def address(self) -> str:
        """What an editor sees of where it belongs."""
        return f"posts/{self.slug}" if self.is_post else self.slug


def find_items(settings: SiteSettings) -> list[Item]:
    """Return all that is held, and all that is published. What is in both was accepted by a run that was killed."""
    published = [*_find_published(settings)]
    names = {(item.is_post, item.slug, item.path.name) for item in published}
    held = [one for one in _find_all_held(settings) if (one.is_post, one.slug, one.path.name) not in names]
    return [*held, *published]


def _find_all_held(settings: SiteSettings) -> Iterator[Item]:
    for folder in _list_folders(settings.held):
        if folder.name != POSTS:
            yield from (Item(path, folder.name, is_post=False, is_published=False) for path in find_held(folder))
    for folder in _list_folders(settings.held / POSTS):
        yield from (Item(path, folder.name, is_post=True, is_published=False) for path in find_held(folder))


def _find_published(settings: SiteSettings) -> Iterator[Item]:
    for folder in _list_folders(settings.content / CASES_FOLDER):
        paths = find_held(folder / READERS_FOLDER)
        yield from (Item(path, folder.name, is_post=False, is_published=True) for path in paths)
    for folder in _list_folders(settings.content / REPLIES_FOLDER):
        yield from (Item(path, folder.name, is_post=True, is_published=True) for path in find_held(folder))


def _list_folders(folder: Path) -> list[Path]:
    names = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in names if path.is_dir() and not path.name.startswith("."))


def find_item(items: list[Item], beginning: str) -> Item:
    """Return the item whose id, or name of its file, begins so. Raises UnknownIdError where it is not one."""
    wanted = beginning.strip().removesuffix(".yaml").rpartition("/")[2]
    exact = [item for item in items if wanted in (item.id, item.path.stem)]
    begun = [item for item in items if item.id.startswith(wanted) or item.path.stem.startswith(wanted)]
    found = exact or (begun if len(wanted) >= SHORTEST_BEGINNING else [])
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownIdError(f"more than one id begins with {wanted}: {', '.join(sorted(map(_name, found)))}")
    nearest = find_nearest(wanted, [item.id for item in items])
    raise UnknownIdError(f"there is nothing of the id {wanted}" + (f"; did you mean {nearest}?" if nearest else ""))


def _name(item: Item) -> str:
    return f"{item.id} ({item.address})"
