"""Every kind of page in one picture: `.venv/bin/python -m tests.browser.contact_sheet SHEET.webp`.

A row for each page, a column for each window: telephone and desk, light and dark. Every kind of page that the demo has
is there by itself, so that a new kind needs no line here; then come the hard ones: long titles, another direction,
nothing at all. The sheet shows the top of each page; `--shots FOLDER` keeps every page whole, to be looked at closely.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page

from plugins.site.registry import FILES, Output, OutputKind
from tests.browser.building import DEMO, EMPTY, STRESS, BuiltSite, build
from tests.browser.driving import ColorScheme, share_browser
from tests.browser.serving import ServedSite, serve

SITES = {"demo": DEMO, "stress": STRESS, "empty": EMPTY}
UNSEEN = (*FILES, OutputKind.GALLERY, OutputKind.ALIAS)
"""What no reader stays on."""

HARD = {
    "demo": ("posts/two-on-silence.md", "posts/twice-in-the-list.md", "posts/the-promise-on-film.md"),
    "stress": (
        "index.html", "posts/alles.md", "posts/hebrew.md", "posts/lang-nummer.md", "cases/index.html",
        "cases/verzweigung/case.yaml", "cases/ivrit/case.yaml", "authors/verantwortung/index.html",
        "cases/sechzig-stimmen/readers/kaempfen/index.html",
    ),
    "empty": ("index.html", "archives/index.html", "404.html"),
}  # fmt: skip
"""Pages that are hard to set, by the file they are made of or by their path."""

WINDOWS: tuple[tuple[int, ColorScheme], ...] = ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"))
SCALES = {390: 0.5, 1280: 0.375}
"""How large a page is on the sheet, by the width of its window."""

SHOWN = 620
"""How much of a page the sheet shows, in dots of the sheet."""

GAP, LABEL, BANDS = 12, 22, 3
"""The space between shots, the height of a label, and how many rows stand side by side, all on the sheet."""


@dataclass(frozen=True)
class Shot:
    """One page of one site, and what it is called on the sheet."""

    name: str
    served: ServedSite
    output: Output


def list_shots(sites: Mapping[str, ServedSite]) -> Iterator[Shot]:
    """Go through the pages of the sheet: each kind once, then the hard ones."""
    demo = sites["demo"]
    kinds = {output.kind: output for output in reversed(demo.site.pages) if output.kind not in UNSEEN}
    for kind in OutputKind:
        if kind in kinds:
            yield Shot(kind.value, demo, kinds[kind])
    for site, names in HARD.items():
        for name in names:
            slug = name.removesuffix("/index.html").removesuffix("/case.yaml").partition(".")[0].replace("/", "-")
            yield Shot(f"{site}-{slug}", sites[site], find_output(sites[site].site, name))


def find_output(site: BuiltSite, name: str) -> Output:
    """Return the page of a file of the content, or at a path."""
    return site.outputs.get(name) or site.find_output(name)


def take_shots(browser: Browser, shots: list[Shot], folder: Path) -> None:
    """Take each page whole in each window, as `<name>-<width>-<scheme>.png`."""
    for width in SCALES:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        for shot in shots:
            open_twice(page, shot.served.find_address(shot.output))
            for scheme in (scheme for wide, scheme in WINDOWS if wide == width):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=folder / name_file(shot, width, scheme), full_page=True)
        context.close()


def open_twice(page: Page, address: str) -> None:
    """Open a page, and again: a font that comes late is seen on the next page only."""
    for _ in ("to fetch the fonts", "to see them"):
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => true)")


def name_file(shot: Shot, width: int, scheme: ColorScheme) -> str:
    return f"{shot.name}-{width}-{scheme}.png"


def lay_out(shots: list[Shot], folder: Path) -> Image.Image:
    """Put the tops of all pages on one sheet, in bands that stand side by side."""
    rows = -(-len(shots) // BANDS)
    across = sum(round(width * SCALES[width]) + GAP for width, _ in WINDOWS) + 2 * GAP
    down = SHOWN + LABEL + GAP
    sheet = Image.new("RGB", (BANDS * across, rows * down + GAP), "#8a8f8c")
    for place, shot in enumerate(shots):
        band, row = divmod(place, rows)
        paste_row(sheet, shot, folder, (band * across + GAP, row * down + GAP))
    return sheet


def paste_row(sheet: Image.Image, shot: Shot, folder: Path, corner: tuple[int, int]) -> None:
    """Put one page in all its windows on the sheet, below its name."""
    x, y = corner
    ImageDraw.Draw(sheet).text((x, y), shot.name, "#000000", ImageFont.load_default(15))
    for width, scheme in WINDOWS:
        shown = cut(folder / name_file(shot, width, scheme), SCALES[width])
        sheet.paste(shown, (x, y + LABEL))
        x += shown.width + GAP


def cut(file: Path, scale: float) -> Image.Image:
    """Return the top of a shot as small as the sheet shows it."""
    with Image.open(file) as whole:
        top = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, round(SHOWN / scale))))
    return top.resize((round(top.width * scale), round(top.height * scale)), Image.Resampling.LANCZOS)


def make_sheet(sheet: Path, folder: Path, only: str = "", tokens: Path | None = None) -> None:
    """Build the sites, take the shots into a folder, and make the sheet of those whose name has `only` in it."""
    look = {"TOKENS": tokens.absolute() if tokens else None}
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside, ExitStack() as stack:
        sites = {
            name: stack.enter_context(serve(build(settings, Path(aside) / name, look)))
            for name, settings in SITES.items()
        }
        shots = [shot for shot in list_shots(sites) if only in shot.name]
        take_shots(stack.enter_context(share_browser()), shots, folder)
    lay_out(shots, folder).save(sheet, quality=70)


def main() -> None:
    """Make the sheet that the command line names."""
    parser = argparse.ArgumentParser(description="Show every kind of page in one picture.")
    parser.add_argument("sheet", type=Path, help="the picture to make: .webp or .png")
    parser.add_argument("--shots", type=Path, help="keep every page whole in this folder")
    parser.add_argument("--only", default="", help="only the pages that have this in their name")
    parser.add_argument("--tokens", type=Path, help="tokens to see the pages in")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        make_sheet(arguments.sheet, arguments.shots or Path(aside), arguments.only, arguments.tokens)


if __name__ == "__main__":
    main()
