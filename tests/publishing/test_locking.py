"""One run at a time on a folder; a lock whose process is gone is free."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins import locking
from plugins.locking import LOCK_FILE, LockedError, hold_lock
from tests.building.running import PASSED_ON, ROOT, Run
from tests.publishing.tiny import TinySite, make_command, make_tiny_site

HOLDER = """\
import sys
from pathlib import Path
from plugins.locking import hold_lock
with hold_lock(Path(sys.argv[1]), "publish", name=sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""
ATTEMPTS = 5
"""How often the time of the second run is taken: the shortest counts, because others use the machine too."""

MOST_MORE = 0.5
"""Seconds that it may take longer than a command which only lists the releases, where that takes long, too."""


@pytest.fixture
def site(tmp_path: Path) -> TinySite:
    return make_tiny_site(tmp_path / "site")


@contextmanager
def hold_elsewhere(folder: Path, name: str = LOCK_FILE) -> Iterator[subprocess.Popen[str]]:
    """Hold a lock in another process, which is given when it has it."""
    command = [sys.executable, "-c", HOLDER, str(folder), name]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_publish_ends_within_a_second_and_names_the_first(site: TinySite) -> None:
    with hold_elsewhere(site.public) as first:
        assert any(_ends_at_once(site, first.pid) for _ in range(ATTEMPTS))
        assert not (site.public / "releases").exists()
        assert site.run("rollback").code == 3
    assert site.run("publish").code == 0


def _ends_at_once(site: TinySite, holder: int) -> bool:
    """Publish while another process publishes; tell whether that ended within a second."""
    listing, (run, seconds) = _time(site, "releases")[1], _time(site, "publish")
    assert (run.code, run.out) == (3, "")
    pattern = rf"tasks\.py: publish runs already: process {holder} on \S+, since \d{{4}}-\d\d-\d\d .*\n"
    assert re.fullmatch(pattern, run.err), run.err
    return seconds < max(1, listing + MOST_MORE)


def _time(site: TinySite, command: str) -> tuple[Run, float]:
    begun = time.monotonic()
    return site.run_apart(command), time.monotonic() - begun


def test_a_run_that_was_killed_holds_nothing(site: TinySite) -> None:
    with hold_elsewhere(site.public) as first:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    assert (site.public / LOCK_FILE).read_text(encoding="utf-8").startswith(f"{first.pid} publish on ")
    assert site.run("publish").code == 0
    assert not (site.public / LOCK_FILE).exists()


def test_a_publish_that_is_held_up_keeps_a_second_one_out(site: TinySite) -> None:
    """The real command, stopped in mid-way."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    command = [sys.executable, *make_command(site.settings_file, "publish")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        while not _is_signed(site.public / LOCK_FILE, process.pid):
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGSTOP)
        try:
            assert site.run("publish").code == 3
        finally:
            process.send_signal(signal.SIGCONT)
        assert process.wait() == 0
    assert site.live is not None


def test_two_builds_into_one_folder_exclude_each_other(site: TinySite) -> None:
    with hold_elsewhere(site.folder, ".output.lock") as first:
        run = site.run("build")
        assert (run.code, f"process {first.pid} on " in run.err) == (3, True)
        assert not (site.folder / "output").exists()
        assert site.run("build", "--output", "other").code == 0
        assert site.run("publish").code == 0
    assert site.run("build").code == 0
    assert not list(site.folder.glob(".output*"))


def test_one_may_wait_for_a_lock(site: TinySite) -> None:
    """As an import does that finds another one at work."""
    with hold_elsewhere(site.folder, ".output.lock") as first:
        with pytest.raises(LockedError), hold_lock(site.folder, "import", name=".output.lock", patience=0.05):
            pass
        assert first.stdin is not None
        first.stdin.close()
        with hold_lock(site.folder, "import", name=".output.lock", patience=30):
            assert (site.folder / ".output.lock").is_file()


def test_the_lock_is_given_back_whatever_happens(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), hold_lock(tmp_path, "publish"):
            raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_what_a_dead_process_has_written_is_nobody_s_name(tmp_path: Path) -> None:
    """Its successor has the lock already, and has not yet said who it is."""
    with hold_elsewhere(tmp_path) as first:
        for text in ("", "garbage", "4194305 publish on earth, since 1970"):
            (tmp_path / LOCK_FILE).write_text(text, encoding="utf-8")
            with pytest.raises(LockedError, match=r"^another run is at work$"), hold_lock(tmp_path, "publish"):
                pass
        (tmp_path / LOCK_FILE).write_text(f"{first.pid} publish on earth, since 1970", encoding="utf-8")
        with pytest.raises(LockedError, match=f"process {first.pid} on earth"), hold_lock(tmp_path, "publish"):
            pass


def test_a_lock_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("x", encoding="utf-8")
    (tmp_path / LOCK_FILE).symlink_to("victim")
    with pytest.raises(OSError, match="symbolic links"), hold_lock(tmp_path, "publish"):
        pass
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "x"


def test_a_lock_whose_file_is_gone_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its holder has removed the file after this run had opened it, and a third one has made another."""
    lock = locking._lock

    def lose(handle: int) -> bool:
        (tmp_path / LOCK_FILE).unlink()
        monkeypatch.setattr(locking, "_lock", lock)
        return lock(handle)

    monkeypatch.setattr(locking, "_lock", lose)
    with hold_lock(tmp_path, "publish"), pytest.raises(LockedError), hold_lock(tmp_path, "publish"):
        pass


def test_many_runs_never_hold_it_together(tmp_path: Path) -> None:
    """Each counts up a number that would be lost if two did it at once."""
    code = """\
import sys
from pathlib import Path
from plugins.locking import hold_lock
folder = Path(sys.argv[1])
for _ in range(50):
    with hold_lock(folder / "lock", "count", patience=60):
        number = int((folder / "number").read_text())
        (folder / "number").write_text(str(number + 1))
"""
    (tmp_path / "number").write_text("0", encoding="utf-8")
    command = [sys.executable, "-c", code, str(tmp_path)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert (tmp_path / "number").read_text(encoding="utf-8") == "200"


def _is_signed(lock: Path, pid: int) -> bool:
    try:
        return lock.read_text(encoding="utf-8").startswith(f"{pid} ")
    except FileNotFoundError:
        return False
