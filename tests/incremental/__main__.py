"""Walk: change a tiny site at random, build it in its place, and compare with a clean build, so many times.

With --preview it is not built but shown, by a preview that goes on, and compared with one that has just begun.

    .venv/bin/python -m tests.incremental --steps 2000 --seed 1
    .venv/bin/python -m tests.incremental --steps 100 --seed 1 --seeds 50
    .venv/bin/python -m tests.incremental --preview --steps 1000

Ends with 1 where a build in place was not what a clean one is: prints the seed, what differs, and a short script that
shows it again.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.incremental.campaign import Outcome, shrink_failure, walk_at_random, write_script
from tests.incremental.edits import EDITS
from tests.incremental.previews import PreviewWalk
from tests.incremental.walking import Walk


def main() -> int:
    """Walk from one seed or several; print what was done and found."""
    arguments = _parse()
    tell = _say if arguments.verbose else lambda line: None
    for seed in range(arguments.seed, arguments.seed + arguments.seeds):
        begun = time.monotonic()
        kind = PreviewWalk if arguments.preview else Walk
        outcome = walk_at_random(seed, arguments.steps, kind, costly=not arguments.cheap, tell=tell)
        _say(f"seed {seed}: {len(outcome.steps)} steps in {time.monotonic() - begun:.0f} s")
        if outcome.error:
            _say(f"seed {seed} fails at step {len(outcome.steps)}: {str(outcome.error)[:5000]}")
            short = outcome if arguments.no_shrink else shrink_failure(outcome, tell)
            _say(f"{len(short.steps)} steps fail, too: {str(short.error)[:5000]}\n\n{write_script(short)}")
            return 1
        _say(_count(outcome))
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.incremental", description=__doc__.partition("\n")[0])
    parser.add_argument("--steps", type=int, default=2000, help="builds of a walk (default: 2000)")
    parser.add_argument("--seed", type=int, default=1, help="what the steps are chosen by (default: 1)")
    parser.add_argument("--seeds", type=int, default=1, help="walks, each with the next seed (default: 1)")
    parser.add_argument("--preview", action="store_true", help="show the site in the preview instead of building it")
    parser.add_argument("--cheap", action="store_true", help="without search and cards")
    parser.add_argument("--no-shrink", action="store_true", help="print all steps of a walk that fails")
    parser.add_argument("--verbose", action="store_true", help="print each step")
    return parser.parse_args()


def _count(outcome: Outcome) -> str:
    """Return what was done how often, and what was never."""
    done = ", ".join(f"{name} {count}" for name, count in sorted(outcome.counts.items()))
    never = ", ".join(sorted(EDITS.keys() - outcome.counts.keys()))
    return f"  {done}" + (f"\n  never: {never}" if never else "")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
