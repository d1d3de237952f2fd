"""The folder that a site is written into: what the site before has left there stays as far as it fits, and no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.containment import LeavesFolderError
from plugins.open_folders import MOST, OpenFolders
from plugins.site.site_folder import SiteFolder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The last site."""
    return fill(tmp_path / "output", "index.html", "posts/one/index.html", "posts/two/index.html")


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    """Where the next one is written."""
    (tmp_path / "aside").mkdir()
    return tmp_path / "aside"


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{folder.name}: {name}", encoding="utf-8")
    return folder


def adopt(site: SiteFolder, output: Path, name: str) -> None:
    facts = (output / name).stat()
    site.adopt(name, str(output / name), facts.st_ino, facts.st_size, "0" * 64)


def list_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_a_file_that_is_adopted_is_the_same_file(output: Path, aside: Path) -> None:
    with SiteFolder(aside) as site:
        adopt(site, output, "posts/one/index.html")
    assert (aside / "posts/one/index.html").samefile(output / "posts/one/index.html")
    assert site.linked == site.written.keys() == {"posts/one/index.html"}


def test_a_file_that_is_there_already_is_not_touched(output: Path, aside: Path) -> None:
    (aside / "index.html").hardlink_to(output / "index.html")
    changed = (output / "index.html").stat().st_ctime_ns
    with SiteFolder(aside) as site:
        adopt(site, output, "index.html")
    assert site.written.keys() == {"index.html"}
    assert site.linked == set()
    assert (output / "index.html").stat().st_ctime_ns == changed


@pytest.mark.parametrize("is_adopted", [False, True])
def test_another_file_of_the_name_gives_way(output: Path, aside: Path, is_adopted: bool) -> None:
    (aside / "index.html").hardlink_to(output / "posts/one/index.html")
    with SiteFolder(aside) as site:
        if is_adopted:
            adopt(site, output, "index.html")
        else:
            site.write("index.html", b"output: index.html")
    assert list_files(aside) == {"index.html": "output: index.html"}
    assert (output / "posts/one/index.html").read_text("utf-8") == "output: posts/one/index.html"


def test_what_is_not_taken_up_goes_with_its_folders(aside: Path) -> None:
    fill(aside, "index.html", "posts/one/index.html", "posts/two/index.html", "tags/three/page/2/index.html")
    (aside / "pages/about").mkdir(parents=True)
    (aside / "link").symlink_to(aside.parent)
    with SiteFolder(aside) as site:
        site.write("posts/one/index.html", b"one")
        site.clear(lambda name: name == "index.html")
        assert list_files(aside) == {"index.html": "aside: index.html", "posts/one/index.html": "one"}
        site.clear()
    assert sorted(path.relative_to(aside).as_posix() for path in aside.rglob("*")) == [
        "posts", "posts/one", "posts/one/index.html",
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [("a/b.html", "a"), ("a", "a/b.html"), ("a/b/c.html", "a/b")])
def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(aside: Path, before: str, after: str) -> None:
    fill(aside, before)
    with SiteFolder(aside) as site:
        site.clear()
        site.write(after, b"after")
    assert list_files(aside) == {after: "after"}


def test_where_files_cannot_be_linked_they_are_copied(
    output: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    with SiteFolder(aside) as site:
        adopt(site, output, "posts/one/index.html")
    assert list_files(aside) == {"posts/one/index.html": "output: posts/one/index.html"}
    assert not (aside / "posts/one/index.html").samefile(output / "posts/one/index.html")


def test_a_link_in_the_place_of_a_folder_is_not_written_through(aside: Path, tmp_path: Path) -> None:
    with SiteFolder(aside) as site:
        (aside / "posts").symlink_to(fill(tmp_path / "neighbour", "a.html"))
        for name in ("posts/a.html", "posts/b.html"):
            with pytest.raises(NotADirectoryError):
                site.write(name, b"x")
    assert list_files(tmp_path / "neighbour") == {"a.html": "neighbour: a.html"}


@pytest.mark.parametrize("name", ["", "/a", "a//b", "../a", "a/../../b", "a/./b", "a\0b"])
def test_a_name_that_leads_out_is_refused(aside: Path, name: str) -> None:
    with SiteFolder(aside) as site, pytest.raises(LeavesFolderError):
        site.write(name, b"x")


def test_few_folders_are_open_at_once(aside: Path) -> None:
    def count() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before, folders = count(), OpenFolders(aside)
    for number in range(3 * MOST):
        folders.write(f"posts/{number}/index.html", b"x")
    assert before + 10 < count() <= before + MOST + 1
    folders.close()
    assert count() == before
    assert len(list_files(aside)) == 3 * MOST


def test_an_error_names_the_whole_path(aside: Path) -> None:
    folders = OpenFolders(fill(aside, "posts/one/index.html"))
    with pytest.raises(FileExistsError) as raised:
        folders.write("posts/one/index.html", b"x")
    folders.close()
    assert raised.value.filename == str(aside / "posts/one/index.html")
