"""Commands run as a user runs them, each as a fresh process: what they took, and how much memory at most."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from bench.memory import read_session_pss

SAMPLE_SECONDS = 0.05
"""How long to wait before memory is looked at again: the system tells no process of its highest PSS, so it is asked."""
LAST_LINES = 15


class Taken(NamedTuple):
    """What a command took: seconds on the clock, and seconds of the processors, its children's too."""

    wall: float
    cpu: float


class RunError(Exception):
    """A command that is to be timed has failed. The message ends with what it said last."""


def time_command(command: Sequence[str], folder: Path) -> Taken:
    """Run a command and return what it took. Raises RunError."""
    # What the command before has written is not to reach the disk at the cost of this one.
    os.sync()
    with _start(command, folder) as (process, log):
        begun = time.perf_counter()
        # Only this call tells what one child and those that it waited for have used.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        _check(process, log)
    return Taken(wall, usage.ru_utime + usage.ru_stime)


def measure_peak(command: Sequence[str], folder: Path) -> int:
    """Run a command and return the most memory that all its processes had together, in bytes. Raises RunError.

    They are looked at every 0.05 seconds; that slows them down, so that nothing is timed in such a run.
    """
    peak = 0
    with _start(command, folder) as (process, log):
        while process.poll() is None:
            peak = max(peak, read_session_pss(process.pid))
            time.sleep(SAMPLE_SECONDS)
        _check(process, log)
    return peak


@contextmanager
def _start(command: Sequence[str], folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Start a command in a session of its own; what it says goes into a file."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process, log
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()


def _check(process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    if process.returncode:
        log.seek(0)
        last = log.read().decode("utf-8", "replace").splitlines()[-LAST_LINES:]
        raise RunError("\n".join([f"{process.args!r} failed with {process.returncode}:", *last]))
