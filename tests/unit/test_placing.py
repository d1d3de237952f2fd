"""A site is put in place whole, and only where nothing of anybody else's is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from plugins.diagnostics import format_text
from plugins.publishing import placing
from plugins.publishing.manifests import FileFacts, Manifest, find_files, measure_file, write_manifest
from plugins.publishing.placing import check_output, put_in_place, write_aside
from plugins.publishing.swapping import exchange
from plugins.site.registry import OutputKind
from tests.unit.pairs import load_settings, write_files

FOREIGN = "the output folder holds a file that Casebook did not write"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with content, settings and theme, in a repository that lies in a home."""
    home = tmp_path / "home"
    site = home / "repository" / "site"
    write_files(site / "content", {"../theme/x.css": "", "posts/a.md": ""})
    monkeypatch.setattr(Path, "home", lambda: home)
    return site


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("content", "the output would replace the content"),
        (".", "the output would replace the content"),
        ("..", "the output would replace the content"),
        ("../..", "the output would replace the content"),
        ("/", "the output would replace the content"),
        ("content/public", "the output would lie in the content"),
        ("content/posts/../public", "the output would lie in the content"),
        ("theme", "the output would replace the theme"),
        ("theme/public", "the output would lie in the theme"),
    ],
)
def test_an_output_that_would_cost_the_author_something_is_refused(output: str, reason: str, site: Path) -> None:
    assert [reason] == _check(site, site / output)


