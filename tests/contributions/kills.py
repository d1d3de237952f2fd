"""Kill `outcomes import` again and again and look at what is held each time.

    .venv/bin/python -m tests.contributions.kills --kills 200

Each import has 12 messages before it. After each kill every file of what is held must be whole, to the byte what an
import that was not killed writes; at the end an import holds all that is missing, once. Every fourth kill is of
`outcomes accept`: then the outcome must be whole in the one place or in the other, or in both. Ends with 1 where
anything else was seen.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import commands.answering  # noqa: F401 - a fork has imported it already
from plugins.contributions.languages import ENOUGH, find_language
from tests.building.running import NOW, read_tree
from tests.contributions.editing import LETTER, AnsweredSite, make_site
from tests.publishing.forking import ForkedRun, fork_command

MESSAGES = 12
NEAR = 0.75
"""The part of the kills that come while the first files are written; the others come at any time before."""

FINDING = "plugins.contributions.finding"


class Campaign:
    """Imports that are killed, on one site; `seen` counts how many messages were held after each kill."""

    def __init__(self, site: AnsweredSite, seed: int) -> None:
        self.site = site
        self.random = random.Random(seed)
        self.seen: Counter[str] = Counter()
        self.problems: list[str] = []
        for number in range(MESSAGES):
            words = f"This is message {number}. " + "And so on, and so on. " * 200
            site.write_mail(f"m{number:02}", LETTER.format(words=words))
        begun = time.monotonic()
        self._finish("the first import")
        self.seconds = time.monotonic() - begun
        self.whole = self._read_held()

    def _start(self, *typed: str) -> ForkedRun:
        line = ["outcomes", *typed, "--settings", str(self.site.settings_file), "--now", NOW]
        return fork_command(line)

    def _finish(self, when: str) -> None:
        code, said = self._start("import", str(self.site.folder / "mail")).wait()
        if code != 0:
            self.problems.append(f"{when}: {code}: {said}")

    def _read_held(self) -> dict[str, bytes]:
        """Return the files that anything reads, of what is held and of what is published."""
        held = {f"held/{path}": data for path, data in read_tree(self.site.held / "bridge").items()}
        accepted = {f"held/{path}": data for path, data in read_tree(self.site.readers).items() if "aaaa" not in path}
        return {path: data for path, data in (*held.items(), *accepted.items()) if "/." not in path}

    def kill_import(self) -> None:
        """Kill an import at any moment."""
        shutil.rmtree(self.site.held, ignore_errors=True)
        run = self._start("import", str(self.site.folder / "mail"))
        if self.random.random() < NEAR:
            while not (self.site.held / "bridge").exists() and not run.is_over():
                time.sleep(0.0005)
        time.sleep(self.random.uniform(0, self.seconds / 4))
        run.kill()
        held = self._read_held()
        self.seen[f"import: {_describe(len(held))}"] += 1
        self.problems += [f"not whole: {path}" for path, data in held.items() if self.whole.get(path) != data]

    def kill_accept(self) -> None:
        """Kill the acceptance of all at any moment."""
        self._finish("before an acceptance")
        names = self.site.list_ids()
        run = self._start("accept", *names)
        time.sleep(self.random.uniform(0, self.seconds))
        run.kill()
        held, published = self.site.list_ids(), [path.stem[11:] for path in self.site.readers.glob("2026-05*.yaml")]
        self.seen[f"accept: {_describe(len(published))}"] += 1
        self.problems += [f"lost: {name}" for name in names if name not in {*held, *published}]
        texts = [path.read_text(encoding="utf-8") for path in self.site.readers.glob("2026-05*.yaml")]
        self.problems += [f"not whole: {text[:40]}" for text in texts if not text.endswith("status: published\n")]
        for path in self.site.readers.glob("2026-05*.yaml"):
            path.unlink()

    def end(self) -> None:
        """Import once more, unkilled: all is there, once, and nothing is left of the killed ones."""
        self._finish("the last import")
        if self._read_held() != self.whole:
            self.problems.append("the last import does not hold what the first one held")
        strange = [path.name for path in (self.site.held / "bridge").iterdir() if path.name.startswith(".")]
        self.problems += [f"left behind: {name}" for name in strange]


def _describe(count: int) -> str:
    return {0: "none", MESSAGES: "all"}.get(count, "some")


def main() -> int:
    """Run a campaign, print what was seen, and return 1 where that was not all right."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    find_language("a " * ENOUGH)  # and has loaded the model
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="casebook-import-kills-") as name:
        campaign = Campaign(make_site(Path(name) / "site"), arguments.seed)
        for number in range(1, arguments.kills + 1):
            campaign.kill_accept() if number % 4 == 0 else campaign.kill_import()
        campaign.end()
    counts = "".join(f"{count:4} killed, {what} there\n" for what, count in sorted(campaign.seen.items()))
    figures = f"{arguments.kills} kills, {len(campaign.problems)} problems"
    sys.stdout.write(f"{counts}{figures}\n{time.monotonic() - begun:.0f} s, one import {campaign.seconds:.2f} s\n")
    sys.stderr.writelines(f"{problem}\n" for problem in campaign.problems)
    return int(bool(campaign.problems))


if __name__ == "__main__":
    raise SystemExit(main())
