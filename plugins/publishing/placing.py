"""A site is put in place whole: written aside, then renamed.

Only what Casebook wrote is ever deleted: an output folder without our manifest is left alone.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.publishing.manifests import find_files, read_manifest
from plugins.settings import SiteSettings, find_setting

CHOOSE_ANOTHER = "Choose another folder with --output or OUTPUT_PATH."


def check_output(settings: SiteSettings) -> list[Diagnostic]:
    """Return why the output folder must not be written: it holds or lies in what is not ours, or has others' files."""
    try:
        problem = _find_clash(settings) or _find_foreign_file(settings.output)
    except OSError as error:
        problem = f"the output cannot be looked into: {error.strerror}", CHOOSE_ANOTHER
    if problem is None:
        return []
    position, found = find_setting(settings.settings_file, "OUTPUT_PATH"), str(settings.output)
    message, hint = problem
    return [make_error(settings.settings_file, position, Code.FOREIGN_OUTPUT, message, found=found, hint=hint)]


def _find_clash(settings: SiteSettings) -> tuple[str, str] | None:
    """Return what is wrong with the place of the output, and what to do."""
    output = Path(os.path.realpath(settings.output))
    parts = {"the content": settings.content, "the theme": settings.theme}
    kept = {**parts, "the settings": settings.settings_file, "your home": Path.home()}
    for name, path in kept.items():
        real = Path(os.path.realpath(path))
        if real.is_relative_to(output):
            return f"the output would replace {name}", CHOOSE_ANOTHER
        if name in parts and output.is_relative_to(real):
            return f"the output would lie in {name}", CHOOSE_ANOTHER
    if settings.output.is_symlink() or (output.exists() and not output.is_dir()):
        return "the output is no folder", CHOOSE_ANOTHER
    return None


def _find_foreign_file(output: Path) -> tuple[str, str] | None:
    """Return a complaint where the output holds a file that no build of ours wrote: it would be deleted."""
    if not output.is_dir():
        return None
    manifest = read_manifest(output)
    ours = manifest.files if manifest else {}
    foreign = sorted({path.relative_to(output).as_posix() for path in find_files(output)} - ours.keys())
    if foreign:
        message = f"the output folder holds a file that Casebook did not write: {foreign[0]}"
        return message, "Move it out, or choose another folder with --output."
    return None


@contextmanager
def write_aside(output: Path) -> Iterator[Path]:
    """Give an empty folder beside the output; what is in it at the end is taken away unless it was put in place."""
    aside = output.parent / f".{output.name}.{os.getpid()}.new"
    _sweep(output)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _sweep(output: Path) -> None:
    """Remove what builds that were killed have left beside the output."""
    for path in output.parent.glob(f".{glob.escape(output.name)}.*.*"):
        pid, _, kind = path.name.removeprefix(f".{output.name}.").partition(".")
        if kind in ("new", "old") and pid.isdigit() and not _is_running(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def put_in_place(aside: Path, output: Path) -> None:
    """Let a finished folder take the place of the output.

    The old output goes only when the new one stands; where that fails, the old one is put back.
    """
    old = output.parent / f".{output.name}.{os.getpid()}.old"
    if not output.exists():
        aside.rename(output)
        return
    output.rename(old)
    try:
        aside.rename(output)
    except OSError:
        old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)  # the new site stands; what is left of the old one harms nobody
