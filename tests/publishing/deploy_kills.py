"""Deploys that are killed in mid-way and repeated; `python -m tests.publishing.deploy_kills --kills 30` does many."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.publishing.places import KINDS, Place, open_place
from tests.publishing.sites import NEW, OLD, ROOT, Site, find_dead_link

RELEASES = {"1": OLD, "2": NEW}


@dataclass(frozen=True)
class Deploys:
    """Real deploys of a site to a place, each a process of its own."""

    site: Site
    place: Place

    def run(self, release: str) -> float:
        """Deploy a release; return the seconds that it took once it had said what it would do."""
        with self._start(release) as process:
            started = self._wait_for_plan(process, release)
            assert process.stdout is not None
            said = process.stdout.read()
            assert process.wait() == 0, said
            return time.monotonic() - started

    def kill(self, release: str, seconds: float) -> bool:
        """Deploy a release and kill it some seconds after it said what it would do; tell whether it was still at it."""
        with self._start(release) as process:
            self._wait_for_plan(process, release)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
            assert process.stdout is not None
            process.stdout.read()
            return process.wait() < 0

    def check(self, release: str) -> None:
        """Hold what lies there against the release."""
        found, expected = self.place.read(), self.place.expect(RELEASES[release])
        assert found.keys() == expected.keys()
        assert found == expected

    def _start(self, release: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(ROOT / "tasks.py"), "deploy", self.place.name, "--settings"]
        return subprocess.Popen(
            [*command, str(self.site.settings), "--release", release, "--allow-deletions"],
            env={**os.environ, **self.place.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def _wait_for_plan(self, process: subprocess.Popen[str], release: str) -> float:
        """Wait for the first line, which comes when the place has been read; return the time."""
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith(f"{int(release):04}-"), line + process.stdout.read()
        return time.monotonic()


def make_deploys(place: Place, folder: Path) -> tuple[Deploys, float]:
    """Return deploys of a site with two releases, whose first is at the place already, and the seconds it took."""
    site = Site(folder)
    site.set_targets({place.name: place.settings})
    if place.name == "gh-pages":
        subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    for number, files in RELEASES.items():
        site.publish(int(number), files)
    deploys = Deploys(site, place)
    seconds = deploys.run("1")
    deploys.check("1")
    return deploys, seconds


def kill_and_repeat(kind: str, kills: int, folder: Path) -> Mapping[str, int]:
    """Kill deploys at moments spread over the time that they take, each repeated and compared; return the counts."""
    counts = {"killed": 0, "equal": 0, "dead links": 0}
    with open_place(kind, folder / "place") as place:
        deploys, _ = make_deploys(place, folder / "site")
        seconds = deploys.run("2")
        for number in range(kills):
            release = "12"[number % 2]
            counts["killed"] += deploys.kill(release, seconds * (number + 0.5) / kills)
            counts["dead links"] += find_dead_link(place.read()) is not None
            deploys.run(release)
            deploys.check(release)
            counts["equal"] += 1
    return counts


def main() -> None:
    """Kill many deploys to each kind of place, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30, help="for each kind of place (default: 30)")
    kills = parser.parse_args().kills
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            counts = kill_and_repeat(kind, kills, Path(folder))
        said = ", ".join(f"{count} {word}" for word, count in counts.items())
        print(f"{kind}: {kills} runs, {said}", flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
