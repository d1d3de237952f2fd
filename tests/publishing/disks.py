"""Publish onto disks that are full, read-only or taken away: each time `publish` ends with 1 and the live tree stays.

    .venv/bin/python -m tests.publishing.disks --levels 50

The disk is a small tmpfs in a mount namespace of its own, filled so that 0, 1, 2 … of 50 parts of what a release takes
are left. Where mounts are not allowed the system's own limit on the size of files does the same, from 0 bytes up to the
largest file of the site. Ends with 1 where anything else was seen.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from plugins.locking import LOCK_FILE
from plugins.publishing.releases import ASIDE
from tests.building.running import ROOT
from tests.publishing.forking import ForkedRun, fork_command
from tests.publishing.tiny import find_damages, make_command, make_tiny_site

NAMESPACES = (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount"))
"""How root, and anybody else, gets a place for mounts that nobody else sees."""

DISK_SIZE = 8 << 20
NO_CAPABILITIES = (ctypes.c_uint32 * 6)()
CAPABILITY_VERSION = 0x20080522
"""Of Linux' capset: https://man7.org/linux/man-pages/man2/capget.2.html"""

GLANCE = 0.0005
"""Seconds between two looks whether a publish has begun to write."""


def do_nothing() -> None:
    """Be the preparation of a command that needs none."""


class Tmpfs:
    """A small disk at a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"
        self._needed = 0
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_SIZE}", "tmpfs", folder], check=True)

    def measure(self, publish: Callable[[], None]) -> None:
        """Find out how much a release takes."""
        before = os.statvfs(self.folder).f_bfree
        publish()
        self._needed = before - os.statvfs(self.folder).f_bfree

    @contextmanager
    def leave(self, part: float) -> Iterator[Callable[[], None]]:
        """Leave room for no more than a part of a release."""
        facts = os.statvfs(self.folder)
        ballast = (facts.f_bfree - int(self._needed * part)) * facts.f_bsize
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, ballast)
        yield do_nothing
        self._ballast.unlink()

    @contextmanager
    def make_read_only(self) -> Iterator[Callable[[], None]]:
        """Let nothing be written."""
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)
        yield do_nothing
        subprocess.run(["mount", "-o", "remount,rw", self.folder], check=True)

    def end(self) -> None:
        """Take the disk away."""
        subprocess.run(["umount", "--lazy", self.folder], check=True)


class Limits:
    """A folder in which a process may write files up to a size only, or none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._largest = 0
        folder.mkdir()

    def measure(self, publish: Callable[[], None]) -> None:
        """Find out how large the files of a release are."""
        publish()
        self._largest = max(path.stat().st_size for path in self.folder.rglob("*"))

    @contextmanager
    def leave(self, part: float) -> Iterator[Callable[[], None]]:
        """Let no file be larger than a part of the largest."""
        limit = int(self._largest * part)
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    @contextmanager
    def make_read_only(self) -> Iterator[Callable[[], None]]:
        """Let nothing be written. Root may write everywhere by a capability, which the process gives up."""
        folders = [self.folder, *(path for path in self.folder.rglob("*") if path.is_dir() and not path.is_symlink())]
        for folder in folders:
            folder.chmod(0o555)
        yield give_up_capabilities
        for folder in folders:
            folder.chmod(0o755)

    def end(self) -> None:
        """There is nothing to be taken away."""


