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
from plugins.publishing.building import prepare_site, write_site
from plugins.publishing.manifests import Manifest, find_differences, read_manifest
from plugins.settings import SiteSettings

LIVE = "current"
RELEASES = "releases"


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
    folder = find_release(settings.public, release)
    live, now = _read_release(folder)
    damages = find_differences(live, folder)
    built, diagnostics = rebuild_site(settings.model_copy(update={"now": now}))
    differences = [] if built is None else sorted(compare_manifests(live, built))
    return VerifyReport(folder.name, len(live.files), damages, differences, built is not None, diagnostics)


def find_release(public: Path, release: str | None) -> Path:
    """Return the folder of a release, or of the live one. Raises VerifyError where there is none."""
    if release is None:
        if not (public / LIVE).is_dir():
            raise VerifyError(f"nothing is published in {public} yet")
        return (public / LIVE).resolve()
    folders = (public / RELEASES).iterdir() if (public / RELEASES).is_dir() else ()
    for folder in sorted(folders):
        if release in (folder.name, _read_number(folder.name)) and folder.is_dir():
            return folder
    raise VerifyError(f"there is no release {release} in {public}; `releases` lists them")


def _read_number(name: str) -> str:
    """Return the number that the id of a release begins with, as people write it: "3" of "0003-3f9a1c2b"."""
    return name.partition("-")[0].lstrip("0")


def _read_release(folder: Path) -> tuple[Manifest, datetime]:
    manifest = read_manifest(folder)
    try:
        if manifest is not None:
            return manifest, datetime.fromisoformat(manifest.now)
    except ValueError:
        pass
    raise VerifyError(f"the release {folder.name} has no manifest that can be read")


def rebuild_site(settings: SiteSettings) -> tuple[Manifest | None, list[Diagnostic]]:
    """Build a site into a folder that is gone afterwards; return what it held, or None and what is wrong.

    Raises VerifyError where the disk is full.
    """
    content, diagnostics = prepare_site(settings, lambda _: [])
    if content is None:
        return None, diagnostics
    try:
        with tempfile.TemporaryDirectory(prefix="casebook-verify-") as folder:
            built, problems = write_site(content, Path(folder))
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
