"""What is timed: builds where nothing is kept, where nothing was changed, and after three kinds of edit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.casebook import NAME
from bench.edits import edit_body, edit_template, edit_title
from bench.running import Taken, time_command
from bench.sites import Site


@dataclass(frozen=True)
class Scenario:
    """A kind of build. `prepare` brings a site into the state before it; the number is another one in each round."""

    name: str
    prepare: Callable[[Site, int], object]
    is_whole: bool = False
    for_peers: bool = False


COLD = Scenario("cold", lambda site, _number: site.forget(), is_whole=True, for_peers=True)
UNCHANGED = Scenario("nothing changed", lambda _site, _number: None)
BODY = Scenario("one body edited", edit_body, for_peers=True)
TITLE = Scenario("one title edited", edit_title)
TEMPLATE = Scenario("one template edited", edit_template)
SCENARIOS = (COLD, UNCHANGED, TITLE, BODY, TEMPLATE)
"""Peers are timed where they have something to show: what they do after any edit is what they do after the first."""


def warm_up(sites: Sequence[Site]) -> None:
    """Build every site once, uncounted, so that no first one reads from a cold disk; and fill what peers keep."""
    for site in sites:
        for command in dict.fromkeys((site.build, site.rebuild)):
            time_command(command, site.folder)


def time_rounds(sites: Sequence[Site], rounds: int) -> Iterator[tuple[Scenario, Site, Taken]]:
    """Yield what each build took, as soon as it is known. In a round the sites take turns at each scenario."""
    for number in range(1, rounds + 1):
        for scenario in SCENARIOS:
            for site in sites:
                if scenario.for_peers or site.name == NAME:
                    scenario.prepare(site, number)
                    command = site.build if scenario.is_whole else site.rebuild
                    yield scenario, site, time_command(command, site.folder)
