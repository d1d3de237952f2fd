"""The search index as a build makes it: the same bytes every time, nobody else's settings, and no traceback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.assets import search_index
from plugins.assets.search_index import (
    SEARCH_ENTRY,
    SEARCH_FOLDER,
    SearchDocument,
    SearchIndexError,
    make_search_index,
)
from plugins.diagnostics import Code, Diagnostic, has_errors
from plugins.publishing.building import build_site
from plugins.publishing.manifests import read_manifest
from tests.building.running import PLUGINS, ROOT, compare_trees, load_settings, read_site, run_build, write_files

SETTINGS = f"SITENAME = 'Searched'\nTHEME = {str(ROOT / 'theme')!r}\nPLUGINS = {PLUGINS!r}\n"
POST = "---\nid: {name}-1\ntitle: {name}\ndate: 2026-01-0{day}\nstatus: {status}\n---\nA text about marmalade.\n"
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def make_documents(kinds: tuple[str, ...] = ("case", "post", "page")) -> list[SearchDocument]:
    """Return documents with several facts and kinds, enough to be read by several threads."""
    page = '<html><main data-pagefind-body data-pagefind-meta="kind:{kind}, about:{word}"><h1>{word}</h1>{text}</main>'
    return [
        SearchDocument(
            f"{kind}s/{word}/index.html", page.format(kind=kind, word=word, text=" ".join(WORDS[number:]) * 20)
        )
        for kind in kinds
        for number, word in enumerate(WORDS)
    ]


def write_site(folder: Path, files: Mapping[str, str] | None = None, settings: str = "") -> Path:
    """Write a site with one post, and return its settings file."""
    post = POST.format(name="post", day=1, status="published")
    write_files(folder, {"settings.py": SETTINGS + settings, "content/posts/post.md": post, **(files or {})})
    return folder / "settings.py"


def build(settings_file: Path, *, preview: bool = False) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Build a site; return its files and what was said."""
    output = settings_file.parent / "output"
    report = build_site(load_settings(settings_file, output).model_copy(update={"preview": preview}))
    return (read_site(output) if report.done else {}), report.diagnostics


def find_index(files: Mapping[str, bytes]) -> set[str]:
    """Return the paths of the files of the index within its folder."""
    return {path.removeprefix(f"{SEARCH_FOLDER}/") for path in files if path.startswith(f"{SEARCH_FOLDER}/")}


def test_the_same_documents_give_the_same_bytes_in_any_order() -> None:
    documents = make_documents()
    first = make_search_index(documents, "en")
    for _ in range(4):
        assert not compare_trees(first, make_search_index(documents, "en"))
    assert not compare_trees(first, make_search_index(documents[::-1], "en"))


def test_only_what_our_own_interface_needs_is_published(tmp_path: Path) -> None:
    files, _ = build(write_site(tmp_path))
    index = find_index(files)
    assert {SEARCH_ENTRY, "pagefind-worker.js", "pagefind-entry.json"} < index
    assert not [path for path in index if "ui" in path or "highlight" in path or path.endswith(".css")]
    assert {path.partition("/")[0] for path in index if "/" in path} == {"fragment", "index"}


def test_the_manifest_and_the_count_know_the_index(tmp_path: Path) -> None:
    settings = write_site(tmp_path)
    report = build_site(load_settings(settings, tmp_path / "output"))
    files = read_site(tmp_path / "output")
    manifest = read_manifest(tmp_path / "output")
    assert manifest is not None
    assert {*manifest.files} == {*files}
    assert report.files == len(files)
    assert find_index(files)


def test_a_site_without_a_search_has_nothing_of_it(tmp_path: Path) -> None:
    files, _ = build(write_site(tmp_path, settings="SEARCH = False\n"))
    assert not find_index(files)
    assert not {"search/index.html", "theme/search.js", "theme/shortcut.js"} & {*files}
    pages = [data for path, data in files.items() if path.endswith(".html")]
    assert not [page for page in pages if b"search" in page or b"shortcut" in page or b"wasm" in page]


def test_a_site_without_anything_to_find_has_no_index_and_says_so(tmp_path: Path) -> None:
    draft = POST.format(name="post", day=1, status="draft")
    hidden = POST.format(name="hidden", day=2, status="hidden")
    site = {"content/posts/post.md": draft, "content/posts/hidden.md": hidden}
    files, diagnostics = build(write_site(tmp_path, site))
    assert not has_errors(diagnostics)
    assert not find_index(files)
    assert b"Nothing here yet." in files["search/index.html"]
    assert b"<form" not in files["search/index.html"]


def test_a_text_without_words_is_found_by_its_title(tmp_path: Path) -> None:
    empty = "---\nid: e-1\ntitle: Wordless\ndate: 2026-01-03\n---\n"
    files, diagnostics = build(write_site(tmp_path, {"content/posts/post.md": empty}))
    assert not has_errors(diagnostics)
    (fragment,) = [data for path, data in files.items() if path.endswith(".pf_fragment")]
    assert b"Wordless" in gzip.decompress(fragment)


