"""Each kind of bad content alone stops a publish, and is named with its file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.diagnostics import Severity, format_text
from plugins.publishing.releasing import PublishReport, publish_site
from tests.building.running import load_settings
from tests.publishing.bad_content import KINDS, Kind
from tests.publishing.good_site import GOOD, describe_tree, run_publish, write_site


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the releases of the good site, where all bad ones are to be published."""
    folder = tmp_path_factory.mktemp("good")
    write_site(folder)
    report = publish(folder, folder / "public")
    assert report.live, report.diagnostics
    return folder / "public"


def publish(folder: Path, public: Path) -> PublishReport:
    return publish_site(load_settings(folder / "settings.py", folder / "output", {"PUBLISH_PATH": public}))


def test_there_are_many_kinds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_alone_stops_it_with_file_and_line(kind: Kind, public: Path, tmp_path: Path) -> None:
    write_site(tmp_path, {**GOOD, **kind.files})
    before = describe_tree(public)
    report = publish(tmp_path, public)
    errors = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    lines = [format_text(one, tmp_path / "content") for one in errors]
    assert [line.split("]: ")[0] for line in lines] == [f"{kind.place}: error[{kind.code}"], lines
    assert not report.live
    assert before == describe_tree(public)


@pytest.mark.parametrize("name", ["a broken link", "an anchor of its own page"])
def test_the_command_says_so_and_changes_nothing(name: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    assert publish(tmp_path, tmp_path / "public").live
    before = describe_tree((tmp_path / "public" / "current").resolve())
    kind = next(kind for kind in KINDS if kind.name == name)
    write_site(tmp_path, kind.files)
    run = run_publish(tmp_path)
    assert run.code == 1
    assert f"content/{kind.place}: error[{kind.code}]: " in run.err
    assert "Traceback" not in run.err
    assert before == describe_tree((tmp_path / "public" / "current").resolve())
