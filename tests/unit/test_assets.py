"""Files of the theme get names that say what is in them; texts get packed copies, each made once."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from pathlib import Path

import brotli
import pytest

from plugins.assets import packing
from plugins.assets.bundle import FONT, SCRIPT, SHARE_SCRIPT, STYLESHEET, find_assets
from plugins.assets.graph import Assets, make_assets
from plugins.assets.keeping import Store
from plugins.assets.packing import LEAST, can_be_packed, pack, pack_all
from plugins.site.policy import FOR_EVER, make_cache_control
from plugins.site.registry import Output, OutputKind
from tests.building.running import write_files
from tests.unit.pairs import ROOT

THEME = {
    "css/10-fonts.css": '@font-face { src: url("fonts/a.woff2") }\n',
    "css/20-rest.css": "a { color: red }\n",
    "fonts/a.woff2": "font",
    "fonts/OFL.txt": "licence",
    "favicon.svg": "<svg/>",
    "favicon.ico": "icon",
    "share.js": 'import {two} from "./two.js";\n',
    "two.js": "export const two = 2;\n",
}
QUALITIES = {".br": 5, ".gz": 6}
TEXT = b"What would you do? " * 40


def make(folder: Path, files: Mapping[str, str], *, minify: bool = True, hashed: bool = True) -> Assets:
    write_files(folder / "theme", files)
    assets, diagnostics = make_assets(
        find_assets(folder / "theme", folder / "components"), minify=minify, hashed=hashed
    )
    assert diagnostics == []
    return assets


def test_names_hold_a_hash_but_for_those_that_are_asked_for_by_name(tmp_path: Path) -> None:
    assets = make(tmp_path, THEME)
    paths = {name: asset.path for name, asset in assets.files.items()}
    assert {name for name, path in paths.items() if name == path} == {"theme/favicon.ico", "theme/fonts/OFL.txt"}
    for name, path in paths.items():
        assert re.sub(r"\.[0-9a-f]{8}(?=\.\w+$)", "", path) == name


def test_what_refers_to_a_file_refers_to_its_hashed_name(tmp_path: Path) -> None:
    assets = make(tmp_path, THEME)
    font, two = (assets.find_path(name).removeprefix("theme/") for name in ("theme/fonts/a.woff2", "theme/two.js"))
    assert assets.files[STYLESHEET].data == f'@font-face{{src:url("{font}")}}a{{color:red}}\n'.encode()
    assert assets.files[SHARE_SCRIPT].data == f'import{{two}}from"./{two}";\n'.encode()


@pytest.mark.parametrize(
    ("changed", "renamed"),
    [
        ({"css/20-rest.css": "a { color: blue }\n"}, {STYLESHEET}),
        ({"fonts/a.woff2": "another"}, {"theme/fonts/a.woff2", STYLESHEET}),
        ({"two.js": "export const two = 3;\n"}, {"theme/two.js", SHARE_SCRIPT}),
        ({"css/20-rest.css": "a { color: red } /* a word */\n"}, set()),
    ],
)
def test_a_name_changes_with_all_that_the_file_leads_to(
    changed: dict[str, str], renamed: set[str], tmp_path: Path
) -> None:
    before = make(tmp_path / "before", THEME)
    after = make(tmp_path / "after", {**THEME, **changed})
    assert {name for name in before.files if before.find_path(name) != after.find_path(name)} == renamed


def test_modules_that_import_each_other_get_names_too(tmp_path: Path) -> None:
    circle = {"share.js": 'import "./two.js";', "two.js": 'import "./share.js"; export const two = 2;'}
    assets = make(tmp_path, {**THEME, **circle})
    for name, other in ((SHARE_SCRIPT, "theme/two.js"), ("theme/two.js", SHARE_SCRIPT)):
        assert assets.find_path(other).removeprefix("theme/").encode() in assets.files[name].data


def test_the_preview_has_files_as_they_were_written(tmp_path: Path) -> None:
    assets = make(tmp_path, THEME, minify=False, hashed=False)
    assert all(name == asset.path for name, asset in assets.files.items())
    assert assets.files[STYLESHEET].data == b'@font-face { src: url("fonts/a.woff2") }\na { color: red }\n'
    assert assets.files["theme/share.js"].data == THEME["share.js"].encode()


def test_a_file_that_the_theme_does_not_have_keeps_its_name(tmp_path: Path) -> None:
    """So that the link to it leads to nothing, which the check of the built site says."""
    assert make(tmp_path, {"css/a.css": "a{}"}).find_path(SHARE_SCRIPT) == SHARE_SCRIPT


def test_the_font_that_every_page_loads_is_there() -> None:
    found = find_assets(ROOT / "theme", ROOT / "plugins" / "cases" / "components")
    assert {FONT, STYLESHEET, SCRIPT, SHARE_SCRIPT} <= found.keys()


def test_only_what_has_a_hash_in_its_name_is_kept_for_ever(tmp_path: Path) -> None:
    for name, asset in make(tmp_path, THEME).files.items():
        output = Output(asset.path, OutputKind.ASSET, name, tmp_path)
        assert (make_cache_control(output) == FOR_EVER) == (name != asset.path)
    page = Output("a.0123abcd.html", OutputKind.STATIC, "downloads/a.html", tmp_path)
    assert make_cache_control(page) == "public, max-age=0, must-revalidate"


def test_packed_copies_are_the_same_text_without_time_name_or_machine() -> None:
    packed = {ending: pack(TEXT, ending, quality) for ending, quality in QUALITIES.items()}
    assert brotli.decompress(packed[".br"]) == gzip.decompress(packed[".gz"]) == TEXT
    # RFC 1952: no flags, no time; 255 is a machine that is not known.
    assert packed[".gz"][:8] == b"\x1f\x8b\x08\0\0\0\0\0"
    assert packed[".gz"][9] == 255
    assert zlib.decompress(packed[".gz"], wbits=31) == TEXT


def test_each_text_is_packed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    store = Store(tmp_path / "store")
    first = dict(pack_all(tmp_path, ["a.txt.br", "a.txt.gz"], QUALITIES, store))
    assert all(first.values())
    monkeypatch.setattr(packing, "pack", lambda *_: pytest.fail("it was packed already"))
    assert dict(pack_all(tmp_path, ["a.txt.br", "a.txt.gz"], QUALITIES, store)) == first


def test_what_gains_nothing_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_bytes(TEXT[: LEAST - 1])
    (tmp_path / "dense.txt").write_bytes(b"".join(pack(bytes([n]) * 9, ".gz", 9) for n in range(32)))
    (tmp_path / "dense.txt").write_bytes(brotli.compress((tmp_path / "dense.txt").read_bytes() + bytes(range(256))))
    assert len((tmp_path / "dense.txt").read_bytes()) > LEAST
    found = dict(pack_all(tmp_path, ["short.txt.gz", "dense.txt.br", "dense.txt.gz"], QUALITIES, Store(tmp_path)))
    assert set(found.values()) == {None}


def test_text_is_packed_and_pictures_are_not() -> None:
    text = ("index.html", "a/b.css", "a.js", "feeds/all.atom.xml", "case.json", "robots.txt", "A.SVG", "x.webmanifest")
    assert all(map(can_be_packed, text))
    assert not any(map(can_be_packed, ("a.png", "a.woff2", "a.pdf", "_redirects", "a.txt.br", "txt")))
