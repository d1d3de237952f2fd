"""What the core work leaves out, each timed in a cold build of its own beside the core: what it adds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image

from bench.casebook import CORE, make_command, write_settings
from bench.running import Taken, time_command
from bench.sites import Site

EXTRAS: Mapping[str, Mapping[str, object]] = {
    "archives of feeds": {"FEED_ARCHIVES": None},
    "minified": {"MINIFY": True},
    "packed (brotli 10, gzip 9)": {"BROTLI_QUALITY": 10, "GZIP_LEVEL": 9},
    "search": {"SEARCH": True},
    "cards": {"CARDS": True},
    "pictures": {"PICTURE_WIDTHS": (720, 1080, 1280), "PATH": "illustrated"},
}
"""What is timed, and the settings that differ from the core's. None takes a line out: then the default holds."""

POSTS_OF_A_PICTURE = 50
SIZE = (1600, 1000)
POST = """\
---
id: picture-{number:05}
title: Picture {number}
date: 2026-01-01
authors: [author-1]
summary: |
  One picture.
---
![A surface of two colours]({{static}}/images/picture-{number}.jpg)
"""


def time_extras(site: Site, posts: int) -> Iterator[tuple[str, Taken]]:
    """Yield what a cold build with each of EXTRAS took, once each."""
    add_pictures(site.folder, max(1, posts // POSTS_OF_A_PICTURE))
    for number, (name, values) in enumerate(EXTRAS.items()):
        wanted = {key: value for key, value in {**CORE, **values}.items() if value is not None}
        settings = write_settings(site.folder, f"extra-{number}.py", wanted)
        site.forget()
        yield name, time_command(make_command("build", settings), site.folder)


def add_pictures(folder: Path, count: int) -> None:
    """Copy the content, and add as many posts with a picture each, no two pictures the same."""
    content = folder / "illustrated"
    shutil.copytree(folder / "content", content, dirs_exist_ok=True)
    (content / "images").mkdir(exist_ok=True)
    for number in range(count):
        _draw(number).save(content / "images" / f"picture-{number}.jpg", quality=90)
        text = POST.format(number=number)
        (content / "posts" / f"picture-{number:05}.md").write_text(text, encoding="utf-8")


def _draw(number: int) -> Image.Image:
    """Return a picture with as much to pack as a plain photograph, another one for each number."""
    noise = Image.effect_mandelbrot(SIZE, (-2.0 + number / 1e4, -1.2, 0.8, 1.2), 90)
    slope = Image.linear_gradient("L").resize(SIZE)
    return Image.merge("RGB", (noise, slope, slope.rotate(180)))
