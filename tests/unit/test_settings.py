"""Settings are read once, whole or not at all. What is wrong with bad ones stands in diagnostics/settings.md."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from pydantic import ValidationError

from plugins.diagnostics import Position
from plugins.setting_types import CopyTarget, PagesTarget, Targets
from plugins.settings import SiteSettings, read_now, read_settings
from plugins.settings_file import find_setting
from tests.unit.pairs import NOW, ROOT, print_text


def test_paths_are_from_the_folder_of_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    settings = _read(tmp_path / "site", 'OUTPUT_PATH = "../public"\n')
    assert settings.content == tmp_path / "site" / "content"
    assert settings.theme == tmp_path / "site" / "theme"
    assert settings.output.resolve() == tmp_path / "public"


def test_a_module_beside_the_settings_is_read_anew_however_soon_it_changes(tmp_path: Path) -> None:
    """Python keeps what it has compiled of a module for as long as its second and its size stay."""
    for folder in ("content", "theme"):
        (tmp_path / folder).mkdir()
    for name in ("one", "two"):
        (tmp_path / "shared.py").write_text(f'SITESUBTITLE = "{name}"\n', encoding="utf-8")
        os.utime(tmp_path / "shared.py", (1_700_000_000, 1_700_000_000))
        (tmp_path / "settings.py").write_text('from shared import *\nSITENAME = "Test"\n', encoding="utf-8")
        settings, _ = read_settings(tmp_path / "settings.py", now=NOW)
        assert settings is not None
        assert settings.tagline == name
    assert not (tmp_path / "__pycache__").exists()


def test_what_is_given_on_the_command_line_comes_before_the_file(tmp_path: Path) -> None:
    settings = _read(tmp_path, 'SITEURL = "https://a.example"\n', SITEURL="https://b.example", OUTPUT_PATH=tmp_path)
    assert (settings.url, settings.output) == ("https://b.example", tmp_path)


def test_defaults_make_a_whole_site_out_of_a_name(tmp_path: Path) -> None:
    settings = _read(tmp_path, "")
    assert (settings.name, settings.url, settings.base_path) == ("Test", "http://localhost:8000", "")
    assert (settings.post_paths, settings.page_paths, settings.static_paths) == (("posts",), ("pages",), ("downloads",))
    assert (settings.timezone, settings.lang, settings.page_size, settings.preview) == ("UTC", "en", 10, False)


@pytest.mark.parametrize(
    ("written", "url", "base_path"),
    [
        ("https://example.org", "https://example.org", ""),
        ("https://example.org/", "https://example.org", ""),
        ("https://example.org/blog/", "https://example.org/blog", "/blog"),
        ("http://[::1]:8000/a/b", "http://[::1]:8000/a/b", "/a/b"),
        ("http://localhost:8000", "http://localhost:8000", ""),
        ("https://xn--exmple-cua.org", "https://xn--exmple-cua.org", ""),
    ],
)
def test_the_address_of_the_site_ends_without_a_slash(written: str, url: str, base_path: str, tmp_path: Path) -> None:
    settings = _read(tmp_path, f"SITEURL = {written!r}\n")
    assert (url, base_path) == (settings.url, settings.base_path)


def test_every_upper_case_name_goes_on_to_pelican(tmp_path: Path) -> None:
    settings = _read(tmp_path, "import os\nWEEK = 7\nlower = 1\nMixed = 2\n_HIDDEN = 3\n")
    assert settings.pelican["WEEK"] == 7
    assert settings.pelican["SITENAME"] == "Test"
    assert not {"os", "lower", "Mixed"} & set(settings.pelican)


def test_a_file_may_build_on_another_beside_it(tmp_path: Path) -> None:
    (tmp_path / "base_of_this_test.py").write_text('SITEURL = "https://a.example"\nTIMEZONE = "Europe/Berlin"\n')
    before = list(sys.path)
    settings = _read(tmp_path, 'from base_of_this_test import *\nSITEURL = "https://b.example"\n')
    assert (settings.url, settings.timezone) == ("https://b.example", "Europe/Berlin")
    assert before == sys.path


def test_what_a_file_builds_on_is_read_each_time(tmp_path: Path) -> None:
    """A preview sees that it has changed, and two sites may each have a file of one name."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "base_of_this_test.py").write_text(f'SITEURL = "https://{name}.example"\n')
        settings = _read(tmp_path / name, "from base_of_this_test import *\n")
        assert settings.url == f"https://{name}.example"


