"""What is held is seen in the preview, marked, and nowhere else."""

from __future__ import annotations

import argparse

import html5lib
import pytest

from commands.previewing import Reader
from plugins.diagnostics import Severity, format_text
from plugins.publishing.building import BuildReport, build_site
from plugins.settings import SiteSettings, read_now, read_settings
from tests.building.running import NOW, read_tree
from tests.contributions.editing import LETTER, AnsweredSite
from tests.property.small_sites import get_text

CANARY = "zqcanaryheld"
NAME = "Zqcanaryname"
BADGE = "Held, not published"


def read(site: AnsweredSite, *, preview: bool) -> SiteSettings:
    named = {"OUTPUT_PATH": site.folder / ("preview" if preview else "output")}
    settings, diagnostics = read_settings(site.settings_file, now=read_now(NOW, {}), overrides=named, preview=preview)
    assert diagnostics == []
    assert settings is not None
    return settings


def build(site: AnsweredSite, *, preview: bool) -> tuple[dict[str, bytes], BuildReport]:
    report = build_site(read(site, preview=preview))
    assert report.done, report.diagnostics
    return read_tree(site.folder / ("preview" if preview else "output")), report


@pytest.fixture
def held(site: AnsweredSite) -> AnsweredSite:
    """Return the site with three that wait: one whole, one that names no option, one of its own road."""
    letter = LETTER.replace("Ada L.", NAME)
    site.receive(
        letter.format(words=f"{CANARY} one."),
        letter.format(words=f"{CANARY} two.").replace("My road: Step up", "My road: Blow it up").replace(": yes", ":"),
        letter.format(words=f"{CANARY} three.")
        .replace("My road: Step up", "My road: Wait")
        .replace("/step-up", "/own"),
    )
    return site


def test_in_the_preview_they_stand_in_their_place_and_are_marked(held: AnsweredSite) -> None:
    files, _ = build(held, preview=True)
    page = html5lib.parse(files["cases/bridge/index.html"].decode(), namespaceHTMLElements=False)
    replies = [one for one in page.iter("li") if CANARY in get_text(one) and one.get("class") == "cb-reply"]
    said = {get_text(one).split(CANARY)[1].split(".")[0].strip(): " ".join(get_text(one).split()) for one in replies}
    assert sorted(said) == ["one", "three", "two"]
    assert all(BADGE in text for text in said.values())
    assert f"{BADGE} no-consent unknown-option" in said["two"]
    assert said["three"].startswith("Wait ")
    published = [one for one in page.iter("li") if "We closed it on a Monday" in get_text(one)]
    assert published
    assert not [one for one in published if BADGE in get_text(one)]


def test_in_a_build_there_is_not_a_byte_of_them(held: AnsweredSite) -> None:
    with_them, _ = build(held, preview=False)
    texts = {path: data.decode("utf-8", "replace").casefold() for path, data in with_them.items()}
    for word in (CANARY, NAME.casefold(), BADGE.casefold(), 'cb-held"'):
        assert not [path for path, text in texts.items() if word in text]
    for path in held.held.glob("*/*.yaml"):
        path.unlink()
    assert build(held, preview=False)[0] == with_them


def test_the_previews_feeds_and_counts_are_those_of_the_site(held: AnsweredSite) -> None:
    files, _ = build(held, preview=True)
    feeds = {path: data for path, data in files.items() if path.startswith("feeds/")}
    assert len(feeds) > 3
    assert not [path for path, data in feeds.items() if CANARY.encode() in data]
    assert b"1 of 1 published reply" in files["cases/bridge/index.html"].replace(b"&nbsp;", b" ")


def test_a_held_file_that_cannot_be_read_is_a_warning_in_the_preview_only(held: AnsweredSite) -> None:
    path = sorted(held.held.glob("bridge/*.yaml"))[0]
    path.write_text("option: step-up\ntext: [\n", encoding="utf-8")
    _, report = build(held, preview=True)
    (warning,) = [one for one in report.diagnostics if one.path == path]
    assert warning.severity is Severity.WARNING
    said = format_text(warning, held.folder)
    assert said.startswith(f".held/bridge/{path.name}:")
    assert "warning[bad-held]: " in said
    _, report = build(held, preview=False)
    assert not [one for one in report.diagnostics if one.path == path]


def test_declined_ones_are_not_shown(held: AnsweredSite) -> None:
    held.run("decline", *held.list_ids())
    files, _ = build(held, preview=True)
    assert BADGE.encode() not in files["cases/bridge/index.html"]
    assert CANARY.encode() not in files["cases/bridge/index.html"]


def test_the_folder_is_watched_before_anything_is_held(site: AnsweredSite) -> None:
    """That it is hidden hides nothing: what is hidden in it is passed over by its own name only."""
    arguments = argparse.Namespace(settings=site.settings_file, content=None, now=NOW)
    watched = Reader(arguments).find_watched()
    assert site.held.is_dir()
    assert watched.is_inside(site.held.resolve() / "bridge" / "2026-05-01-aaaaaaaaaaaa.yaml")
