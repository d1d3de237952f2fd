"""The real command, many times: each run is a fork of a process that has imported everything already.

What a fork does is what `tasks.py` does in a process of its own, without the second that its imports take. To be used
in a process without other threads.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn
from unittest.mock import patch

import commands.publishing
import plugins.publishing.going_back
import plugins.publishing.releasing
import plugins.site.pelican_shell
import tasks
from tools import bootstrap

PRELOADED = (
    commands.publishing,
    plugins.publishing.going_back,
    plugins.publishing.releasing,
    plugins.site.pelican_shell,
)


@dataclass
class ForkedRun:
    """A command that runs in a process group of its own; what it says can be read when it has ended."""

    pid: int
    said: int
    begun: float

    def kill(self) -> bool:
        """Kill it with all that it has started; tell whether it was still running."""
        os.killpg(self.pid, signal.SIGKILL)
        return self.wait()[0] < 0

    def is_over(self) -> bool:
        """Tell whether it has ended by itself; it can still be waited for."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def wait(self) -> tuple[int, str]:
        """Return its exit code, or the negative number of the signal that ended it, and what it said."""
        with os.fdopen(self.said, encoding="utf-8") as pipe:
            text = pipe.read()
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status), text


def fork_command(typed: list[str], prepare: Callable[[], None] = lambda: None) -> ForkedRun:
    """Start a command of tasks.py, as it would be typed; it begins at once. `prepare` is called in its process."""
    sys.stdout.flush()
    gc.freeze()  # what is shared with the child is not to be copied
    said, say = os.pipe()
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _run(typed, say, prepare)
    os.close(say)
    # Both set the group: whoever comes first has set it in time.
    with suppress(ProcessLookupError, PermissionError):
        os.setpgid(pid, pid)
    return ForkedRun(pid, said, begun)


def _run(typed: list[str], say: int, prepare: Callable[[], None]) -> NoReturn:
    """Be the command."""
    code = 70
    try:
        os.setpgid(0, 0)
        os.dup2(say, 1)
        os.dup2(say, 2)
        prepare()
        with patch.object(bootstrap, "enter"):
            code = tasks.main(typed)
    except BaseException:  # the parent's code must not run on here, whatever happens
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
