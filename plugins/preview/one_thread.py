"""One thread that does all the work on the content: nothing below the preview was written for several."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")


class OneThread:
    """Does what it is given in turn, in a thread of its own, which ends with the program."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True, name="making")
        self._thread.start()

    def run(self, work: Callable[[], Result]) -> Result:
        """Return what a piece of work comes to, or raise what it raises. Work may hand over other work."""
        if threading.current_thread() is self._thread:
            return work()
        future: Future[Result] = Future()
        self._waiting.put((future, work))
        return future.result()

    def _work(self) -> None:
        while True:
            future, work = self._waiting.get()
            try:
                future.set_result(work())
            except BaseException as error:  # it is raised again where somebody waits for it
                future.set_exception(error)
            del future, work
