"""PUBLISH_PATH, the folder of the releases: whether it may be written, and by whom."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from plugins.diagnostics import Diagnostic
from plugins.locking import LOCK_FILE, hold_lock
from plugins.publishing.failures import RefusedError, explain_unwritable
from plugins.publishing.placing import RELEASES, Problem, choose_another, explain_refusal, find_clash
from plugins.publishing.releases import BACK, CURRENT, NEXT, OURS, find_live_id, find_written, list_names
from plugins.settings import SiteSettings


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
    if foreign and not find_written(public) and find_live_id(public) is None:
        return f"the folder of the releases holds something that Casebook did not write: {foreign[0]}", hint
    return None


def _find_foreign_names(public: Path) -> Iterator[str]:
    ours = {RELEASES, CURRENT, NEXT, BACK, LOCK_FILE}
    yield from (name for name in list_names(public) if name not in ours)
    yield from (f"{RELEASES}/{name}" for name in list_names(public / RELEASES) if not name.startswith(OURS))


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
