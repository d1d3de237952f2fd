"""What a build takes from the theme and the components: one stylesheet, one script, the fonts, the icon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from plugins.documents.sources import is_passed_over

STYLESHEET = "theme/casebook.css"
SCRIPT = "theme/casebook.js"
SCHEME_SCRIPT = "theme/scheme.js"
SHARE_SCRIPT = "theme/share.js"
GALLERY_STYLESHEET = "theme/gallery.css"
ICON = "theme/favicon.svg"
FONT = "theme/fonts/source-serif-4.woff2"
FONT_NAME = "Source Serif 4"
SERIF = re.compile(r"--cb-serif\s*:([^;}]*)")
TOKENS = "30-tokens.css"
"""The stylesheet that holds the colours, the type and the spaces of the theme."""


def find_assets(
    theme: Path, components: Path, tokens: Path | None = None, *, gallery: bool = False
) -> dict[str, tuple[Path, ...]]:
    """Return the files of theme and components by output path, each with the files that it is joined from.

    The stylesheet is the theme's own in the order of their names, then one of each component; the order within a
    layer is the order of the files. The tokens of the site, if it has any, come after the theme's and before those
    of paper. The script is a module, joined in the same way. The gallery has a stylesheet of its own. Hidden files
    and what editors leave behind are no part of a theme.
    """
    sheets = [*_add_tokens(sorted((theme / "css").glob("*.css")), tokens), *sorted(components.glob("*/*.css"))]
    others = [theme / "favicon.svg", theme / "scheme.js", theme / "share.js", *sorted((theme / "fonts").glob("*"))]
    if gallery:
        others.append(theme / "gallery.css")
    files = [path for path in others if path.is_file() and not is_passed_over(path.name)]
    return {
        STYLESHEET: tuple(path for path in sheets if not is_passed_over(path.name)),
        SCRIPT: tuple(path for path in sorted(components.glob("*/*.js")) if not is_passed_over(path.name)),
        **{f"theme/{path.relative_to(theme).as_posix()}": (path,) for path in files},
    }


def _add_tokens(sheets: list[Path], tokens: Path | None) -> list[Path]:
    first = [sheet for sheet in sheets if sheet.name <= TOKENS]
    return [*first, *([tokens] if tokens else []), *sheets[len(first) :]]


def wants_font(sheets: Iterable[Path]) -> bool:
    """Tell whether stylesheets set words in the theme's own font: the last `--cb-serif` in them counts."""
    named = [family for sheet in sheets for family in SERIF.findall(sheet.read_text(encoding="utf-8"))]
    return bool(named) and FONT_NAME in named[-1]


def read_asset(paths: Iterable[Path]) -> bytes:
    """Return one asset: a file as it is, or several stylesheets or scripts as one."""
    parts = [path.read_bytes() for path in paths]
    return parts[0] if len(parts) == 1 else b"\n".join(part.strip() for part in parts) + b"\n"
