"""The folder of the releases: which there are, which is live, and which may go.

In PUBLISH_PATH lie `releases/0003-3f9a1c2b/`, a whole site with its manifest, named by its number and what its contents
hash to; `current`, a link to the release that is live; `.current.new`, the same link of a run that is about to switch;
and `releases/.casebook-…`, what is being written or taken away.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plugins.diagnostics import Diagnostic
from plugins.publishing.failures import explain_unwritable
from plugins.publishing.locking import LOCK_FILE, RefusedError, hold_lock
from plugins.publishing.manifests import Manifest, find_differences, find_files, read_manifest
from plugins.publishing.placing import Problem, choose_another, explain_refusal, find_clash
from plugins.settings import SiteSettings

RELEASES, CURRENT = "releases", "current"
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
        return find_differences(self.manifest, self.folder) if self.has_own_manifest else ["the manifest has changed"]


def read_number(name: str) -> int:
    """Return the number in a release's id."""
    match = RELEASE_ID.fullmatch(name)
    assert match is not None
    return int(match["number"])


def find_releases(public: Path) -> list[Release]:
    """Return every release that was published and that can still be told by its manifest, oldest first."""
    never_live = _find_never_live(public)
    return [release for release in _find_written(public) if release.id != never_live]


def _find_written(public: Path) -> list[Release]:
    """Return the same and, where a run was killed before it had switched, the release that it had written."""
    found = []
    for name in _list_names(public / RELEASES):
        folder = public / RELEASES / name
        if RELEASE_ID.fullmatch(name) and not folder.is_symlink() and (manifest := read_manifest(folder)):
            found.append(Release(name, folder, manifest))
    return sorted(found, key=lambda release: (release.number, release.id))


def find_release(public: Path, name: str) -> Release | None:
    """Return the release of an id, or None where there is none that can be told by its manifest."""
    return next((release for release in find_releases(public) if release.id == name), None)


def _find_never_live(public: Path) -> str | None:
    """Return the id of a release that its run had written and not yet switched to."""
    name = _read_link(public / NEXT)
    return name if name != find_live_id(public) else None


def find_live_id(public: Path) -> str | None:
    """Return the id of the release that `current` leads to, or None where there is no such link of ours."""
    return _read_link(public / CURRENT)


def make_id(public: Path, manifest: Manifest) -> str:
    """Return an id for a new release: a number that none has had of those that are there, and the hash."""
    names = [*_list_names(public / RELEASES), find_live_id(public) or ""]
    numbers = (read_number(name) for name in names if RELEASE_ID.fullmatch(name))
    return f"{max(numbers, default=0) + 1:04}-{manifest.digest[:8]}"


def check_public(settings: SiteSettings) -> list[Diagnostic]:
    """Return why nothing may be published into PUBLISH_PATH: the place is the author's, or what is there is."""
    public = settings.public
    try:
        problem = find_clash(settings, public, "PUBLISH_PATH") or _find_foreign(public)
    except OSError as error:
        problem = f"the folder of the releases cannot be looked into: {error.strerror}", choose_another("PUBLISH_PATH")
    return explain_refusal(settings, "PUBLISH_PATH", problem)


def _find_foreign(public: Path) -> Problem | None:
    """Return a complaint where a folder has never been published into and holds something, or holds what is in our way.

    Once there is a release, what else lies beside it is nobody's concern: it is never touched.
    """
    hint = "Move it out, or choose another folder with --output."
    if os.path.lexists(public) and not public.is_dir():
        return "the folder of the releases is none", choose_another("PUBLISH_PATH")
    if os.path.lexists(public / CURRENT) and find_live_id(public) is None:
        return f"`{CURRENT}` is there, and no link that Casebook made", hint
    releases = public / RELEASES
    if os.path.lexists(releases) and (releases.is_symlink() or not releases.is_dir()):
        return f"`{RELEASES}` is there, and no folder", hint
    foreign = sorted(_find_foreign_names(public))
    if foreign and not _find_written(public) and find_live_id(public) is None:
        return f"the folder of the releases holds something that Casebook did not write: {foreign[0]}", hint
    return None


def _find_foreign_names(public: Path) -> Iterator[str]:
    ours = {RELEASES, CURRENT, NEXT, BACK, LOCK_FILE}
    yield from (name for name in _list_names(public) if name not in ours)
    yield from (f"{RELEASES}/{name}" for name in _list_names(public / RELEASES) if not name.startswith(OURS))


@contextmanager
def hold_public(settings: SiteSettings, command: str) -> Iterator[None]:
    """Keep other runs out that publish, go back or deploy; the folder is made where it is missing.

    Raises LockedError where another is at work, and RefusedError where the folder must not or cannot be written.
    """
    if refusals := check_public(settings):
        raise RefusedError(refusals)
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_lock(settings.public, command))
        except OSError as error:
            raise RefusedError([explain_unwritable(settings, error, "PUBLISH_PATH")]) from error
        yield


@contextmanager
def write_release(public: Path) -> Iterator[Path]:
    """Give an empty folder for a new release; what is in it at the end is taken away unless it has become one."""
    aside = public / RELEASES / ASIDE
    aside.mkdir(parents=True)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def sweep(public: Path) -> None:
    """Remove what killed runs have left: half a release, a release that has never been live, one half taken away.

    To be called by who holds the lock.
    """
    never_live = _find_never_live(public)
    if never_live is not None:
        discard(public, never_live)
    for link in (public / NEXT, public / BACK):
        if link.is_symlink():
            link.unlink()
    for name in _list_names(public / RELEASES):
        if name.startswith(OURS):
            shutil.rmtree(public / RELEASES / name, ignore_errors=True)


def prune(public: Path, keep: int) -> None:
    """Remove the oldest releases: the newest `keep` stay, the one that is live and the one before it."""
    releases, live = find_releases(public), find_live_id(public)
    kept = {release.id for release in releases[-keep:]}
    if live is not None:
        before = find_before(releases, live)
        kept |= {live, before.id if before else live}
    for release in releases:
        if release.id not in kept:
            # What cannot be removed now will be by the next run; the new release is live already.
            with suppress(OSError):
                discard(public, release.id)


def find_before(releases: list[Release], live: str) -> Release | None:
    """Return the newest release that is older than the live one."""
    return next((release for release in reversed(releases) if release.number < read_number(live)), None)


def discard(public: Path, name: str) -> None:
    """Remove a release, unless its folder is not ours or holds a file that we did not write.

    It is renamed first, so that a run that is killed leaves no half release under its id.
    """
    folder, going = public / RELEASES / name, public / RELEASES / f"{GOING}{name}"
    manifest = None if folder.is_symlink() else read_manifest(folder)
    if manifest is None:
        return
    if all(path.relative_to(folder).as_posix() in manifest.files for path in find_files(folder)):
        folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)


def _read_link(link: Path) -> str | None:
    """Return the id of the release that one of our links leads to, or None where it is none of ours."""
    try:
        target = link.readlink()
    except OSError:
        return None
    is_ours = target.parent == Path(RELEASES) and RELEASE_ID.fullmatch(target.name)
    return target.name if is_ours else None


def _list_names(folder: Path) -> list[str]:
    """Return the names in a folder; none where it is missing."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
