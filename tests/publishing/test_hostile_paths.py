"""Nothing outside the content is published and nothing outside the output is touched, whatever paths are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from plugins.diagnostics import Severity, format_text
from plugins.publishing import stages
from plugins.publishing.building import BuildReport, build_site
from plugins.publishing.releasing import publish_site
from plugins.settings import read_now, read_settings
from plugins.site import pelican_shell
from tests.building.running import CACHE, NOW, read_tree, run_build
from tests.publishing.good_site import GOOD, SETTINGS, Files, Link, describe_tree, write_site
from tests.publishing.hostile_paths import HOSTILE, SECRET, Hostile

NEIGHBOURS = {
    "secret.txt": SECRET,
    "secret.md": f"---\nid: secret-1\ntitle: {SECRET}\ndate: 2026-01-01\n---\n{SECRET}\n",
    "secret.yaml": f"{SECRET}: {SECRET}\n",
    "secret.png": SECRET,
    "secret.css": f".{SECRET} {{}}",
    "neighbour/index.html": SECRET,
    "neighbour/a.html": SECRET,
    "neighbour/.git/config": SECRET,
}
MADE = ("output", "public")
"""What the site's folder may have got."""


def make_site(folder: Path, files: Files | None = None, settings: str = "") -> Path:
    """Write a site with neighbours, and return its folder."""
    write_site(folder, NEIGHBOURS)
    own: Files = {"settings.py": f"{SETTINGS}CACHE_PATH = {str(CACHE)!r}\n{settings}\n"}
    write_site(folder / "site", {**GOOD, **own, **(files or {})})
    return folder / "site"


def build(site: Path, output: str = "output") -> tuple[BuildReport, list[str]]:
    """Build a site; return what is said too, settings included."""
    overrides = {"OUTPUT_PATH": site / output}
    settings, problems = read_settings(site / "settings.py", now=read_now(NOW, {}), overrides=overrides)
    report = build_site(settings) if settings else BuildReport(done=False, diagnostics=problems)
    errors = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    return report, [format_text(one, site) for one in errors]