def test_an_output_that_is_the_home_is_refused(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where neither content nor settings lie in it."""
    home = tmp_path / "another" / "home"
    home.mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: home)
    for output in (home, home.parent):
        assert _check(site, output) == ["the output would replace your home"]


def test_an_output_that_holds_the_settings_is_refused(site: Path, tmp_path: Path) -> None:
    content, theme = tmp_path / "content", tmp_path / "theme"
    content.mkdir()
    theme.mkdir()
    settings = load_settings(site / "content", PATH=content, THEME=theme, OUTPUT_PATH=site, HELD_PATH=tmp_path / "held")
    assert [diagnostic.message for diagnostic in check_output(settings)] == ["the output would replace the settings"]


def test_an_output_that_is_holds_or_lies_in_what_is_git_s_is_refused(site: Path, tmp_path: Path) -> None:
    """A worktree's `.git` is a file; what lies beside it in the repository is fine."""
    content, theme = tmp_path / "content", tmp_path / "theme"
    content.mkdir()
    theme.mkdir()
    (site.parent / ".git").mkdir()
    (site.parent / "other").mkdir()
    for name, reason in {
        "..": ["the output would replace the settings"],
        "../.git": ["the output would replace git's own folder"],
        "../.git/output": ["the output would lie in git's own folder"],
        "../output": [],
        "output": [],
    }.items():
        settings = load_settings(
            site / "content", PATH=content, THEME=theme, OUTPUT_PATH=site / name, HELD_PATH=tmp_path / "held"
        )
        assert [diagnostic.message for diagnostic in check_output(settings)] == reason


def test_a_link_in_place_of_the_output_is_refused_even_to_an_empty_folder(site: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (site / "output").symlink_to(tmp_path / "empty")
    assert _check(site, site / "output") == ["the output is no folder"]


def test_a_link_to_nothing_in_place_of_the_output_is_refused(site: Path) -> None:
    (site / "output").symlink_to("nowhere")
    assert _check(site, site / "output") == ["the output is no folder"]


def test_a_link_into_the_content_is_seen_through(site: Path) -> None:
    (site / "shortcut").symlink_to("content")
    assert _check(site, site / "shortcut" / "public") == ["the output would lie in the content"]


def test_a_file_in_place_of_the_output_is_refused(site: Path) -> None:
    (site / "output").write_text("x", encoding="utf-8")
    assert _check(site, site / "output") == ["the output is no folder"]


@pytest.mark.parametrize("name", ["README", ".git/HEAD", "deep/er/x"])
def test_a_folder_with_files_of_somebody_else_is_refused(name: str, site: Path) -> None:
    _write(site / "output" / name)
    assert _check(site, site / "output") == [f"{FOREIGN}: {name}"]


@pytest.mark.parametrize("name", ["CNAME", ".git/HEAD"])
def test_a_file_that_somebody_added_to_our_output_is_not_lost(name: str, site: Path) -> None:
    """The manifest names what is ours; the rest would be deleted with it."""
    _write(site / "output" / "index.html")
    _sign(site / "output")
    _write(site / "output" / name)
    assert _check(site, site / "output") == [f"{FOREIGN}: {name}"]


def test_an_output_that_is_new_empty_or_ours_is_taken(site: Path) -> None:
    output = site / "output"
    assert _check(site, output) == []
    output.mkdir()
    assert _check(site, output) == []
    _write(output / "index.html")
    _sign(output)
    assert _check(site, output) == []


def test_a_refusal_names_the_line_of_the_setting(site: Path) -> None:
    (site / "settings.py").write_text('SITENAME = "Test"\n\nOUTPUT_PATH = "content"\n', encoding="utf-8")
    (diagnostic,) = check_output(load_settings(site / "content"))
    assert format_text(diagnostic, site).startswith("settings.py:3:1: error[foreign-output]: the output would replace")


def test_a_site_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    output = tmp_path / "output"
    _write(output / "old.html")
    with write_aside(output) as aside:
        _write(aside / "new.html")
        put_in_place(aside, output)
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
    assert [path.name for path in output.iterdir()] == ["new.html"]


def test_a_first_site_is_put_where_nothing_was(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "output"
    with write_aside(output) as aside:
        _write(aside / "new.html")
        assert not output.exists()
        put_in_place(aside, output)
    assert [path.name for path in output.parent.iterdir()] == ["output"]


def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    """On Linux, and on the file systems that tests run on."""
    _write(tmp_path / "one" / "1.html")
    _write(tmp_path / "other" / "2.html")
    assert exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "2.html").is_file()
    assert (tmp_path / "other" / "1.html").is_file()


def test_what_is_not_there_is_not_exchanged(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_there_is_an_output_at_every_moment(tmp_path: Path) -> None:
    """Somebody who looks all the while never finds it missing."""
    output = tmp_path / "output"
    _write(output / "index.html")
    is_over, missing = threading.Event(), 0

    def replace_often() -> None:
        for _ in range(300):
            with write_aside(output) as aside:
                _write(aside / "index.html")
                put_in_place(aside, output)
        is_over.set()

    thread = threading.Thread(target=replace_often)
    thread.start()
    while not is_over.is_set():
        missing += not (output / "index.html").exists()
    thread.join()
    assert missing == 0


@pytest.fixture
def unable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system on which two folders cannot be exchanged."""
    monkeypatch.setattr(placing, "exchange", lambda *_: False)


@pytest.mark.usefixtures("unable")
def test_where_folders_cannot_be_exchanged_they_are_renamed(tmp_path: Path) -> None:
    test_a_site_takes_the_place_of_the_one_before(tmp_path)


@pytest.mark.usefixtures("unable")
def test_the_old_site_is_put_back_where_the_new_one_cannot_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    _write(output / "old.html")
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    aside = tmp_path / "aside.new"
    _write(aside / "new.html")
    with pytest.raises(OSError, match="No space"):
        put_in_place(aside, output)
    assert {path.name for path in tmp_path.iterdir()} == {"output", "aside.new"}
    assert [path.name for path in output.iterdir()] == ["old.html"]


def test_an_output_that_a_killed_build_had_taken_away_is_put_back(tmp_path: Path) -> None:
    """It was killed between its two renames, and the next build fails."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    _write(tmp_path / f".output.{process.pid}.old" / "old.html")
    with write_aside(tmp_path / "output"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["old.html"]


def test_what_a_killed_run_of_the_same_number_left_is_put_back(tmp_path: Path) -> None:
    """In a container every run may have the same number."""
    _write(tmp_path / f".output.{os.getpid()}.old" / "old.html")
    with write_aside(tmp_path / "output"):
        pass
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["old.html"]


def test_what_is_not_put_in_place_is_taken_away(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with write_aside(output) as aside:
        _write(aside / "half.html")
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_when_a_build_is_stopped_is_taken_away(tmp_path: Path) -> None:
    def build() -> None:
        with write_aside(tmp_path / "output") as aside:
            _write(aside / "half.html")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_aside_does_not_come_into_the_site(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with write_aside(output) as aside:
        name = aside.name
    _write(tmp_path / name / "left.html")
    with write_aside(output) as aside:
        assert list(aside.iterdir()) == []


def _check(site: Path, output: Path) -> list[str]:
    """Return why the output is refused; whatever is there stays there."""
    before = sorted(site.rglob("*"))
    reasons = [diagnostic.message for diagnostic in check_output(load_settings(site / "content", OUTPUT_PATH=output))]
    assert before == sorted(site.rglob("*"))
    return reasons


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")


def _sign(folder: Path) -> None:
    """Write a manifest of all that is in a folder."""
    files = {name: FileFacts(*measure_file(folder / name), OutputKind.STATIC) for name in find_files(folder)}
    write_manifest(Manifest("2026-01-05T12:00:00+00:00", files), folder)
