"""Makes many files at once, in processes that are forked from this one and so know the site as it does.

What a page is made from is large, and what is made of it small: so the workers inherit the one, and send back the
other. Each writes its files itself. The order in which they work changes no byte.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from errno import EIO, ENOMEM
from functools import partial
from itertools import groupby

from plugins.collecting import pause_collection
from plugins.diagnostics import Diagnostic
from plugins.documents.rendered_texts import RenderedText
from plugins.fast_build.making import Maker
from plugins.site.errors import BuildError
from plugins.site.registry import Output, OutputKind
from plugins.site.site_folder import SiteFolder

FEWEST = 200
"""Files from which it is worth while to fork: below, the forks take longer than they save."""

CHUNK = 25
"""Files that a worker takes at a time: as few as keep all of them busy to the end."""

Inspect = Callable[[Output, bytes], bytes]
"""Says in plain bytes what the checks need to know of a file that has just been made."""


@dataclass(frozen=True)
class Made:
    """One file that was made and written: its size in bytes, its SHA-256 in hexadecimal, and what `inspect` said."""

    path: str
    size: int
    sha256: str
    facts: bytes


@dataclass(frozen=True)
class Job:
    """What all workers do: make files, inspect and write them."""

    maker: Maker
    site: SiteFolder
    inspect: Inspect

    def make(self, output: Output) -> Made:
        """Make one file. Raises BuildError and OSError."""
        data = self.maker.make(output)
        self.site.write(output.path, data)
        return Made(output.path, *self.site.written[output.path], self.inspect(output, data))


@dataclass(frozen=True)
class _Result:
    """What came of one chunk: the files, what is wrong with their texts, and what ended it, if anything did.

    `texts` are those that were rendered on the way. `failure` is an error of the system as its number, its words and
    its file: not every class of them can be sent.
    """

    made: list[Made]
    said: set[Diagnostic]
    texts: Mapping[str, RenderedText]
    errors: list[Diagnostic] = field(default_factory=list)
    failure: tuple[int, str, str] | None = None


def make_files(job: Job, outputs: Sequence[Output]) -> Iterator[Made]:
    """Make and write files, and go through them in their order: as many at a time as there are processors.

    Raises BuildError with what ended the first file, in their order, that cannot be made, and OSError.
    """
    processes = count_processors()
    chunks = cut_chunks(outputs, processes)
    processes = min(processes, len(chunks))
    is_alone = processes < 2 or len(outputs) < FEWEST or "fork" not in multiprocessing.get_all_start_methods()
    for result in map(partial(_make_chunk, job), chunks) if is_alone else _fork(job, chunks, processes):
        job.maker.content.renderer.diagnostics.update(result.said)
        job.maker.content.renderer.texts.add(result.texts)
        if result.errors:
            raise BuildError(*result.errors)
        if result.failure:
            raise OSError(*result.failure)
        for made in result.made:
            job.site.written[made.path] = made.size, made.sha256
            yield made


def cut_chunks(outputs: Sequence[Output], processes: int) -> list[Sequence[Output]]:
    """Cut what is to be made into what one process makes at a time: a few files, or an even share of them in feeds.

    An entry stands in ten feeds, and each process that makes one of them makes its item.
    """
    chunks: list[Sequence[Output]] = []
    for is_feed, group in groupby(outputs, lambda output: output.kind is OutputKind.FEED):
        files, size = [*group], max(CHUNK, len(outputs) // processes) if is_feed else CHUNK
        chunks += (files[start : start + size] for start in range(0, len(files), size))
    return chunks


def count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _make_chunk(job: Job, outputs: Sequence[Output]) -> _Result:
    renderer, made = job.maker.content.renderer, list[Made]()
    known, errors, failure = set(renderer.diagnostics), list[Diagnostic](), None
    try:
        made.extend(map(job.make, outputs))
    except BuildError as error:
        errors = error.diagnostics
    except OSError as error:
        failure = error.errno or EIO, error.strerror or str(error), str(error.filename or "")
    return _Result(made, renderer.diagnostics - known, renderer.texts.take_made(), errors, failure)


_inherited: tuple[Job, Sequence[Sequence[Output]]]
"""What a forked worker finds in its memory."""


def _fork(job: Job, chunks: Sequence[Sequence[Output]], processes: int) -> Iterator[_Result]:
    """Make all chunks in forked processes, and go through the results in order."""
    job.maker.prepare()
    # What is passed to a pool is pickled, which takes longer than to make the files. A fork finds it in its memory.
    global _inherited  # noqa: PLW0603
    _inherited = job, chunks
    fork = multiprocessing.get_context("fork")
    longest_first = sorted(range(len(chunks)), key=lambda number: -len(chunks[number]))
    # What looks for garbage touches all that is inherited, which is then copied into every process.
    with pause_collection(), ProcessPoolExecutor(processes, mp_context=fork, initializer=begin_worker) as pool:
        try:
            results = {number: pool.submit(_make_inherited, number) for number in longest_first}
            for number in range(len(chunks)):
                yield results.pop(number).result()
        except BrokenProcessPool as error:
            raise OSError(
                ENOMEM, "a process that makes pages was ended from outside; is there enough memory?"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _make_inherited(number: int) -> _Result:
    job, chunks = _inherited
    return _make_chunk(job, chunks[number])


def begin_worker() -> None:
    """Begin a worker: it leaves Ctrl+C to its parent, and ends when that does, however that may be."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
