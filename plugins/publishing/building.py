"""One build: check the content, write the site aside, check what was written, put it in place.

Each stage can end it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from plugins.checks.links import check_site
from plugins.diagnostics import Code, Diagnostic, has_errors, make_error
from plugins.publishing.manifests import Manifest, make_manifest, read_manifest, write_manifest
from plugins.publishing.placing import check_output, put_in_place, write_aside
from plugins.settings import SiteSettings, find_setting
from plugins.site.content import Content, load_content
from plugins.site.policy import PREVIEW_SCRIPT
from plugins.site.registry import OutputKind
from plugins.site.search import write_search_index


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
    problems = _build_into_output(content)
    diagnostics = sorted({*diagnostics, *problems})
    if has_errors(problems):
        return BuildReport(done=False, diagnostics=diagnostics)
    # A packed copy is the same file once more.
    written = read_manifest(settings.output)
    assert written is not None
    files = sum(facts.kind is not OutputKind.PACKED for facts in written.files.values())
    return BuildReport(done=True, diagnostics=diagnostics, pages=len(written.pages), files=files)


def prepare_site(
    settings: SiteSettings, check_folder: Callable[[SiteSettings], list[Diagnostic]]
) -> tuple[Content | None, list[Diagnostic]]:
    """Return the content with all that is to be written planned, or None where anything is wrong, and what it is.

    `check_folder` says why the folder that the site goes to must not be written.
    """
    content, diagnostics = load_content(settings)
    diagnostics += check_folder(settings)
    if has_errors(diagnostics):
        return None, sorted({*diagnostics, *_render_all(content)})
    problems = make_variants(content)
    return (None if has_errors(problems) else content), sorted({*diagnostics, *problems})


def make_variants(content: Content) -> list[Diagnostic]:
    """Make the smaller pictures that pages show, and give them their places among what is written."""
    try:
        return content.registry.add(content.shown.make_variants())
    except OSError as error:
        return [_explain_unkept(content.settings, error)]


def _render_all(content: Content) -> set[Diagnostic]:
    """Render every text that is to be published, only to name all mistakes in one run."""
    for entry in content.built:
        for prose in entry.proses():
            content.renderer.render(prose)
    return content.renderer.diagnostics


def write_site(content: Content, folder: Path) -> tuple[Manifest | None, list[Diagnostic]]:
    """Write a whole site into an empty folder; return what it holds, or None where anything is wrong, and what it is.

    Raises OSError.
    """
    problems = [*_render_site(content, folder), *content.renderer.diagnostics]
    if has_errors(problems):
        return None, problems
    manifest = make_manifest(folder, content.settings.now.isoformat(), content.registry)
    write_manifest(manifest, folder)
    return manifest, problems


def _build_into_output(content: Content) -> list[Diagnostic]:
    """Write the site aside, check it and put it in place; return what is wrong."""
    try:
        with write_aside(content.settings.output) as aside:
            manifest, problems = write_site(content, aside)
            if manifest is not None:
                put_in_place(aside, content.settings.output)
            return problems
    except OSError as error:
        return [_explain_unwritable(content.settings, error)]


def _render_site(content: Content, aside: Path) -> list[Diagnostic]:
    # Pelican takes half a second to import: a build that ends at its first stage need not wait for it.
    from plugins.site.pelican_shell import run_pelican  # noqa: PLC0415
    from plugins.site.writer import BuildError  # noqa: PLC0415

    try:
        run_pelican(content, aside)
    except BuildError as error:
        return error.diagnostics
    served = [PREVIEW_SCRIPT.lstrip("/")] if content.settings.preview else []
    problems = check_site(aside, content.registry, content.settings.url, served)
    return problems if has_errors(problems) else [*problems, *write_search_index(content, aside)]


def _explain_unwritable(settings: SiteSettings, error: OSError) -> Diagnostic:
    hint = "Make room there, mend its permissions, or choose another folder with --output."
    return _explain_folder(settings, "OUTPUT_PATH", error, "the output cannot be written", hint)


def _explain_unkept(settings: SiteSettings, error: OSError) -> Diagnostic:
    hint = "Make room there, mend its permissions, or choose another folder with CACHE_PATH."
    return _explain_folder(settings, "CACHE_PATH", error, "what is kept for the next build cannot be written", hint)


def _explain_folder(settings: SiteSettings, name: str, error: OSError, message: str, hint: str) -> Diagnostic:
    """Return that a folder of the settings cannot be written; `name` is the setting."""
    folder = settings.output if name == "OUTPUT_PATH" else settings.cache
    found = f"{error.strerror or type(error).__name__}: {folder}"
    position = find_setting(settings.settings_file, name)
    return make_error(settings.settings_file, position, Code.UNWRITABLE_OUTPUT, message, found=found, hint=hint)
