"""Peers are installed by the ordinary client of their registry, each into a folder of its own, once for each lock."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.sites import MissingError

PATIENCE = 600
"""Seconds that an installation may take."""

STAMP = "casebook.stamp"


def install(command: Sequence[str], folder: Path) -> None:
    """Run an installer. Raises MissingError with the last line that it said."""
    try:
        result = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(str(error)) from error
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()
        raise MissingError(f"{Path(command[0]).name}: {said[-1] if said else f'exit code {result.returncode}'}")


def ask_version(command: Sequence[str]) -> str:
    """Return the first thing like a version that a program says of itself. Raises MissingError."""
    try:
        said = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingError(str(error)) from error
    word = next((word for word in said.split() if word.lstrip("v")[:1].isdigit()), "?")
    return word.lstrip("v").partition("-")[0]


def is_stamped(folder: Path, wanted: Path) -> bool:
    """Tell whether `folder` was filled to the end from `wanted` as it is now."""
    file = folder / STAMP
    return file.is_file() and file.read_text(encoding="utf-8") == _hash(wanted)


def stamp(folder: Path, wanted: Path) -> None:
    """Note that `folder` was filled to the end from `wanted`."""
    (folder / STAMP).write_text(_hash(wanted), encoding="utf-8")


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
