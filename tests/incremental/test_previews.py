"""A preview that goes on shows, after each edit, what one shows that has only just begun."""

from __future__ import annotations

from tests.incremental.campaign import replay, walk_at_random, write_script
from tests.incremental.previews import PreviewWalk
from tests.incremental.walking import Build, Edit

STEPS = 50
SEED = 1
"""More of both by a command: `python -m tests.incremental --preview --steps 1000 --seed 7`."""


def test_a_preview_shows_what_a_new_one_would() -> None:
    outcome = walk_at_random(SEED, STEPS, PreviewWalk, costly=False)
    assert outcome.error is None, f"{outcome.error}\n\nAll steps:\n{write_script(outcome)}"
    assert outcome.counts["quick, done"] > STEPS / 20, "some texts are to be exchanged without a look at the rest"


def test_a_clock_that_is_put_back_is_heeded() -> None:
    """What was due is so no longer, though only a text has been edited."""
    later, earlier = Edit("let time pass", 1), Edit("turn back the clock", 2)
    texts = [Edit("write plain body", number) for number in (3, 49)]
    replay([Build(), later, texts[0], Build(), earlier, texts[1], Build()], PreviewWalk)
