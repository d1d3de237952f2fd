"""Draws the theme's icons from its favicon.svg. After a change of the drawing run it again.

    .venv/bin/python -m tools.draw_icons theme

Chromium draws, as it is there for the tests; Pillow joins the sizes of favicon.ico. The files are kept in git, so that
a build needs neither.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from plugins.assets.colours import CLOTH
from tools.bootstrap import SetupError
from tools.system import PROGRAMS, describe_missing, find_program

SMALL = (16, 32, 48)
SAFE = 0.9
"""How much of an icon that is cut to any shape is the drawing: a circle of 0.8 of the width is always seen.

Source: https://www.w3.org/TR/appmanifest/#icon-masks
"""

WINDOW = 512
"""A window cannot be much smaller; what is too much of it is cut off."""

PAGE = """<!doctype html><style>
* {{ margin: 0 }} body {{ background: {ground}; display: grid; place-items: center; width: {size}px; height: {size}px }}
img {{ width: {drawn}px; height: {drawn}px }}
</style><img src="{address}">"""


def draw_icons(theme: Path) -> list[Path]:
    """Write all icons of a theme; return their paths."""
    drawing, folder = theme / "favicon.svg", theme / "icons"
    folder.mkdir(exist_ok=True)
    plans = {
        "apple-touch-icon.png": (180, CLOTH, 1.0), "icon-192.png": (192, "transparent", 1.0),
        "icon-512.png": (512, "transparent", 1.0), "icon-maskable-512.png": (512, CLOTH, SAFE),
    }  # fmt: skip
    for name, (size, ground, share) in plans.items():
        draw(drawing, folder / name, size, ground, share)
    join_small(drawing, folder / "favicon.ico")
    return [folder / "favicon.ico", *(folder / name for name in plans)]


def join_small(drawing: Path, target: Path) -> None:
    """Write favicon.ico, with each small size drawn for itself."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{size}.png" for size in SMALL]
        for path, size in zip(paths, SMALL, strict=True):
            draw(drawing, path, size, "transparent", 1.0)
        *smaller, largest = (Image.open(path).convert("RGBA") for path in paths)
        largest.save(target, "ICO", sizes=[(size, size) for size in SMALL], append_images=smaller)


def draw(drawing: Path, target: Path, size: int, ground: str, share: float) -> None:
    """Draw an icon of `size` pixels; the drawing fills a `share` of it and stands on `ground`."""
    chromium = find_program(PROGRAMS[0])
    if chromium is None:
        raise SetupError(describe_missing([PROGRAMS[0]]))
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "icon.html", Path(folder) / "icon.png"
        address, drawn = drawing.resolve().as_uri(), round(size * share)
        page.write_text(PAGE.format(ground=ground, size=size, drawn=drawn, address=address), "utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--default-background-color=00000000"]
        room = [f"--window-size={WINDOW},{WINDOW}", f"--screenshot={shot}"]
        subprocess.run([chromium, *options, *room, page.as_uri()], check=True, capture_output=True, timeout=60)
        image = Image.open(shot).convert("RGBA" if ground == "transparent" else "RGB")
    image.crop((0, 0, size, size)).save(target, "PNG", optimize=True)


if __name__ == "__main__":
    for written in draw_icons(Path(sys.argv[1])):
        print(written, written.stat().st_size)
