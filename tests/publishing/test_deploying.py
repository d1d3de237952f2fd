"""A release is sent to each kind of place as it is, once, and nothing is lost there that is not ours."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from plugins.publishing.deploying.deploy import DeployOptions, deploy_site
from plugins.publishing.deploying.errors import DeployError
from plugins.settings import read_now, read_settings
from tests.publishing.places import KINDS, Place, open_place
from tests.publishing.sites import NEW, OLD, Site, find_dead_link

PLAIN = DeployOptions()
ALL = DeployOptions(allow_deletions=True)
FOREIGN = DeployOptions(allow_foreign=True)
CHANGES = (
    f"new      posts/new one/index.html  {len(NEW['posts/new one/index.html'])} B",
    f"changed  posts/a/index.html  {len(NEW['posts/a/index.html'])} B",
    "gone     deep/er/pictures/old.png",
    "gone     posts/old/index.html",
    "gone     theme/x.11111111.css",
)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with open_place(request.param, tmp_path / "place") as opened:
        for name, value in opened.environment.items():
            monkeypatch.setenv(name, value)
        yield opened


@pytest.fixture
def site(place: Place, tmp_path: Path) -> Site:
    return make_site(place, tmp_path)


def make_site(place: Place, folder: Path) -> Site:
    """Return a site that deploys to a place, in a repository of its own."""
    site = Site(folder / "site")
    site.set_targets({place.name: place.settings})
    if place.name == "gh-pages":
        subprocess.run(["git", "init", "--quiet", str(site.folder)], check=True)
    return site


def deploy(site: Site, place: Place, options: DeployOptions = PLAIN) -> list[str]:
    """Deploy in this process, and return the lines that were said."""
    settings, diagnostics = read_settings(site.settings, now=read_now("2026-06-01", {}))
    assert settings is not None, diagnostics
    lines: list[str] = []
    deploy_site(settings, place.name, options, lines.append, lambda seconds: None)
    return lines


def list_events(place: Place) -> list[tuple[str, str]]:
    return place.list_events() if place.list_events else []


def test_a_release_arrives_whole_in_an_order_without_dead_links_and_only_once(site: Site, place: Place) -> None:
    site.publish(1, OLD)
    assert deploy(site, place)[-1].startswith("Done. ")
    assert place.read() == place.expect(OLD)
    before = list_events(place)
    site.publish(2, NEW)
    lines = deploy(site, place, ALL)
    for line in CHANGES:
        assert line in lines
    assert place.read() == place.expect(NEW)
    events = list_events(place)
    assert deploy(site, place)[-1] == "Nothing to do: it is there already."
    assert list_events(place) == events
    check_every_moment({}, before, OLD)
    check_every_moment(OLD, events[len(before) :], NEW)


def check_every_moment(old: Mapping[str, bytes], events: Sequence[tuple[str, str]], new: Mapping[str, bytes]) -> None:
    """Play back what happened at a place: from no page that can be reached a link ever leads nowhere."""
    there = dict(old)
    for word, path in events:
        if word == "put":
            there[path] = new.get(path, b"")
        else:
            there.pop(path, None)
        assert find_dead_link(there) is None, (word, path)


def test_what_is_not_ours_is_named_and_never_lost(site: Site, place: Place) -> None:
    others = {"google123.html": b"theirs", "posts/old/notes é.txt": b"theirs"}
    for path, data in others.items():
        place.put(path, data)
    place.put("posts/a/index.html", b"theirs")
    site.publish(1, OLD)
    with pytest.raises(DeployError, match=r"posts/a/index\.html"):
        deploy(site, place)
    assert place.read() == {**others, "posts/a/index.html": b"theirs"}
    lines = deploy(site, place, FOREIGN)
    assert "foreign  posts/old/notes é.txt" in lines
    kept = {} if place.name == "gh-pages" else others
    assert place.read() == {**place.expect(OLD), **kept}
    site.publish(2, NEW)
    deploy(site, place, ALL)
    assert place.read() == {**place.expect(NEW), **kept}


def test_more_than_a_tenth_gone_needs_a_word_and_a_dry_run_does_nothing(site: Site, place: Place) -> None:
    site.publish(1, OLD)
    deploy(site, place)
    fewer = {path: data for path, data in OLD.items() if path not in ("posts/e/index.html", "posts/f/index.html")}
    site.publish(2, fewer)
    with pytest.raises(DeployError, match=r"2 of 14 addresses \(14%\) would go.*--allow-deletions"):
        deploy(site, place)
    lines = deploy(site, place, DeployOptions(dry_run=True, allow_deletions=True))
    assert "gone     posts/f/index.html" in lines
    assert place.read() == place.expect(OLD)
    deploy(site, place, ALL)
    assert place.read() == place.expect(fewer)
    lines = deploy(site, place, DeployOptions(release="1"))
    assert lines[0].startswith("000001-0123abcd to ")
    assert place.read() == place.expect(OLD)
