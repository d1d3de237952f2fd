"""The preview's web server: the site as last built, or what is wrong with it, on this machine only."""

from __future__ import annotations

import html
import mimetypes
import posixpath
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from plugins.diagnostics import Diagnostic, format_text
from plugins.site.policy import PREVIEW_SCRIPT

EVENTS = "/_preview/events"
STYLESHEET = "/_preview/errors.css"
FILES = Path(__file__).parent / "files"
PING_SECONDS = 15
SERVED = {PREVIEW_SCRIPT: FILES / "reload.js", STYLESHEET: FILES / "errors.css"}
ERROR_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'"

ERROR_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{stylesheet}">
<script src="{script}" defer></script>
</head>
<body>
<main>
<h1>{title}</h1>
<ol>
{items}
</ol>
<p>This page reloads itself after the next build.</p>
</main>
</body>
</html>
"""


@dataclass
class Preview:
    """What the server shows: the folder of the site, and the mistakes that keep it from being built anew.

    `changed` wakes the pages that wait for a new `version`.
    """

    folder: Path
    base: Path
    errors: list[Diagnostic] = field(default_factory=list)
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def update(self, errors: list[Diagnostic]) -> None:
        """Show what a new build came to, and let every open page reload."""
        with self.changed:
            self.errors = errors
            self.version += 1
            self.changed.notify_all()

    def wait_for_change(self, version: int, seconds: float) -> int:
        """Return the version as soon as it is another than `version`, or after some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version, seconds)
            return self.version


def make_server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1; port 0 takes any free one. Raises OSError where the port is taken."""
    handler = type("Handler", (_Handler,), {"preview": preview})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the site's files and the preview's own."""

    protocol_version = "HTTP/1.1"
    preview: ClassVar[Preview]

    def do_GET(self) -> None:
        """Serve one file, the events, or the mistakes."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Serve the head of the same answer."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing: the terminal is for what is wrong with the content."""

    def _answer(self, *, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        if not self._is_local_host():
            # A page elsewhere could otherwise read the drafts through a name that it points at this machine.
            self._send(
                HTTPStatus.FORBIDDEN,
                "text/plain; charset=utf-8",
                b"The preview answers to localhost only.\n",
                with_body,
            )
        elif path == EVENTS:
            self._send_events()
        elif path in SERVED:
            self._send(HTTPStatus.OK, _guess_type(SERVED[path]), self._read_own(path), with_body)
        else:
            self._send_site(path, with_body)

    def _read_own(self, path: str) -> bytes:
        """Return a file of the preview's own; the script learns which version its page shows."""
        return SERVED[path].read_bytes().replace(b"{version}", str(self.preview.version).encode())

    def _is_local_host(self) -> bool:
        return urlsplit(f"//{self.headers.get('Host', '')}").hostname in ("localhost", "127.0.0.1")

    def _send_site(self, path: str, with_body: bool) -> None:  # noqa: FBT001 - passed on as it came
        file = find_file(self.preview.folder, path)
        is_page = file is None or file.suffix == ".html"
        if is_page and (self.preview.errors or not self.preview.version):
            self._send(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "text/html; charset=utf-8",
                self._make_error_page(),
                with_body,
                ERROR_POLICY,
            )
        elif file is None and self._is_folder(path):
            self._redirect(f"{urlsplit(self.path).path}/")
        elif file is None:
            missing = find_file(self.preview.folder, "/404.html")
            self._send(
                HTTPStatus.NOT_FOUND,
                "text/html; charset=utf-8",
                missing.read_bytes() if missing else b"Not found\n",
                with_body,
            )
        else:
            self._send(HTTPStatus.OK, _guess_type(file), file.read_bytes(), with_body)

    def _is_folder(self, path: str) -> bool:
        return not path.endswith("/") and find_file(self.preview.folder, f"{path}/") is not None

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, kind: str, body: bytes, with_body: bool, policy: str = "") -> None:  # noqa: FBT001
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _send_events(self) -> None:
        """Send a server-sent event for each new build.

        Source: https://html.spec.whatwg.org/multipage/server-sent-events.html.
        """
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        seen = parse_version(urlsplit(self.path).query, self.preview.version)
        try:
            self.wfile.write(b"retry: 500\n\n")
            while True:
                version = self.preview.wait_for_change(seen, PING_SECONDS)
                self.wfile.write(b"event: rebuilt\ndata: \n\n" if version != seen else b": still here\n\n")
                seen = version
        except OSError:
            return

    def _make_error_page(self) -> bytes:
        errors = self.preview.errors
        items = "\n".join(
            f"<li><code>{html.escape(format_text(error, self.preview.base))}</code></li>" for error in errors
        )
        title = (
            f"{len(errors)} {'mistake' if len(errors) == 1 else 'mistakes'} in the content" if errors else "Building …"
        )
        return ERROR_PAGE.format(title=title, items=items, script=PREVIEW_SCRIPT, stylesheet=STYLESHEET).encode()


def find_file(folder: Path, path: str) -> Path | None:
    """Return the file of a folder that a URL path asks for, or None; nothing outside the folder is ever found."""
    if "\0" in path:
        return None
    relative = posixpath.normpath(path).lstrip("/")
    file = folder / (posixpath.join(relative, "index.html") if path.endswith("/") else relative)
    inside = file.resolve().is_relative_to(folder.resolve())
    return file if inside and file.is_file() else None


def parse_version(query: str, default: int) -> int:
    """Return the version that a page shows, from the query of its request for events."""
    given = parse_qs(query).get("since", [""])[0]
    return int(given) if given.isascii() and given.isdigit() else default


def _guess_type(file: Path) -> str:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
    return f"{kind}; charset=utf-8" if is_text else kind


Build = Callable[[], list[Diagnostic]]
"""Builds the site into the preview's folder and returns the errors that kept it from doing so."""
