"""`verify` builds a release anew for the time that it was built for, and names every path that is another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plugins.publishing.manifests import MANIFEST
from plugins.publishing.releasing import publish_site
from plugins.publishing.verifying import VerifyError, VerifyReport, format_report, verify_release
from tests.building.running import ROOT, Run, load_settings, run_python
from tests.publishing.good_site import GOOD, describe_tree, write_site

LATER = "---\nid: later-1\ntitle: Later\ndate: 2030-01-01\n---\nNot yet.\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with a release that is live."""
    folder = tmp_path_factory.mktemp("published")
    write_site(folder, {**GOOD, "content/posts/later.md": LATER})
    assert publish_site(load_settings(folder / "settings.py", folder / "output", {})).live
    return folder


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """Return a copy of that site, to be changed."""
    return shutil.copytree(published, tmp_path / "site", symlinks=True)


def verify(folder: Path, release: str | None = None) -> VerifyReport:
    return verify_release(load_settings(folder / "settings.py", folder / "output", {}), release)


def run_verify(folder: Path, *arguments: str) -> Run:
    return run_python(ROOT / "tasks.py", "verify", "--settings", folder / "settings.py", *arguments, cwd=folder)


def test_the_command_says_that_a_release_is_what_is_built_now_whatever_the_clock_says(published: Path) -> None:
    before = describe_tree(published / "public")
    run = run_verify(published)
    assert run.code == 0, run.out + run.err
    assert run.out.startswith("0001-")
    assert "byte for byte" in run.out
    assert before == describe_tree(published / "public")
    assert not (published / "output").exists()


def test_the_command_names_what_differs(site: Path) -> None:
    write_site(site, {"content/pages/about.md": "---\nid: about-1\ntitle: About\n---\nAbout somebody else.\n"})
    run = run_verify(site, "1")
    assert run.code == 1
    assert "built anew: about/index.html differs\n" in run.out


def test_the_command_says_that_nothing_is_published(tmp_path: Path) -> None:
    write_site(tmp_path)
    run = run_verify(tmp_path)
    assert run.code == 2
    assert "nothing is published in " in run.err
    assert "Traceback" not in run.err


def test_content_that_has_changed_is_named_by_path(site: Path) -> None:
    write_site(
        site, {"content/pages/more.md": "---\nid: more-1\ntitle: More\n---\nMore.\n", "content/pages/about.md": None}
    )
    differences = verify(site).differences
    assert "about/index.html is in the release only" in differences
    assert "more/index.html is in what is built now only" in differences


def test_a_file_that_somebody_changed_on_the_disk_is_named(site: Path) -> None:
    live = (site / "public" / "current").resolve()
    (live / "about" / "index.html").write_text("Hello from somebody else.", encoding="utf-8")
    (live / "posts" / "one" / "index.html").unlink()
    (live / "new.html").write_text("New.", encoding="utf-8")
    report = verify(site)
    assert report.damages == [
        "about/index.html has changed", "new.html is not in the manifest", "posts/one/index.html is missing",
    ]  # fmt: skip
    assert report.differences == []
    assert not report.is_same
    assert format_report(report)[0] == "on the disk: about/index.html has changed"


def test_content_with_mistakes_cannot_be_built_anew(site: Path) -> None:
    write_site(site, {"content/pages/bad.md": "No header.\n"})
    report = verify(site)
    assert not report.built
    assert not report.is_same
    assert [str(problem.code) for problem in report.diagnostics] == ["missing-header"]


@pytest.mark.parametrize("release", [None, "1", "0001", "whole id"])
def test_a_release_is_found_by_its_id_and_its_number(release: str | None, published: Path) -> None:
    name = (published / "public" / "current").resolve().name
    wanted = {"whole id": name, "0001": None}.get(release or "", release)
    assert verify(published, wanted).release == name


@pytest.mark.parametrize("release", ["2", "0002-aaaaaaaa", "0", ".", "..", "../releases", "../current", "/etc", "\0"])
def test_a_release_that_is_not_there_is_refused(release: str, published: Path) -> None:
    with pytest.raises(VerifyError, match="there is no release"):
        verify(published, release)


@pytest.mark.parametrize("text", [None, "", "{}", '{"version": 1, "now": "soon", "files": {}}'])
def test_a_release_without_a_manifest_is_refused(text: str | None, site: Path) -> None:
    file = (site / "public" / "current").resolve() / MANIFEST
    file.unlink()
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(VerifyError, match="manifest"):
        verify(site)


def test_a_link_to_somebody_elses_folder_is_no_release(site: Path) -> None:
    (site / "public" / "current").unlink()
    (site / "public" / "current").symlink_to("../content")
    with pytest.raises(VerifyError, match="not ours"):
        verify(site)
