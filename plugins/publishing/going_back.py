"""`rollback`: switch to an older release, if it still is what was published. The caller holds the lock."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.publishing.clearing import sweep
from plugins.publishing.failures import explain_failure
from plugins.publishing.releases import Release, find_before, find_live_id, find_release, find_releases, read_number
from plugins.publishing.switching import switch_back
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting


class NoReleaseError(Exception):
    """There is no such release to go back to; says what there is."""


def roll_back(settings: SiteSettings, wanted: str | None) -> tuple[Release, list[Diagnostic]]:
    """Switch to the release with an id or number, or to the one before the live one; return it.

    It is not switched to where there is a diagnostic: it is damaged, or the disk says no. Raises NoReleaseError.
    """
    release = _find_target(settings, wanted)
    if release.damages:
        return release, [_explain_damage(settings, release)]
    try:
        sweep(settings.public)
        switch_back(settings.public, release.id)
    except OSError as error:
        return release, [explain_failure(settings, error, "PUBLISH_PATH")]
    return release, []


def _find_target(settings: SiteSettings, wanted: str | None) -> Release:
    releases, live = find_releases(settings.public), find_live_id(settings.public)
    if wanted is not None:
        target = find_release(settings.public, wanted)
    else:
        target = find_before(releases, live) if live else None
    if target is None:
        raise NoReleaseError(_explain_missing(releases, live, wanted))
    return target


def _explain_missing(releases: Sequence[Release], live: str | None, wanted: str | None) -> str:
    if not releases:
        return "nothing has been published yet"
    if wanted is not None:
        return f"there is no release {wanted}, only {', '.join(release.id for release in releases)}"
    return f"there is no release before number {read_number(live)}" if live else "no release is live: say which"


def _explain_damage(settings: SiteSettings, release: Release) -> Diagnostic:
    position = find_setting(settings.settings_file, "PUBLISH_PATH")
    more = f", and {len(release.damages) - 1} more" if len(release.damages) > 1 else ""
    message = f"the release {release.id} is not what was published"
    hint = "Go back to another one, or publish anew."
    found = f"{release.damages[0]}{more}"
    return make_error(settings.settings_file, position, Code.DAMAGED_RELEASE, message, found=found, hint=hint)
