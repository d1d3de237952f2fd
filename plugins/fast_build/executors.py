"""Who reads and renders texts: forked processes, or what the settings name, such as a cluster; else nobody but us."""

from __future__ import annotations

import importlib
import multiprocessing
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.fast_build.executor_errors import ExecutorError
from plugins.fast_build.workers import begin_worker, count_processors
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting

DASK = "dask:"
TIMEOUT = 10.0
"""Seconds to wait for the scheduler of a cluster."""


def explain_executor(settings: SiteSettings, error: ExecutorError) -> Diagnostic:
    """Return that texts cannot be read by whom the settings name."""
    file = settings.settings_file
    hint = "Mend it, or take EXECUTOR out: then this computer reads."
    return make_error(
        file, find_setting(file, "EXECUTOR"), Code.BAD_SETTING, error.reason, found=settings.executor, hint=hint
    )


@contextmanager
def open_executor(settings: SiteSettings) -> Iterator[Executor | None]:
    """Give who reads many texts at once, or None where nobody does but this process.

    Nothing is started before there is something to do. Raises ExecutorError.
    """
    executor = _open_named(settings.executor) if settings.executor else _make_pool()
    if executor is None:
        yield None
        return
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _make_pool() -> Executor | None:
    """Return as many processes as there are processors, or None where there is but one, or no safe way to fork.

    A fork has no threads but the one that forked, so what others were in the midst of would never end.
    """
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    count = count_processors()
    if not can_fork or count < 2:
        return None
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork"), initializer=begin_worker)


def _open_named(name: str) -> Executor:
    try:
        if name.startswith(DASK):
            return _open_dask(name.removeprefix(DASK))
        module, _, function = name.partition(":")
        executor = getattr(importlib.import_module(module), function)()
    except Exception as error:  # what others have written may fail in any way
        raise ExecutorError(f"EXECUTOR gives no executor ({type(error).__name__}: {error})") from error
    if not isinstance(executor, Executor):
        raise ExecutorError("EXECUTOR gives something else than an executor")
    return executor


def _open_dask(address: str) -> Executor:
    # Only who has a cluster has installed it.
    from plugins.fast_build.dask_executor import DaskExecutor  # noqa: PLC0415

    return DaskExecutor(address, TIMEOUT)
