"""A release is built anew from the present content, and compared with what is live: the same input, the same bytes.

So one sees that nobody changed what is published, and that it can be made again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from plugins.diagnostics import Diagnostic
from plugins.publishing.checking import SiteCheck
from plugins.publishing.manifests import Manifest
from plugins.publishing.releases import CURRENT, Release, find_live_id, find_release
from plugins.publishing.stages import prepare_site, write_site
from plugins.settings import SiteSettings
from plugins.site.site_folder import SiteFolder


class VerifyError(Exception):
    """There is nothing that could be verified, or no room for it; says why, as a sentence without a full stop."""


@dataclass(frozen=True)
class VerifyReport:
    """What came of it: `files` is how many the release has.

    `damages` are how its folder differs from its own manifest, `differences` how it differs from what is built now; a
    line for each path. `built` tells whether it could be built at all; if not, `diagnostics` say why.
    """

    release: str
    files: int
    damages: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    built: bool = True
    diagnostics: list[Diagnostic] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether the release is what it was, and what is built now."""
        return self.built and not self.damages and not self.differences


def verify_release(settings: SiteSettings, release: str | None = None) -> VerifyReport:
    """Build a release anew, the live one unless its id is given, for the time that it was built for, and compare.

    Raises VerifyError.
    """
    found = _find_release(settings.public, release)
    built, diagnostics = rebuild_site(settings.model_copy(update={"now": _read_now(found)}))
    differences = [] if built is None else sorted(compare_manifests(found.manifest, built))
    files = len(found.manifest.files)
    return VerifyReport(found.id, files, found.damages, differences, built is not None, diagnostics)


def _find_release(public: Path, wanted: str | None) -> Release:
    """Return the release with an id or number, or the one that is live. Raises VerifyError where there is none."""
    live = find_live_id(public)
    if wanted is None and live is None:
        raise VerifyError(f"nothing is published in {public} yet, or `{CURRENT}` there is not ours")
    name = wanted or live or ""
    if release := find_release(public, name):
        return release
    raise VerifyError(f"there is no release {name} in {public} that has its manifest; `releases` lists them")


def _read_now(release: Release) -> datetime:
    try:
        return datetime.fromisoformat(release.manifest.now)
    except ValueError as error:
        raise VerifyError(f"the manifest of {release.id} does not say for which time it was built") from error


def rebuild_site(settings: SiteSettings) -> tuple[Manifest | None, list[Diagnostic]]:
    """Build a site into a folder that is gone afterwards; return what it held, or None and what is wrong.

    Raises VerifyError where the disk is full.
    """
    files, diagnostics = prepare_site(settings, lambda _: [])
    if files is None:
        return None, diagnostics
    try:
        with tempfile.TemporaryDirectory(prefix="casebook-verify-") as folder, SiteFolder(Path(folder)) as site:
            built, problems = write_site(files, site, SiteCheck(files.content))
    except OSError as error:
        raise VerifyError(f"the site cannot be built in {tempfile.gettempdir()}: {error.strerror}") from error
    return built, sorted({*diagnostics, *problems})


def compare_manifests(live: Manifest, built: Manifest) -> Iterator[str]:
    """Go through the paths in which a release and what is built now differ, each with how."""
    for path in live.files.keys() | built.files.keys():
        if path not in built.files:
            yield f"{path} is in the release only"
        elif path not in live.files:
            yield f"{path} is in what is built now only"
        elif live.files[path].sha256 != built.files[path].sha256:
            yield f"{path} differs"


def format_report(report: VerifyReport) -> list[str]:
    """Return what is to be said, a line for each path and one for the whole."""
    lines = [f"on the disk: {damage}" for damage in report.damages]
    lines += [f"built anew: {difference}" for difference in report.differences]
    if not report.built:
        return [*lines, f"{report.release} cannot be built anew: the content has errors"]
    if report.is_same:
        return [f"{report.release} is what is built now: {report.files} files, byte for byte"]
    return [*lines, f"{report.release} is not what was published or is built now: {len(lines)} differences"]
