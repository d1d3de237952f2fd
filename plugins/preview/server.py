"""The preview's web server: the site in memory, on this machine only."""

from __future__ import annotations

import select
import socket
import sys
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from plugins.preview.answers import PLAIN, Answer, Body, UnsatisfiableError, find_range
from plugins.preview.events import PING, RETRY, find_news, make_mark, read_tab
from plugins.preview.live_site import LiveSite
from plugins.preview.mistakes import FILES
from plugins.site.media_types import find_content_type
from plugins.site.policy import PREVIEW_SCRIPT

EVENTS = "/_preview/events"
OWN_FILES = {f"/_preview/{name}": FILES / name for name in ("preview.js", "preview.css", "near.css")}
HOSTS = ("localhost", "127.0.0.1")
PING_SECONDS = 15
FOREIGN = b"The preview answers to localhost only.\n"


def make_server(site: LiveSite, port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1; port 0 takes any free one. Raises OSError where the port is taken."""
    handler = type("Handler", (_Handler,), {"site": site})
    return _Server(("127.0.0.1", port), handler)


class _Server(ThreadingHTTPServer):
    """Says nothing when a browser goes on before it has heard an answer to its end."""

    daemon_threads = True
    request_queue_size = 128  # of a browser with many tabs that all come back at once

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the site's files and the preview's own."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer would otherwise wait for the browser to confirm its beginning
    wbufsize = -1  # head and body go out together
    site: ClassVar[LiveSite]

    def do_GET(self) -> None:
        """Serve one file, or the events."""
        path = self._read_path()
        if path == EVENTS and self._is_local_host():
            self._send_events()
        else:
            self._answer(path)

    def do_HEAD(self) -> None:
        """Serve the head of the same answer."""
        self._answer(self._read_path())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing: the terminal is for what is wrong with the content."""

    def _read_path(self) -> str:
        return unquote(urlsplit(self.path).path, errors="replace")

    def _is_local_host(self) -> bool:
        """Tell whether the request is meant for this machine.

        A page elsewhere could otherwise read the drafts through a name that it points here.
        """
        return urlsplit(f"//{self.headers.get('Host', '')}").hostname in HOSTS

    def _answer(self, path: str) -> None:
        if not self._is_local_host():
            self._send(Answer(HTTPStatus.FORBIDDEN, PLAIN, Body(FOREIGN)))
        elif path in OWN_FILES:
            file = OWN_FILES[path]
            self._send(Answer(HTTPStatus.OK, find_content_type(file.name), Body(file.read_bytes())))
        else:
            version = self.site.version
            self._send(_mark_page(self.site.get(path), version))

    def _send(self, answer: Answer) -> None:
        """Send an answer, or the part of it that is asked for; nothing of a file that the browser has already."""
        size, part = len(answer.body), None
        if answer.tag and answer.tag == self.headers.get("If-None-Match"):
            self._send_head(answer, size, status=HTTPStatus.NOT_MODIFIED)
            return
        if answer.status == HTTPStatus.OK and self.command == "GET" and "If-Range" not in self.headers:
            try:
                part = find_range(self.headers.get("Range"), size)
            except UnsatisfiableError:
                self._send_head(Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE), 0, f"bytes */{size}")
                return
        if part is None:
            self._send_head(answer, size)
        else:
            told = f"bytes {part.start}-{part.stop - 1}/{size}"
            self._send_head(answer, len(part), told, HTTPStatus.PARTIAL_CONTENT)
        if self.command == "GET":
            self._send_body(answer.body.read(range(size) if part is None else part))

    def _send_head(self, answer: Answer, length: int, part: str = "", status: HTTPStatus | None = None) -> None:
        self.send_response(status or answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(length))
        # A page is made for the moment. A file is asked for again with each page, and sent again when it is another.
        self.send_header("Cache-Control", "no-cache" if answer.tag else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        named = {
            "Location": answer.location,
            "Content-Security-Policy": answer.policy,
            "Content-Range": part,
            "ETag": answer.tag,
        }
        if answer.status == HTTPStatus.OK:
            named["Accept-Ranges"] = "bytes"
        for name, value in named.items():
            if value:
                self.send_header(name, value)
        self.end_headers()

    def _send_body(self, pieces: Iterable[bytes]) -> None:
        """Send the body; where its file cannot be read to its end the connection is closed, as the head was sent."""
        try:
            for piece in pieces:
                self.wfile.write(piece)
        except ConnectionError:
            raise
        except OSError:
            self.close_connection = True

    def _send_events(self) -> None:
        """Tell a page of every change that concerns it."""
        tab = read_tab(urlsplit(self.path).query, self.headers.get("Last-Event-ID"))
        if tab is None:
            self._send(Answer(HTTPStatus.BAD_REQUEST, PLAIN, Body(b"Which page?\n")))
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(RETRY)
        self.wfile.flush()
        self.close_connection = True
        seen = -1
        while not self._is_left():
            version = self.site.wait_for_change(seen, PING_SECONDS)
            if self._is_left():
                return
            if version == seen:
                self.wfile.write(PING)
            else:
                seen = version
                for event in find_news(tab, self.site):
                    self.wfile.write(event.encode())
                    if event.ends:
                        return
            self.wfile.flush()

    def _is_left(self) -> bool:
        """Tell whether the page has been closed: it would be in the way of those that are looked at."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""


def _mark_page(answer: Answer, version: int) -> Answer:
    """Let a page know what it shows, by the address of its script."""
    if not answer.is_page or not isinstance(answer.body, Body):
        return answer
    mark = f'"{PREVIEW_SCRIPT}?shown={make_mark(answer.digest, version)}"'
    data = answer.body.data.replace(f'"{PREVIEW_SCRIPT}"'.encode(), mark.encode(), 1)
    return Answer(answer.status, answer.type, Body(data), answer.location, answer.policy)
