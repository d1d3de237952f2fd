"""From content to a whole site: check the content, write the site aside, check what was written, describe it.

Each stage can end it. `build` puts the site into the output, `publish` makes a release of it, `verify` compares.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from plugins.diagnostics import Code, Diagnostic, Position, Severity, has_errors, make_error
from plugins.fast_build.executor_errors import ExecutorError
from plugins.fast_build.executors import explain_executor, open_executor
from plugins.fast_build.writing import SiteFiles
from plugins.progress import StageName, enter
from plugins.publishing.checking import SiteCheck
from plugins.publishing.failures import explain_failure
from plugins.publishing.manifests import (
    MANIFEST,
    Manifest,
    describe_files,
    find_differences,
    read_manifest,
    write_manifest,
)
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.site.content import Content, load_content
from plugins.site.errors import BuildError
from plugins.site.search import write_search_index
from plugins.site.site_folder import SiteFolder


def prepare_site(
    settings: SiteSettings,
    check_folder: FolderCheck,
    stopping: Container[Code] = (),
    *,
    records: Records | None = None,
    is_kept: bool = False,
) -> tuple[SiteFiles | None, list[Diagnostic]]:
    """Return all files that are to be written, planned, or None where anything is wrong, and what it is.

    `check_folder` says why the folder that the site goes to must not be written; warnings of `stopping` are errors.
    What texts become is kept in `records`; files of an earlier build are taken over only where that `is_kept` there.
    """
    diagnostics: list[Diagnostic] = []
    try:
        with open_executor(settings) as executor:
            with enter(StageName.READ):
                content, found = load_content(settings, records, executor)
            diagnostics += [*(_harden(diagnostic, stopping) for diagnostic in found), *check_folder(settings)]
            if has_errors(diagnostics):
                return None, sorted({*diagnostics, *_render_all(content)})
            diagnostics += make_variants(content)
            if has_errors(diagnostics):
                return None, sorted({*diagnostics})
            files = SiteFiles(content, records if is_kept else None)
            files.prepare()
            return files, sorted({*diagnostics})
    except BuildError as error:
        return None, sorted({*diagnostics, *error.diagnostics})
    except ExecutorError as error:
        return None, [explain_executor(settings, error)]
    except OSError as error:
        return None, sorted({*diagnostics, explain_failure(settings, error, "CACHE_PATH")})


def _harden(diagnostic: Diagnostic, stopping: Container[Code]) -> Diagnostic:
    return replace(diagnostic, severity=Severity.ERROR) if diagnostic.code in stopping else diagnostic


def make_variants(content: Content) -> list[Diagnostic]:
    """Make the smaller pictures that pages show, and give them their places among what is written. Raises OSError."""
    with enter(StageName.PICTURES):
        return content.registry.add(content.shown.make_variants())


def write_site(
    files: SiteFiles, site: SiteFolder, check: SiteCheck, *, thorough: bool = False
) -> tuple[Manifest | None, list[Diagnostic]]:
    """Write a whole site into a folder; return what it holds, or None where anything is wrong, and what it is.

    The manifest says what was meant to be written, and lies in the folder. A `thorough` check takes seconds more, and
    reads every file again. Raises OSError.
    """
    content = files.content
    problems = [*_render_site(files, site, check, thorough=thorough), *content.renderer.diagnostics]
    if has_errors(problems):
        return None, problems
    site.clear()
    manifest = describe_files(site.written, content.settings.now.isoformat(), content.registry)
    differences = find_differences(manifest, site.path, trusted=files.kept, thorough=thorough)
    if not differences:
        write_manifest(manifest, site.path)
        differences = [] if read_manifest(site.path) == manifest else [f"{MANIFEST} has changed"]
    problems += [_explain_damage(content, difference) for difference in differences]
    return (None if differences else manifest), problems


def _render_all(content: Content) -> set[Diagnostic]:
    """Render every text that is to be published, only to name all mistakes in one run."""
    for entry in content.built:
        for prose in entry.proses():
            content.renderer.render(prose)
    return content.renderer.diagnostics


def _render_site(files: SiteFiles, site: SiteFolder, check: SiteCheck, *, thorough: bool) -> list[Diagnostic]:
    """Write every file, and check the pages; return what is wrong with them."""
    # Pelican takes half a second to import: a build that ends at its first stage need not wait for it.
    from plugins.site.pelican_shell import run_pelican  # noqa: PLC0415

    try:
        run_pelican(files.content, site.path, lambda: files.write(site, check.inspect, check.take))
    except BuildError as error:
        return error.diagnostics
    with enter(StageName.CHECK):
        problems = check.check(files, site, thorough=thorough)
    if has_errors(problems) or files.take_search_index(site):
        return problems
    with enter(StageName.SEARCH):
        return [*problems, *write_search_index(files.content, site)]


def _explain_damage(content: Content, difference: str) -> Diagnostic:
    message = "what lies on the disk is not what was written"
    hint = "Look whether the disk is full or failing, or a plugin writes there, and try again."
    file = content.settings.settings_file
    return make_error(file, Position(), Code.DAMAGED_OUTPUT, message, found=difference, hint=hint)


FolderCheck = Callable[[SiteSettings], list[Diagnostic]]
"""Says why the folder that a site goes to must not be written."""
