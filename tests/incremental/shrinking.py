"""A failing walk is made short: steps are left out as long as it still fails in the same way.

Source of the way: Zeller, Hildebrandt, Simplifying and isolating failure-inducing input, IEEE TSE 28 (2002), ddmin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.incremental.walking import FRESH, Build, Step

Fails = Callable[[Sequence[Step]], bool]
"""Takes steps from the beginning, and tells whether they fail in the way that is looked for."""


def shrink(steps: Sequence[Step], fails: Fails) -> list[Step]:
    """Return a short list of the same steps that fails, too; `steps` does.

    Builds are left out first: most walks fail as well with but two of them, and edits alone take no time.
    """
    known: dict[tuple[Step, ...], bool] = {}

    def fails_too(fewer: Sequence[Step]) -> bool:
        key = tuple(fewer)
        if key not in known:
            known[key] = fails(key)
        return known[key]

    return _shrink(list(steps), fails_too)


def _shrink(steps: list[Step], fails: Fails) -> list[Step]:
    short = _drop_early_builds(steps, fails)
    while True:
        before = list(short)
        short = _drop_chunks(short, fails)
        short = _calm_builds(short, fails)
        if short == before:
            return short


def _drop_early_builds(steps: list[Step], fails: Fails) -> list[Step]:
    """Keep only the last builds, as few of them as fail: two, four, eight and so on."""
    builds = [place for place, step in enumerate(steps) if isinstance(step, Build)]
    kept = 2
    while kept < len(builds):
        first = builds[-kept]
        fewer = [step for place, step in enumerate(steps) if place >= first or not isinstance(step, Build)]
        if fails(fewer):
            return fewer
        kept *= 2
    return steps


def _drop_chunks(steps: list[Step], fails: Fails) -> list[Step]:
    """Leave out halves, quarters, … and at last single steps."""
    size = max(len(steps) // 2, 1)
    while size:
        end = len(steps)
        while end > 0:
            fewer = steps[: max(end - size, 0)] + steps[end:]
            if fewer and fails(fewer):
                steps = fewer
            end -= size
        size //= 2
    return steps


def _calm_builds(steps: list[Step], fails: Fails) -> list[Step]:
    """Let builds be plain ones where that fails as well."""
    for place, step in enumerate(steps):
        calmer = [*steps[:place], Build(), *steps[place + 1 :]]
        if isinstance(step, Build) and step.way != FRESH and fails(calmer):
            steps = calmer
    return steps
