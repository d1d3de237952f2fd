"""What a site of a few lines shows: where feeds are written, licences, translations, and what is in no feed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.building.running import PLUGINS, SITES, build_here
from tests.feeds.rules import check_feed
from tests.feeds.saying import ATOM, DC, read_feed

SETTINGS = f"""
SITENAME = "Small"
SITEURL = "https://small.example"
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
THEME = {str(SITES / "theme")!r}
PLUGINS = {PLUGINS!r}
"""
POST = """---
id: {id}
title: {id}
date: 2026-01-0{day}
category: Notes
{more}---
Text of {id}.
"""


def build(folder: Path, posts: Mapping[str, str], settings: str = "") -> Path:
    """Build a site of posts, each with its further lines of header."""
    for number, (name, more) in enumerate(posts.items(), 1):
        path = folder / "content" / "posts" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(POST.format(id=f"post-{name}", day=number, more=more), encoding="utf-8")
    (folder / "settings.py").write_text(SETTINGS + settings, encoding="utf-8")
    report = build_here(folder / "settings.py", folder / "output")
    assert report.done, report.diagnostics
    return folder / "output"


def list_files(output: Path) -> list[str]:
    return sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if ".atom." in path.name)


def test_feeds_lie_in_one_folder(tmp_path: Path) -> None:
    output = build(tmp_path, {"one": "tags: [tea]\ncolumn: Tales\nseries: Steps\nauthors: [ada]\n"}, "AUTHOR = 'ada'\n")
    assert list_files(output) == [
        "feeds/all.atom.xml", "feeds/authors/ada.atom.xml", "feeds/categories/notes.atom.xml",
        "feeds/columns/tales.atom.xml", "feeds/series/steps.atom.xml", "feeds/tags/tea.atom.xml",
    ]  # fmt: skip


def test_feeds_lie_where_a_stock_site_has_them(tmp_path: Path) -> None:
    settings = """
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "rss.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
TAG_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
FEED_FOLDER = "news/feeds/"
"""
    output = build(tmp_path, {"one": "tags: [tea]\n"}, settings)
    assert list_files(output) == ["feeds/all.atom.xml", "feeds/notes.atom.xml", "news/feeds/tags/tea.atom.xml"]
    assert (output / "rss.xml").is_file()
    assert (output / "news/feeds/all.json").is_file()
    said = read_feed("rss.xml", (output / "rss.xml").read_bytes())
    assert said.url == "https://small.example/rss.xml"


def test_a_licence_of_its_own_goes_before_the_sites(tmp_path: Path) -> None:
    output = build(tmp_path, {"one": "", "two": "licence: CC0 1.0\n", "three": "licence: All rights reserved\n"})
    root = ElementTree.parse(output / "feeds/all.atom.xml").getroot()
    found = {
        entry.findtext(f"{ATOM}title"): (
            entry.findtext(f"{ATOM}rights"),
            [link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "license"],
            (entry.findtext(f"{ATOM}content") or "").partition("<p>Licence: ")[2],
        )
        for entry in root.findall(f"{ATOM}entry")
    }
    zero = "https://creativecommons.org/publicdomain/zero/1.0/"
    assert found == {
        "post-one": ("CC BY 4.0", ["https://creativecommons.org/licenses/by/4.0/"], ""),
        "post-two": ("CC0 1.0", [zero], f'<a href="{zero}">CC0 1.0</a>.</p>'),
        "post-three": ("All rights reserved", [], "All rights reserved.</p>"),
    }
    rights = ElementTree.parse(output / "feeds/all.rss.xml").getroot().iter(f"{DC}rights")
    assert [one.text for one in rights] == ["All rights reserved", "CC0 1.0", "CC BY 4.0"]


def test_translations_are_linked_and_are_no_entries(tmp_path: Path) -> None:
    output = build(tmp_path, {"one": "slug: text\n", "two": "slug: text\nlang: de\n"})
    root = ElementTree.parse(output / "feeds/all.atom.xml").getroot()
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["post-one"]
    links = {link.get("hreflang"): link.get("href") for link in entries[0].findall(f"{ATOM}link[@hreflang]")}
    assert [*links] == ["en", "de"]
    assert links["en"] == "https://small.example/posts/text/"
    assert (output / str(links["de"]).removeprefix("https://small.example/") / "index.html").is_file()


@pytest.mark.parametrize("hidden", ["status: draft\n", "status: hidden\n"])
def test_what_is_not_listed_is_in_no_feed_and_has_none(hidden: str, tmp_path: Path) -> None:
    output = build(tmp_path, {"one": "", "two": f"{hidden}tags: [secret]\nseries: Secret\n"})
    for path in (output / "feeds").rglob("*.*"):
        assert "secret" not in path.name
        assert b"post-two" not in path.read_bytes()


def test_a_category_and_a_tag_of_one_name_have_titles_of_their_own(tmp_path: Path) -> None:
    output = build(tmp_path, {"one": "tags: [Notes]\n"})
    titles = {read_feed(name, (output / name).read_bytes()).title for name in list_files(output)}
    assert titles == {"Small", "Small: Category Notes", "Small: Tag Notes"}
    assert not [problem for name in list_files(output) for problem in check_feed(name, (output / name).read_bytes())]