def test_the_demonstration_is_published_with_its_settings() -> None:
    read = [read_settings(ROOT / name, now=NOW) for name in ("pelicanconf.py", "publishconf.py")]
    settings = [found.model_dump(exclude={"settings_file", "pelican"}) for found, _ in read if found]
    assert settings[0] == settings[1]


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = _read(tmp_path, "")
    with pytest.raises(ValidationError, match="frozen"):
        settings.name = "Other"  # type: ignore[misc]


def test_the_zone_is_that_of_dates_without_one(tmp_path: Path) -> None:
    settings = _read(tmp_path, 'TIMEZONE = "Asia/Kathmandu"\n')
    assert datetime(2026, 1, 5, tzinfo=settings.zone).utcoffset() == timedelta(hours=5, minutes=45)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("NAME = 1\n", Position(1, 1)),
        ("\n\nNAME = 1\nOTHER = NAME\n", Position(3, 1)),
        ("NAME = 1\nif True:\n    NAME: int = 2\n", Position(3, 1)),
        ("OTHER = 1\n", Position(1, 1)),
        ("# NAME = 1\n(NAME, OTHER) = 1, 2\n", Position(2, 1)),
        ("NAME = (\n", Position(1, 1)),
    ],
)
def test_a_setting_is_found_where_it_is_assigned_last(text: str, position: Position, tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text(text, encoding="utf-8")
    assert position == find_setting(tmp_path / "settings.py", "NAME")


def test_without_a_file_a_setting_is_at_the_beginning(tmp_path: Path) -> None:
    assert find_setting(tmp_path / "gone.py", "NAME") == Position(1, 1)


@pytest.mark.parametrize(
    ("text", "environment", "expected"),
    [
        ("2026-01-05", {}, datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T12:00Z", {"SOURCE_DATE_EPOCH": "0"}, datetime(2026, 1, 5, 12, tzinfo=UTC)),
        ("2026-01-05T12:00+05:45", {}, datetime(2026, 1, 5, 12, tzinfo=timezone(timedelta(hours=5, minutes=45)))),
        (None, {"SOURCE_DATE_EPOCH": "0"}, datetime(1970, 1, 1, tzinfo=UTC)),
        (None, {"SOURCE_DATE_EPOCH": "1767571200"}, datetime(2026, 1, 5, tzinfo=UTC)),
    ],
)
def test_now_is_what_is_said_then_what_the_environment_says(
    text: str | None, environment: Mapping[str, str], expected: datetime
) -> None:
    assert expected == read_now(text, environment)


@pytest.mark.parametrize("environment", [{}, {"SOURCE_DATE_EPOCH": ""}])
def test_now_is_the_clock_where_nobody_says_otherwise(environment: Mapping[str, str]) -> None:
    before = datetime.now(UTC)
    assert before <= read_now(None, environment) <= datetime.now(UTC)


@pytest.mark.parametrize(("text", "environment"), [("soon", {}), ("", {}), (None, {"SOURCE_DATE_EPOCH": "soon"})])
def test_what_is_no_time_is_refused(text: str | None, environment: Mapping[str, str]) -> None:
    with pytest.raises(ValueError, match=r"soon|isoformat"):
        read_now(text, environment)


@pytest.mark.parametrize("epoch", ["soon", "1e9", "99999999999999999"])
def test_an_environment_that_names_no_time_ends_a_command_in_one_line(epoch: str) -> None:
    """Wrong usage is exit code 2 and a sentence, never a traceback."""
    command = [sys.executable, str(ROOT / "tasks.py"), "check"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    result = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    assert result.returncode == 2
    assert "SOURCE_DATE_EPOCH" in result.stderr


def test_where_to_deploy_to_is_read_by_target(tmp_path: Path) -> None:
    assert _read(tmp_path / "plain", "").targets == Targets(PagesTarget("origin", "gh-pages", ""))
    text = 'DEPLOY = {"gh-pages": {"cname": "a.example"}, "rsync": {"to": "me@host:www"}, "rclone": {"to": "s:b/c"}}\n'
    pages = PagesTarget(cname="a.example")
    assert _read(tmp_path / "whole", text).targets == Targets(pages, CopyTarget("me@host:www"), CopyTarget("s:b/c"))


def _read(folder: Path, text: str, **overrides: object) -> SiteSettings:
    """Return the settings of a file in a folder that has content and theme, without a mistake."""
    for name in ("content", "theme"):
        (folder / name).mkdir(parents=True)
    path = folder / "settings.py"
    path.write_text(f'SITENAME = "Test"\n{text}', encoding="utf-8")
    settings, diagnostics = read_settings(path, now=NOW, overrides=overrides)
    assert print_text(diagnostics, folder / "content") == ""
    assert settings is not None
    return settings
