"""A walk from a seed to its end or its failure, and what is told of it: the steps, shrunk, as a script."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.incremental.choosing import choose_steps
from tests.incremental.shrinking import shrink
from tests.incremental.walking import Edit, StaleError, Step, Walk

SCRIPT = """\
from tests.incremental.campaign import replay
from {module} import {kind}
from tests.incremental.walking import Build, Edit, Undo

replay([
{lines}
], {kind})
"""


@dataclass
class Outcome:
    """How a walk went: the steps that it took, how often each kind of step did something, and what failed, if any.

    `kind` says what was held to a clean one: builds, or a preview.
    """

    kind: type[Walk] = Walk
    steps: list[Step] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str | None] = field(default_factory=list)
    error: StaleError | None = None


def walk_at_random(
    seed: int,
    builds: int,
    kind: type[Walk] = Walk,
    *,
    costly: bool,
    tell: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Walk as a seed says, until it fails or has been built so many times."""
    outcome = Outcome(kind)
    with tempfile.TemporaryDirectory(prefix="casebook-walk-") as folder, kind(Path(folder) / "walk") as walk:
        for step in choose_steps(walk, Random(seed), builds, costly=costly):
            if not _take(step, walk, outcome):
                break
            tell(f"{len(outcome.steps):5} {step}: {outcome.told[-1]}")
        outcome.counts += walk.counts
    return outcome


def walk_along(steps: Sequence[Step], kind: type[Walk] = Walk) -> Outcome:
    """Walk along given steps from the beginning, until one fails."""
    outcome = Outcome(kind)
    with tempfile.TemporaryDirectory(prefix="casebook-walk-") as folder, kind(Path(folder) / "walk") as walk:
        for step in steps:
            if not _take(step, walk, outcome):
                break
    return outcome


def _take(step: Step, walk: Walk, outcome: Outcome) -> bool:
    """Take a step and note it; tell whether to go on."""
    outcome.steps.append(step)
    try:
        outcome.told.append(walk.take(step))
    except StaleError as error:
        outcome.error = error
        outcome.told.append(f"fails: {error.kind}")
        return False
    if isinstance(step, Edit) and outcome.told[-1] is not None:
        outcome.counts[step.name] += 1
    return True


def replay(steps: Sequence[Step], kind: type[Walk] = Walk) -> None:
    """Walk along given steps. Raises StaleError where it fails."""
    if error := walk_along(steps, kind).error:
        raise error


def shrink_failure(outcome: Outcome, tell: Callable[[str], None] = lambda line: None) -> Outcome:
    """Return how a short walk went that fails in the same way, as far as one can be found."""
    assert outcome.error is not None
    failure = outcome.error.kind

    def fails(steps: Sequence[Step]) -> bool:
        error = walk_along(steps, outcome.kind).error
        tell(f"{len(steps):5} steps: {error.kind if error else 'all is well'}")
        return error is not None and error.kind == failure

    short = walk_along(shrink(outcome.steps, fails), outcome.kind)
    return short if short.error else outcome


def write_script(outcome: Outcome) -> str:
    """Return a Python script that takes the steps of a walk; a comment says what each did."""
    lines = []
    for step, told in zip(outcome.steps, outcome.told, strict=True):
        says = " ".join((told or "nothing").split())
        lines.append(f"    {step!r},  # {says[:100]}")
    return SCRIPT.format(lines="\n".join(lines), module=outcome.kind.__module__, kind=outcome.kind.__name__)
