"""The same content, settings, lock and `now` give the same bytes, whatever the machine, its clock and its mood."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.settings import read_now
from tests.building.running import NOW, ROOT, SITES, compare_trees, read_tree, run_build, run_python

SETTINGS = ROOT / "pelicanconf.py"
NEEDED = ("content", "theme", "pelicanconf.py")
LONG_AGO = 1_000_000_000
YEAR = 365 * 24 * 60 * 60

LATER_CLOCK = f"""
import datetime
import time

YEAR = {YEAR}
now, now_ns, localtime, gmtime, strftime = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
time.time = lambda: now() + YEAR
time.time_ns = lambda: now_ns() + YEAR * 10**9
time.localtime = lambda seconds=None: localtime(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None: gmtime(time.time() if seconds is None else seconds)
time.strftime = lambda form, moment=None: strftime(form, moment or time.localtime())
old_date, old_datetime = datetime.date, datetime.datetime


class Kind(type):
    # What was made before, or by C, is of the old classes.
    def __instancecheck__(cls, value):
        return isinstance(value, cls.__mro__[1])


class date(old_date, metaclass=Kind):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


class datetime_(old_datetime, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    today = now


datetime.date, datetime.datetime = date, datetime_
"""
"""A `sitecustomize` for a process that takes place a year later."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the demonstration site, with its manifest, as it is built here and now."""
    output = tmp_path_factory.mktemp("site") / "output"
    assert run_build(SETTINGS, output).code == 0
    return read_tree(output)


def build_again(output: Path, env: Mapping[str, str]) -> dict[str, bytes]:
    run = run_build(SETTINGS, output, env=env)
    assert run.code == 0, run.err
    return read_tree(output)


@pytest.mark.parametrize(
    "env",
    [
        pytest.param(
            {"PYTHONHASHSEED": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "TZ": "Asia/Kolkata"},
            id="no hash seed, ASCII, half an hour off",
        ),
        pytest.param(
            {"PYTHONHASHSEED": "4242", "LANG": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "Pacific/Kiritimati"},
            id="another hash seed, German, 14 hours ahead",
        ),
        pytest.param(
            {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1", "PYTHONOPTIMIZE": "2"},
            id="another epoch, under the same --now, and no assertions",
        ),
    ],
)
def test_the_environment_changes_no_byte(env: Mapping[str, str], site: Mapping[str, bytes], tmp_path: Path) -> None:
    assert not compare_trees(site, build_again(tmp_path / "output", env))


def test_a_build_over_an_older_one_changes_no_byte(site: Mapping[str, bytes], tmp_path: Path) -> None:
    build_again(tmp_path / "output", {})
    assert not compare_trees(site, build_again(tmp_path / "output", {}))


def test_another_folder_changes_no_byte(site: Mapping[str, bytes], tmp_path: Path) -> None:
    elsewhere = copy_site(tmp_path / "another folder, ünlike")
    run = run_build(elsewhere / "pelicanconf.py", elsewhere / "public", cwd=elsewhere)
    assert run.code == 0, run.err
    assert not compare_trees(site, read_tree(elsewhere / "public"))


def test_a_year_later_the_same_now_gives_the_same_bytes(site: Mapping[str, bytes], tmp_path: Path) -> None:
    elsewhere = copy_site(tmp_path / "elsewhere")
    for path in [elsewhere, *elsewhere.rglob("*")]:
        os.utime(path, (LONG_AGO, LONG_AGO))
    clock = start_later_clock(tmp_path)
    run = run_build(elsewhere / "pelicanconf.py", elsewhere / "output", env=clock)
    assert run.code == 0, run.err
    assert not compare_trees(site, read_tree(elsewhere / "output"))


def test_the_later_clock_is_later_for_whoever_asks(tmp_path: Path) -> None:
    """Without this, the test above could pass for nothing."""
    ways = "time.time(), time.mktime(time.localtime()), datetime.now().timestamp(), read_now(None, {}).timestamp()"
    code = f"import time; from datetime import datetime; from plugins.settings import read_now; print({ways})"
    here = [float(word) for word in run_python("-c", code, env={"PYTHONPATH": str(ROOT)}).out.strip("()\n").split(" ")]
    there = [float(word) for word in run_python("-c", code, env=start_later_clock(tmp_path)).out.split()]
    assert [round((later - now) / YEAR, 3) for now, later in zip(here, there, strict=True)] == [1, 1, 1, 1]


def test_the_epoch_of_a_build_is_its_now(site: Mapping[str, bytes], tmp_path: Path) -> None:
    """Source: https://reproducible-builds.org/specs/source-date-epoch/."""
    epoch = str(int(read_now(NOW, {}).timestamp()))
    command = (ROOT / "tasks.py", "build", "--output", tmp_path / "output")
    run = run_python(*command, env={"SOURCE_DATE_EPOCH": epoch})
    assert run.code == 0, run.err
    assert not compare_trees(site, read_tree(tmp_path / "output"))


def test_a_later_now_gives_a_later_site(tmp_path: Path) -> None:
    """Without this, `--now` could be without any effect."""
    command = (
        ROOT / "tasks.py",
        "build",
        "--settings",
        SITES / "paged" / "settings.py",
        "--output",
        tmp_path / "output",
    )
    future = "posts/future/index.html"
    for now, expected in {"2030-12-31T23:59:59Z": False, "2031-01-01": True}.items():
        assert run_python(*command, "--now", now).code == 0
        assert expected == (future in read_tree(tmp_path / "output"))


def copy_site(folder: Path) -> Path:
    """Copy all that the demonstration site is made of; the files come in another order than they lie here."""
    for name in NEEDED:
        paths = [ROOT / name, *(ROOT / name).rglob("*")]
        for path in sorted((path for path in paths if path.is_file()), reverse=True):
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return folder


def start_later_clock(folder: Path) -> dict[str, str]:
    """Return the environment of a process that takes place a year later."""
    clock = folder / "clock"
    clock.mkdir(exist_ok=True)
    (clock / "sitecustomize.py").write_text(LATER_CLOCK, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(clock), str(ROOT)])}
