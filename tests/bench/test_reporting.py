"""Given figures become the JSON, the table and the picture that they should."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bench.__main__ import parse_arguments
from bench.figures import Figures, read_figures, write_figures
from bench.plot import COLOURS, draw_plot, list_bars
from bench.readers import find_percentile
from bench.table import format_figures
from bench.targets import TARGETS


@pytest.fixture
def figures() -> Figures:
    return Figures(
        posts=10_000,
        cases=500,
        rounds=3,
        machine={"processor": "2 × One"},
        versions={"Casebook": "", "Pelican": "4.12.0", "Hugo": "0.168.0"},
        missing={"Eleventy": "npm: the registry is down"},
        output={"Casebook": [16_000, 17_000, 3_000_000]},
        wall={
            # The machine was busy in the second round: each ratio is taken within a round.
            "cold": {"Casebook": [30.0, 90.0, 32.0], "Pelican": [100.0, 300.0, 100.0], "Hugo": [10.0, 30.0, 10.0]},
            "one body edited": {"Casebook": [3.5, 10.5, 3.5], "Pelican": [25.0, 70.0, 26.0]},
            "nothing changed": {"Casebook": [3.0, 9.0, 3.0]},
        },
        cpu={"cold": {"Casebook": [50.0, 51.0, 52.0], "Pelican": [100.0, 100.0, 100.0], "Hugo": [20.0, 20.0, 20.0]}},
        small={"Casebook": [3.0, 3.2, 3.1]},
        peaks={"Casebook": 500_000_000, "Hugo": 750_000_000},
        starts={"Casebook": 4.0, "Hugo": 9.0},
        edits={"Casebook": [0.2, 0.1, 0.3], "Hugo": [1.0, 1.1, 0.9]},
        readers={"Casebook": [number / 10_000 for number in range(1, 101)]},
        extras={"cards": [630.0, 700.0]},
    )


def test_the_table_has_each_target_with_what_was_reached(figures: Figures) -> None:
    lines = format_figures(figures).splitlines()
    assert "10,000 posts and 500 cases; medians of 3 rounds in turn." in lines
    assert "Eleventy is not in it: npm: the registry is down." in lines
    assert "| cold build / Pelican | 0.30 | 0.51 | 0.45 | 0.3 | aim reached |" in lines
    assert "| cold build / Eleventy | – | – | 2 | 1 | not measured |" in lines
    assert "| one body edited / Hugo's whole build | 0.35 | – | 0.6 | 0.3 | reached |" in lines
    assert "| nothing changed / Hugo's whole build | 0.30 | – | 0.25 | 0.1 | missed |" in lines
    assert "| preview: edit to visible | 0.20 s | – | 0.25 s | 0.1 s | for another size |" in lines
    assert "| preview: edit to visible / `hugo server` | 0.20 | – | 1 | 0.3 | aim reached |" in lines
    assert "| peak memory / Hugo's | 0.67 | – | 0.8 | 0.4 | reached |" in lines
    assert (
        "| growth of the cold build from a tenth of the posts | 10.32 times | – | 11 times | 10 times | reached |"
        in lines
    )
    assert "| cold | 32.00 (51.00) | 100.00 (100.00) | 10.00 (20.00) |" in lines
    assert "| cards | 630.00 | 700.00 | +649.00 |" in lines
    assert sum(line.startswith("| preview: a page for 10 readers") for line in lines) == 1


def test_a_run_without_peers_misses_no_target(figures: Figures) -> None:
    alone = Figures(posts=100, cases=5, rounds=1, versions={"Casebook": ""}, wall={"cold": {"Casebook": [1.0]}})
    assert "missed" not in format_figures(alone)
    assert {target.judge(figures) for target in TARGETS} > {"missed"}


def test_figures_are_read_as_they_were_written(figures: Figures, tmp_path: Path) -> None:
    write_figures(figures, tmp_path / "figures.json")
    assert read_figures(tmp_path / "figures.json") == figures


def test_the_plot_has_a_bar_for_each_figure(figures: Figures, tmp_path: Path) -> None:
    bars = list(list_bars(figures))
    assert [(bar.scenario, bar.site) for bar in bars[:3]] == [("cold", name) for name in figures.versions]
    assert len(bars) == 6
    draw_plot(figures, tmp_path / "plot.png")
    with Image.open(tmp_path / "plot.png") as image:
        counts = {colour: count for count, colour in image.getcolors(1 << 20) or ()}
    red, green, blue = (int(COLOURS[1][place : place + 2], 16) for place in (1, 3, 5))
    widths = {name: next(bar.seconds for bar in bars if bar.site == name) for name in ("Casebook", "Pelican")}
    assert counts[red, green, blue] > 20_000
    assert widths["Pelican"] > widths["Casebook"]


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(number) for number in range(1, 1001)]
    assert find_percentile(values, 99) == 990
    assert find_percentile([1.0], 99) == 1


def test_too_few_posts_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse_arguments(["--posts", "3"])
    assert stopped.value.code == 2
    assert "10 at least" in capsys.readouterr().err
