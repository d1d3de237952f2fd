"""Tiny sites, built whole and compared byte for byte with tests/golden.

After a change that is meant, write the expected files anew and read the difference in git before it is kept:

    CASEBOOK_UPDATE=1 .venv/bin/python -m pytest tests/building/test_golden.py && git diff tests/golden
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import brotli
import html5lib
import pytest

from plugins.diagnostics import has_errors
from tests.building.running import READABLE, ROOT, SITES, build_here, compare_trees, read_site, read_tree

GOLDEN = ROOT / "tests" / "golden"
NAMES = sorted(path.parent.name for path in SITES.glob("*/settings.py"))
UPDATE = "CASEBOOK_UPDATE"
STYLED = "one_case"
"""The one site whose stylesheet and script are compared: they are the same for all."""

PUBLISHED = "packed"
"""The one site that is made small and packed, as sites are by default."""

HASHED = re.compile(rb"(theme/[\w./-]+?)\.[0-9a-f]{8}(\.(?:css|js|svg|png|woff2))")
UNPACKERS = {".br": brotli.decompress, ".gz": gzip.decompress}


@pytest.mark.parametrize("name", NAMES)
def test_a_site_is_built_as_expected_byte_for_byte(name: str, tmp_path: Path) -> None:
    report = build_here(SITES / name / "settings.py", tmp_path / "output", {} if name == PUBLISHED else READABLE)
    assert not has_errors(report.diagnostics), report.diagnostics
    actual = simplify(read_site(tmp_path / "output"), styled=name == STYLED)
    if os.environ.get(UPDATE):
        write_tree(GOLDEN / name, actual)
    differences = compare_trees(read_tree(GOLDEN / name), actual)
    assert not differences, f"{differences}\n\nIf this is meant, run again with {UPDATE}=1."


@pytest.mark.parametrize("name", NAMES)
def test_every_expected_page_is_strict_html_and_uses_each_id_once(name: str) -> None:
    builder = html5lib.getTreeBuilder("etree")
    for path in sorted((GOLDEN / name).rglob("*.html")):
        # html5lib knows an older rule for `&` in addresses; small pages are checked by tests/html.
        page = html5lib.HTMLParser(builder, strict=name != PUBLISHED).parse(path.read_text(encoding="utf-8"))
        ids = [element.get("id") for element in page.iter() if "id" in element.attrib]
        assert sorted({*ids}) == sorted(ids), path


def test_no_expected_site_has_lost_its_source() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == NAMES


def test_what_differs_is_named_file_by_file() -> None:
    expected = {"a.html": b"one\ntwo\n", "b.html": b"", "d.png": b"\xff", "e.html": b"x\n", "same": b"1"}
    actual = {"a.html": b"one\n2\n", "c.html": b"", "d.png": b"\xff\xfe", "e.html": b"x", "same": b"1"}
    assert compare_trees(expected, actual).splitlines() == [
        *("--- expected/a.html", "+++ actual/a.html", "@@ -1,2 +1,2 @@", " one", "-two", "+2"),
        "b.html: is missing",
        "c.html: is not expected",
        "d.png: 1 bytes expected, 2 other ones found",
        "e.html: differs in line ends",
    ]
    assert not compare_trees(expected, expected)


def simplify(files: Mapping[str, bytes], *, styled: bool) -> dict[str, bytes]:
    """Return a site with no more in it than is to be compared.

    Names of the theme's files are without their hashes, so that a new style does not change every page. Of packed
    files their names are compared, and that they hold what they are packed from: their bytes are the libraries'.
    """
    kept: dict[str, bytes] = {}
    for path, data in files.items():
        unpack = UNPACKERS.get(path[-3:])
        assert unpack is None or unpack(data) == files[path[:-3]], path
        kept[hide_hashes(path.encode()).decode()] = b"" if unpack else hide_hashes(data)
    return {path: data for path, data in kept.items() if styled or not path.startswith("theme/casebook.")}


def hide_hashes(data: bytes) -> bytes:
    return HASHED.sub(rb"\1\2", data)


def test_a_hash_is_hidden_wherever_it_stands() -> None:
    assert hide_hashes(b"<a href=/theme/a.js> url(theme/b.0123abcd.css)") == b"<a href=/theme/a.js> url(theme/b.css)"


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
