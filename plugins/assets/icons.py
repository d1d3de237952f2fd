"""The icons of the site, as browsers and telephones ask for them: files of the theme.

`tools/draw_icons.py` makes them from favicon.svg. What a theme does not have is left out.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

FAVICON = "favicon.ico"
TOUCH_ICON = "theme/icons/apple-touch-icon.png"


@dataclass(frozen=True)
class Icon:
    """An icon of the manifest: where it is written, its size in pixels, and what for: `any` or `maskable`."""

    path: str
    size: int
    purpose: str


MANIFEST_ICONS = (
    Icon("theme/icons/icon-192.png", 192, "any"),
    Icon("theme/icons/icon-512.png", 512, "any"),
    Icon("theme/icons/icon-maskable-512.png", 512, "maskable"),
)
"""Source: https://web.dev/articles/maskable-icon"""


def find_icons(theme: Path) -> dict[str, tuple[Path, ...]]:
    """Return the icons of a theme by name. Browsers look for favicon.ico at the root, whatever a page says."""
    names = (FAVICON, TOUCH_ICON, *(icon.path for icon in MANIFEST_ICONS))
    found = {name: theme / "icons" / Path(name).name for name in names}
    return {name: (path,) for name, path in found.items() if path.is_file()}


def list_manifest_icons(files: Container[str]) -> list[Icon]:
    """Return the icons of the manifest that are among the files of a theme."""
    return [icon for icon in MANIFEST_ICONS if icon.path in files]
