"""Files of folders that hold links to others: each is there once, and no link leads round for ever."""

from __future__ import annotations

from pathlib import Path

from plugins.linked_folders import list_files
from tests.building.running import write_files


def test_each_file_is_there_once_however_links_lead(tmp_path: Path) -> None:
    write_files(tmp_path, {"theme/a.html": "", "theme/deep/b.html": "", "elsewhere/c.html": ""})
    theme = tmp_path / "theme"
    (theme / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(theme)
    (theme / "deep" / "again").symlink_to("..")
    (theme / "self").symlink_to("self")
    found = sorted(Path(path).relative_to(theme).as_posix() for path in list_files(theme))
    assert found == ["a.html", "deep/b.html", "linked/c.html", "self"]
