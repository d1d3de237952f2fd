"""A web server on this machine that stands for all other sites, and what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, Mapping[str, str]]
"""A status, and headers."""


class OutsideServer(ThreadingHTTPServer):
    """Gives the replies that it is given, by method and path; a list of them one by one, the last for ever."""

    daemon_threads = True

    def __init__(self, replies: Mapping[str, list[Reply]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = {key: [*value] for key, value in replies.items()}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that go away."""


class _Handler(BaseHTTPRequestHandler):
    server: OutsideServer

    def do_HEAD(self) -> None:
        self._reply("HEAD")

    def do_GET(self) -> None:
        self._reply("GET")

    def _reply(self, method: str) -> None:
        self.server.asked.append((method, self.path))
        self.server.agents.add(self.headers["User-Agent"])
        if self.path in ("/silent", "/slow"):
            self._hold_up(b"HTTP/1.0 200 OK\r\nSlow: " if self.path == "/slow" else b"")
            return
        replies = self.server.replies.get(f"{method} {self.path}") or self.server.replies.get(self.path, [(404, {})])
        status, headers = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _hold_up(self, beginning: bytes) -> None:
        """Say nothing, or go on from a beginning letter by letter, until the server ends or nobody listens."""
        letter = b"x" if beginning else b""
        self.wfile.write(beginning)
        for _ in range(200):
            if self.server.released.wait(0.05):
                return
            self.wfile.write(letter)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve(replies: Mapping[str, list[Reply]]) -> Iterator[OutsideServer]:
    """Run a server while the context lasts."""
    server = OutsideServer(replies)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def find_closed_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Watch:
    """A clock that goes only when somebody sleeps."""

    now: float = 0
    slept: list[float] = field(default_factory=list)

    def tell(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
