"""One run over the corpus: lay it out for every generator, measure everything in turn, write what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.casebook import ROOT, find_casebook
from bench.corpus import make_corpus
from bench.extras import time_extras
from bench.figures import Figures, write_figures
from bench.generators import provide_peers
from bench.machine import describe_load, describe_machine
from bench.plot import draw_plot
from bench.readers import time_readers
from bench.running import RunError, measure_peak, time_command
from bench.scenarios import time_rounds, warm_up
from bench.serving import Preview, run_previews
from bench.sites import Generator, Site
from bench.table import format_figures
from bench.visible import time_edits

STORE = ROOT / ".casebook" / "bench"
POSTS_OF_A_CASE = 20
EDITS = 7
"""How often each preview is shown an edit; the median of an odd number is one of them."""


@dataclass(frozen=True)
class Wanted:
    """What is to be measured: how many posts and cases, how many rounds, and whether `peers` and `extras` are, too."""

    posts: int
    cases: int
    rounds: int
    peers: bool
    extras: bool


def compare(wanted: Wanted, store: Path = STORE) -> Iterator[str]:
    """Measure everything, yielding a line of what was done after each step, and at the end the table.

    The figures, the table and the plot are in `store` then, in a folder named after the number of posts.
    """
    store.mkdir(parents=True, exist_ok=True)
    figures = Figures(wanted.posts, wanted.cases, wanted.rounds, describe_machine())
    generators = [find_casebook()]
    if wanted.peers:
        peers, figures.missing = provide_peers(store)
        generators += peers
        yield from (f"{name} is missing: {reason}" for name, reason in figures.missing.items())
    figures.versions = {generator.name: generator.version for generator in generators}
    folder = store / f"posts-{wanted.posts}"
    sites = lay_out(generators, figures.posts, figures.cases, folder / "sites")
    small = lay_out(generators, figures.posts // 10, figures.cases // 10, folder / "small")
    try:
        yield from _measure(figures, sites, small)
        if wanted.extras:
            yield from _time_extras(figures, sites[0])
    finally:
        # A run of an hour that fails near its end leaves what it has measured.
        write_figures(figures, folder / "figures.json")
        for site in (*sites, *small):
            site.clear()
    yield from _write(figures, folder)


def lay_out(generators: Sequence[Generator], posts: int, cases: int, folder: Path) -> list[Site]:
    """Lay a corpus out for each generator, each in an empty folder of its own below `folder`."""
    corpus = make_corpus(posts, cases)
    shutil.rmtree(folder, ignore_errors=True)
    sites = []
    for generator in generators:
        place = folder / generator.name.lower()
        place.mkdir(parents=True)
        sites.append(generator.lay_out(corpus, place))
    return sites


def _measure(figures: Figures, sites: Sequence[Site], small: Sequence[Site]) -> Iterator[str]:
    warm_up([*sites, *small])
    figures.output = {site.name: list(site.count_output()) for site in sites}
    yield f"every site was built once; load {describe_load()}"
    yield from _time_builds(figures, sites)
    yield from _time_growth(figures, small)
    yield from _measure_peaks(figures, sites)
    try:
        yield from _time_previews(figures, sites)
    except RunError as error:
        # The builds are timed by then, and are worth a table.
        figures.missing["the preview"] = str(error)
        yield f"the preview: {error}"


def _time_builds(figures: Figures, sites: Sequence[Site]) -> Iterator[str]:
    for scenario, site, taken in time_rounds(sites, figures.rounds):
        figures.wall.setdefault(scenario.name, {}).setdefault(site.name, []).append(taken.wall)
        figures.cpu.setdefault(scenario.name, {}).setdefault(site.name, []).append(taken.cpu)
        yield f"{scenario.name}, {site.name}: {taken.wall:.2f} s, of the processors {taken.cpu:.2f} s"


def _time_growth(figures: Figures, sites: Sequence[Site]) -> Iterator[str]:
    """Time cold builds of the tenth of the corpus."""
    for _ in range(figures.rounds):
        for site in sites:
            site.forget()
            figures.small.setdefault(site.name, []).append(time_command(site.build, site.folder).wall)
    yield f"cold builds of {figures.posts // 10} posts were timed"


def _measure_peaks(figures: Figures, sites: Sequence[Site]) -> Iterator[str]:
    for site in sites:
        site.forget()
        figures.peaks[site.name] = measure_peak(site.build, site.folder)
        yield f"peak memory, {site.name}: {figures.peaks[site.name] / 1e6:.0f} MB"


def _time_previews(figures: Figures, sites: Sequence[Site]) -> Iterator[str]:
    with run_previews(list(sites)) as previews:
        figures.starts = {preview.site.name: preview.started for preview in previews}
        figures.readers = {preview.site.name: _time_readers(preview, figures) for preview in previews}
        figures.edits = time_edits(previews, EDITS)
    for name, seconds in figures.edits.items():
        yield f"preview, edit to visible, {name}: {' '.join(f'{one:.2f}' for one in seconds)} s"


def _time_extras(figures: Figures, site: Site) -> Iterator[str]:
    for name, taken in time_extras(site, figures.posts):
        figures.extras[name] = list(taken)
        yield f"{name}: {taken.wall:.2f} s"


def _time_readers(preview: Preview, figures: Figures) -> list[float]:
    return [round(seconds, 5) for seconds in time_readers(preview, figures.posts)]


def _write(figures: Figures, folder: Path) -> Iterator[str]:
    (folder / "table.md").write_text(format_figures(figures) + "\n", encoding="utf-8")
    draw_plot(figures, folder / "plot.png")
    yield from ("", *format_figures(figures).splitlines(), "")
    yield f"figures.json, table.md and plot.png are in {folder}"