def give_up_capabilities() -> None:
    """Let this process be an ordinary one, whoever runs it."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, NO_CAPABILITIES) != 0:
        raise OSError(ctypes.get_errno(), "capset")


class Trial:
    """Publishes that must fail, on one site and one disk; `seen` counts how they ended."""

    def __init__(self, folder: Path, disk: Tmpfs | Limits) -> None:
        self.site = make_tiny_site(folder)
        self.site.write("content/downloads/list.csv", "a,b\n")
        self.public = disk.folder / "public"
        self.edition = 1
        self.seen: Counter[str] = Counter()
        self.problems: list[str] = []
        self.publish()
        disk.measure(self.publish)

    def publish(self) -> None:
        """Publish with nothing in the way."""
        code, said = self._start().wait()
        assert code == 0, said

    def fail(self, what: str, prepare: Callable[[], None] = do_nothing) -> None:
        """Publish where it must fail."""
        before = list_names(self.public)
        code, said = self._start(prepare).wait()
        self._check(what, before, code, said)

    def fail_without(self, what: str, take_away: Callable[[], Callable[[], None]]) -> None:
        """Publish, and take something away as soon as it writes; what is returned puts that back."""
        before = list_names(self.public)
        run = self._start()
        while not (self.public / "releases" / ASIDE).exists():
            time.sleep(GLANCE)
        put_back = take_away()
        code, said = run.wait()
        put_back()
        self._check(what, before, code, said)

    def _start(self, prepare: Callable[[], None] = do_nothing) -> ForkedRun:
        self.edition += 1
        self.site.write_edition(self.edition)
        command = [*make_command(self.site.settings_file, "publish")[1:], "--output", str(self.public)]
        return fork_command(command, prepare)

    def _check(self, what: str, before: list[str], code: int, said: str) -> None:
        """Note how a publish ended; it has said one thing, and left the folder as it was."""
        self.seen[f"{what}: exit {code}"] += 1
        if code != 1 or said.count(": error[") != 1 or "Traceback" in said:
            self.problems.append(f"{what}: exit {code}: {said}")
        self.problems += [f"{what}: {damage}" for damage in find_damages(self.public)]
        if list_names(self.public) != before:
            self.problems.append(f"{what}: there is {list_names(self.public)}, and was {before}")


def list_names(public: Path) -> list[str]:
    """Return what is in the folder of the releases, and where its links lead."""
    found = [*public.iterdir(), *(public / "releases").iterdir()]
    return sorted(f"{path.relative_to(public)} {path.readlink() if path.is_symlink() else ''}" for path in found)


def run_trials(trial: Trial, disk: Tmpfs | Limits, levels: int) -> None:
    """Fill the disk, make it read-only, take folders away; between all that, publish."""
    for level in range(levels):
        with disk.leave(level / levels) as prepare:
            trial.fail("a disk with too little room", prepare)
    trial.publish()
    with disk.make_read_only() as prepare:
        trial.fail("a disk that is read-only", prepare)
    trial.publish()
    trial.fail_without("the new release taken away", lambda: remove(trial.public / "releases" / ASIDE))
    trial.fail_without("all releases taken away", lambda: hide(trial.public))
    trial.publish()
    trial.fail_without("the content taken away", lambda: hide(trial.site.folder / "content"))
    trial.publish()


def remove(folder: Path) -> Callable[[], None]:
    """Delete a folder; nothing puts it back."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
    return do_nothing


def hide(folder: Path) -> Callable[[], None]:
    """Move a folder away; return what puts it back, without what was still being written in it."""
    hidden = folder.with_name("hidden")
    folder.rename(hidden)

    def put_back() -> None:
        assert not folder.exists(), "it was made anew"
        hidden.rename(folder)
        shutil.rmtree(folder / "releases" / ASIDE, ignore_errors=True)
        (folder / LOCK_FILE).unlink(missing_ok=True)

    return put_back


def main() -> int:
    """Run the trials, print what was seen, and return 1 where that was not all right."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--levels", type=int, default=50)
    parser.add_argument("--disk", choices=("tmpfs", "limits"))
    arguments = parser.parse_args()
    if arguments.disk is None:
        return choose_disk(arguments.levels)
    with tempfile.TemporaryDirectory(prefix="casebook-disks-") as name:
        disk = (Tmpfs if arguments.disk == "tmpfs" else Limits)(Path(name) / "disk")
        try:
            trial = Trial(Path(name) / "site", disk)
            run_trials(trial, disk, arguments.levels)
        finally:
            disk.end()
    counts = "".join(f"{count:4} {what}\n" for what, count in trial.seen.items())
    sys.stdout.write(f"{counts}{trial.seen.total()} trials on {arguments.disk}, {len(trial.problems)} problems\n")
    sys.stderr.writelines(f"{problem}\n" for problem in trial.problems)
    return int(bool(trial.problems))


def choose_disk(levels: int) -> int:
    """Run the same again where mounts are allowed, or without any."""
    command = [sys.executable, "-m", "tests.publishing.disks", "--levels", str(levels), "--disk"]
    for namespace in NAMESPACES:
        if can_mount(namespace):
            return subprocess.run([*namespace, *command, "tmpfs"], cwd=ROOT, check=False).returncode
    return subprocess.run([*command, "limits"], cwd=ROOT, check=False).returncode


def can_mount(namespace: Sequence[str]) -> bool:
    """Tell whether one may mount a tmpfs there."""
    with tempfile.TemporaryDirectory(prefix="casebook-mount-") as folder:
        try:
            command = [*namespace, "mount", "-t", "tmpfs", "tmpfs", folder]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            return False


if __name__ == "__main__":
    raise SystemExit(main())
