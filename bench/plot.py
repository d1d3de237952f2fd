"""The builds of a run as a picture: a bar for each scenario and generator, by seconds on the clock.

Drawn with Pillow, which the lock has for cards anyhow: a library for plots is many times the size of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from bench.figures import Figures
from bench.scenarios import SCENARIOS

WIDTH, LEFT, RIGHT, ROW, GAP, MARGIN = 1400, 450, 170, 40, 26, 40
PAPER, INK, FAINT = "#fbfcfa", "#1c2420", "#5b6660"
COLOURS = ("#0b6e4f", "#b4541a", "#5a4fcf", "#8a6d00")
"""One for each generator; all reach 4.5:1 against the paper, and each bar bears its name as well."""

TEXT, TITLE = 26, 32


class Bar(NamedTuple):
    """A bar: the scenario, the generator, its seconds, and its colour."""

    scenario: str
    site: str
    seconds: float
    colour: str


def draw_plot(figures: Figures, path: Path) -> None:
    """Draw the builds of a run into a PNG."""
    bars = list(list_bars(figures))
    groups = len({bar.scenario for bar in bars})
    height = 2 * MARGIN + TITLE + GAP + len(bars) * ROW + groups * GAP
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    title = f"Seconds for {figures.posts:,} posts and {figures.cases:,} cases (less is better)"
    pen.text((MARGIN, MARGIN), title, INK, ImageFont.load_default(TITLE))
    _draw_bars(pen, bars, MARGIN + TITLE + GAP)
    image.save(path, optimize=True)


def list_bars(figures: Figures) -> Iterator[Bar]:
    """Yield the bars from top to bottom: by scenario, then by generator."""
    colours = dict(zip(figures.versions, COLOURS, strict=False))
    for scenario in SCENARIOS:
        for site, colour in colours.items():
            seconds = figures.find_median(scenario.name, site)
            if seconds is not None:
                yield Bar(scenario.name, site, seconds, colour)


def _draw_bars(pen: ImageDraw.ImageDraw, bars: list[Bar], top: int) -> None:
    font = ImageFont.load_default(TEXT)
    longest = max((bar.seconds for bar in bars), default=1)
    scenario = ""
    for bar in bars:
        if bar.scenario != scenario:
            scenario = bar.scenario
            top += GAP
            pen.text((MARGIN, top), scenario, INK, font)
        width = max(2, round((WIDTH - LEFT - RIGHT) * bar.seconds / longest))
        pen.rectangle((LEFT, top + 3, LEFT + width, top + ROW - 7), bar.colour)
        pen.text((LEFT - 12, top), bar.site, FAINT, font, anchor="ra")
        pen.text((LEFT + width + 10, top), f"{bar.seconds:.2f} s", INK, font)
        top += ROW
