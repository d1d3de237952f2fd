"""Casebook as a site of the benchmark: core work only, with a theme of its own that may be edited."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.corpus import AUTHORS, Corpus
from bench.formats import write_casebook
from bench.sites import Generator, Site, find_edited

ROOT = Path(__file__).resolve().parents[1]
NAME = "Casebook"
NOW = "2026-06-01T12:00Z"

CORE: Mapping[str, object] = {
    "CARDS": False,
    "SEARCH": False,
    "MINIFY": False,
    "BROTLI_QUALITY": 0,
    "GZIP_LEVEL": 0,
    "PICTURE_WIDTHS": (),
    "FEED_ARCHIVES": (),
}
"""What is off while the core work is timed. No peer has archives of feeds, so that ours are timed apart as well."""

SETTINGS = """\
SITENAME = "Bench"
SITEURL = "https://bench.example"
AUTHOR = "{author}"
PATH = "content"
THEME = "theme"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
MENUITEMS = (("Archives", "/archives/"), ("Categories", "/categories/"), ("Tags", "/tags/"), ("Authors", "/authors/"))
PLUGINS = [
    "plugins.documents.pelican_hooks",
    "plugins.cases.pelican_hooks",
    "plugins.site.pelican_hooks",
]
"""


def find_casebook() -> Generator:
    """Return ourselves."""
    return Generator(NAME, "", lay_out)


def lay_out(corpus: Corpus, folder: Path) -> Site:
    """Write the corpus, a copy of the theme and the settings of the core work into `folder`."""
    write_casebook(corpus, folder / "content")
    shutil.copytree(ROOT / "theme", folder / "theme")
    settings = write_settings(folder, "core.py", CORE)
    build = make_command("build", settings)
    return Site(
        name=NAME,
        folder=folder,
        build=build,
        rebuild=build,
        output=folder / "output",
        kept=(folder / "cache",),
        post=folder / "content" / "posts" / f"{find_edited(corpus)}.md",
        template=folder / "theme" / "templates" / "article.html",
        serve=(*make_command("serve", settings), "--port", "{port}"),
    )


def write_settings(folder: Path, name: str, values: Mapping[str, object]) -> Path:
    """Write a settings file with `values` besides what every site of the benchmark has, and return its path."""
    lines = "".join(f"{key} = {value!r}\n" for key, value in values.items())
    path = folder / name
    path.write_text(SETTINGS.format(author=AUTHORS[0]) + lines, encoding="utf-8")
    return path


def make_command(name: str, settings: Path) -> tuple[str, ...]:
    """Return what a user types to run a command of ours for a site."""
    return (sys.executable, str(ROOT / "tasks.py"), name, "--settings", str(settings), "--now", NOW)
