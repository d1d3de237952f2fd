"""A preview that goes on shows, after each edit, what one shows that has only just begun."""

from __future__ import annotations

from tests.incremental.campaign import walk_at_random, write_script
from tests.incremental.previews import PreviewWalk

STEPS = 50
SEED = 1
"""More of both by a command: `python -m tests.incremental --preview --steps 1000 --seed 7`."""


def test_a_preview_shows_what_a_new_one_would() -> None:
    outcome = walk_at_random(SEED, STEPS, PreviewWalk, costly=False)
    assert outcome.error is None, f"{outcome.error}\n\nAll steps:\n{write_script(outcome)}"
    assert outcome.counts["quick, done"] > STEPS / 20, "some texts are to be exchanged without a look at the rest"
