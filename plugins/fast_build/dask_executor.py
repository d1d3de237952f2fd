"""The workers of a Dask cluster as an executor.

Source: https://distributed.dask.org/en/stable/client.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import partial
from typing import Any, TypeVar

from distributed import Client

from plugins.code_version import find_code_version
from plugins.fast_build.executor_errors import ExecutorError

Result = TypeVar("Result")


class DaskExecutor(Executor):
    """Has functions done by the workers of the scheduler at an address. Raises OSError where there is none."""

    def __init__(self, address: str, timeout: float) -> None:
        self._client = Client(address, timeout=timeout, set_as_default=False)
        self._inner = self._client.get_executor(pure=False)
        self._version = find_code_version()

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Have a function called by a worker that has the same code as we."""
        future: Future[Result] = self._inner.submit(partial(call_checked, self._version, fn), *args, **kwargs)
        return future

    def map(
        self,
        fn: Callable[..., Result],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,  # noqa: ARG002 - what is sent are chunks already
    ) -> Iterator[Result]:
        """Go through the results in order. Raises ExecutorError, and BrokenExecutor where workers are lost."""
        results = self._inner.map(partial(call_checked, self._version, fn), *iterables, timeout=timeout)
        while True:
            try:
                yield next(results)
            except StopIteration:
                return
            except ExecutorError:
                raise
            except Exception as error:
                raise BrokenExecutor(str(error)) from error

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - inherited
        """Leave the cluster, which stays as it is."""
        self._inner.shutdown(wait=wait)
        self._client.close()


def call_checked(version: str, function: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Return what a function returns, in a process with the code that the one has which asks for it.

    Raises ExecutorError: what has other code could make other bytes.
    """
    if find_code_version() != version:
        raise ExecutorError("a worker of the cluster has other code, libraries or Python than this computer")
    return function(*args, **kwargs)
