"""The sites that the tests look at, each built by the real build with the repository's theme."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pytest

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.diagnostics import format_text, has_errors
from plugins.locking import hold_lock
from plugins.publishing.building import build_site
from plugins.publishing.manifests import read_manifest
from plugins.publishing.stages import make_variants
from plugins.settings import SiteSettings, read_settings
from plugins.site.content import Content, load_content
from plugins.site.registry import FILES, Output, OutputKind
from tests.building.running import READABLE

ROOT = Path(__file__).resolve().parents[2]
SITES = Path(__file__).parent / "sites"
DEMO = ROOT / "pelicanconf.py"
STRESS = SITES / "stress" / "settings.py"
BARE = SITES / "bare" / "settings.py"
CACHE = ROOT / ".casebook" / "cache"
EMPTY = SITES / "empty" / "settings.py"
LOOKS = {
    "casebook": None,
    "press": ROOT / "theme" / "looks" / "press.css",
    "plain": ROOT / "theme" / "looks" / "plain.css",
}
"""The looks that docs/looks.md shows, each with its tokens."""

SEARCH = SITES / "search" / "settings.py"
GALLERY = "gallery"
"""The one site that has the gallery, and nothing else."""

SETTINGS = {"demo": DEMO, "stress": STRESS, "bare": BARE, "empty": EMPTY, GALLERY: EMPTY, "search": SEARCH}
PATIENCE = 600
"""Seconds to wait for another process of the test run that builds the same site."""

NOW = datetime(2100, 1, 1, tzinfo=UTC)
"""A time by which everything that bears a date has been published."""


@dataclass(frozen=True)
class BuiltSite:
    """A site as it was built, and the content that it was built from."""

    content: Content
    folder: Path

    @property
    def settings(self) -> SiteSettings:
        return self.content.settings

    @cached_property
    def outputs(self) -> Mapping[str, Output]:
        """Every file of the site by its path."""
        return {output.path: output for output in self.content.registry}

    @property
    def pages(self) -> list[Output]:
        """The pages, in the order of their paths."""
        return [output for _, output in sorted(self.outputs.items()) if output.kind not in FILES]

    @cached_property
    def index_files(self) -> frozenset[str]:
        """The paths of the files of the search index."""
        folder = self.folder / SEARCH_FOLDER
        return frozenset(path.relative_to(self.folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def find_page(self, kind: OutputKind) -> Output:
        """Return the first page of a kind."""
        return next(page for page in self.pages if page.kind is kind)

    def find_output(self, source: str) -> Output:
        """Return the page of a file of the content."""
        return next(page for page in self.pages if page.subject == source and page.kind is not OutputKind.ALIAS)

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    @property
    def feed(self) -> bytes:
        return (self.folder / self.settings.feed_path).read_bytes()


def build(
    settings_file: Path,
    output: Path,
    overrides: Mapping[str, object] | None = None,
    now: datetime = NOW,
    *,
    gallery: bool = False,
    published: bool = False,
    again: bool = True,
) -> BuiltSite:
    """Build a site, with the gallery if it is asked for; `overrides` are settings by their upper-case names.

    Its files are made to be read, or small and packed as readers get them where it is `published`. What is there
    already is not built `again` unless that is asked for.
    """
    form = {} if published else READABLE
    named = {"CACHE_PATH": CACHE, **form, **(overrides or {}), "OUTPUT_PATH": output}
    settings, problems = read_settings(settings_file, now=now, overrides=named, gallery=gallery)
    assert settings is not None, problems
    if again or read_manifest(output) is None:
        _put(settings)
    content, _ = load_content(settings)
    assert make_variants(content) == []
    return BuiltSite(content, output)


def _put(settings: SiteSettings) -> None:
    report = build_site(settings)
    said = "\n".join(format_text(diagnostic, ROOT) for diagnostic in report.diagnostics)
    assert not has_errors(report.diagnostics), said
    assert report.done, said


def share_site(name: str, factory: pytest.TempPathFactory, *, published: bool = False) -> BuiltSite:
    """Return one of SETTINGS, built once for all processes of a test run. Nobody may write into it."""
    folder = factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    output = shared / f"{name}-{'published' if published else 'readable'}"
    with hold_lock(shared, "build", name=f".{output.name}.test-lock", patience=PATIENCE):
        return build(SETTINGS[name], output, gallery=name == GALLERY, published=published, again=False)
