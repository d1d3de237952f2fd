"""Views and pages: the same in whatever order they are asked for, and no more work for each where there are more."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from jinja2 import Environment

from plugins.feeds.rendering import Feeds
from plugins.settings import read_now, read_settings
from plugins.site.content import Content, load_content
from plugins.site.pages import Pages
from plugins.site.registry import FILES, Output
from plugins.templating import make_environment
from tests.building.running import ROOT, SITES

TEMPLATES = ROOT / "theme" / "templates"
NOW = read_now("2026-06-01T12:00+00:00", {})
SETTINGS = 'SITENAME = "Growth"\nSITEURL = "https://example.org"\nTYPOGRIFY = False\nDEFAULT_PAGINATION = 1\n'


def load(path: Path) -> Content:
    settings, problems = read_settings(path, now=NOW, overrides={"THEME": ROOT / "theme"})
    assert settings is not None, problems
    return load_content(settings)[0]


def find_pages(content: Content) -> list[Output]:
    return [output for output in content.registry if output.kind not in FILES]


def render(outputs: Iterable[Output], pages: Pages, environment: Environment) -> dict[str, str]:
    """Return pages by their paths."""
    rendered = {}
    for output in outputs:
        page = pages.make_page(output)
        words = pages.settings.wording.speak(page.lang)
        template = environment.get_template(f"{output.kind}.html")
        rendered[output.path] = template.render(site=pages.site, page=page, words=words)
    return rendered


def check_order(content: Content) -> None:
    """Hold every page to be the same after all others, before them, and alone."""
    outputs = find_pages(content)
    forwards = render(outputs, Pages(content), make_environment(TEMPLATES))
    prepared = Pages(content)
    prepared.prepare()
    assert render(reversed(outputs), prepared, make_environment(TEMPLATES)) == forwards
    for output in outputs:
        alone = render([output], Pages(content), make_environment(TEMPLATES))
        assert alone[output.path] == forwards[output.path], output.path


@pytest.mark.parametrize("name", ["blog", "replied", "paged"])
def test_a_page_does_not_depend_on_which_were_made_before(name: str) -> None:
    check_order(load(SITES / name / "settings.py"))


def test_an_entry_is_dated_in_the_language_of_each_page_that_shows_it(tmp_path: Path) -> None:
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    for day, lang in enumerate(("en", "de", "fr", "en", "de"), 1):
        header = f"id: post-{day}\ntitle: Post {day}\ndate: 2026-01-0{day}\nlang: {lang}\ntags: [shared]\n"
        (posts / f"p{day}.md").write_text(f"---\n{header}---\nText.\n", encoding="utf-8")
    (tmp_path / "settings.py").write_text(SETTINGS, encoding="utf-8")
    check_order(load(tmp_path / "settings.py"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that inherit what was loaded")
def test_a_forked_process_makes_the_same_pages() -> None:
    content = load(SITES / "blog" / "settings.py")
    pages, outputs = Pages(content), find_pages(content)
    pages.prepare()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        digest = repr(sorted(render(reversed(outputs), pages, make_environment(TEMPLATES)).items())).encode()
        os.write(writer, str(len(digest)).encode() + b" " + str(sum(digest)).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    there = os.read(reader, 100).decode()
    here = repr(sorted(render(outputs, pages, make_environment(TEMPLATES)).items())).encode()
    assert there == f"{len(here)} {sum(here)}"


FEWER, MORE = 40, 160
GROWTH = 1.05
"""How many times the work a post may be where there are four times as many."""


def make_posts(folder: Path, count: int) -> Path:
    """Write posts of one category and one column, with tags that are shared by ever the same number of posts."""
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(days=number)
        header = (
            f"id: post-{number:04}\ntitle: Post {number}\ndate: {day}\ncategory: All\ncolumn: Every\nauthors: [ada]\n"
        )
        tags = f"tags: [t{number // 6}, u{number // 4}]\n"
        (posts / f"p{number}.md").write_text(f"---\n{header}{tags}---\nText {number}.\n", encoding="utf-8")
    (folder / "settings.py").write_text(SETTINGS, encoding="utf-8")
    return folder / "settings.py"


def make_all(content: Content) -> None:
    pages = Pages(content)
    for output in find_pages(content):
        pages.make_page(output)
    for _ in Feeds(pages).render():
        pass


def count_calls(content: Content) -> int:
    """Return how many functions are called to make all views and feeds, when all texts are rendered."""
    calls = 0
    make_all(content)

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        make_all(content)
    finally:
        sys.setprofile(None)
    return calls


def test_a_page_of_a_large_site_is_no_more_work_than_one_of_a_small_site(tmp_path: Path) -> None:
    fewer, more = (count_calls(load(make_posts(tmp_path / str(count), count))) / count for count in (FEWER, MORE))
    assert more < GROWTH * fewer, (fewer, more)
