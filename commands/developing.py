"""The commands of developers: test, time, tidy up. They need nothing but Python."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from plugins.publishing.manifests import find_files, read_manifest
from tools.system import run_bench, run_tests

ROOT = Path(__file__).resolve().parents[1]
CACHES = frozenset(
    {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
)


def test(arguments: argparse.Namespace) -> int:
    """Run all checks and tests, with the arguments for pytest; return 0 if none failed."""
    return run_tests(arguments.pytest_arguments)


def bench(arguments: argparse.Namespace) -> int:
    """Run the benchmark with the options that were typed."""
    sizes = {"--posts": arguments.posts, "--cases": arguments.cases, "--rounds": arguments.rounds}
    options = [part for name, value in sizes.items() if value is not None for part in (name, str(value))]
    switches = {"--peers": arguments.peers, "--core": arguments.core}
    return run_bench([*options, *(name for name, is_on in switches.items() if is_on)])


def clean(arguments: argparse.Namespace, root: Path = ROOT) -> int:
    """Remove the output and the caches, and say which. An output with a file of somebody else's stays."""
    doomed = [root / ".casebook", *_find_caches(root)]
    if _is_ours(root / "output"):
        doomed.append(root / "output")
    if arguments.all:
        doomed += [root / ".venv", root / "node_modules"]
    for folder in doomed:
        # A link may lead to something that is not ours.
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            print(f"removed {folder.relative_to(root)}")
    return 0


def _is_ours(output: Path) -> bool:
    manifest = read_manifest(output)
    return manifest is not None and all(name in manifest.files for name in find_files(output))


def _find_caches(root: Path) -> Iterator[Path]:
    """Yield the folders of caches, but none inside another or inside what others made."""
    passed_over = {*CACHES, ".git", ".venv", "node_modules", "output", "public"}
    for folder, names, _ in os.walk(root):
        yield from (Path(folder, name) for name in names if name in CACHES)
        names[:] = [name for name in names if name not in passed_over]
