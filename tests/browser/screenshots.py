"""Pictures of the front page and of Case #1: `.venv/bin/python -m tests.browser.screenshots FOLDER`.

They are what docs/case-page.png is made from. Each page is loaded twice: the font is optional, and a browser that sees
a page for the first time may do without it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.browser.building import DEMO, build
from tests.browser.driving import ColorScheme, share_browser
from tests.browser.serving import serve

PAGES = {"index": "", "case": "cases/disobey-to-delight/"}
SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")
SIZES = {390: 844, 1280: 900}
SHARPNESS = 2


def take_pictures(folder: Path) -> list[Path]:
    """Take every picture: the first window of each page, and the whole page."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        site = build(DEMO, Path(aside) / "site")
        with serve(site) as served, share_browser() as browser:
            pictures: list[Path] = []
            for scheme in SCHEMES:
                for width, height in SIZES.items():
                    context = browser.new_context(
                        color_scheme=scheme,
                        viewport={"width": width, "height": height},
                        device_scale_factor=SHARPNESS,
                        reduced_motion="reduce",
                    )
                    for name, path in PAGES.items():
                        picture = folder / f"{name}-{width}-{scheme}.png"
                        pictures += _take(context, f"{served.origin}/{path}", picture)
                    context.close()
            return pictures


def _take(context: BrowserContext, address: str, picture: Path) -> list[Path]:
    whole = picture.with_stem(f"{picture.stem}-whole")
    page = context.new_page()
    for _ in ("to fetch the fonts", "to see them"):
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=picture)
    page.screenshot(path=whole, full_page=True)
    page.close()
    return [picture, whole]


def main() -> None:
    """Take the pictures into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Take pictures of the front page and of Case #1.")
    parser.add_argument("folder", type=Path)
    take_pictures(parser.parse_args().folder)


if __name__ == "__main__":
    main()
