"""Pictures to look at: `.venv/bin/python -m tests.browser.screenshots FOLDER`.

The front page, and of each demo case the cover, its first decision before and after a choice, the whole page after it,
and the printed page (a PDF). On a phone and a desktop, light and dark. docs/case-page.png is one of them.

Each page is loaded twice: the font is optional, and a browser that sees a page for the first time may do without it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.building import DEMO, build
from tests.browser.driving import ColorScheme, share_browser
from tests.browser.serving import ServedSite, serve

SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")
SIZES = {390: 844, 1280: 900}
SHARPNESS = 2
CHOICE = ".cb-option:nth-child(2) > details > summary"
"""The option that is chosen: the second, so that one that is closed stands above it."""


def take_pictures(folder: Path) -> None:
    """Take every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        site = build(DEMO, Path(aside) / "site")
        with serve(site) as served, share_browser() as browser:
            for scheme in SCHEMES:
                for width in SIZES:
                    _take_in_window(browser, served, folder, width, scheme)
            _print_cases(browser, served, folder)


def _take_in_window(browser: Browser, served: ServedSite, folder: Path, width: int, scheme: ColorScheme) -> None:
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": SIZES[width]},
        device_scale_factor=SHARPNESS,
        reduced_motion="reduce",
    )
    page = _open(context, f"{served.origin}/")
    page.screenshot(path=folder / f"index-{width}-{scheme}.png", full_page=True)
    for slug in list_cases(served):
        page = _open(context, f"{served.origin}/cases/{slug}/")
        page.screenshot(path=folder / f"{slug}-1-cover-{width}-{scheme}.png")
        page.locator(".cb-decision").first.evaluate("element => element.scrollIntoView()")
        page.screenshot(path=folder / f"{slug}-2-before-{width}-{scheme}.png")
        page.locator(CHOICE).first.click()
        page.screenshot(path=folder / f"{slug}-3-after-{width}-{scheme}.png")
        page.screenshot(path=folder / f"{slug}-4-whole-{width}-{scheme}.png", full_page=True)
    context.close()


def _print_cases(browser: Browser, served: ServedSite, folder: Path) -> None:
    context = browser.new_context()
    for slug in list_cases(served):
        page = _open(context, f"{served.origin}/cases/{slug}/")
        page.pdf(path=folder / f"{slug}-5-printed.pdf", format="A4", prefer_css_page_size=True)
    context.close()


def list_cases(served: ServedSite) -> list[str]:
    """Return the addresses of the demo's cases below /cases/."""
    return [entry.slug for entry in served.site.content.cases]


def _open(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    for _ in ("to fetch the fonts", "to see them"):
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => true)")
    return page


def main() -> None:
    """Take the pictures into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Take pictures of the front page and of the demo's cases.")
    parser.add_argument("folder", type=Path)
    take_pictures(parser.parse_args().folder)


if __name__ == "__main__":
    main()
