"""What is kept between builds lies apart from what is read and what is published."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.code_version import find_code_version
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.documents.sources import is_passed_over
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting

RECORDS, SPARE = "records.sqlite", "spare"
"""What is known from earlier runs, and the site before the last one, in the folder of what is kept."""


def check_cache_place(settings: SiteSettings) -> list[Diagnostic]:
    """Return a mistake where CACHE_PATH lies in the content, the theme or the site: its files would end up there."""
    folders = {
        "the content": settings.content, "the theme": settings.theme, "the output": settings.output,
        "the folder of the releases": settings.public,
    }  # fmt: skip
    holder = next((name for name, folder in folders.items() if _is_seen_in(settings.cache, folder)), None)
    if holder is None:
        return []
    position = find_setting(settings.settings_file, "CACHE_PATH")
    message, hint = f"CACHE_PATH lies in {holder}", "Name a folder outside of it, or leave the line out."
    found = os.fspath(settings.cache)
    return [make_error(settings.settings_file, position, Code.BAD_SETTING, message, found=found, hint=hint)]


def open_records(settings: SiteSettings) -> Records:
    """Return what is known from earlier runs; where CACHE_PATH is misplaced nothing is, and nothing is kept.

    Raises OSError where the file cannot be read or written.
    """
    path = None if check_cache_place(settings) else settings.cache / RECORDS
    return Records(path, find_code_version())


def find_spare(settings: SiteSettings) -> Path | None:
    """Return where the folders of the site before the last one are kept; nowhere where CACHE_PATH is misplaced.

    Its files are those of the output, as far as they are the same, and take no room of their own.
    """
    return None if check_cache_place(settings) else settings.cache / SPARE


def _is_seen_in(path: Path, folder: Path) -> bool:
    """Tell whether a folder lies in another, and not in a hidden part of it."""
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    return real.is_relative_to(root) and not any(is_passed_over(part) for part in real.relative_to(root).parts)
