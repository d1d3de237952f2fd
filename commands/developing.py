"""The commands of developers: test, time, tidy up. They need nothing but Python."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.system import run_bench, run_tests

ROOT = Path(__file__).resolve().parents[1]
CACHES = frozenset(
    {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
)


def test(arguments: argparse.Namespace) -> int:
    """Run all checks and tests, with the arguments for pytest; return 0 if none failed."""
    return run_tests(arguments.pytest_arguments)


def bench(arguments: argparse.Namespace) -> int:
    """Run the benchmark."""
    return run_bench(["--rounds", str(arguments.rounds)])


def clean(arguments: argparse.Namespace) -> int:
    """Remove the output and the caches, and say which."""
    doomed = [ROOT / ".casebook", *_find_caches()]
    if (ROOT / "output" / ".casebook-manifest.json").is_file():
        doomed.append(ROOT / "output")
    if arguments.all:
        doomed += [ROOT / ".venv", ROOT / "node_modules"]
    for folder in doomed:
        # A link may lead to something that is not ours.
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            print(f"removed {folder.relative_to(ROOT)}")
    return 0


def _find_caches() -> Iterator[Path]:
    """Yield the folders of caches, but none inside another or inside what others made."""
    passed_over = {*CACHES, ".git", ".venv", "node_modules", "output", "public"}
    for folder, names, _ in os.walk(ROOT):
        yield from (Path(folder, name) for name in names if name in CACHES)
        names[:] = [name for name in names if name not in passed_over]
