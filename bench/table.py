"""The figures of a run as Markdown: the machine, the targets, the builds, the memory, the previews, the extras."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence

from bench.figures import Figures
from bench.readers import find_percentile
from bench.scenarios import COLD, SCENARIOS
from bench.targets import TARGETS

NOTHING = "–"


def format_figures(figures: Figures) -> str:
    """Return the whole table of a run."""
    return "\n".join([*_tell(figures), *_list_targets(figures), *_list_builds(figures), *_list_sites(figures),
                      *_list_previews(figures), *_list_extras(figures)])  # fmt: skip


def _tell(figures: Figures) -> Iterator[str]:
    yield f"{figures.posts:,} posts and {figures.cases:,} cases; medians of {figures.rounds} rounds in turn."
    yield "; ".join(f"{name}: {value}" for name, value in figures.machine.items()) + "."
    yield "; ".join(f"{name} {version}" for name, version in figures.versions.items() if version) + "."
    yield from (f"{name} is not in it: {reason}." for name, reason in figures.missing.items())


def _list_targets(figures: Figures) -> Iterator[str]:
    """Yield a row for each target; those for another number of posts are shown where there is a figure."""
    rows = []
    for target in TARGETS:
        found = target.find(figures)
        if figures.posts in target.posts or found is not None:
            limits = f"{target.limit:g}{target.unit}", f"{target.aim:g}{target.unit}"
            reached = _round(found, target.unit), _round(target.find_cpu(figures))
            rows.append((target.name, *reached, *limits, target.judge(figures)))
    yield from _draw(("target", "reached", "by processor time", "at most", "aim", ""), rows)


def _list_builds(figures: Figures) -> Iterator[str]:
    """Yield seconds on the clock, and of the processors in brackets."""
    rows = []
    for scenario in SCENARIOS:
        cells = [_tell_both(figures, scenario.name, site) for site in figures.versions]
        rows.append((f"{scenario.name}{'' if scenario.for_peers else ' (peers: all anew, as cold)'}", *cells))
    rows.append(
        (f"cold, {figures.posts // 10:,} posts", *(_round_median(figures.small.get(site)) for site in figures.versions))
    )
    yield from _draw(("seconds (of the processors)", *figures.versions), rows)


def _list_sites(figures: Figures) -> Iterator[str]:
    sites = list(figures.versions)
    counts = [figures.output.get(site, [0, 0, 0]) for site in sites]
    yield from _draw(
        ("", *sites),
        [
            (
                "peak memory, MB",
                *(f"{figures.peaks[site] / 1e6:,.0f}" if site in figures.peaks else NOTHING for site in sites),
            ),
            ("pages", *(f"{pages:,}" for pages, _, _ in counts)),
            ("files", *(f"{files:,}" for _, files, _ in counts)),
            ("MB written", *(f"{size / 1e6:,.0f}" for _, _, size in counts)),
        ],
    )


def _list_previews(figures: Figures) -> Iterator[str]:
    sites = list(figures.edits)
    if sites:
        rows = [
            ("edit to visible, median, s", *(_round_median(figures.edits[site]) for site in sites)),
            ("edit to visible, longest, s", *(_round(max(figures.edits[site])) for site in sites)),
            ("start to first page, s", *(_round(figures.starts.get(site)) for site in sites)),
        ]
        for percent in (50, 99):
            name = f"a page for 10 readers at once, {percent}th percentile, ms"
            rows.append((name, *(_round_percentile(figures.readers.get(site), percent) for site in sites)))
        yield from _draw(("preview", *sites), rows)


def _list_extras(figures: Figures) -> Iterator[str]:
    core = figures.find_median(COLD.name, cpu=True)
    if core and figures.extras:
        rows = [(name, _round(wall), _round(cpu), f"{cpu - core:+.2f}") for name, (wall, cpu) in figures.extras.items()]
        yield from _draw(("cold, besides the core", "seconds", "of the processors", "more of them than the core"), rows)


def _tell_both(figures: Figures, scenario: str, site: str) -> str:
    wall, cpu = figures.find_median(scenario, site), figures.find_median(scenario, site, cpu=True)
    return NOTHING if wall is None else f"{_round(wall)} ({_round(cpu)})"


def _round_median(seconds: Sequence[float] | None) -> str:
    return _round(statistics.median(seconds)) if seconds else NOTHING


def _round_percentile(seconds: list[float] | None, percent: int) -> str:
    return f"{find_percentile(seconds, percent) * 1000:.1f}" if seconds else NOTHING


def _round(value: float | None, unit: str = "") -> str:
    return NOTHING if value is None else f"{value:.2f}{unit}"


def _draw(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield an empty line and a table."""
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
