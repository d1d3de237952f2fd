"""Edits that change what a file shows of other files: a build in place makes it anew, as a clean build does.

Each has been overlooked once. What the walks of tests/incremental find is told there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.publishing.building import build_site
from tests.building.running import NOW, compare_trees, read_tree
from tests.fast_build.test_kept_for_next import read
from tests.incremental.tiny_site import TinySite, draw_picture, make_tiny_site, read_document, write_document

Edit = Callable[[TinySite], None]

SHOWN = "![S]({static}/images/stone.png)\n"


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    return make_tiny_site(tmp_path / "site")


def check_in_place(site: TinySite, begin: Edit, edit: Edit, **values: object) -> None:
    """Build, edit and build again, and compare the site and what was said with those of a clean build."""
    begin(site)
    assert build_site(read(site, **values)).done
    edit(site)
    settings = read(site, **values)
    in_place = build_site(settings)
    built = read_tree(site.output)
    shutil.rmtree(settings.cache)
    shutil.rmtree(site.output)
    clean = build_site(settings)
    assert clean.done, clean.diagnostics
    assert in_place.diagnostics == clean.diagnostics
    assert not compare_trees(read_tree(site.output), built)


def set_keys(name: str, site: TinySite, **keys: object) -> None:
    header, body = read_document(site.content / name)
    write_document(site.content / name, {**header, **keys}, body)


def write_ford(site: TinySite, states: str) -> None:
    """Write a post in three languages, of which each is in a state of its own."""
    for lang, state in zip(("en", "de", "fr"), states.split(), strict=True):
        header = {"id": f"ford-{lang}", "title": "Ford", "date": NOW[:10], "slug": "ford", "lang": lang}
        write_document(site.content / f"posts/ford-{lang}.md", {**header, "status": state}, "A ford.\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("published published published", "published hidden published"),
        ("published hidden published", "published published published"),
        ("published published hidden", "published hidden published"),
        ("published published published", "published draft published"),
        ("published published published", "hidden published published"),
        ("hidden published published", "hidden hidden published"),
        ("hidden hidden published", "hidden published published"),
    ],
)
def test_a_text_leads_to_its_translations_as_they_are(site: TinySite, before: str, after: str) -> None:
    """Machines are told only of what is listed; the first that is stands for all, if the original is not."""
    check_in_place(site, partial(write_ford, states=before), partial(write_ford, states=after))


def draw_stone(site: TinySite, seed: int = 7) -> None:
    (site.content / "images/stone.png").write_bytes(draw_picture("PNG", (160, 90), seed))


def draw_light_stone(site: TinySite) -> None:
    """Draw one that is so light that no smaller ones are made."""
    Image.new("RGB", (160, 90)).save(site.content / "images/stone.png")


def show_in_summary(site: TinySite) -> None:
    set_keys("posts/beta.md", site, summary=SHOWN)


def show_in_overview(site: TinySite) -> None:
    set_keys("cases/bridge/case.yaml", site, overview=SHOWN)


def show_in_box(site: TinySite) -> None:
    write_document(site.content / "boxes/note.md", {"id": "note-1", "title": "A note"}, SHOWN)


@pytest.mark.parametrize("show", [show_in_summary, show_in_overview, show_in_box])
@pytest.mark.parametrize("draw", [draw_stone, draw_light_stone])
def test_a_picture_in_a_list_or_a_box_is_offered_in_its_sizes(site: TinySite, show: Edit, draw: Edit) -> None:
    def begin(site: TinySite) -> None:
        show(site)
        draw(site)

    check_in_place(site, begin, partial(draw_stone, seed=8))


def rename(name: str, new: str, site: TinySite) -> None:
    (site.content / name).rename((site.content / name).with_name(new))


@pytest.mark.parametrize(
    "name", ["replies/alpha/2026-03-04-aaaaaa.yaml", "cases/bridge/readers/2026-03-03-000001.yaml"]
)
def test_what_readers_sent_is_known_by_the_name_of_its_file(site: TinySite, name: str) -> None:
    check_in_place(site, lambda _: None, partial(rename, name, "2026-03-04-bbbbbb.yaml"))


def play(source: str, name: str, site: TinySite) -> None:
    write_length(100, name, site)
    post = site.content / "posts/beta.md"
    post.write_text(f'{post.read_text("utf-8")}\n<audio controls src="{source}"></audio>\n', "utf-8")


def write_length(length: int, name: str, site: TinySite) -> None:
    (site.content / "downloads" / name).write_bytes(b"0" * length)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{static}/downloads/a.mp3", "a.mp3"),
        ("../../downloads/a.mp3", "a.mp3"),
        ("/posts/../downloads/a.mp3#t=3", "a.mp3"),
        ("/downloads/%61.MP3?now", "a.MP3"),
        ("/downloads/ä.mp3", "ä.mp3"),
        ("/downloads/%c3%a4.mp3", "ä.mp3"),
        ("https://tiny.example/downloads/a.mp3", "a.mp3"),
    ],
)
def test_feeds_tell_the_size_of_what_a_text_plays_however_it_is_written(site: TinySite, source: str, name: str) -> None:
    check_in_place(site, partial(play, source, name), partial(write_length, 500, name), FULL_POSTS=())


def write_two_cases(site: TinySite) -> None:
    """Write two cases in which the same people decide: in one both of them, in the other one."""
    case, _ = read_document(site.content / "cases/bridge/case.yaml")
    case.pop("tags")
    options = [{"id": name, "title": name, "text": "So."} for name in ("this", "that")]
    other: dict[str, Any] = {**case, "id": "other-1", "title": "Other?", "date": "2026-02-11", "number": 2}
    other["decisions"] = [{**case["decisions"][0], "decider": "town", "options": options}]
    other.pop("answer")
    case["decisions"][0]["options"][0]["outcomes"][0]["next"] = "then"
    case["decisions"].append({"id": "then", "decider": "engineer", "question": "And then?", "options": options})
    write_document(site.content / "cases/bridge/case.yaml", case)
    write_document(site.content / "cases/other/case.yaml", other)
    (site.content / "cases/other/story.md").write_text("Story.\n", "utf-8")


def let_both_decide_in_one(site: TinySite) -> None:
    case, _ = read_document(site.content / "cases/bridge/case.yaml")
    case["decisions"][1]["decider"] = "town"
    write_document(site.content / "cases/bridge/case.yaml", case)
    set_keys("cases/other/case.yaml", site, status="draft")


def test_the_filters_of_cases_tell_how_many_there_are(site: TinySite) -> None:
    check_in_place(site, write_two_cases, let_both_decide_in_one)
