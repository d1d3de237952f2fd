"""Programs that a deploy calls: never through a shell, again where they failed, none longer than the deploy lives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.publishing.deploying.errors import DeployError, MissingProgramError

PAUSES = (1.0, 2.0, 4.0)
"""Seconds before a step is tried again, and again."""


@dataclass(frozen=True)
class Programs:
    """How a deploy calls programs: `say` takes lines for people, `sleep` waits for some seconds."""

    say: Callable[[str], None]
    sleep: Callable[[float], None]

    def run(
        self,
        command: Sequence[str],
        *,
        fed: bytes = b"",
        accepted: Collection[int] = (0,),
        hopeless: Collection[int] = (),
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> bytes:
        """Run a program, `fed` on its standard input, and return what it printed.

        It has failed where its exit code is not among the `accepted`. Then it is run again, unless the code is
        `hopeless`. Raises DeployError with what it complained of last, and MissingProgramError where there is none.
        """
        whole = [*_die_together(), find_program(command[0]), *command[1:]]
        variables = {**os.environ, **(environment or {})}
        tries = iter(PAUSES)
        while True:
            done = subprocess.run(whole, input=fed, capture_output=True, check=False, cwd=folder, env=variables)
            if done.returncode in accepted:
                return done.stdout
            complaint = f"{command[0]} failed with exit code {done.returncode}: {_find_complaint(done.stderr)}"
            pause = next(tries, None)
            if pause is None or done.returncode in hopeless:
                raise DeployError(complaint)
            self.say(f"{complaint}\nIt is tried again in {pause:g} s.")
            self.sleep(pause)


def find_program(name: str) -> str:
    """Return where a program is. Raises MissingProgramError."""
    path = shutil.which(name)
    if path is None:
        raise MissingProgramError(name)
    return path


def _die_together() -> list[str]:
    """Return what lets a program end with the deploy, even if that is killed: it would go on beside the next one.

    Source: https://man7.org/linux/man-pages/man1/setpriv.1.html; where there is none, programs end by themselves.
    """
    path = shutil.which("setpriv") if sys.platform == "linux" else None
    return [path, "--pdeathsig", "KILL", "--"] if path else []


def _find_complaint(stderr: bytes) -> str:
    """Return the lines that say what went wrong, as far as people can read them at once."""
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return show_path("; ".join(lines[-3:])) or "it did not say why"


def show_path(path: str) -> str:
    """Return a path for the screen: what a terminal would obey or cannot show is written with a backslash."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in path)
