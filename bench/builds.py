"""How long a build of the demo takes: with nothing kept, with everything kept, and the check alone; as ratios."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-06-01T12:00Z"
SETTINGS = (
    "import sys\nsys.path.insert(0, {root!r})\nfrom pelicanconf import *\nPATH = {content!r}\nTHEME = {theme!r}\n"
)
FIRST, SECOND, CHECK = "build, nothing kept", "build, all kept", "check alone"


def time_builds(rounds: int) -> Iterator[str]:
    """Yield the lines of a table: each row is the median of its times, in seconds, and its ratio to the first build.

    A round has one of each in turn, each in a process of its own, so that a busy machine burdens all of them.
    """
    seconds: dict[str, list[float]] = {FIRST: [], SECOND: [], CHECK: []}
    for _ in range(rounds):
        for name, taken in _time_round():
            seconds[name].append(taken)
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    yield f"{'':<22}{'median':>9}{'ratio':>8}"
    yield from (f"{name:<22}{taken:>8.2f}s{taken / medians[FIRST]:>8.2f}" for name, taken in medians.items())


def _time_round() -> Iterator[tuple[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        settings = Path(name, "settings.py")
        folders = {"content": str(ROOT / "content"), "theme": str(ROOT / "theme")}
        settings.write_text(SETTINGS.format(root=str(ROOT), **folders), encoding="utf-8")
        _run("check", settings)  # so that the first to be timed does not find cold files
        yield FIRST, _run("build", settings)
        yield SECOND, _run("build", settings)
        yield CHECK, _run("check", settings)


def _run(command: str, settings: Path) -> float:
    """Run a command of `tasks.py` for settings whose output and store lie beside them; return the seconds it took."""
    begun = time.perf_counter()
    arguments: list[str | Path] = [sys.executable, ROOT / "tasks.py", command, "--settings", settings, "--now", NOW]
    subprocess.run(arguments, check=True, capture_output=True)
    return time.perf_counter() - begun
