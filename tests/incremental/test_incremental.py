"""A site that is built again and again in its place is always what a clean build makes of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from plugins.publishing.building import BuildReport
from plugins.settings import SiteSettings
from tests.incremental import builders
from tests.incremental.campaign import Outcome, replay, shrink_failure, walk_along, walk_at_random, write_script
from tests.incremental.edits import EDITS
from tests.incremental.shrinking import shrink
from tests.incremental.walking import Build, Edit, Step

STEPS = 100
SEED = 1
"""More of both by a command: `python -m tests.incremental --steps 2000 --seed 7`."""


def explain(outcome: Outcome) -> str:
    return f"{outcome.error}\n\nAll steps:\n{write_script(outcome)}"


def test_builds_in_place_are_what_clean_builds_are() -> None:
    """Not shrunk here, as that takes minutes: the command does it."""
    outcome = walk_at_random(SEED, STEPS, costly=False)
    assert outcome.error is None, explain(outcome)
    refused = sum(count for name, count in outcome.counts.items() if name.endswith("refused"))
    assert 0 < refused < STEPS / 2, "mistakes are to be among the steps, and most builds are to be done"


def test_a_stale_page_is_found_and_the_walk_to_it_made_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What finds it is tried here, and not what builds: the site is two pages, of which one is left as it was."""

    def build_stale(settings: SiteSettings) -> BuildReport:
        settings.output.mkdir(exist_ok=True)
        (settings.output / "about.html").write_text(settings.name, encoding="utf-8")
        if not (settings.output / "index.html").exists():
            (settings.output / "index.html").write_text(settings.name, encoding="utf-8")
        return BuildReport(done=True)

    monkeypatch.setattr(builders, "warm_up", lambda: None)
    monkeypatch.setattr(builders, "build_site", build_stale)
    retitled = Edit("set SITENAME", 1)
    steps: list[Step] = [Build(), Edit("edit option", 1), retitled, Build()]
    outcome = walk_along(steps)
    assert outcome.error is not None
    assert outcome.error.kind == "the output is stale"
    short = shrink_failure(outcome)
    assert short.steps == [Build(), retitled, Build()]
    assert f"    {retitled!r},  # SITENAME = 'Other & tiny'\n" in write_script(short)


def test_a_walk_is_made_short_however_long_it_is() -> None:
    edits = [Edit(sorted(EDITS)[number % len(EDITS)], number) for number in range(200)]
    steps: list[Step] = [step for edit in edits for step in (edit, Build("kept", 5))]

    def fails(some: Sequence[Step]) -> bool:
        return edits[13] in some and edits[77] in some and isinstance(some[-1], Build)

    assert shrink(steps, fails) == [edits[13], edits[77], Build()]


def test_a_title_is_another_wherever_it_is_shown() -> None:
    """Each alone, as another change makes pages anew that show the title besides: neighbours, parts of a series."""
    titles = [Edit(f"set {kind} title", number) for kind in ("post", "case") for number in (0, 3)]
    replay([Build(), *(step for title in titles for step in (title, Build("kept")))])


def test_what_did_fail_once() -> None:
    """Walks that found a mistake, made short."""
    replay([Edit("resize picture", 659386), Build("kept"), Edit("repaint silently", 679685), Build("kept")])
    replay([Edit("write body", 203), Build("kept"), Edit("rename document", 242), Build("kept")])
    # Of the walk itself: a file where no output has been before is no folder of ours, and rightly refused.
    replay([Edit("delete output", 889081), Build()])
