"""The benchmark, as `python3 tasks.py bench` runs it: ratios and scores of one run on one machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator

from bench.builds import time_builds
from bench.comparing import POSTS_OF_A_CASE, Wanted, compare
from bench.pages import time_pages
from bench.running import RunError

FEW_POSTS, LEAST_POSTS = 100, 10


def main() -> int:
    """Print every table, line by line as it is made; return 1 where something that is timed has failed."""
    arguments = parse_arguments(sys.argv[1:])
    try:
        for title, lines in list_sections(arguments):
            print(f"\n{title}", flush=True)
            for line in lines:
                print(line, flush=True)
    except RunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def parse_arguments(typed: list[str]) -> argparse.Namespace:
    """Return the options; tasks.py tells their users what they are."""
    parser = argparse.ArgumentParser(prog="tasks.py bench")
    parser.add_argument("--posts", type=int)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--core", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args(typed)
    if arguments.posts is not None and arguments.posts < LEAST_POSTS:
        parser.error(f"--posts must be {LEAST_POSTS} at least: a tenth of them is timed as well")
    return arguments


def list_sections(arguments: argparse.Namespace) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the title and the lines of each table: those of the demo only where no size of a corpus is asked for."""
    if arguments.posts is None:
        yield "Builds of the demo", time_builds(arguments.rounds)
        yield "Lighthouse, performance", time_pages(arguments.rounds)
    posts = arguments.posts or FEW_POSTS
    cases = max(1, posts // POSTS_OF_A_CASE) if arguments.cases is None else arguments.cases
    wanted = Wanted(posts, cases, arguments.rounds, peers=arguments.peers, extras=not arguments.core)
    yield f"{posts:,} posts", compare(wanted)


if __name__ == "__main__":
    raise SystemExit(main())