def test_the_preview_finds_drafts(tmp_path: Path) -> None:
    settings = write_site(tmp_path, {"content/posts/later.md": POST.format(name="later", day=2, status="draft")})
    files, _ = build(settings, preview=True)
    assert len([path for path in find_index(files) if path.endswith(".pf_fragment")]) == 2
    files, _ = build(settings)
    assert len([path for path in find_index(files) if path.endswith(".pf_fragment")]) == 1


def test_nobody_elses_settings_have_a_say(tmp_path: Path) -> None:
    """Neither a configuration file where the build is run, nor the environment, nor a program of the same name."""
    plain = run_build(write_site(tmp_path / "plain"), tmp_path / "expected")
    assert plain.code == 0, plain.err
    elsewhere = tmp_path / "elsewhere"
    write_files(
        elsewhere,
        {
            "pagefind.yml": "glob: nothing\nforce_language: de\n",
            "pagefind.toml": "glob = 'nothing'\n",
            "bin/pagefind": "#!/bin/sh\nexit 7\n",
        },
    )
    (elsewhere / "bin" / "pagefind").chmod(0o755)
    settings = write_site(elsewhere / "site")
    env = {"PAGEFIND_GLOB": "nothing", "PAGEFIND_FORCE_LANGUAGE": "de", "PATH": f"{elsewhere / 'bin'}:/usr/bin:/bin"}
    run = run_build(settings, elsewhere / "output", cwd=elsewhere, env=env)
    assert run.code == 0, run.err
    assert not compare_trees(read_site(tmp_path / "expected"), read_site(elsewhere / "output"))


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("#!/bin/sh\necho 'no memory' >&2\nexit 3\n", "exit code 3: no memory"),
        ("#!/bin/sh\nexit 0\n", "pagefind.js was not written"),
        ("#!/bin/sh\nexec sleep 60\n", "no answer after 0.2 seconds"),
        ("not a program", "Exec format error"),
        (None, "Could not find any of"),
    ],
    ids=["fails", "writes nothing", "hangs", "is none", "is missing"],
)
def test_a_pagefind_that_fails_is_a_mistake_that_is_named(
    program: str | None, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_site(tmp_path, settings="SEARCH = True\n")
    before, _ = build(settings)

    def get_executable() -> Path:
        if program is None:
            raise FileNotFoundError("Could not find any of [pagefind]")
        write_files(tmp_path, {"program": program})
        (tmp_path / "program").chmod(0o755)
        return tmp_path / "program"

    monkeypatch.setattr(search_index, "get_executable", get_executable)
    monkeypatch.setattr(search_index, "TIMEOUT", 0.2)
    write_site(
        tmp_path, {"content/posts/post.md": POST.format(name="post", day=2, status="published")}, "SEARCH = True\n"
    )
    after, (problem,) = build(settings)
    assert problem.code is Code.SEARCH_INDEX
    assert found in problem.found
    assert problem.position.line == 4
    assert after == {}
    assert read_site(tmp_path / "output") == before


def test_without_documents_there_is_no_index() -> None:
    with pytest.raises(SearchIndexError, match="exit code 1"):
        make_search_index([], "en")


@pytest.mark.parametrize("lang", ["de", "he", "zh", "pt-BR", "tlh"])
def test_every_language_has_an_index_and_only_one(lang: str) -> None:
    entry = json.loads(make_search_index(make_documents(), lang)["pagefind-entry.json"])
    assert [*entry["languages"]] == [lang.lower()]


@pytest.mark.parametrize(
    "files",
    [
        {"content/pages/pagefind.md": "---\nid: p-1\ntitle: Pagefind\n---\nA page.\n"},
        {"content/downloads/x.txt": "x", "settings.py": SETTINGS + "PAGE_SAVE_AS = '{slug}/index.html'\n",
         "content/pages/search.md": "---\nid: p-1\ntitle: Search\n---\nA page.\n"},
        {"content/pagefind/a.txt": "x", "settings.py": SETTINGS + "STATIC_PATHS = ['pagefind']\n"},
        {"content/Pagefind/fragment/a.txt": "x", "settings.py": SETTINGS + "STATIC_PATHS = ['Pagefind']\n"},
    ],
    ids=["a page in its place", "a page for the search", "a file among its own", "a file in another case"],
)  # fmt: skip
def test_nothing_else_takes_the_place_of_the_search(files: dict[str, str], tmp_path: Path) -> None:
    built, problems = build(write_site(tmp_path, files))
    assert built == {}
    assert {problem.code for problem in problems if has_errors([problem])} == {Code.SAME_PATH}
