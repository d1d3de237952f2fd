"""What the machine can refuse while a site is written, as diagnostics: a full disk, a folder that is gone."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.documents.sources import report_file
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting


class RefusedError(Exception):
    """A folder must not be written, or cannot be; holds what is to be said."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


WHAT = {
    "OUTPUT_PATH": ("the output cannot be written", "--output"),
    "PUBLISH_PATH": ("the release cannot be written", "--output"),
    "CACHE_PATH": ("what is kept for the next build cannot be written", "CACHE_PATH"),
}
"""What is written into the folder of each setting, and how one chooses another."""


def explain_failure(settings: SiteSettings, error: OSError, name: str) -> Diagnostic:
    """Return what kept a site from being written into the folder of a setting.

    What the error names may also be a file of the content or the theme, or of what is kept.
    """
    file = Path(os.fsdecode(error.filename)) if isinstance(error.filename, (str, bytes, Path)) else None
    if file is not None and any(file.is_relative_to(folder) for folder in (settings.content, settings.theme)):
        hint = "Put it back, or mend its permissions."
        return report_file(file, Code.UNREADABLE_FILE, "the file cannot be read", hint, _name(error))
    is_kept = file is not None and file.is_relative_to(settings.cache)
    return explain_unwritable(settings, error, "CACHE_PATH" if is_kept else name)


def explain_unwritable(settings: SiteSettings, error: OSError, name: str) -> Diagnostic:
    """Return that the folder of a setting cannot be written."""
    folders = {"OUTPUT_PATH": settings.output, "PUBLISH_PATH": settings.public, "CACHE_PATH": settings.cache}
    message, other = WHAT[name]
    hint = f"Make room there, mend its permissions, or choose another folder with {other}."
    found, position = f"{_name(error)}: {folders[name]}", find_setting(settings.settings_file, name)
    return make_error(settings.settings_file, position, Code.UNWRITABLE_OUTPUT, message, found=found, hint=hint)


def _name(error: OSError) -> str:
    return error.strerror or type(error).__name__
