"""The releases: which there are, and which is live.

In PUBLISH_PATH lie `releases/0003-3f9a1c2b/`, a whole site with its manifest, named by its number and what its contents
hash to; `current`, a link to the release that is live; `.current.new`, the same link of a run that is about to switch;
and `releases/.casebook-…`, what is being written or taken away.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.publishing.manifests import Manifest, find_differences, read_manifest
from plugins.publishing.placing import RELEASES

CURRENT = "current"
NEXT, BACK = ".current.new", ".current.back"
"""The links that are renamed to `current`, to a new release and to an older one."""

OURS = ".casebook-"
ASIDE, GOING = f"{OURS}new", f"{OURS}old-"
RELEASE_ID = re.compile(r"(?P<number>[0-9]{4,9})-(?P<digest>[0-9a-f]{8})")


@dataclass(frozen=True)
class Release:
    """A whole site that was published once. Its id sorts by its number and says what its contents hash to."""

    id: str
    folder: Path
    manifest: Manifest

    @property
    def number(self) -> int:
        """Which release of the site it is, from 1 on."""
        return read_number(self.id)

    @property
    def has_own_manifest(self) -> bool:
        """Whether its manifest is the one that its id was made from."""
        return self.id.endswith(f"-{self.manifest.digest[:8]}")

    @cached_property
    def damages(self) -> list[str]:
        """How its folder differs from what was published, a line for each path."""
        if not self.has_own_manifest:
            return ["the manifest has changed"]
        try:
            return find_differences(self.manifest, self.folder)
        except OSError as error:
            name = os.path.relpath(error.filename or self.folder, self.folder)
            return [f"{name} cannot be read: {error.strerror}"]


def read_number(name: str) -> int:
    """Return the number in a release's id."""
    match = RELEASE_ID.fullmatch(name)
    assert match is not None
    return int(match["number"])


def find_releases(public: Path) -> list[Release]:
    """Return every release that was published and that can still be told by its manifest, oldest first."""
    never_live = find_never_live(public)
    return [release for release in find_written(public) if release.id != never_live]


def find_written(public: Path) -> list[Release]:
    """Return the same and, where a run was killed before it had switched, the release that it had written."""
    found = []
    for name in list_names(public / RELEASES):
        folder = public / RELEASES / name
        if RELEASE_ID.fullmatch(name) and not folder.is_symlink() and (manifest := read_manifest(folder)):
            found.append(Release(name, folder, manifest))
    return sorted(found, key=lambda release: (release.number, release.id))


def find_release(public: Path, name: str) -> Release | None:
    """Return the release of an id or a number, or None where there is none that can be told by its manifest."""
    number = int(name) if name.isdecimal() and name.isascii() else None
    return next((release for release in find_releases(public) if name == release.id or number == release.number), None)


def find_never_live(public: Path) -> str | None:
    """Return the id of a release that its run had written and not yet switched to."""
    name = _read_link(public / NEXT)
    return name if name != find_live_id(public) else None


def find_live_id(public: Path) -> str | None:
    """Return the id of the release that `current` leads to, or None where there is no such link of ours."""
    return _read_link(public / CURRENT)


def make_id(public: Path, manifest: Manifest) -> str:
    """Return an id for a new release: a number that none has had of those that are there, and the hash."""
    names = [*list_names(public / RELEASES), find_live_id(public) or ""]
    numbers = (read_number(name) for name in names if RELEASE_ID.fullmatch(name))
    return f"{max(numbers, default=0) + 1:04}-{manifest.digest[:8]}"


def find_before(releases: list[Release], live: str) -> Release | None:
    """Return the newest release that is older than the live one."""
    return next((release for release in reversed(releases) if release.number < read_number(live)), None)


def _read_link(link: Path) -> str | None:
    """Return the id of the release that one of our links leads to, or None where it is none of ours."""
    try:
        target = link.readlink()
    except OSError:
        return None
    is_ours = target.parent == Path(RELEASES) and RELEASE_ID.fullmatch(target.name)
    return target.name if is_ours else None


def list_names(folder: Path) -> list[str]:
    """Return the names in a folder; none where it is missing."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
