"""What a build takes from the theme and the components: one stylesheet, one script, the fonts, the icon."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plugins.documents.sources import is_passed_over

STYLESHEET = "theme/casebook.css"
SCRIPT = "theme/casebook.js"
SHARE_SCRIPT = "theme/share.js"
SEARCH_SCRIPT = "theme/search.js"
SHORTCUT_SCRIPT = "theme/shortcut.js"
GALLERY_STYLESHEET = "theme/gallery.css"
ICON = "theme/favicon.svg"


def find_assets(
    theme: Path, components: Path, *, gallery: bool = False, search: bool = False
) -> dict[str, tuple[Path, ...]]:
    """Return the files of theme and components by output path, each with the files that it is joined from.

    The stylesheet is the theme's own in the order of their names, then one of each component; the order within a layer
    is the order of the files. The script is a module, joined in the same way. The gallery has a
    stylesheet of its own. Hidden files and what editors leave behind are no part of a theme.
    """
    sheets = [*sorted((theme / "css").glob("*.css")), *sorted(components.glob("*/*.css"))]
    others = [theme / "favicon.svg", theme / "share.js", *sorted((theme / "fonts").glob("*"))]
    if search:
        others += [theme / "search.js", theme / "shortcut.js"]
    if gallery:
        others.append(theme / "gallery.css")
    files = [path for path in others if path.is_file() and not is_passed_over(path.name)]
    return {
        STYLESHEET: tuple(path for path in sheets if not is_passed_over(path.name)),
        SCRIPT: tuple(path for path in sorted(components.glob("*/*.js")) if not is_passed_over(path.name)),
        **{f"theme/{path.relative_to(theme).as_posix()}": (path,) for path in files},
    }


def read_asset(paths: Iterable[Path]) -> bytes:
    """Return one asset: a file as it is, or several stylesheets or scripts as one."""
    parts = [path.read_bytes() for path in paths]
    return parts[0] if len(parts) == 1 else b"\n".join(part.strip() for part in parts) + b"\n"
