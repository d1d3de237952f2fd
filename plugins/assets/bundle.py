"""What a build takes from the theme: one stylesheet, the fonts, the icon."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

STYLESHEET = "theme/casebook.css"
ICON = "theme/favicon.svg"


def collect_assets(theme: Path, components: Path) -> dict[str, bytes]:
    """Return the theme's files by output path.

    The stylesheet is the theme's own in the order of their names, then one of each component; the order within a layer
    is the order of the files.
    """
    sheets = [*sorted((theme / "css").glob("*.css")), *sorted(components.glob("*/*.css"))]
    others = [theme / "favicon.svg", *sorted((theme / "fonts").glob("*"))]
    files = {f"theme/{path.relative_to(theme).as_posix()}": path.read_bytes() for path in others if path.is_file()}
    return {STYLESHEET: join_sheets(sheets), **files}


def join_sheets(paths: Iterable[Path]) -> bytes:
    """Return the stylesheets as one."""
    return b"\n".join(path.read_bytes().strip() for path in paths) + b"\n"
