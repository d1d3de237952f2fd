"""A site is put in place whole: written aside, described by a manifest, then renamed.

Only what Casebook wrote is ever deleted: an output folder without our manifest is left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.settings import SiteSettings, find_setting

MANIFEST = ".casebook-manifest.json"


def check_output(settings: SiteSettings) -> list[Diagnostic]:
    """Return why the output folder must not be written: it holds or lies in what is not ours, or has others' files."""
    output = Path(os.path.realpath(settings.output))
    kept = {
        "the content": settings.content,
        "the theme": settings.theme,
        "the settings": settings.settings_file,
        "your home": Path.home(),
    }
    for name, path in kept.items():
        real = Path(os.path.realpath(path))
        if real.is_relative_to(output):
            return [_refuse(settings, f"the output would replace {name}")]
        if name in ("the content", "the theme") and output.is_relative_to(real):
            return [_refuse(settings, f"the output would lie in {name}")]
    if settings.output.is_symlink() or (output.exists() and not output.is_dir()):
        return [_refuse(settings, "the output is no folder")]
    if output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        return [_refuse(settings, "the output folder holds files that Casebook did not write")]
    return []


@contextmanager
def write_aside(output: Path) -> Iterator[Path]:
    """Give an empty folder beside the output; what is in it at the end is taken away unless it was put in place."""
    aside = output.parent / f".{output.name}.{os.getpid()}.new"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_in_place(aside: Path, output: Path) -> None:
    """Write the manifest of a finished folder and let it take the place of the output.

    The old output goes only when the new one stands; where that fails, the old one is put back.
    """
    write_manifest(aside)
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
    shutil.rmtree(old)


def write_manifest(folder: Path) -> None:
    """Write down each file with its size in bytes and its SHA-256."""
    files = {
        path.relative_to(folder).as_posix(): describe_file(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    (folder / MANIFEST).write_text(json.dumps({"files": files}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def describe_file(path: Path) -> dict[str, int | str]:
    """Return the size and SHA-256 of a file."""
    data = path.read_bytes()
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _refuse(settings: SiteSettings, message: str) -> Diagnostic:
    position = find_setting(settings.settings_file, "OUTPUT_PATH")
    hint = "Choose another folder with --output or OUTPUT_PATH, or empty this one yourself."
    return make_error(
        settings.settings_file,
        position,
        Code.FOREIGN_OUTPUT,
        message,
        found=str(settings.output),
        hint=hint,
    )
