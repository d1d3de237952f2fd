"""How long a page of a preview takes while ten readers ask at once, each for another page, one after the other."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from bench.corpus import name_post
from bench.prose import Prose
from bench.running import RunError
from bench.serving import HOST, SOCKET_SECONDS, Preview, ask

READERS, PAGES = 10, 100
"""How many readers there are, and for how many pages each of them asks."""


def time_readers(preview: Preview, posts: int) -> list[float]:
    """Return the seconds of every page that was asked for, fastest first. Raises RunError where one is not there."""
    with ThreadPoolExecutor(READERS) as executor:
        found = executor.map(lambda reader: _read(preview, reader, posts), range(READERS))
        return sorted(seconds for each in found for seconds in each)


def find_percentile(values: list[float], percent: int) -> float:
    """Return the value of sorted `values` that so many in a hundred do not exceed."""
    return values[max(0, -(-len(values) * percent // 100) - 1)]


def _read(preview: Preview, reader: int, posts: int) -> list[float]:
    """Ask for pages over one connection, as a browser does, and return how long each took."""
    prose = Prose(f"reader {reader}")
    connection = http.client.HTTPConnection(HOST, preview.port, timeout=SOCKET_SECONDS)
    seconds = []
    for _ in range(PAGES):
        path = f"/posts/{name_post(prose.draw(posts))}/"
        begun = time.perf_counter()
        if ask(connection, path) != HTTPStatus.OK:
            raise RunError(f"{preview.site.name} does not show {path}")
        seconds.append(time.perf_counter() - begun)
    connection.close()
    return seconds
