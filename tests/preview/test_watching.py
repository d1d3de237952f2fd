"""What counts as a change of the site, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.preview.gathering import Gathering
from plugins.preview.watching import Watched, find_watched, is_left_behind, watching
from plugins.settings import SiteSettings, read_now, read_settings
from tests.building.running import NOW, write_files

SETTINGS = 'SITENAME = "Watched"\nTHEME = "theme"\nTOKENS = "look/tokens.css"\n'


@pytest.fixture
def settings(tmp_path: Path) -> SiteSettings:
    write_files(tmp_path, {"settings.py": SETTINGS, "look/tokens.css": "", "content/a.md": "", "theme/x.css": ""})
    found, problems = read_settings(tmp_path / "settings.py", now=read_now(NOW, {}), preview=True)
    assert found is not None, problems
    return found


@contextmanager
def watch(watched: Watched) -> Iterator[Gathering]:
    gathering = Gathering()
    with watching(watched, gathering):
        yield gathering


@pytest.mark.parametrize(
    "name",
    [
        "4913", "5036", ".post.md.swp", "post.md.swo", "post.md~", "#post.md#", ".#post.md", "post.md___jb_tmp___",
        "post.md___jb_old___", ".goutputstream-AB12", "post.md.tmp", "post.md.sb-1a2b3c4d-XyZ123", "film.mp4.part",
        "picture.png.crdownload", ".DS_Store", "__pycache__", ".git", ".post.md.kate-swp",
    ],
)  # fmt: skip
def test_what_editors_leave_behind(name: str) -> None:
    assert is_left_behind(name)


@pytest.mark.parametrize("name", ["post.md", "2026.md", "case.yaml", "4913.md", "part.md", "a.part.md", "tmp.png"])
def test_what_authors_write(name: str) -> None:
    assert not is_left_behind(name)


def test_what_is_in_a_hidden_folder_of_the_content_is_no_content(tmp_path: Path, settings: SiteSettings) -> None:
    watched = find_watched(settings.settings_file, settings)
    assert watched.is_inside(settings.content / "posts" / "a.md")
    assert not watched.is_inside(settings.content / ".git" / "index")
    assert not watched.is_inside(settings.content / ".obsidian" / "workspace.json")


def test_held_messages_are_watched_though_their_folder_is_hidden(settings: SiteSettings) -> None:
    watched = find_watched(settings.settings_file, settings)
    assert settings.held.name == ".held"
    assert watched.is_inside(settings.held / "bridge" / "2026-05-01-aaaaaaaaaaaa.yaml")
    assert not watched.is_inside(settings.held / ".casebook.lock")


def test_only_the_settings_where_they_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "settings.py").touch()
    watched = find_watched(tmp_path / "settings.py", None)
    assert not watched.folders
    assert watched.is_beside(tmp_path / "settings.py")
    assert watched.is_beside(tmp_path / "shared.py")
    assert not watched.is_beside(tmp_path / "README.md")
    assert not watched.is_beside(tmp_path / "output" / "other.py")


@pytest.mark.parametrize(
    "name", ["content/posts/new.md", "theme/x.css", "look/tokens.css", "settings.py", "shared.py", ".held/a/b.yaml"]
)
def test_a_change_is_told(name: str, tmp_path: Path, settings: SiteSettings) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    with watch(find_watched(settings.settings_file, settings)) as gathering:
        (tmp_path / name).write_text("changed", encoding="utf-8")
        assert gathering.wait(5)


def test_a_file_that_is_replaced_twice_is_told_twice(tmp_path: Path, settings: SiteSettings) -> None:
    with watch(find_watched(settings.settings_file, settings)) as gathering:
        for text in ("one", "two"):
            (tmp_path / "aside").write_text(text, encoding="utf-8")
            (tmp_path / "aside").replace(tmp_path / "look" / "tokens.css")
            assert gathering.wait(5)
            gathering.take()


def test_a_folder_that_comes_is_told_and_changes_what_is_watched(tmp_path: Path, settings: SiteSettings) -> None:
    watched = find_watched(settings.settings_file, settings)
    state = watched.state
    assert find_watched(settings.settings_file, settings).state == state
    with watch(watched) as gathering:
        settings.words_path.mkdir()
        assert gathering.wait(5)
    assert find_watched(settings.settings_file, settings).state != state


def test_what_is_not_watched_is_not_told(tmp_path: Path, settings: SiteSettings) -> None:
    (tmp_path / "output").mkdir()
    with watch(find_watched(settings.settings_file, settings)) as gathering:
        for name in ("output/index.html", "README.md", "content/.a.md.swp", "content/4913"):
            (tmp_path / name).write_text("changed", encoding="utf-8")
        assert not gathering.wait(0.2)


def test_polling_tells_of_changes_too(tmp_path: Path, settings: SiteSettings) -> None:
    gathering = Gathering()
    with watching(find_watched(settings.settings_file, settings), gathering, polling=True):
        # The first look takes its time, and what was written before it is nothing new.
        assert any(write_new(settings.content / f"{number}.md") and gathering.wait(0.5) for number in range(20))


def write_new(path: Path) -> bool:
    return path.write_text("new", encoding="utf-8") > 0


def test_what_leads_to_a_file_and_what_lies_beside_the_settings(tmp_path: Path) -> None:
    watched = Watched(frozenset(), frozenset({tmp_path / "a" / "b" / "tokens.css"}), tmp_path)
    for name in ("a", "a/b", "a/b/tokens.css", "settings.py", "shared.py"):
        assert watched.is_beside(tmp_path / name), name
    for name in ("b", "a/b/other.css", ".#settings.py", "settings.py~", "a/other.py"):
        assert not watched.is_beside(tmp_path / name), name


def test_a_folder_in_the_place_of_another_is_watched_anew(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    folder.mkdir()
    watched = Watched(frozenset({folder}), frozenset(), tmp_path)
    before = watched.state
    folder.rename(tmp_path / "moved")
    folder.mkdir()
    assert watched.state != before


def test_where_the_system_refuses_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("too many files are watched")

    monkeypatch.setattr("plugins.preview.watching.watch", refuse)
    watched = Watched(frozenset({tmp_path}), frozenset(), tmp_path)
    with pytest.raises(OSError, match="too many"), watching(watched, Gathering()):
        pass
