"""From content to a whole site: check the content, write the site aside, check what was written, describe it.

Each stage can end it. `build` puts the site into the output; `publish` makes a release of it.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.checks.built import check_built
from plugins.diagnostics import Code, Diagnostic, Position, Severity, has_errors, make_error
from plugins.publishing.failures import explain_failure, explain_unwritable
from plugins.publishing.manifests import (
    MANIFEST,
    Manifest,
    count_files,
    describe_files,
    find_differences,
    read_manifest,
    write_manifest,
)
from plugins.publishing.placing import check_output, put_in_place, write_aside
from plugins.settings import SiteSettings
from plugins.site.content import Content, load_content
from plugins.site.search import write_search_index
from plugins.site.site_folder import SiteFolder


@dataclass(frozen=True)
class BuildReport:
    """What a build did: `pages` and `files` are counts; the site is in place if `done`."""

    done: bool
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: int = 0
    files: int = 0


def build_site(settings: SiteSettings) -> BuildReport:
    """Build the site that the settings describe. Where anything is wrong the output stays as it was."""
    content, diagnostics = prepare_site(settings, check_output)
    if content is None:
        return BuildReport(done=False, diagnostics=diagnostics)
    manifest, problems = _build_into_output(content)
    diagnostics = sorted({*diagnostics, *problems})
    if manifest is None:
        return BuildReport(done=False, diagnostics=diagnostics)
    return BuildReport(done=True, diagnostics=diagnostics, pages=len(manifest.pages), files=count_files(manifest))


def prepare_site(
    settings: SiteSettings, check_folder: FolderCheck, stopping: Container[Code] = ()
) -> tuple[Content | None, list[Diagnostic]]:
    """Return the content with all that is to be written planned, or None where anything is wrong, and what it is.

    `check_folder` says why the folder that the site goes to must not be written; warnings of `stopping` are errors.
    """
    try:
        content, diagnostics = load_content(settings)
    except OSError as error:
        return None, [explain_failure(settings, error, "CACHE_PATH")]
    diagnostics = [*(_harden(diagnostic, stopping) for diagnostic in diagnostics), *check_folder(settings)]
    if has_errors(diagnostics):
        return None, sorted({*diagnostics, *_render_all(content)})
    problems = make_variants(content)
    return (None if has_errors(problems) else content), sorted({*diagnostics, *problems})


def _harden(diagnostic: Diagnostic, stopping: Container[Code]) -> Diagnostic:
    return replace(diagnostic, severity=Severity.ERROR) if diagnostic.code in stopping else diagnostic


def make_variants(content: Content) -> list[Diagnostic]:
    """Make the smaller pictures that pages show, and give them their places among what is written."""
    try:
        return content.registry.add(content.shown.make_variants())
    except OSError as error:
        return [explain_unwritable(content.settings, error, "CACHE_PATH")]


def write_site(content: Content, folder: Path, *, thorough: bool = False) -> tuple[Manifest | None, list[Diagnostic]]:
    """Write a whole site into an empty folder; return what it holds, or None where anything is wrong, and what it is.

    The manifest says what was meant to be written, and lies in the folder. A `thorough` check takes seconds more.
    Raises OSError.
    """
    site, problems = _render_site(content, folder, thorough=thorough)
    problems = [*problems, *content.renderer.diagnostics]
    if has_errors(problems):
        return None, problems
    manifest = describe_files(site.written, content.settings.now.isoformat(), content.registry)
    differences = find_differences(manifest, folder)
    if not differences:
        write_manifest(manifest, folder)
        differences = [] if read_manifest(folder) == manifest else [f"{MANIFEST} has changed"]
    problems += [_explain_damage(content, difference) for difference in differences]
    return (None if differences else manifest), problems


def _build_into_output(content: Content) -> tuple[Manifest | None, list[Diagnostic]]:
    """Write the site aside and put it in place."""
    settings = content.settings
    try:
        with write_aside(settings.output) as aside:
            manifest, problems = write_site(content, aside)
            # Somebody may have put a file there meanwhile.
            if manifest is not None and (clashes := check_output(settings)):
                return None, [*problems, *clashes]
            if manifest is not None:
                put_in_place(aside, settings.output)
            return manifest, problems
    except OSError as error:
        return None, [explain_failure(settings, error, "OUTPUT_PATH")]


def _render_all(content: Content) -> set[Diagnostic]:
    """Render every text that is to be published, only to name all mistakes in one run."""
    for entry in content.built:
        for prose in entry.proses():
            content.renderer.render(prose)
    return content.renderer.diagnostics


def _render_site(content: Content, folder: Path, *, thorough: bool) -> tuple[SiteFolder, list[Diagnostic]]:
    """Write every file, and check the pages; return what was written as far as it came."""
    # Pelican takes half a second to import: a build that ends at its first stage need not wait for it.
    from plugins.site.pelican_shell import run_pelican  # noqa: PLC0415
    from plugins.site.writer import BuildError  # noqa: PLC0415

    try:
        site = run_pelican(content, folder)
    except BuildError as error:
        return SiteFolder(folder), error.diagnostics
    problems = check_built(folder, content, thorough=thorough)
    return site, problems if has_errors(problems) else [*problems, *write_search_index(content, site)]


def _explain_damage(content: Content, difference: str) -> Diagnostic:
    message = "what lies on the disk is not what was written"
    hint = "Look whether the disk is full or failing, or a plugin writes there, and try again."
    file = content.settings.settings_file
    return make_error(file, Position(), Code.DAMAGED_OUTPUT, message, found=difference, hint=hint)


FolderCheck = Callable[[SiteSettings], list[Diagnostic]]
"""Says why the folder that a site goes to must not be written."""
