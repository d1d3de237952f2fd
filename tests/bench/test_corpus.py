"""The corpus of the benchmark is the same everywhere, and for us without a mistake."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest

from bench.casebook import CORE, lay_out
from bench.corpus import POST_LENGTH, Corpus, make_corpus
from bench.edits import edit_body, edit_template, edit_title
from bench.extras import add_pictures
from bench.formats import Writer, write_casebook, write_eleventy, write_hugo, write_pelican
from bench.generators import lay_out_eleventy, lay_out_hugo, lay_out_pelican
from bench.sites import Site
from plugins.publishing.building import build_site
from plugins.settings import read_settings

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WRITERS = (write_casebook, write_pelican, write_hugo, write_eleventy)
DIGEST = "23879b5fea05d0f1"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make_corpus(20, 1)


@pytest.fixture
def site(corpus: Corpus, tmp_path: Path) -> Site:
    return lay_out(corpus, tmp_path)


def test_the_same_numbers_give_the_same_bytes_on_every_machine(corpus: Corpus, tmp_path: Path) -> None:
    digest = hashlib.sha256()
    for writer in WRITERS:
        write_all(writer, corpus, tmp_path / writer.__name__)
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        digest.update(path.relative_to(tmp_path).as_posix().encode() + path.read_bytes())
    assert digest.hexdigest()[:16] == DIGEST, "the corpus has changed: figures of earlier runs are of another one"


def write_all(writer: Writer, corpus: Corpus, folder: Path) -> None:
    folder.mkdir()
    writer(corpus, folder)


def test_posts_are_as_long_as_they_are_said_to_be() -> None:
    posts = make_corpus(100, 0).posts
    assert sum(len(post.text) for post in posts) / len(posts) == pytest.approx(POST_LENGTH, rel=0.05)


def test_we_build_the_corpus_and_have_nothing_to_say(site: Site) -> None:
    settings, problems = read_settings(site.folder / "core.py", now=NOW)
    assert settings is not None, problems
    report = build_site(settings)
    assert report.done
    assert [diagnostic.message for diagnostic in report.diagnostics] == []
    text = unescape((site.output / "posts" / "post-00010" / "index.html").read_text(encoding="utf-8"))
    assert "“" in text
    assert "it’s" in text
    assert (site.output / "cases" / "case-00000" / "index.html").is_file()
    assert site.count_output()[0] >= 21


def test_the_edits_change_what_is_read_each_time_anew(site: Site) -> None:
    before = site.post.read_text(encoding="utf-8")
    for number in (1, 2):
        assert edit_body(site, number) == f"bench-edit-{number}"
        edit_title(site, number)
        edit_template(site, number)
    text = site.post.read_text(encoding="utf-8")
    assert text.count("bench-edit-") == text.count("bench-edit-2") == 1
    assert text.count("Edit ") == text.count("title: Edit 2 The") == 1
    assert site.template.read_text(encoding="utf-8").count('data-edit="2"') == 1
    assert text.replace("Edit 2 ", "").partition("\n\nbench-edit-")[0] == before.rstrip()


def test_what_the_core_leaves_out_can_be_built_as_well(site: Site) -> None:
    add_pictures(site.folder, 2)
    extra = {**CORE, "PICTURE_WIDTHS": (720,), "PATH": str(site.folder / "illustrated")}
    settings, problems = read_settings(site.folder / "core.py", now=NOW, overrides=extra)
    assert settings is not None, problems
    report = build_site(settings)
    assert report.done
    assert not report.diagnostics
    assert list(site.output.rglob("picture-1*720*"))


@pytest.mark.parametrize("name", ["pelican", "hugo", "eleventy"])
def test_a_site_of_a_peer_has_what_is_edited(corpus: Corpus, tmp_path: Path, name: str) -> None:
    peer = {
        "pelican": lambda: lay_out_pelican(corpus, tmp_path),
        "hugo": lambda: lay_out_hugo(corpus, tmp_path, program=Path("hugo")),
        "eleventy": lambda: lay_out_eleventy(corpus, tmp_path, node="node", modules=tmp_path / "modules"),
    }[name]()
    edit_title(peer, 1)
    edit_template(peer, 1)
    mark = edit_body(peer, 1)
    assert peer.post.read_text(encoding="utf-8").endswith(f"{mark}\n")
    assert len(list((tmp_path / "content" / "posts").glob("*.md"))) == len(corpus.posts) + len(corpus.cases)
