"""A plain web server on a folder, and somebody who asks it for pages every 5 ms: a process of its own for both.

    python -m tests.publishing.polling FOLDER

It says `asking` when it has begun, and at the end of its input how often it asked and how many answers were not whole.
"""

from __future__ import annotations

import functools
import http.client
import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAUSE = 0.005
"""Seconds between two requests."""

ENDS = {
    "/": b"</html>", "/posts/edition/": b"</html>", "/posts/one/": b"</html>", "/feeds/all.atom.xml": b"</feed>",
}  # fmt: skip
"""What is asked for, and how a whole answer ends."""

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Polling:
    """A process that asks."""

    process: subprocess.Popen[str]

    def stop(self) -> tuple[int, int]:
        """Return how often it asked, and how many answers were not whole."""
        said, _ = self.process.communicate()
        requests, missing = said.split()
        return int(requests), int(missing)


@contextmanager
def start_polling(folder: Path) -> Iterator[Polling]:
    """Ask a server on a folder for pages, from now on."""
    command = [sys.executable, "-m", "tests.publishing.polling", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "asking\n"
        try:
            yield Polling(process)
        finally:
            process.kill()


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> int:
    """Serve, and ask until the input ends."""
    handler = functools.partial(_Handler, directory=sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    is_over = threading.Event()
    threading.Thread(target=_wait_for_end, args=(is_over,), daemon=True).start()
    sys.stdout.write("asking\n")
    sys.stdout.flush()
    answers = [_is_whole(server.server_port, path) for path in _ask_until(is_over)]
    sys.stdout.write(f"{len(answers)} {answers.count(False)}\n")
    return 0


def _wait_for_end(is_over: threading.Event) -> None:
    sys.stdin.read()
    is_over.set()


def _ask_until(is_over: threading.Event) -> Iterator[str]:
    """Go through the paths again and again, one every 5 ms."""
    for path in itertools.cycle(ENDS):
        if is_over.wait(PAUSE):
            return
        yield path


def _is_whole(port: int, path: str) -> bool:
    """Ask for a page; tell whether it is there, to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read().rstrip().endswith(ENDS[path]) and answer.status == HTTPStatus.OK
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(main())
