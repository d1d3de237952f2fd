"""An import that is killed at any moment leaves each outcome whole or absent; the long form is in kills.py."""

from __future__ import annotations

from tests.building.running import run_python


def test_6_kills_leave_each_outcome_whole_or_absent() -> None:
    run = run_python("-m", "tests.contributions.kills", "--kills", "6")
    assert (run.code, run.err) == (0, "")
    assert "\n6 kills, 0 problems\n" in run.out
