"""What is to be reached, and what was: each target is a figure of one run, with how much it may be at most."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bench.casebook import NAME
from bench.figures import Figures
from bench.readers import find_percentile
from bench.scenarios import BODY, COLD, UNCHANGED, Scenario

SMALL, LARGE = 1_000, 10_000
ANY = (SMALL, LARGE)


@dataclass(frozen=True)
class Target:
    """A figure that is to be at most `limit`, and better at most `aim`, with a corpus of so many posts."""

    name: str
    posts: tuple[int, ...]
    limit: float
    aim: float
    find: Callable[[Figures], float | None]
    unit: str = ""
    find_cpu: Callable[[Figures], float | None] = lambda _figures: None
    """The same by seconds of the processors: that is steadier, and says nothing of work done at once."""

    def judge(self, figures: Figures) -> str:
        """Return in a word what came of it."""
        found = self.find(figures)
        if found is None:
            return "not measured"
        if figures.posts not in self.posts:
            return "for another size"
        return "aim reached" if found <= self.aim else "reached" if found <= self.limit else "missed"


def _compare(name: str, posts: tuple[int, ...], limit: float, aim: float, scenario: Scenario, peer: str) -> Target:
    """Return the target for the ratio of our build in a scenario to a peer's whole build."""

    def find(figures: Figures, *, cpu: bool = False) -> float | None:
        return figures.find_ratio(scenario.name, peer, COLD.name, cpu=cpu)

    return Target(name, posts, limit, aim, find, find_cpu=partial(find, cpu=True))


def _find_preview(figures: Figures) -> float | None:
    return statistics.median(figures.edits[NAME]) if figures.edits.get(NAME) else None


def _compare_previews(figures: Figures) -> float | None:
    ours, theirs = figures.edits.get(NAME), figures.edits.get("Hugo")
    return statistics.median(ours) / statistics.median(theirs) if ours and theirs else None


def _compare_peaks(figures: Figures) -> float | None:
    return figures.peaks[NAME] / figures.peaks["Hugo"] if {NAME, "Hugo"} <= figures.peaks.keys() else None


def _find_growth(figures: Figures) -> float | None:
    large, small = figures.find_median(COLD.name), figures.small.get(NAME)
    return large / statistics.median(small) if large and small else None


def _find_slow_page(figures: Figures) -> float | None:
    return find_percentile(figures.readers[NAME], 99) * 1000 if figures.readers.get(NAME) else None


TARGETS = (
    _compare("cold build / Pelican", ANY, 0.45, 0.30, COLD, "Pelican"),
    _compare("cold build / Eleventy", ANY, 2.0, 1.0, COLD, "Eleventy"),
    _compare("one body edited / Hugo's whole build", (LARGE,), 0.6, 0.3, BODY, "Hugo"),
    _compare("nothing changed / Hugo's whole build", (LARGE,), 0.25, 0.1, UNCHANGED, "Hugo"),
    Target("preview: edit to visible", (SMALL,), 0.25, 0.1, _find_preview, " s"),
    Target("preview: edit to visible / `hugo server`", (SMALL,), 0.5, 0.5, _compare_previews),
    Target("preview: edit to visible / `hugo server`", (LARGE,), 1.0, 0.3, _compare_previews),
    Target("peak memory / Hugo's", (LARGE,), 0.8, 0.4, _compare_peaks),
    Target("growth of the cold build from a tenth of the posts", (LARGE,), 11, 10, _find_growth, " times"),
    Target("preview: a page for 10 readers at once, 99th percentile", ANY, 50, 10, _find_slow_page, " ms"),
)
