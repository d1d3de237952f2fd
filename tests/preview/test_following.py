"""What is read after which change: nothing that was not shown yet is left out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection
from pathlib import Path

from plugins.collecting import collect_garbage
from plugins.preview.gathering import Gathering
from plugins.preview.serving import MOST_LATE, _read


class Site:
    """Takes down what it is to read, while something else changes."""

    def __init__(self, gathering: Gathering, later: list[Path]) -> None:
        self.gathering, self.later = gathering, later
        self.asked: list[Collection[Path] | None] = []

    def refresh(
        self,
        changed: Collection[Path] | None = None,
        is_late: Callable[[], bool] = bool,
        pause: Callable[[], bool] = bool,
    ) -> bool:
        """Read some files; tell whether more than these were read."""
        del is_late, pause
        self.asked.append(changed)
        if self.later:
            self.gathering.add([self.later.pop()])
        return changed is None


def read(tmp_path: Path, changed: frozenset[Path] | None, more: int) -> tuple[bool, Site]:
    """Read what has changed, while so many more files change one after the other."""
    files = [tmp_path / f"{number}.md" for number in range(more)]
    for file in files:
        file.touch()
    gathering = Gathering()
    site = Site(gathering, files)
    return _read(site, gathering, changed), site  # type: ignore[arg-type]  # stands for a LiveSite


def test_what_was_late_is_read_with_what_came_after_it(tmp_path: Path) -> None:
    first = frozenset({tmp_path / "first.md"})
    is_whole, site = read(tmp_path, first, 1)
    assert not is_whole
    assert site.asked == [first, first | {tmp_path / "0.md"}]


def test_where_it_is_not_known_what_has_changed_all_is_read_also_later(tmp_path: Path) -> None:
    is_whole, site = read(tmp_path, None, 1)
    assert is_whole
    assert site.asked == [None, None]


def test_what_changes_without_end_is_shown_in_the_end_with_everything(tmp_path: Path) -> None:
    is_whole, site = read(tmp_path, frozenset({tmp_path / "first.md"}), MOST_LATE + 3)
    assert is_whole
    assert len(site.asked) == MOST_LATE + 1
    assert site.asked[-1] is None


def test_what_is_left_after_a_look_for_garbage_is_passed_over() -> None:
    """And garbage among it is found by the next such look."""
    try:
        collect_garbage()
        assert gc.get_freeze_count() > 1000
        ring: list[object] = []
        ring.append(ring)
        collect_garbage()
        before = gc.get_freeze_count()
        del ring
        collect_garbage()
        assert gc.get_freeze_count() < before
    finally:
        gc.unfreeze()
