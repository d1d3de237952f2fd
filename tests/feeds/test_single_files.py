"""Each file of a feed by itself: as in the whole, in any order, and told what is in it without being written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest

from plugins.feeds.rendering import Feeds
from plugins.settings import read_now, read_settings
from plugins.site.content import Content, load_content
from plugins.site.pages import Pages
from plugins.site.registry import Output, OutputKind
from tests.building.running import SITES

NAMES = ("blog", "replied", "one_case")


def load(name: str, size: int) -> Content:
    path = SITES / name / "settings.py"
    now = read_now("2026-06-01T12:00+00:00", {})
    settings, problems = read_settings(path, now=now, overrides={"FEED_MAX_ITEMS": size, "THEME": SITES / "theme"})
    assert settings is not None, problems
    return load_content(settings)[0]


def find_outputs(content: Content) -> list[Output]:
    return [output for output in content.registry if output.kind is OutputKind.FEED]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 3])
def test_each_file_is_the_same_alone_and_in_any_order(name: str, size: int) -> None:
    content = load(name, size)
    whole: Mapping[str, bytes] = dict(Feeds(Pages(content)).render())
    outputs = find_outputs(content)
    assert {output.path for output in outputs} == whole.keys()
    feeds = Feeds(Pages(content))
    for output in reversed(outputs):
        assert feeds.render_output(output) == whole[output.path], output.path
    for output in outputs[:: max(1, len(outputs) // 5)]:
        assert Feeds(Pages(content)).render_output(output) == whole[output.path], output.path


@pytest.mark.parametrize("name", NAMES)
def test_the_members_are_what_the_file_shows(name: str) -> None:
    content = load(name, 1)
    feeds = Feeds(Pages(content))
    for output in find_outputs(content):
        members, data = feeds.find_members(output), feeds.render_output(output).decode()
        opening = {"atom": "<entry", "rss": "<item>", "json": '"content_html"'}[members.feed.format]
        assert data.count(opening) == len(members.entries) + len(members.replies), output.path
        assert output.number == members.number + 1
        for entry in members.entries:
            assert content.addresses.make_absolute(entry.path) in data
        for beside in (members.older, members.newer):
            assert beside is None or beside in data
        own = members.feed.make_archive_address(members.number) if members.number else members.feed.address
        assert own not in (members.older, members.newer)


def test_every_post_stands_in_the_feed_or_in_one_archive() -> None:
    content = load("blog", 1)
    feeds, outputs = Feeds(Pages(content)), find_outputs(content)
    files = [output for output in outputs if output.base == content.settings.feed_path]
    entries = [entry for output in files for entry in feeds.find_members(output).entries]
    assert sorted(map(id, entries)) == sorted(map(id, content.stream))


def test_the_places_put_the_formats_of_one_file_together() -> None:
    content = load("blog", 1)
    feeds, outputs = Feeds(Pages(content)), find_outputs(content)
    ordered = sorted(outputs, key=feeds.find_place)
    assert [output.path for output in ordered] == [path for path, _ in feeds.render()]
    found = map(feeds.find_members, ordered)
    files = [(members.feed.kind, members.feed.subject, members.number) for members in found]
    changes = sum(file != before for before, file in pairwise([None, *files]))
    assert changes == len({*files})


def test_what_is_no_feed_has_no_members() -> None:
    content = load("blog", 1)
    page = next(output for output in content.registry if output.kind is OutputKind.INDEX)
    with pytest.raises(KeyError):
        Feeds(Pages(content)).find_members(page)
