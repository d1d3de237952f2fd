"""Reading and writing stay within a folder, also where a link takes a file's or folder's place at the worst moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins import containment
from plugins.containment import (
    LeavesFolderError,
    explain_name,
    explain_path,
    read_inside,
    replace_inside,
    write_inside,
)

SECRET = b"secret"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file, beside another that is nobody's business."""
    for name, data in {"inside/sub/a.txt": b"a", "outside/sub/a.txt": SECRET}.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path / "inside"


def test_a_file_is_read(folder: Path) -> None:
    assert read_inside(folder / "sub" / "a.txt", folder) == b"a"


def test_a_link_to_a_file_of_the_folder_is_followed(folder: Path) -> None:
    (folder / "b.txt").symlink_to("sub/a.txt")
    assert read_inside(folder / "b.txt", folder) == b"a"


def test_a_folder_may_itself_be_reached_through_a_link(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    assert read_inside(link / "sub" / "a.txt", link) == b"a"


@pytest.mark.parametrize(
    "target", ["../outside/sub/a.txt", "/etc/hostname", "sub/../../outside/sub/a.txt", "/dev/zero"]
)
def test_a_link_that_leads_out_is_not_followed(target: str, folder: Path) -> None:
    (folder / "b.txt").symlink_to(target)
    with pytest.raises(LeavesFolderError):
        read_inside(folder / "b.txt", folder)


def test_a_path_that_leads_up_is_not_followed(folder: Path) -> None:
    with pytest.raises(LeavesFolderError):
        read_inside(folder / ".." / "outside" / "sub" / "a.txt", folder)


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        read_inside(folder / "pipe", folder)


@pytest.mark.parametrize("name", ["sub", "sub/a.txt"])
def test_a_link_that_comes_between_looking_and_reading_is_not_followed(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap() -> None:
        (folder / name).rename(folder / "away")
        (folder / name).symlink_to(folder.parent / "outside" / name)

    # Only what a link leads to is looked for before it is opened.
    (folder / "b.txt").symlink_to("sub/a.txt")
    swap_after_looking(monkeypatch, swap)
    with pytest.raises(OSError, match=r"b\.txt") as raised:
        read_inside(folder / "b.txt", folder)
    assert (folder / name).is_symlink()
    assert raised.value.filename == str(folder / "b.txt")


def test_a_folder_that_is_a_link_inside_is_followed_as_far_as_it_stays(folder: Path) -> None:
    (folder / "inner").symlink_to("sub")
    assert read_inside(folder / "inner" / "a.txt", folder) == b"a"
    (folder / "inner").unlink()
    (folder / "inner").symlink_to(folder.parent / "outside" / "sub")
    with pytest.raises(LeavesFolderError):
        read_inside(folder / "inner" / "a.txt", folder)


def swap_after_looking(monkeypatch: pytest.MonkeyPatch, swap: Callable[[], None]) -> None:
    """Let something happen once the real paths of folder and file are known."""
    realpath, left = os.path.realpath, [swap]

    def look(path: Path) -> str:
        found = realpath(path)
        if path.name == "b.txt" and left:
            left.pop()()
        return found

    monkeypatch.setattr("plugins.containment.os.path.realpath", look)


def test_a_file_is_written_with_its_folders(folder: Path) -> None:
    write_inside(folder, "new/deep/b.txt", b"b")
    assert (folder / "new" / "deep" / "b.txt").read_bytes() == b"b"


@pytest.mark.parametrize(
    "name", ["../b.txt", "sub/../../b.txt", "/tmp/b.txt", "sub//b.txt", "", ".", "sub/.", "a\0b", "sub/.."]
)
def test_a_path_that_is_not_plain_is_not_written(name: str, folder: Path) -> None:
    before = list_files(folder.parent)
    with pytest.raises(LeavesFolderError):
        write_inside(folder, name, b"b")
    assert before == list_files(folder.parent)


@pytest.mark.parametrize("target", ["../outside/sub/a.txt", "../outside/new.txt"])
def test_a_link_in_the_place_of_a_file_is_not_written_through(target: str, folder: Path) -> None:
    (folder / "b.txt").symlink_to(target)
    before = list_files(folder.parent)
    with pytest.raises(FileExistsError):
        write_inside(folder, "b.txt", b"b")
    assert before == list_files(folder.parent)


def test_a_link_in_the_place_of_a_folder_is_not_written_through(folder: Path) -> None:
    (folder / "link").symlink_to("../outside")
    before = list_files(folder.parent)
    with pytest.raises(OSError, match=r"link/b\.txt"):
        write_inside(folder, "link/b.txt", b"b")
    assert before == list_files(folder.parent)


def test_nothing_is_written_twice(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        write_inside(folder, "sub/a.txt", b"b")


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


GOOD_NAMES = [
    "a", "a.txt", "A b.txt", "ünlike", "日本", "a..b", "_headers", "console", "com10", "nul-1", "…", "a\u200db",
    "a\u200cb", "？.csv", "：", ".well-known", "x" * 255, "100 %", "(1)", "#1", "it's", "e\u0301",
]  # fmt: skip
BAD_NAMES = [
    "", ".", "..", "\uff0e\uff0e", "\u2025", "a/b", "a\uff0fb", "a\\b", "a\uff3cb", "a\ufe68b", "\u2100", "a:b", "a?b",
    "a*b", 'a"b', "a<b", "a|b", "a.", "a ", "a\0b", "a\nb", "a\x7fb", "\u202eab", "a\u2066b", "a\u200bb", "a\ufeffb",
    "a\u2028b", "a\u00adb", "a\udce9b", "con", "CON", "Con.txt", "nul.tar.gz", "com\u00b9", "\uff43on", "aux .x",
    ".git", ".htaccess", "x" * 256, "ü" * 128,
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_name_that_every_system_can_take(name: str) -> None:
    assert explain_name(name) is None


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_refused(name: str) -> None:
    assert explain_name(name) is not None


def test_a_path_is_no_longer_than_the_narrowest_host_takes() -> None:
    assert explain_path("/".join(["x" * 199] * 5)) is None
    assert explain_path("/".join(["x" * 200] * 5)) is not None


def test_a_file_takes_the_place_of_another(folder: Path) -> None:
    replace_inside(folder, "sub/a.txt", b"new")
    replace_inside(folder, "made/b.txt", b"b", private=True)
    replace_inside(folder, "top.txt", b"top")
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == {
        "sub/a.txt": b"new", "made/b.txt": b"b", "top.txt": b"top",
    }  # fmt: skip
    assert [(folder / name).stat().st_mode & 0o777 for name in ("made", "made/b.txt")] == [0o700, 0o600]


@pytest.mark.parametrize("step", ["write_inside", "sync", "replace"])
def test_a_file_that_cannot_be_replaced_is_as_it_was(step: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops it, be it a full disk or a killed run, comes in one of these steps."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if step == "replace" else containment, step, fail)
    with pytest.raises(OSError, match="No space"):
        replace_inside(folder, "sub/a.txt", b"new")
    with pytest.raises(OSError, match="No space"):
        replace_inside(folder, "sub/other.txt", b"new")
    assert (folder / "sub" / "a.txt").read_bytes() == b"a"
    assert not (folder / "sub" / "other.txt").exists()
    monkeypatch.undo()
    replace_inside(folder, "sub/a.txt", b"newer")
    assert (folder / "sub" / "a.txt").read_bytes() == b"newer"
    assert not (folder / "sub" / ".a.txt.tmp").exists()


def test_a_file_is_not_replaced_through_a_link(folder: Path) -> None:
    (folder / "link").symlink_to("../outside/sub")
    with pytest.raises(OSError, match=r"directory|symbolic|link"):
        replace_inside(folder, "link/a.txt", b"new")
    assert (folder.parent / "outside" / "sub" / "a.txt").read_bytes() == SECRET
