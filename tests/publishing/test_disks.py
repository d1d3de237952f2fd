"""A disk that is full, read-only or gone costs nothing but the new release; the long form is in disks.py."""

from __future__ import annotations

import pytest

from tests.building.running import run_python

ENDS = """\
   3 a disk with too little room: exit 1
   1 a disk that is read-only: exit 1
   1 the new release taken away: exit 1
   1 all releases taken away: exit 1
   1 the content taken away: exit 1
7 trials on """


@pytest.mark.parametrize("disk", [[], ["--disk", "limits"]], ids=["tmpfs where one may mount", "limits"])
def test_a_disk_that_says_no_leaves_the_live_tree_as_it_was(disk: list[str]) -> None:
    run = run_python("-m", "tests.publishing.disks", "--levels", "3", *disk)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(ENDS)
    assert run.out.endswith(", 0 problems\n")
