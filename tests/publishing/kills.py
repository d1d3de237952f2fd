"""Kill `publish` again and again and look at the live tree each time; publish while somebody asks for pages.

    .venv/bin/python -m tests.publishing.kills --kills 200 --publishes 20

Every second kill comes within 20 ms of the switch: as soon as the link that is about to become `current` is seen, up to
20 ms are waited. The others come at any time. After each kill the live tree must be a whole release by its manifest,
the one before the kill or the new one. Ends with 1 where anything else was seen.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from plugins.publishing.releases import NEXT
from tests.building.running import PASSED_ON
from tests.publishing.forking import ForkedRun, fork_command
from tests.publishing.polling import PAUSE, start_polling
from tests.publishing.tiny import TinySite, find_damages, make_command, make_tiny_site

NEAR = 0.02
"""Seconds after the sign of the switch within which every second kill comes."""

GLANCE = 0.0001
"""Seconds between two looks for that sign."""

REAL = 2
"""Kills of the command in a process of its own, imports and all."""


class Campaign:
    """Publishes that are killed, on one site; `seen` counts what the live tree was after each kill."""

    def __init__(self, site: TinySite, seed: int) -> None:
        self.site = site
        self.random = random.Random(seed)
        self.edition = 1
        self.seen: Counter[str] = Counter()
        self.problems: list[str] = []
        self.seconds = statistics.median(self._time_publish() for _ in range(3))

    def _time_publish(self) -> float:
        run = self._start()
        code, said = run.wait()
        assert code == 0, said
        return time.monotonic() - run.begun

    def _start(self) -> ForkedRun:
        """Start to publish something new."""
        self.edition += 1
        self.site.write_edition(self.edition)
        return fork_command(make_command(self.site.settings_file, "publish")[1:])

    def kill_near_the_switch(self) -> None:
        """Kill within 20 ms after the link is seen that becomes `current`."""
        self._kill("near the switch", self._wait_for_switch)

    def kill_at_any_time(self) -> None:
        """Kill at a moment of the time that a publish takes."""
        self._kill("at any time", lambda run: _wait_until(run.begun + self.random.uniform(0, self.seconds)))

    def _kill(self, when: str, wait: Callable[[ForkedRun], None]) -> None:
        """Publish and kill; what has ended before does not count."""
        while True:
            before, run = self.site.live, self._start()
            wait(run)
            if run.kill():
                return self._look(when, before)

    def _wait_for_switch(self, run: ForkedRun) -> None:
        while not os.path.lexists(self.site.public / NEXT) and not run.is_over():
            time.sleep(GLANCE)
        _wait_until(time.monotonic() + self.random.uniform(0, NEAR))

    def kill_real_command(self) -> None:
        """Kill the command in a process of its own; what has ended before does not count."""
        while True:
            before, self.edition = self.site.live, self.edition + 1
            self.site.write_edition(self.edition)
            if self._kill_real_command():
                return self._look("of the command with its imports", before)

    def _kill_real_command(self) -> bool:
        command = [sys.executable, *make_command(self.site.settings_file, "publish")]
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True) as process:
            while not os.path.lexists(self.site.public / NEXT) and process.poll() is None:
                time.sleep(GLANCE)
            if is_running := process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        return is_running

    def _look(self, when: str, before: str | None) -> None:
        """Count what the live tree is now; its edition must be the one that its id was made for."""
        live = self.site.live
        self.seen[f"{when}: {'the old tree' if live == before else 'the new tree'}"] += 1
        self.problems += [f"{when}: {live}: {damage}" for damage in find_damages(self.site.public)]
        page = self.site.public / "current" / "posts" / "edition" / "index.html"
        text = page.read_text(encoding="utf-8") if page.is_file() else ""
        if live != before and f"This is edition {self.edition}." not in text:
            self.problems.append(f"{when}: {live} is neither the old tree nor the new one")

    def end(self) -> None:
        """Publish once more, unkilled: it succeeds, and takes away what the killed ones have left."""
        self._publish("the last publish")
        strange = [name for name in self.site.list_public() if "/." in f"/{name}"]
        self.problems += [f"left behind: {name}" for name in strange]

    def _publish(self, when: str) -> None:
        code, said = self._start().wait()
        if code != 0:
            self.problems.append(f"{when}: {said}")

    def publish_while_asked(self, times: int) -> str:
        """Publish and ask for pages all the while; return what was seen."""
        with start_polling(self.site.public / "current") as asking:
            for _ in range(times):
                self._publish("publishing while asked")
            requests, missing = asking.stop()
        if missing or not requests:
            self.problems.append(f"{requests} requests, {missing} without a whole answer")
        return f"{times} publishes, {requests} requests every {PAUSE * 1000:.0f} ms, {missing} without a whole answer"


def _wait_until(moment: float) -> None:
    while (left := moment - time.monotonic()) > 0:
        time.sleep(min(left, 0.001))


def main() -> int:
    """Run a campaign, print what was seen, and return 1 where that was not all right."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--publishes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="casebook-kills-") as name:
        campaign = Campaign(make_tiny_site(Path(name) / "site"), arguments.seed)
        for number in range(arguments.kills):
            campaign.kill_near_the_switch() if number % 2 else campaign.kill_at_any_time()
        for _ in range(REAL):
            campaign.kill_real_command()
        polled = campaign.publish_while_asked(arguments.publishes)
        campaign.end()
    counts = "".join(f"{count:4} killed {what}\n" for what, count in sorted(campaign.seen.items()))
    seconds = f"{time.monotonic() - begun:.0f} s, one publish {campaign.seconds * 1000:.0f} ms"
    sys.stdout.write(f"{counts}{campaign.seen.total()} kills, {len(campaign.problems)} problems\n{polled}\n{seconds}\n")
    sys.stderr.writelines(f"{problem}\n" for problem in campaign.problems)
    return int(bool(campaign.problems))


if __name__ == "__main__":
    raise SystemExit(main())
