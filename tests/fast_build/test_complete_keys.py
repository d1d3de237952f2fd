"""Edits that change what a file shows of other files: a build in place makes it anew, as a clean build does.

Each has been overlooked once. What the walks of tests/incremental find is told there.
"""

from __future__ import annotations

import shutil
import sys
import time
import zoneinfo
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.documents import remembering, rendering
from plugins.documents.looking import PICTURE, Witness
from plugins.documents.measuring import Size, measure_picture
from plugins.fast_build import unchanged
from plugins.fast_build.facets import Facets
from plugins.publishing import stages
from plugins.publishing.building import build_site
from plugins.site import content
from plugins.wording import words
from tests.building.running import NOW, PLUGINS, compare_trees, read_tree
from tests.incremental.tiny_site import (
    TinySite,
    draw_picture,
    load_settings,
    make_tiny_site,
    read_document,
    write_document,
)

Edit = Callable[[TinySite], None]

SHOWN = "![S]({static}/images/stone.png)\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinySite:
    # What is only just written tells nothing else of its time, and these sites are.
    monkeypatch.setattr(unchanged, "TICK", 0)
    return make_tiny_site(tmp_path / "site")


def check_in_place(site: TinySite, begin: Edit, edit: Edit, **values: object) -> None:
    """Build, edit and build again, and compare the site and what was said with those of a clean build."""
    begin(site)
    assert build_site(load_settings(site, **values)).done
    edit(site)
    settings = load_settings(site)
    in_place = build_site(settings)
    built = read_tree(site.output)
    shutil.rmtree(settings.cache)
    shutil.rmtree(site.output)
    # What this process has learnt from the first build is nothing that a clean one knows.
    rendering._MEMORY.texts = None
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
        ("/downloads/a.mp%33", "a.mp3"),
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


def test_new_rules_of_the_time_zone_are_a_change(site: TinySite, tmp_path: Path) -> None:
    """They come with an update of the system; here Berlin moves to Athens."""
    rules = tmp_path / "zones" / "Europe" / "Berlin"
    rules.parent.mkdir(parents=True)

    def move(zone: str, _: TinySite) -> None:
        rules.write_bytes(files("tzdata").joinpath(f"zoneinfo/Europe/{zone}").read_bytes())
        zoneinfo.ZoneInfo.clear_cache()

    zoneinfo.reset_tzpath([tmp_path / "zones"])
    try:
        check_in_place(site, partial(move, "Berlin"), partial(move, "Athens"), TIMEZONE="Europe/Berlin")
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


def test_a_linked_folder_of_the_theme_is_looked_into(site: TinySite, tmp_path: Path) -> None:
    templates = site.theme / "templates"

    def link(_: TinySite) -> None:
        templates.rename(tmp_path / "templates")
        templates.symlink_to(tmp_path / "templates")
        (tmp_path / "templates" / "again").symlink_to(templates)
        (tmp_path / "templates" / "self").symlink_to("self")

    def edit(_: TinySite) -> None:
        append(tmp_path / "templates" / "base.html", "<!-- new -->\n")

    check_in_place(site, link, edit)


def test_a_template_by_any_name_may_be_one_in_a_linked_folder(site: TinySite, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    part, article = tmp_path / "parts" / "one.html", site.theme / "templates" / "article.html"

    def link(_: TinySite) -> None:
        part.write_text("<p>Old</p>", "utf-8")
        (site.theme / "templates" / "parts").symlink_to(part.parent)
        asked = '{% block main %}{% set name = "parts/one.html" %}{% include name %}'
        article.write_text(article.read_text("utf-8").replace("{% block main %}", asked), "utf-8")

    def edit(_: TinySite) -> None:
        part.write_text("<p>New</p>", "utf-8")

    check_in_place(site, link, edit)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_a_file_that_the_settings_take_in_is_looked_at(site: TinySite) -> None:
    """Only what it assigns counts: of a setting for nothing a warning says that it does nothing."""

    def begin(site: TinySite) -> None:
        (site.folder / "base.py").write_text("", "utf-8")
        append(site.folder / "settings.py", "from base import *\n")

    def edit(site: TinySite) -> None:
        (site.folder / "base.py").write_text("SOCIAL = (('Elsewhere', 'https://example.com/'),)\n", "utf-8")

    check_in_place(site, begin, edit)


def test_a_plugin_of_the_sites_own_is_asked_each_time(site: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(site.folder)
    plugin = site.folder / "own_plugin.py"
    plugin.write_text("def register():\n    pass\n", "utf-8")
    settings = load_settings(site, PLUGINS=[*PLUGINS, "own_plugin"])
    assert build_site(settings).done
    plugin.write_text("def register():\n    raise ValueError('no')  # longer than it was\n", "utf-8")
    del sys.modules["own_plugin"]
    assert not build_site(settings).done
    sys.modules.pop("own_plugin", None)


def build_while(site: TinySite, owner: object, name: str, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build, edit as soon as a function is done for the first time, and build again: nothing may be stale then."""
    function, done = getattr(owner, name), list[bool]()

    def call(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        if not done:
            done.append(True)
            edit(site)
        return result

    monkeypatch.setattr(owner, name, call)
    check_in_place(site, lambda _: None, lambda _: None)
    assert done


@pytest.mark.parametrize(
    ("owner", "name"), [(words, "read_catalogues"), (content, "check_languages"), (stages, "load_content")]
)
def test_words_that_are_edited_during_a_build_are_said_by_the_next(
    site: TinySite, owner: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(site: TinySite) -> None:
        own = "reply-subject: Letter on {title}\nfootnote-back: Up to {number} again\n"
        (site.folder / "words" / "en.yaml").write_text(own, "utf-8")

    build_while(site, owner, name, edit, monkeypatch)


def test_a_template_that_is_edited_during_a_build_is_used_by_the_next(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(site: TinySite) -> None:
        path = site.theme / "templates" / "article.html"
        path.write_text(path.read_text("utf-8").replace("{% block main %}", "{% block main %}<p>New</p>"), "utf-8")

    build_while(site, Facets, "prepare", edit, monkeypatch)


def test_a_picture_that_changes_while_texts_are_rendered_is_measured_again(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts have seen it in other processes; whether it was this one is told by the time of its change."""
    monkeypatch.setattr(remembering, "YOUNG", 0)
    seen, now = {(PICTURE, "images/stone.png"): "90 90"}, time.time_ns()
    picture = site.content / "images" / "stone.png"
    Witness(site.content).take(seen, begun=now - 3600 * 10**9)
    assert measure_picture(picture, site.content) == Size(160, 90)
    Witness(site.content).take(seen, begun=now + 3600 * 10**9)
    assert measure_picture(picture, site.content) == Size(90, 90)
