"""Beside each text lies a packed copy, planned like any other file, unless the settings want none."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from plugins.assets import packing
from plugins.diagnostics import Code
from plugins.publishing.building import build_site
from plugins.publishing.manifests import MANIFEST, read_manifest
from plugins.settings import read_now, read_settings
from tests.building.running import NOW, SITES, build_here, compare_trees, load_settings, read_site, read_tree

SITE = SITES / "one_post" / "settings.py"
UNPACK = {".br": brotli.decompress, ".gz": gzip.decompress}


def test_each_text_has_both_copies_and_the_manifest_names_them(tmp_path: Path) -> None:
    report = build_here(SITE, tmp_path / "output", {})
    files = read_tree(tmp_path / "output")
    packed = {path for path in files if path.endswith(tuple(UNPACK))}
    assert {"index.html.br", "index.html.gz", "posts/first/index.html.br", "feeds/all.atom.xml.gz"} < packed
    assert not {path for path in packed if path.startswith(("_", "nginx.", "caddy."))}
    for path in packed:
        assert UNPACK[path[-3:]](files[path]) == files[path[:-3]]
    manifest = read_manifest(tmp_path / "output")
    assert manifest is not None
    assert manifest.files.keys() == files.keys() - {MANIFEST}
    assert report.files == len(files) - len(packed) - 1


def test_feeds_are_packed_quickly_and_their_archives_not_at_all(tmp_path: Path) -> None:
    assert build_here(SITES / "paged" / "settings.py", tmp_path / "output", {}).done
    names = {path.name for path in (tmp_path / "output").glob("feed*.xml*")}
    assert names == {"feed.xml", "feed.xml.gz", *(f"feed.{number}.xml" for number in range(1, len(names) - 1))}
    assert len(names) > 2


def test_a_second_build_packs_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_here(SITE, tmp_path / "first", {"CACHE_PATH": tmp_path / "cache"})
    monkeypatch.setattr(packing, "pack", lambda *_: pytest.fail("it was packed already"))
    build_here(SITE, tmp_path / "second", {"CACHE_PATH": tmp_path / "cache"})
    assert not compare_trees(read_tree(tmp_path / "first"), read_tree(tmp_path / "second"))


@pytest.mark.parametrize(
    ("overrides", "endings"),
    [
        ({"BROTLI_QUALITY": None}, {".gz"}),
        ({"GZIP_LEVEL": 0}, {".br"}),
        ({"BROTLI_QUALITY": 0, "GZIP_LEVEL": None}, set()),
    ],
)
def test_the_settings_say_how_texts_are_packed(overrides: dict[str, object], endings: set[str], tmp_path: Path) -> None:
    assert build_here(SITE, tmp_path / "output", overrides).done
    assert {path[-3:] for path in read_site(tmp_path / "output")} & UNPACK.keys() == endings


def test_a_harder_quality_makes_smaller_files(tmp_path: Path) -> None:
    sizes = []
    for quality in (1, 11):
        build_here(SITE, tmp_path / "output", {"BROTLI_QUALITY": quality})
        sizes.append((tmp_path / "output" / "index.html.br").stat().st_size)
    assert sizes[0] > sizes[1] > 0


def test_the_preview_packs_minifies_and_renames_nothing(tmp_path: Path) -> None:
    overrides = {"OUTPUT_PATH": tmp_path / "output", "CACHE_PATH": tmp_path / "cache"}
    settings, _ = read_settings(SITE, now=read_now(NOW, {}), overrides=overrides, preview=True)
    assert settings is not None
    assert build_site(settings).done
    files = read_site(tmp_path / "output")
    assert not {path for path in files if path.endswith(tuple(UNPACK))}
    assert {"theme/casebook.css", "theme/casebook.js", "theme/favicon.svg"} < files.keys()
    assert b"\n<main" in files["index.html"] or b"\n<h1" in files["index.html"]
    assert b"/* " in files["theme/casebook.css"]
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {"records.sqlite"}


def test_what_was_planned_and_not_packed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours must not leave half of the copies out."""
    monkeypatch.setattr("plugins.fast_build.writing.pack_all", lambda *_: iter(()))
    report = build_site(load_settings(SITE, tmp_path / "output", {}))
    assert not report.done
    lost = {problem.found for problem in report.diagnostics if problem.code is Code.LOST_OUTPUT}
    assert {"index.html.br", "index.html.gz"} < lost
