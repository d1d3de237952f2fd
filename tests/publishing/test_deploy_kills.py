"""A deploy that is killed is taken up by the next one. The long form: `python -m tests.publishing.deploy_kills`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publishing.deploy_kills import make_deploys
from tests.publishing.places import open_place
from tests.publishing.sites import find_dead_link

MOMENTS = (0.25, 0.5, 0.75)


@pytest.mark.parametrize("kind", ["gh-pages", "rsync", "webdav"])
def test_after_three_kills_one_more_run_makes_it_whole(kind: str, tmp_path: Path) -> None:
    """Each kill leaves the place to one that sends the other release, so that both leave things behind."""
    with open_place(kind, tmp_path / "place") as place:
        deploys, seconds = make_deploys(place, tmp_path / "site")
        killed = 0
        for number, moment in enumerate(MOMENTS):
            killed += deploys.kill("21"[number % 2], seconds * moment)
            assert find_dead_link(place.read()) is None
        assert killed >= 1
        deploys.run("2")
        deploys.check("2")
