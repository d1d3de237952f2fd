"""The manifest names each file of a written site, and what has become of the site since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from plugins.publishing.manifests import (
    MANIFEST,
    Manifest,
    describe_files,
    find_differences,
    find_files,
    measure_file,
    read_manifest,
    write_manifest,
)
from plugins.site.registry import Output, OutputKind

NOW = "2026-01-05T12:00:00+00:00"
ORIGIN = Path("settings.py")
OUTPUTS = (
    Output("a/index.html", OutputKind.ARTICLE, "posts/a.md", ORIGIN),
    Output("theme/x.1234.css", OutputKind.ASSET, "x.css", ORIGIN),
    Output("pagefind", OutputKind.SEARCH_INDEX, "", ORIGIN),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A written site with its manifest."""
    files = {"a/index.html": "é\r\n", "theme/x.1234.css": "", "pagefind/index/1.pf": "words"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    write_manifest(describe(tmp_path), tmp_path)
    return tmp_path


def test_the_manifest_names_each_file_with_its_size_its_hash_and_what_it_is(site: Path) -> None:
    written = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    assert written["now"] == NOW
    assert written["files"] == {
        "a/index.html": {"size": 4, "sha256": _hash("é\r\n"), "kind": "article", "immutable": False},
        "theme/x.1234.css": {"size": 0, "sha256": _hash(""), "kind": "asset", "immutable": True},
        "pagefind/index/1.pf": {"size": 5, "sha256": _hash("words"), "kind": "search index", "immutable": False},
    }


def test_a_manifest_that_is_read_is_the_one_that_was_written(site: Path) -> None:
    assert read_manifest(site) == describe(site)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "now": "", "files": {}}', '{"version": 1, "now": "", "files": {"a": 1}}']
)
def test_a_manifest_that_cannot_be_read_is_none(text: str, site: Path) -> None:
    (site / MANIFEST).write_text(text, encoding="utf-8")
    assert read_manifest(site) is None


def test_what_has_become_of_a_site_is_told_path_by_path(site: Path) -> None:
    manifest = read_manifest(site)
    assert manifest is not None
    assert find_differences(manifest, site) == []
    (site / "a" / "index.html").write_bytes(b"four")
    (site / "pagefind" / "index" / "1.pf").unlink()
    (site / "link").symlink_to("a")
    assert find_differences(manifest, site) == [
        "a/index.html has changed",
        "link is not in the manifest",
        "pagefind/index/1.pf is missing",
    ]


def test_where_it_is_to_be_quick_only_sizes_and_kinds_are_compared(site: Path) -> None:
    manifest = read_manifest(site)
    assert manifest is not None
    text = (site / "a" / "index.html").read_bytes()
    (site / "a" / "index.html").write_bytes(text.swapcase())
    assert find_differences(manifest, site, thorough=False) == []
    (site / "a" / "index.html").write_bytes(text + b"!")
    assert find_differences(manifest, site, thorough=False) == ["a/index.html has changed"]
    (site / "a" / "index.html").unlink()
    (site / "a" / "index.html").symlink_to("pagefind")
    assert find_differences(manifest, site, thorough=False) == ["a/index.html has changed"]


def describe(folder: Path) -> Manifest:
    """Return the manifest of what lies in a folder."""
    measured = {name: measure_file(folder / name) for name in find_files(folder)}
    return describe_files(measured, NOW, OUTPUTS)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
