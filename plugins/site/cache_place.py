"""What is kept between builds lies apart from what is read and what is published."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.documents.sources import is_passed_over
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting


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


def _is_seen_in(path: Path, folder: Path) -> bool:
    """Tell whether a folder lies in another, and not in a hidden part of it."""
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    return real.is_relative_to(root) and not any(is_passed_over(part) for part in real.relative_to(root).parts)
