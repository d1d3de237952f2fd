"""What a build keeps for the next one: enough that little is found out again, and never at the cost of the site."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins import records
from plugins.fast_build import writing
from plugins.fast_build.unchanged import look_at_inputs
from plugins.fast_build.workers import Made, make_files
from plugins.publishing.building import build_site
from plugins.publishing.checking import FACTS
from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.site.cache_place import open_records
from tests.building.running import ROOT
from tests.incremental.tiny_site import TinySite, draw_picture, load_settings, make_tiny_site

FONT = ROOT / "theme" / "fonts"


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    return make_tiny_site(tmp_path / "site")


def count_facts(settings: SiteSettings) -> int:
    kept = open_records(settings)
    try:
        return int(kept._connection.execute("SELECT COUNT(*) FROM records WHERE kind = ?", (FACTS,)).fetchone()[0])
    finally:
        kept.close()


def test_facts_of_files_that_nobody_asked_for_stay(site: TinySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "SPARE", 0)
    settings = load_settings(site)
    assert build_site(settings).done
    before = count_facts(settings)
    post = site.folder / "content/posts/beta.md"
    post.write_text(f"{post.read_text('utf-8')}\nOne rests.\n", "utf-8")
    assert build_site(settings).done
    assert count_facts(settings) >= before > 20


def test_a_feed_of_a_case_without_outcomes_takes_the_new_id_of_the_case(site: TinySite) -> None:
    settings = load_settings(site)
    shutil.rmtree(site.folder / "content/cases/bridge/readers")
    assert build_site(settings).done
    feed = site.output / "feeds/outcomes/bridge.atom.xml"
    before = feed.read_text("utf-8")
    case = site.folder / "content/cases/bridge/case.yaml"
    case.write_text(case.read_text("utf-8").replace("id: bridge-1\n", "id: bridge-2\n", 1), "utf-8")
    assert build_site(settings).done
    assert feed.read_text("utf-8") != before


def test_what_changes_while_files_are_made_is_made_anew_by_the_next_build(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, picture = load_settings(site), site.content / "images" / "stone.png"

    def make_and_change(*arguments: Any) -> Iterator[Made]:
        yield from [*make_files(*arguments)]
        picture.write_bytes(draw_picture("PNG", (160, 90), 2))

    with monkeypatch.context() as patched:
        patched.setattr(writing, "make_files", make_and_change)
        assert build_site(settings).done
    shown = site.output / "images" / "stone.png"
    before = shown.read_bytes()
    assert build_site(settings).done
    after = shown.read_bytes()
    shutil.rmtree(settings.cache)
    shutil.rmtree(site.output)
    assert build_site(settings).done
    assert before != after == shown.read_bytes()


def fail(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def fail_for(kind: str) -> Callable[..., None]:
    put = Records.put
    return lambda kept, name, rows: fail() if name == kind else put(kept, name, rows)


@pytest.mark.parametrize("kind", ["output", FACTS, "checked", "last build"])
def test_a_site_in_its_place_is_done_though_nothing_more_can_be_kept(
    site: TinySite, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Records, "put", fail_for(kind))
    report = build_site(load_settings(site))
    assert report.done, report.diagnostics
    assert (site.output / "index.html").is_file()


def test_a_site_in_its_place_is_done_though_nothing_can_be_swept(
    site: TinySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Records, "sweep", fail)
    assert build_site(load_settings(site)).done


def test_a_changed_font_of_the_cards_is_a_change(site: TinySite) -> None:
    font = next(FONT.glob("*.woff2"))
    place = site.folder / "card.woff2"
    shutil.copyfile(font, place)
    settings = load_settings(site, CARD_FONT="card.woff2")
    before = look_at_inputs(settings).fingerprint
    place.write_bytes(font.read_bytes() + b"\0")
    assert look_at_inputs(settings).fingerprint != before
