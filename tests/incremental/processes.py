"""Processes that do what they are asked, one thing after the other: each is a fork of this one, as it was then."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

PATIENCE = 120
"""Seconds after which a process counts as stuck."""

FORKING = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Crash:
    """What went wrong in a process, as a traceback or in words."""

    text: str


class Child:
    """A process that answers each question by what `work` makes of it, until it is closed or killed."""

    def __init__(self, work: Callable[[Any], object]) -> None:
        gc.freeze()  # what is shared with the child is not to be copied
        self._pipe, theirs = FORKING.Pipe()
        self._process = FORKING.Process(target=_serve, args=(theirs, work))
        self._process.start()
        theirs.close()
        # Both set the group: whoever comes first has set it in time.
        with suppress(ProcessLookupError, PermissionError):
            os.setpgid(self._get_pid(), self._get_pid())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def send(self, question: object) -> None:
        """Ask something; it may be asked before the last answer is taken."""
        self._pipe.send(question)

    def receive(self) -> Any:
        """Return the next answer, or a Crash; None where the process has not survived it."""
        try:
            if self._pipe.poll(PATIENCE):
                return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            return None
        return Crash(f"no end after {PATIENCE} seconds")

    def kill(self) -> None:
        """End the process and all that it has started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._get_pid(), signal.SIGKILL)
        self._process.join()
        self._pipe.close()

    def _get_pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid


def _serve(pipe: Connection, work: Callable[[Any], object]) -> None:
    os.setpgid(0, 0)
    parent = os.getppid()
    with suppress(EOFError):
        while True:
            # Other forks hold the other end of the pipe, too: that it is closed does not show when the parent dies.
            while not pipe.poll(1):
                if os.getppid() != parent:
                    return
            question = pipe.recv()
            try:
                answer = work(question)
            except BaseException:  # whatever it is, it is told
                answer = Crash(traceback.format_exc())
            pipe.send(answer)
