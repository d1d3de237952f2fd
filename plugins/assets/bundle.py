"""What a build takes from the theme and the components: one stylesheet, the modules, the fonts, the icon.

Names are those that templates and stylesheets know; `plugins.assets.graph` says under which path each is written.
"""

from __future__ import annotations

from pathlib import Path

from plugins.documents.sources import is_passed_over

STYLESHEET = "theme/casebook.css"
SCRIPT = "theme/casebook.js"
SHARE_SCRIPT = "theme/share.js"
GALLERY_STYLESHEET = "theme/gallery.css"
ICON = "theme/favicon.svg"
FONT = "theme/fonts/source-serif-4.woff2"
"""The one font that every page loads at once."""

LOOSE_ENDINGS = (".js", ".svg", ".png", ".ico")
"""Files of these kinds are taken from the theme's folder itself: modules, each on its own, and icons."""


def find_assets(theme: Path, components: Path, *, gallery: bool = False) -> dict[str, tuple[Path, ...]]:
    """Return the files of theme and components by name, each with the files that it is joined from.

    The stylesheet is the theme's own in the order of their names, then one of each component; the order within a layer
    is the order of the files. The components' script is a module, joined in the same way; each script of the theme is
    a module of its own. The gallery has a stylesheet of its own. Hidden files and what editors leave behind are no
    part of a theme.
    """
    loose = [path for path in sorted(theme.glob("*")) if path.suffix in LOOSE_ENDINGS]
    others = [*loose, *sorted((theme / "fonts").glob("*")), *([theme / "gallery.css"] if gallery else [])]
    return {
        STYLESHEET: _keep([*sorted((theme / "css").glob("*.css")), *sorted(components.glob("*/*.css"))]),
        SCRIPT: _keep(sorted(components.glob("*/*.js"))),
        **{f"theme/{path.relative_to(theme).as_posix()}": (path,) for path in _keep(others) if path.is_file()},
    }


def _keep(paths: list[Path]) -> tuple[Path, ...]:
    return tuple(path for path in paths if not is_passed_over(path.name))
