"""Each kind of bad content alone stops everything, and is named with its file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.diagnostics import Severity, format_text
from tests.building.running import build_here
from tests.publishing.bad_content import KINDS, Kind
from tests.publishing.good_site import GOOD, describe_tree, run_tasks, write_site


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of the good site, which all bad ones are to be built into."""
    folder = tmp_path_factory.mktemp("good")
    write_site(folder)
    report = build_here(folder / "settings.py", folder / "output", {})
    assert report.done, report.diagnostics
    return folder / "output"


def test_there_are_many_kinds() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 40


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_alone_stops_the_build_with_file_and_line(kind: Kind, output: Path, tmp_path: Path) -> None:
    write_site(tmp_path, {**GOOD, **kind.files})
    before = describe_tree(output)
    report = build_here(tmp_path / "settings.py", output, {})
    errors = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    lines = [format_text(one, tmp_path / "content") for one in errors]
    assert [f"{kind.place}: error[{kind.code}]"] == [line.split("]: ")[0] + "]" for line in lines], lines
    assert not report.done
    assert before == describe_tree(output)


@pytest.mark.parametrize("name", ["no header", "a broken link", "an anchor of its own page", "an alias that is a post"])
def test_the_command_says_so_and_changes_nothing(name: str, tmp_path: Path) -> None:
    write_site(tmp_path)
    assert run_tasks(tmp_path).code == 0
    before = describe_tree(tmp_path / "output")
    kind = next(kind for kind in KINDS if kind.name == name)
    write_site(tmp_path, kind.files)
    run = run_tasks(tmp_path)
    assert run.code == 1
    assert f"content/{kind.place}: error[{kind.code}]: " in run.err
    assert "Traceback" not in run.err
    assert before == describe_tree(tmp_path / "output")
