"""The benchmark, as `python3 tasks.py bench` runs it: ratios and scores of one run on one machine."""

from __future__ import annotations

import argparse

from bench.builds import time_builds
from bench.pages import time_pages

SECTIONS = {"Builds of the demo": time_builds, "Lighthouse, performance": time_pages}


def main() -> None:
    """Print every table, line by line as it is made."""
    parser = argparse.ArgumentParser(prog="tasks.py bench")
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is timed (default: 3)")
    rounds = parser.parse_args().rounds
    for title, time_section in SECTIONS.items():
        print(f"\n{title}", flush=True)
        for line in time_section(rounds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
