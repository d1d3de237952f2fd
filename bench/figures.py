"""All figures of a run, as they are kept: plain numbers by name, written as JSON and read again."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.casebook import NAME

Seconds = list[float]


@dataclass
class Figures:
    """What was measured. Seconds on the clock (`wall`) and of the processors (`cpu`) stand by scenario and site.

    `output` holds pages, files and bytes by site; `peaks` bytes of memory by site; `small` the seconds of cold
    builds of a tenth of the corpus; `edits` and `starts` those of the previews, `readers` those of single pages;
    `extras` wall and cpu of what the core leaves out; `missing` says why a peer or a step is not there.
    """

    posts: int
    cases: int
    rounds: int
    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    output: dict[str, list[int]] = field(default_factory=dict)
    wall: dict[str, dict[str, Seconds]] = field(default_factory=dict)
    cpu: dict[str, dict[str, Seconds]] = field(default_factory=dict)
    small: dict[str, Seconds] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)
    starts: dict[str, float] = field(default_factory=dict)
    edits: dict[str, Seconds] = field(default_factory=dict)
    readers: dict[str, Seconds] = field(default_factory=dict)
    extras: dict[str, list[float]] = field(default_factory=dict)

    def find_median(self, scenario: str, site: str = NAME, *, cpu: bool = False) -> float | None:
        """Return the median of what a site took in a scenario, or None where that was not timed."""
        seconds = (self.cpu if cpu else self.wall).get(scenario, {}).get(site)
        return statistics.median(seconds) if seconds else None

    def find_ratio(self, scenario: str, peer: str, against: str, *, cpu: bool = False) -> float | None:
        """Return ours in `scenario` by a peer's in the scenario `against`: the median of the ratios of the rounds.

        A machine that is busy for a while burdens both of a round, so that it spoils no ratio.
        """
        table = self.cpu if cpu else self.wall
        ours, theirs = table.get(scenario, {}).get(NAME, []), table.get(against, {}).get(peer, [])
        ratios = [one / other for one, other in zip(ours, theirs, strict=False)]
        return statistics.median(ratios) if ratios else None


def write_figures(figures: Figures, path: Path) -> None:
    """Write figures as JSON."""
    path.write_text(json.dumps(asdict(figures), indent=1) + "\n", encoding="utf-8")


def read_figures(path: Path) -> Figures:
    """Return the figures that `write_figures` wrote."""
    return Figures(**json.loads(path.read_text(encoding="utf-8")))
