"""What is not published leaves no byte in the output: no text, no name, no picture, no manifest line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import brotli
import pytest

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.diagnostics import Severity
from tests.building.canaries import (
    CANARY,
    DRAWING,
    FUTURE,
    HELD,
    PAST,
    PROFILE,
    SETTINGS,
    UNUSED,
    write_content,
)  # fmt: skip
from tests.building.running import build_here, read_tree, write_files

GZIP = b"\x1f\x8b"
PACKED = {"MINIFY": False, "BROTLI_QUALITY": 1, "GZIP_LEVEL": 1}


def build(folder: Path) -> dict[str, bytes]:
    """Build the site, packed, and return its output unpacked, the manifest too."""
    report = build_here(folder / "settings.py", folder / "output", PACKED)
    assert [diagnostic for diagnostic in report.diagnostics if diagnostic.severity is Severity.ERROR] == []
    assert report.done
    return {path: unpack(path, data) for path, data in read_tree(folder / "output").items()}


def unpack(path: str, data: bytes) -> bytes:
    """Return a file as one can read it: copies are packed for browsers, and the search index by itself."""
    if path.endswith(".br"):
        return bytes(brotli.decompress(data))
    is_packed = path.endswith(".gz") or path.startswith(f"{SEARCH_FOLDER}/")
    return gzip.decompress(data) if is_packed and data.startswith(GZIP) else data


def find_canaries(files: Mapping[str, bytes]) -> set[str]:
    """Return every canary in names and contents."""
    texts = [*files, *(data.decode("utf-8", "replace") for data in files.values())]
    return {found for text in texts for found in re.findall(rf"{CANARY}[a-z]*", text.casefold())}


@pytest.mark.parametrize(
    ("status", "date"),
    [("draft", PAST), ("published", FUTURE), ("hidden", FUTURE)],
    ids=["drafts", "future", "hidden future"],
)
def test_what_is_not_published_leaves_no_byte(status: str, date: str, tmp_path: Path) -> None:
    write_content(tmp_path, status, date, reader="withdrawn")
    assert set() == find_canaries(build(tmp_path))


def test_what_is_published_is_there(tmp_path: Path) -> None:
    """Without this, the test above could pass for nothing: every canary but those of HELD gets out."""
    write_content(tmp_path, "published", PAST, reader="published")
    sources = read_tree(tmp_path)
    held = find_canaries({name: data for name, data in sources.items() if name in HELD})
    found = find_canaries(build(tmp_path))
    assert set() == found & held
    assert {UNUSED} == find_canaries(sources) - held - found


def test_what_goes_back_to_draft_is_gone_with_the_next_build(tmp_path: Path) -> None:
    write_content(tmp_path, "published", PAST, reader="published")
    assert "posts/zqcanarypost/index.html" in build(tmp_path)
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    assert set() == find_canaries(build(tmp_path))


def test_a_picture_that_something_published_shows_as_well_stays(tmp_path: Path) -> None:
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    assert build(tmp_path)["downloads/public.txt"] == b"Public."


def test_what_is_hidden_stands_on_its_own_page_only(tmp_path: Path) -> None:
    write_content(tmp_path, "hidden", PAST, reader="withdrawn")
    files = build(tmp_path)
    pages = {
        path: data
        for path, data in files.items()
        if path.endswith((".html", ".xml", ".json")) and not path.startswith(".")
    }
    own = {
        path for path in pages if path.startswith(("posts/zqcanary", "cases/zqcanary", "zqcanary", "authors/zqcanary"))
    }
    assert {"posts/zqcanarypost/index.html", "posts/zqcanarystock/index.html", "cases/zqcanarycase/index.html"} < own
    assert set() == find_canaries({path: data for path, data in pages.items() if path not in own})
    assert all(
        b'<meta name="robots" content="noindex">' in data
        for path, data in pages.items()
        if path in own and "authors" not in path
    )


def test_the_search_index_is_looked_into(tmp_path: Path) -> None:
    """Without this, the tests above could pass it by: what is published is in it, what is hidden is not."""
    write_content(tmp_path, "published", PAST, reader="published")
    assert find_canaries(find_index(build(tmp_path))) >= {"zqcanarystorycase", "zqcanaryanswercase"}
    write_content(tmp_path, "hidden", PAST, reader="withdrawn")
    index = find_index(build(tmp_path))
    assert b"Public" in b"".join(index.values())
    assert set() == find_canaries(index)


def find_index(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the search index."""
    return {path: data for path, data in files.items() if path.startswith(f"{SEARCH_FOLDER}/")}


def test_what_only_drafts_name_has_no_page_and_no_list(tmp_path: Path) -> None:
    """Though something is written about it: a profile alone makes no column, no series and no author."""
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    files = build(tmp_path)
    assert {path.split("/")[0] for path in files} >= {"authors", "categories", "tags"}
    assert not {path for path in files if path.startswith(("columns/", "series/"))}
    assert "_redirects" not in files
    assert sorted(path for path in files if path.startswith("authors/") and path.endswith(".html")) == [
        "authors/ada/index.html",
        "authors/index.html",
    ]


def test_what_a_draft_shows_again_does_not_say_so(tmp_path: Path) -> None:
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    assert b"reprinted in" not in build(tmp_path)["posts/public/index.html"]
    write_content(tmp_path, "published", PAST, reader="withdrawn")
    assert b"reprinted in" in build(tmp_path)["posts/public/index.html"]


def test_an_authors_picture_among_the_downloads_waits_for_the_author(tmp_path: Path) -> None:
    """The folder is copied whole, but for what only something unpublished shows."""
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    profile = PROFILE.format(slug="post").replace("/images/", "/downloads/")
    picture = {"content/downloads/zqcanaryfacepost.svg": DRAWING.format("zqcanaryfacepixelspost")}
    write_files(tmp_path, {"content/authors/zqcanaryauthorpost.md": profile, **picture})
    assert set() == find_canaries(build(tmp_path))


def test_a_box_that_is_named_stands_on_every_page(tmp_path: Path) -> None:
    """Without this, the box that is not named could be missing for another reason."""
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    write_files(tmp_path, {"settings.py": SETTINGS + 'BOXES = ["zqcanarybox"]\n'})
    files = build(tmp_path)
    pages = [data for path, data in files.items() if path.endswith(".html")]
    assert all(b"zqcanaryboxtext" in data for data in pages)
    assert find_canaries(files) == {
        "zqcanarybox",
        "zqcanaryboxtitle",
        "zqcanaryboxtext",
        "zqcanaryboxalt",
        "zqcanaryboxpicture",
        "zqcanaryboxpixels",
    }
