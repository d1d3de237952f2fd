"""What docs/looks.md shows: `.venv/bin/python -m tests.browser.look_pictures FOLDER`.

For each look the front page, a post and a case, on a desk and on a telephone, side by side in one small picture.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from plugins.site.registry import OutputKind
from tests.browser.building import DEMO, LOOKS, build
from tests.browser.contact_sheet import cut, open_twice
from tests.browser.driving import share_browser
from tests.browser.serving import ServedSite, serve

KINDS = (OutputKind.INDEX, OutputKind.ARTICLE, OutputKind.CASE)
SCALES = {1280: 0.3, 390: 0.4}
GAP = 10


def take_look(browser: Browser, served: ServedSite, picture: Path) -> None:
    """Make the picture of one look from a site that wears it."""
    with tempfile.TemporaryDirectory() as aside:
        shots = []
        for kind in KINDS:
            for width, scale in SCALES.items():
                file = Path(aside) / f"{kind}-{width}.png"
                take_page(browser, served.find_address(served.site.find_page(kind)), width, file)
                shots.append(cut(file, scale))
    lay_side_by_side(shots).quantize(224).save(picture, optimize=True)


def take_page(browser: Browser, address: str, width: int, file: Path) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    open_twice(page, address)
    page.screenshot(path=file, full_page=True)
    context.close()


def lay_side_by_side(shots: list[Image.Image]) -> Image.Image:
    """Put shots beside each other, their tops level."""
    whole = Image.new("RGB", (sum(shot.width + GAP for shot in shots) + GAP, max(s.height for s in shots) + 2 * GAP))
    whole.paste("#8a8f8c", (0, 0, *whole.size))
    x = GAP
    for shot in shots:
        whole.paste(shot, (x, GAP))
        x += shot.width + GAP
    return whole


def main() -> None:
    """Put the picture of each look into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Take the pictures of docs/looks.md.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as aside, share_browser() as browser:
        for name, tokens in LOOKS.items():
            site = build(DEMO, Path(aside) / name, {"TOKENS": tokens})
            with serve(site) as served:
                take_look(browser, served, folder / f"looks-{name}.png")


if __name__ == "__main__":
    main()