def describe_foreign(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return everything that is not the output."""
    made = [str(Path("site", name)) for name in MADE]
    found = describe_tree(folder)
    return {path: what for path, what in found.items() if not any(Path(path).is_relative_to(one) for one in made)}


def assert_nothing_got_out(site: Path, lines: list[str]) -> None:
    assert not [line for line in lines if SECRET in line]
    for name in MADE:
        files = read_tree(site / name)
        assert not [path for path, data in files.items() if SECRET.encode() in data or SECRET in path]


def test_there_are_many_hostile_paths() -> None:
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 30


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_no_foreign_file_is_touched_or_told(hostile: Hostile, tmp_path: Path) -> None:
    site = make_site(tmp_path, hostile.files, hostile.settings)
    before = describe_foreign(tmp_path)
    report, lines = build(site, hostile.output)
    codes = {line.split("]: ")[0].rpartition("[")[2] for line in lines}
    assert codes == ({hostile.code} if hostile.code else set()), lines
    assert report.done == (not hostile.code)
    assert before == describe_foreign(tmp_path)
    assert_nothing_got_out(site, lines)


@pytest.mark.parametrize("name", ["a slug that goes up", "a download that is a link out", "an output with other files"])
def test_the_command_refuses_them_too(name: str, tmp_path: Path) -> None:
    hostile = next(hostile for hostile in HOSTILE if hostile.name == name)
    site = make_site(tmp_path, hostile.files, hostile.settings)
    before = describe_foreign(tmp_path)
    run = run_build(site / "settings.py", site / hostile.output, cwd=site)
    assert run.code == 1
    assert f" error[{hostile.code}]: " in run.err
    assert before == describe_foreign(tmp_path)
    assert_nothing_got_out(site, [run.out, run.err])


PUBLIC_FOLDERS = {
    "the content": ("content", {}),
    "in the content": ("content/public", {}),
    "holds the site": ("..", {}),
    "other files": ("../neighbour", {}),
    "a file": ("../secret.txt", {}),
    "behind a link into the content": ("shortcut/public", {"shortcut": Link("content")}),
    "a link to others' files as what is live": ("public", {"public/current": Link("../../neighbour")}),
    "a link to others' files as the releases": ("public", {"public/releases": Link("../../neighbour")}),
}


@pytest.mark.parametrize(("public", "files"), PUBLIC_FOLDERS.values(), ids=PUBLIC_FOLDERS)
def test_a_folder_of_releases_touches_no_foreign_file(public: str, files: Mapping[str, Link], tmp_path: Path) -> None:
    site = make_site(tmp_path, files)
    before = describe_tree(tmp_path)
    overrides = {"PUBLISH_PATH": site / public}
    settings, _ = read_settings(site / "settings.py", now=read_now(NOW, {}), overrides=overrides)
    assert settings is not None
    report = publish_site(settings)
    assert [str(one.code) for one in report.diagnostics if one.severity is Severity.ERROR] == ["foreign-output"]
    assert not report.live
    assert before == describe_tree(tmp_path)


def test_a_link_in_the_theme_leads_to_a_file_beside_it_only(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    write_site(site, {"own/favicon.svg": Link("../../secret.png"), "own/css/one.css": "a { color: red }"})
    (site / "own" / "templates").symlink_to(Path(SETTINGS.split("THEME = '")[1].split("'")[0]) / "templates")
    write_site(site, {"settings.py": f"{SETTINGS}CACHE_PATH = {str(CACHE)!r}\nTHEME = 'own'\n"})
    before = describe_foreign(tmp_path)
    report, lines = build(site)
    assert not report.done
    assert [line.split(". ")[0] for line in lines] == [
        "own/favicon.svg:1:1: error[outside-content]: the link leads out of its folder"
    ]
    assert before == describe_foreign(tmp_path)
    assert_nothing_got_out(site, lines)


@pytest.mark.parametrize("name", ["content/downloads", "content/downloads/table.csv"])
@pytest.mark.parametrize("command", ["build", "publish"])
def test_what_becomes_a_link_after_it_was_checked_is_not_followed(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check and the copying somebody puts a link out in the place of a file, or of its folder."""
    site = make_site(tmp_path)
    write_site(tmp_path, {"neighbour/table.csv": SECRET})
    target = {"table.csv": "secret.txt"}.get(Path(name).name, "neighbour")

    def swap() -> None:
        (site / name).rename(site / "away")
        (site / name).symlink_to(tmp_path / target)

    run_before(monkeypatch, stages, "make_variants", swap)
    if command == "build":
        report, lines = build(site)
        assert not report.done
    else:
        settings, _ = read_settings(site / "settings.py", now=read_now(NOW, {}))
        assert settings is not None
        published = publish_site(settings)
        assert not published.live
        lines = [format_text(one, site) for one in published.diagnostics]
    assert any(line.startswith("content/downloads/table.csv:1:1: error[") for line in lines), lines
    assert_nothing_got_out(site, lines)


def test_a_link_that_somebody_puts_into_the_new_site_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path)
    before = describe_foreign(tmp_path)

    def put_link() -> None:
        (aside,) = site.glob(".output.*.new")
        (aside / "posts").symlink_to(tmp_path / "neighbour")

    run_before(monkeypatch, pelican_shell, "run_pelican", put_link)
    report, lines = build(site)
    assert not report.done
    assert len(lines) == 1
    assert before == describe_foreign(tmp_path)


@pytest.mark.parametrize("name", ["posts", "posts/one/index.html"])
def test_a_link_in_the_old_output_is_not_followed(name: str, tmp_path: Path) -> None:
    """The old output goes; what a link in it leads to does not."""
    site = make_site(tmp_path)
    assert build(site)[0].done
    (site / "output" / name).rename(site / "output" / "away" if name == "posts" else tmp_path / "away")
    (site / "output" / name).symlink_to(tmp_path / "neighbour" / ("" if name == "posts" else "a.html"))
    before = describe_foreign(tmp_path)
    report, lines = build(site)
    assert report.done == (name != "posts"), lines
    assert before == describe_foreign(tmp_path)


def run_before(monkeypatch: pytest.MonkeyPatch, module: object, name: str, do: Callable[[], None]) -> None:
    """Let something happen right before a function is called."""
    function = getattr(module, name)

    def call(*arguments: object) -> object:
        do()
        return function(*arguments)

    monkeypatch.setattr(module, name, call)
