"""The previews that are timed: each a server of its own, started as its user starts it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from bench.running import RunError
from bench.sites import Site

PATIENCE = 900
"""Seconds until a preview must show its first page."""

HOST = "127.0.0.1"
SOCKET_SECONDS = 60
LAST_SECONDS = 10
"""How long a server may take to end."""


@dataclass(frozen=True)
class Preview:
    """A preview that runs as `process`. `started` is how many seconds went by until it showed the post."""

    site: Site
    port: int
    path: str
    started: float
    process: int

    @property
    def address(self) -> str:
        """Where a browser finds the post."""
        return f"http://{HOST}:{self.port}{self.path}"


@contextmanager
def run_previews(sites: list[Site]) -> Iterator[list[Preview]]:
    """Run the previews of all sites that have one, one started after the other."""
    with ExitStack() as stack:
        yield [stack.enter_context(run_preview(site)) for site in sites if site.serve]


@contextmanager
def run_preview(site: Site) -> Iterator[Preview]:
    """Run the preview of a site until the end of the block. Raises RunError where it does not come up."""
    assert site.serve is not None
    port = _find_port()
    command = [part.format(port=port) for part in site.serve]
    with (site.folder / "preview.log").open("wb") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=site.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        path = f"/posts/{site.post.stem}/"
        try:
            _wait_for(process, port, path, site.folder / "preview.log")
            yield Preview(site, port, path, time.perf_counter() - begun, process.pid)
        finally:
            _stop(process)


def ask(connection: http.client.HTTPConnection, path: str) -> int:
    """Ask for a page, read it to its end, and return the status."""
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    return response.status


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=SOCKET_SECONDS)
        with suppress(OSError, http.client.HTTPException):
            if ask(connection, path) == HTTPStatus.OK:
                connection.close()
                return
        connection.close()
        time.sleep(0.02)
    raise RunError(f"{process.args!r} shows nothing:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and all that it started: politely, and after some seconds in any case."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(LAST_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _find_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
    return port
