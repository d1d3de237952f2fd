"""A publish that is killed at any moment leaves the live tree whole; the long form is in kills.py."""

from __future__ import annotations

import re

from tests.building.running import run_python


def test_20_kills_leave_a_whole_tree_and_3_publishes_no_page_missing() -> None:
    run = run_python("-m", "tests.publishing.kills", "--kills", "20", "--publishes", "3")
    assert (run.code, run.err) == (0, "")
    assert "\n22 kills, 0 problems\n3 publishes, " in run.out
    killed = {*re.findall(r"killed (.*):", run.out)}
    assert killed == {"at any time", "near the switch", "of the command with its imports"}
