"""Work on many things at once: by an executor, in chunks, or here where there is none or little to be done.

The work is a pure function of plain data, so it may be done in another process or on another computer. The results come
in the order of the tasks, whoever was first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from functools import partial
from typing import TypeVar

from plugins.settings import SiteSettings

FEWEST = 50
"""Tasks for which it is worth to wake another process."""

CHUNK = 40

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[SiteSettings, Sequence[Task]], list[Result]]


def map_tasks(
    work: Work[Task, Result], tasks: Sequence[Task], settings: SiteSettings, executor: Executor | None
) -> Iterator[Result]:
    """Go through the results of all tasks. Where an executor breaks, as by lack of memory, the rest is done here."""
    done = 0
    if executor is not None and len(tasks) >= FEWEST:
        chunks = [tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK)]
        try:
            for results in executor.map(partial(work, settings.portable), chunks):
                done += len(results)
                yield from results
        except BrokenExecutor:
            pass
    if done < len(tasks):
        yield from work(settings, tasks[done:])
