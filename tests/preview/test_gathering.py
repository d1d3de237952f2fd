"""One edit goes at once; many are waited for."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from plugins.preview.gathering import FEW, Gathering

QUIET, LONGEST = 1.0, 30.0
"""Longer than in the preview, so that a busy machine makes no difference."""


@pytest.fixture(autouse=True)
def take_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the preview wait for so long."""
    monkeypatch.setattr("plugins.preview.gathering.QUIET", QUIET)
    monkeypatch.setattr("plugins.preview.gathering.LONGEST", LONGEST)


def take(gathering: Gathering) -> tuple[frozenset[Path], float]:
    """Return what is taken, and how long that took."""
    began = time.monotonic()
    return gathering.take(), time.monotonic() - began


def test_one_edit_goes_at_once(tmp_path: Path) -> None:
    gathering = Gathering()
    gathering.add([tmp_path])
    assert gathering.has_more()
    taken, seconds = take(gathering)
    assert taken == {tmp_path}
    assert seconds < QUIET
    assert not gathering.has_more()


def test_a_file_that_is_gone_may_come_back(tmp_path: Path) -> None:
    """An editor that saves by renaming lets it be gone for a moment."""
    gathering, file = Gathering(), tmp_path / "post.md"
    gathering.add([file])

    def come_back() -> None:
        file.touch()
        gathering.add([file])

    threading.Timer(QUIET / 4, come_back).start()
    taken, seconds = take(gathering)
    assert taken == {file}
    assert QUIET / 4 <= seconds < QUIET


def test_a_file_that_stays_gone_is_deleted(tmp_path: Path) -> None:
    gathering = Gathering()
    gathering.add([tmp_path / "gone.md"])
    taken, seconds = take(gathering)
    assert taken == {tmp_path / "gone.md"}
    assert QUIET <= seconds < LONGEST


def test_a_checkout_is_taken_whole(tmp_path: Path) -> None:
    gathering = Gathering()
    files = [tmp_path / str(number) for number in range(200)]

    def check_out() -> None:
        for file in files:
            file.touch()
            gathering.add([file])
            time.sleep(0.001)

    for file in files[: FEW + 1]:
        file.touch()
    gathering.add(files[: FEW + 1])
    writing = threading.Thread(target=check_out)
    writing.start()
    taken, seconds = take(gathering)
    writing.join()
    assert taken == {*files}
    assert seconds < LONGEST + QUIET


def test_what_never_ends_is_taken_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.preview.gathering.QUIET", 20)
    monkeypatch.setattr("plugins.preview.gathering.LONGEST", 0.3)
    gathering, over = Gathering(), threading.Event()

    def go_on() -> None:
        while not over.wait(0.01):
            gathering.add([tmp_path / "missing"])

    threading.Thread(target=go_on).start()
    try:
        _, seconds = take(gathering)
    finally:
        over.set()
    assert 0.3 <= seconds < 20


def test_waiting_leaves_what_came(tmp_path: Path) -> None:
    gathering = Gathering()
    assert not gathering.wait(0.001)
    gathering.add([tmp_path])
    assert gathering.wait(10)
    assert gathering.take() == {tmp_path}
