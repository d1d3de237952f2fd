"""A release goes live in one step, and only when every byte of it is on the disk.

POSIX's rename replaces a link in one step: whoever asks for a page gets it from the old release or from the new one.
It says nothing about when it reaches the disk, so files and folders are synchronized before and after. Sources:
https://pubs.opengroup.org/onlinepubs/9699919799/functions/rename.html, https://man7.org/linux/man-pages/man2/fsync.2.html
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from plugins.containment import sync
from plugins.publishing.placing import RELEASES
from plugins.publishing.releases import BACK, CURRENT, NEXT

AT_ONCE = 16
"""Files that are synchronized at the same time: a file system writes down many of them in one go."""


def put_release_live(public: Path, aside: Path, name: str) -> None:
    """Make a written folder the release `name`, and switch to it. Raises OSError, with nothing changed."""
    sync_tree(aside)
    release = public / RELEASES / name
    try:
        # The link comes first: where a killed run has left one, its release has never been live.
        _make_link(public / NEXT, name)
        aside.rename(release)
        sync(release.parent)
        _switch(public, NEXT)
    except OSError:
        _take_back(public, release, aside)
        raise


def switch_back(public: Path, name: str) -> None:
    """Switch to a release that is there. Raises OSError, with nothing changed."""
    try:
        _make_link(public / BACK, name)
        _switch(public, BACK)
    except OSError:
        (public / BACK).unlink(missing_ok=True)
        raise


def _make_link(link: Path, name: str) -> None:
    """Make a relative link to a release, so that the whole folder can be moved."""
    link.unlink(missing_ok=True)
    link.symlink_to(f"{RELEASES}/{name}")
    sync(link.parent)


def _switch(public: Path, link: str) -> None:
    (public / link).replace(public / CURRENT)
    # It is live now. Should the disk lose the change in a crash, the old release is there again, whole.
    with suppress(OSError):
        sync(public)


def _take_back(public: Path, release: Path, aside: Path) -> None:
    (public / NEXT).unlink(missing_ok=True)
    if release.exists():
        release.rename(aside)


def sync_tree(folder: Path) -> None:
    """Have every file and folder in a folder written to the disk, folders last. Raises OSError."""
    files, folders = [], []
    for parent, _, names in os.walk(folder, onerror=_raise):
        folders.append(Path(parent))
        files += [Path(parent, name) for name in names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sync, files))
    for path in reversed(folders):
        sync(path)


def _raise(error: OSError) -> None:
    raise error
