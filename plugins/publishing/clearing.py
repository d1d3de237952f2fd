"""What is taken away: releases that are old, and what killed runs have left. Only who holds the lock may do it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from plugins.publishing.manifests import find_files, read_manifest
from plugins.publishing.placing import RELEASES
from plugins.publishing.releases import (
    BACK,
    GOING,
    NEXT,
    OURS,
    find_before,
    find_live_id,
    find_never_live,
    find_releases,
    list_names,
)


def sweep(public: Path) -> None:
    """Remove what killed runs have left: half a release, a release that has never been live, one half taken away."""
    never_live = find_never_live(public)
    if never_live is not None:
        discard(public, never_live)
    for link in (public / NEXT, public / BACK):
        if link.is_symlink():
            link.unlink()
    for name in list_names(public / RELEASES):
        if name.startswith(OURS):
            shutil.rmtree(public / RELEASES / name, ignore_errors=True)


def prune(public: Path, keep: int, left: str = "") -> None:
    """Remove the oldest releases: the newest `keep` stay, the one that is live, the one before it, and `left`.

    `left` is the id of the one that was live until now, which may be older than both.
    """
    releases, live = find_releases(public), find_live_id(public)
    kept = {left, *(release.id for release in releases[-keep:])}
    if live is not None:
        before = find_before(releases, live)
        kept |= {live, before.id if before else live}
    for release in releases:
        if release.id not in kept:
            # What cannot be removed now will be by the next run; the new release is live already.
            with suppress(OSError):
                discard(public, release.id)


def discard(public: Path, name: str) -> None:
    """Remove a release, unless its folder is not ours or holds a file that we did not write.

    It is renamed first, so that a run that is killed leaves no half release under its id.
    """
    folder, going = public / RELEASES / name, public / RELEASES / f"{GOING}{name}"
    manifest = None if folder.is_symlink() else read_manifest(folder)
    if manifest is None:
        return
    if all(name in manifest.files for name in find_files(folder)):
        folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)
