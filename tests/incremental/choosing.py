"""Steps at random: which edits come in which order, by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tests.incremental.edits import WEIGHTS
from tests.incremental.walking import FRESH, WAYS, Build, Edit, Step, Undo, Walk

OFTEN_ONE = (1, 1, 1, 1, 1, 2, 3, 6)
"""Edits before a build."""

NUMBERS = 10**6


def choose_steps(walk: Walk, random: Random, builds: int, *, costly: bool) -> Iterator[Step]:
    """Go through the steps of a walk until it has been built so many times; each is to be taken before the next.

    Only a `costly` walk turns on what takes most of a second a build.
    """
    weights = {**WEIGHTS, "turn on": 0.5 if costly else 0, **walk.weights}
    yield Build()
    for _ in range(builds - 1):
        if walk.is_broken and random.random() < 0.6:
            yield Undo()
        else:
            names = random.choices(list(weights), list(weights.values()), k=random.choice(OFTEN_ONE))
            yield from (Edit(name, random.randrange(NUMBERS)) for name in names)
        way = random.choices(list(WAYS), list(WAYS.values()))[0]
        yield Build(way, 0 if way == FRESH else random.randrange(NUMBERS))
