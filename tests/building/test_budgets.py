"""No page is heavier than a reader with a poor line can bear; nothing that it loads comes from anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.assets.bundle import SCRIPT
from plugins.site.registry import OutputKind
from tests.browser.building import BuiltSite, build
from tests.building.budgets import (
    KIBIBYTE,
    LIMITS,
    MOST_OF_A_BLOCKING_SCRIPT,
    MOST_OF_FONTS,
    SITES,
    Weight,
    find_loads,
    make_table,
    measure_fonts,
    measure_page,
    pack,
)

MOST_OF_THE_SCRIPT = 4 * KIBIBYTE

HEAVY = """
<link rel="stylesheet" href="/a.css"><link href=/b.css rel="preload stylesheet"><link rel=canonical href=/c>
<link rel=icon href=/d.svg><script src=/e.js></script><script src=/f.js type=module></script><script defer src=/g.js>
</script><script type="application/ld+json">{}</script><a href=https://links.example/>h</a>
<img src=/i.png srcset="/j.png 1x, https://pictures.example/k.png 2x"><video poster=/l.png src=/m.mp4></video>
"""


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build(SITES[request.param], tmp_path_factory.mktemp("budgets") / "output", published=True)


@pytest.fixture(scope="module")
def weights(site: BuiltSite) -> list[Weight]:
    return [measure_page(site, output) for output in site.pages]


def test_every_post_and_case_is_light(weights: list[Weight]) -> None:
    measured = [weight for weight in weights if weight.output.kind in LIMITS]
    assert {weight.output.kind for weight in measured} == {*LIMITS}
    assert all(weight.html and weight.css and weight.js for weight in measured)
    heavy = {weight.output.path: weight.total for weight in measured if weight.total > LIMITS[weight.output.kind]}
    assert not heavy


def test_one_stylesheet_blocks_and_at_most_one_small_script(site: BuiltSite, weights: list[Weight]) -> None:
    for weight in weights:
        assert len(weight.styles) == 1, weight.output.path
        assert len(weight.blocking) <= 1, weight.output.path
        assert sum(pack(site, path) for path in weight.blocking) < MOST_OF_A_BLOCKING_SCRIPT, weight.output.path


def test_nothing_is_loaded_from_another_host(weights: list[Weight]) -> None:
    assert not {weight.output.path: weight.foreign for weight in weights if weight.foreign}


def test_fonts_and_the_script_of_cases_are_small(site: BuiltSite) -> None:
    assert 0 < measure_fonts(site) <= MOST_OF_FONTS
    assert 0 < pack(site, site.content.assets.find_path(SCRIPT)) <= MOST_OF_THE_SCRIPT


def test_what_a_page_loads_is_found() -> None:
    """Without this, the tests above could pass for nothing."""
    loads = find_loads(HEAVY)
    assert loads.styles == ["/a.css", "/b.css"]
    assert (loads.blocking, loads.scripts) == (["/e.js"], ["/e.js", "/f.js", "/g.js"])
    pictures = ["/i.png", "/j.png", "https://pictures.example/k.png"]
    assert loads.others == ["/d.svg", *pictures, "/l.png", "/m.mp4"]


def test_a_picture_elsewhere_is_foreign(site: BuiltSite, tmp_path: Path) -> None:
    page = tmp_path / "404.html"
    page.write_text("<img src=/a.png><img src=//b.example/c.png><img src=https://d.example/e.png>", encoding="utf-8")
    weight = measure_page(BuiltSite(site.content, tmp_path), site.outputs[page.name])
    assert weight.foreign == ("//b.example/c.png", "https://d.example/e.png")


def test_the_table_has_a_line_for_each_kind_of_page(site: BuiltSite) -> None:
    lines = list(make_table([("demo", site)]))
    assert len(lines) == 2 + len({output.kind for output in site.pages})
    assert any(line.split()[1] == "case" and line.split()[6] == str(LIMITS[OutputKind.CASE]) for line in lines)
