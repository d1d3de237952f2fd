"""Work on texts of strangers is stopped after a time, whatever the text."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeLimitError(Exception):
    """Something took longer than it may."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Stop what is done within after some seconds of the clock, by a TimeLimitError.

    Regular expressions are stopped as well. It is the alarm of POSIX, which only a main thread can set: in another
    thread, and where there is no alarm, nothing is stopped. Source: https://docs.python.org/3/library/signal.html.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TimeLimitError
