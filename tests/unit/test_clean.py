"""`clean` removes what can be made again, and nothing of anybody else's."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from commands.developing import clean
from plugins.publishing.manifests import Manifest, write_manifest
from tests.building.running import write_files

PLAIN, ALL = argparse.Namespace(all=False), argparse.Namespace(all=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout in which everything has been made once."""
    made = (".casebook/cache/x", "plugins/__pycache__/x.pyc", ".venv/bin/__pycache__/x", "public/__pycache__/x")
    write_files(tmp_path, dict.fromkeys((*made, "node_modules/x", "content/a.md"), ""))
    (tmp_path / "output").mkdir()
    write_manifest(Manifest("2026-01-05T12:00:00+00:00", {}), tmp_path / "output")
    return tmp_path


def list_folders(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_the_output_and_the_caches_go(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clean(PLAIN, root) == 0
    assert capsys.readouterr().out.splitlines() == [
        "removed .casebook", "removed plugins/__pycache__", "removed output",
    ]  # fmt: skip
    assert list_folders(root) == {"plugins", ".venv", "public", "node_modules", "content"}
    assert (root / "public/__pycache__/x").exists()


def test_what_the_locks_make_goes_only_with_all(root: Path) -> None:
    assert clean(ALL, root) == 0
    assert list_folders(root) == {"plugins", "public", "content"}


def test_an_output_with_a_file_of_somebody_elses_stays(root: Path) -> None:
    (root / "output" / "thesis.txt").write_text("Years of work.", encoding="utf-8")
    assert clean(PLAIN, root) == 0
    assert (root / "output" / "thesis.txt").exists()


def test_a_link_stays(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write_files(outside, {"x": ""})
    (root / "theme").mkdir()
    (root / "theme" / "__pycache__").symlink_to(outside)
    assert clean(PLAIN, root) == 0
    assert (outside / "x").exists()
