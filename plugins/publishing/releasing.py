"""`publish`: build a release aside, compare it with the live one, switch to it.

Whatever is wrong, the release that is live stays so, whole. The caller holds the lock of the folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.collecting import pause_collection
from plugins.diagnostics import Code, Diagnostic, has_errors, make_error
from plugins.fast_build.writing import SiteFiles
from plugins.publishing.checking import SiteCheck
from plugins.publishing.clearing import prune, sweep
from plugins.publishing.comparing import find_losses
from plugins.publishing.failures import explain_failure
from plugins.publishing.keeping import use_records
from plugins.publishing.manifests import Manifest, count_files
from plugins.publishing.placing import RELEASES
from plugins.publishing.public_folder import check_public
from plugins.publishing.releases import ASIDE, Release, find_live_id, find_release, find_releases, make_id
from plugins.publishing.stages import prepare_site, write_site
from plugins.publishing.switching import put_release_live
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting
from plugins.site.site_folder import SiteFolder

STOPPING = (Code.MISSING_ID,)
"""Warnings of a build that stop a publish: a feed would tell the document from others by its address only."""

LOSSES = (Code.FEWER_PAGES, Code.GONE_ADDRESS)
"""What a new release may lack where the author says so."""


@dataclass(frozen=True)
class PublishReport:
    """What a publish did: `live` is the id of the release with this site, or "" where nothing was published.

    It `is_same` where it was live already, byte for byte. `pages` and `files` are counts.
    """

    diagnostics: list[Diagnostic] = field(default_factory=list)
    live: str = ""
    is_same: bool = False
    pages: int = 0
    files: int = 0


def publish_site(settings: SiteSettings, allowed: frozenset[Code] = frozenset()) -> PublishReport:
    """Publish the site that the settings describe; `allowed` are those of LOSSES that are meant."""
    try:
        with pause_collection(is_last=True), use_records(settings) as records:
            return _publish_site(settings, allowed, records)
    except OSError as error:
        return PublishReport([explain_failure(settings, error, "CACHE_PATH")])


def _publish_site(settings: SiteSettings, allowed: frozenset[Code], records: Records) -> PublishReport:
    """Publish the site. Raises OSError where the records cannot be read or written.

    What texts become is known from earlier runs, but every file of a release is made anew.
    """
    files, diagnostics = prepare_site(settings, check_public, STOPPING, records=records)
    if files is None:
        return PublishReport(diagnostics)
    try:
        report = _make_release(files, allowed)
    except OSError as error:
        report = PublishReport([explain_failure(settings, error, "PUBLISH_PATH")])
    return replace(report, diagnostics=sorted({*diagnostics, *report.diagnostics}))


def _make_release(files: SiteFiles, allowed: frozenset[Code]) -> PublishReport:
    """Write a release, and switch to it unless something is wrong or nothing new. Raises OSError."""
    settings = files.content.settings
    public = settings.public
    sweep(public)
    with _write_aside(public) as aside, SiteFolder(aside) as site:
        manifest, problems = write_site(files, site, SiteCheck(files.content), thorough=True)
        if manifest is None:
            return PublishReport(problems)
        name = find_live_id(public) or ""
        before = name or _find_newest_id(public)
        live = find_release(public, before)
        problems += _compare(settings, before, live, manifest, allowed)
        if has_errors(problems):
            return PublishReport(problems)
        is_same = live is not None and live.id == name and live.manifest.digest == manifest.digest and not live.damages
        if not is_same:
            name = make_id(public, manifest)
            put_release_live(public, aside, name)
            prune(public, settings.keep_releases, before)
    return PublishReport(problems, name, is_same, len(manifest.pages), count_files(manifest))


def _find_newest_id(public: Path) -> str:
    """Return the release that readers may have seen last, where the link to the live one is lost; or ""."""
    return next((release.id for release in reversed(find_releases(public))), "")


@contextmanager
def _write_aside(public: Path) -> Iterator[Path]:
    """Give an empty folder for a new release; what is in it at the end is taken away unless it has become one."""
    aside = public / RELEASES / ASIDE
    aside.mkdir(parents=True)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _compare(
    settings: SiteSettings, name: str, live: Release | None, new: Manifest, allowed: frozenset[Code]
) -> list[Diagnostic]:
    """Return what the live release has and the new one lacks, but what is allowed."""
    if not name or allowed.issuperset(LOSSES):
        return []
    if live is None or not live.has_own_manifest:
        return [_explain_unknown(settings, name)]
    return [problem for problem in find_losses(settings, live.manifest, new) if problem.code not in allowed]


def _explain_unknown(settings: SiteSettings, name: str) -> Diagnostic:
    position = find_setting(settings.settings_file, "PUBLISH_PATH")
    message = "the live release has lost its manifest, and nobody can tell what a new one would take away"
    hint = "Go back to another with `rollback ID`, or publish with --allow-shrink and --allow-gone."
    return make_error(settings.settings_file, position, Code.DAMAGED_RELEASE, message, found=name, hint=hint)
