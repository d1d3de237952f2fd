"""Older entries are reached through archives, which never change their members. Source: RFC 5005, section 4."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tests.building.running import PLUGINS, SITES, build_here
from tests.feeds.saying import ATOM, FH, read_feed

SETTINGS = f"""
SITENAME = "Archives"
SITEURL = "https://example.org/blog"
FEED_MAX_ITEMS = 3
THEME = {str(SITES / "theme")!r}
PLUGINS = {PLUGINS!r}
"""
HOST = "https://example.org/blog/"
FORMATS = ("atom.xml", "rss.xml")


def build_posts(folder: Path, count: int, more: str = "") -> Path:
    """Build a site with so many posts of one tag, one a day."""
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=number)
        (posts / f"p{number}.md").write_text(
            f"---\nid: post-{number:02}\ntitle: Post {number}\ndate: {day}\ntags: [one]\n---\nText {number}.\n",
            encoding="utf-8",
        )
    (folder / "settings.py").write_text(SETTINGS + more, encoding="utf-8")
    report = build_here(folder / "settings.py", folder / "output")
    assert report.done, report.diagnostics
    return folder / "output"


def read_head(path: Path) -> Element:
    root = ElementTree.parse(path).getroot()
    head = root if root.tag == f"{ATOM}feed" else root.find("channel")
    assert head is not None
    return head


def find_links(path: Path) -> Mapping[str, str]:
    links = read_head(path).findall(f"{ATOM}link")
    return {link.get("rel", ""): link.get("href", "").removeprefix(HOST) for link in links}


def read_titles(path: Path) -> list[str]:
    return [item.title for item in read_feed(path.name, path.read_bytes()).items]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(("count", "archives"), [(0, 0), (1, 0), (3, 0), (4, 1), (6, 1), (7, 2), (10, 3)])
def test_from_the_feed_one_comes_to_every_entry(count: int, archives: int, ending: str, tmp_path: Path) -> None:
    output = build_posts(tmp_path, count)
    here, seen, titles = f"feeds/all.{ending}", [], []
    while here:
        assert here not in seen
        seen.append(here)
        titles += [title for title in read_titles(output / here) if title not in titles]
        here = find_links(output / here).get("prev-archive", "")
    assert seen == [f"feeds/all.{ending}", *(f"feeds/all.{number}.{ending}" for number in range(archives, 0, -1))]
    assert titles == [f"Post {number}" for number in reversed(range(count))]


@pytest.mark.parametrize("ending", FORMATS)
def test_archives_are_full_lead_back_and_say_what_they_are(ending: str, tmp_path: Path) -> None:
    output = build_posts(tmp_path, 8)
    feed = f"feeds/tags/one.{ending}"
    names = [f"feeds/tags/one.{number}.{ending}" for number in (1, 2)]
    assert find_links(output / names[0]) == {"self": names[0], "current": feed, "next-archive": names[1]} | page(ending)
    assert find_links(output / names[1]) == {
        "self": names[1], "current": feed, "prev-archive": names[0],
    } | page(ending)  # fmt: skip
    assert [len(read_titles(output / name)) for name in (feed, *names)] == [3, 3, 3]
    heads = [read_head(output / name) for name in (feed, *names)]
    assert [head.find(f"{FH}archive") is not None for head in heads] == [False, True, True]
    assert len({head.findtext(f"{ATOM}id") for head in heads}) == 1


def page(ending: str) -> dict[str, str]:
    """Return the link that Atom has besides: to the page of the tag."""
    return {"alternate": "tags/one/"} if ending == "atom.xml" else {}


def test_a_new_post_changes_no_full_archive(tmp_path: Path) -> None:
    before = build_posts(tmp_path / "a", 8)
    after = build_posts(tmp_path / "b", 14)
    for ending in FORMATS:
        name = f"feeds/all.1.{ending}"
        assert (before / name).read_bytes() == (after / name).read_bytes()
        name = f"feeds/all.2.{ending}"
        assert read_titles(before / name) == read_titles(after / name)


def test_a_site_may_have_archives_of_some_feeds_only(tmp_path: Path) -> None:
    output = build_posts(tmp_path, 4, 'FEED_ARCHIVES = ["all"]\n')
    archives = sorted(path.relative_to(output / "feeds").as_posix() for path in (output / "feeds").rglob("*.1.*"))
    assert archives == ["all.1.atom.xml", "all.1.rss.xml"]
    assert "prev-archive" not in find_links(output / "feeds/tags/one.atom.xml")


def test_an_archive_is_no_feed_of_another(tmp_path: Path) -> None:
    """A tag may be called 1, and feeds may lie where an author wants them."""
    output = build_posts(tmp_path, 4)
    assert (output / "feeds/all.1.rss.xml").is_file()
    assert not (output / "feeds/all.1.json").exists()
