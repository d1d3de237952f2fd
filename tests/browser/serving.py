"""A web server for a built site, as strict as a good host is: every page comes with the policy of its kind."""

from __future__ import annotations

import posixpath
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.site.policy import make_cache_control, make_policy
from plugins.site.registry import Output
from tests.browser.building import BuiltSite

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".opml": "text/x-opml; charset=utf-8",
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pagefind": "application/octet-stream",
    ".pf_filter": "application/octet-stream",
    ".pf_fragment": "application/octet-stream",
    ".pf_index": "application/octet-stream",
    ".pf_meta": "application/octet-stream",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wav": "audio/wav",
    ".webp": "image/webp",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/atom+xml; charset=utf-8",
}


@dataclass(frozen=True)
class ServedSite:
    """A built site at an address on this machine. `origin` has no slash at its end."""

    site: BuiltSite
    origin: str

    def find_address(self, output: Output) -> str:
        """Return the address of a page."""
        return f"{self.origin}{self.site.settings.base_path}/{quote(output.url)}"


@contextmanager
def serve(site: BuiltSite) -> Iterator[ServedSite]:
    """Serve a site on a free port of 127.0.0.1, below the path that its settings say."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield ServedSite(site, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Says nothing when a browser goes on before it has heard an answer to its end."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """Answers GET for what the registry knows, and for nothing else."""

    protocol_version = "HTTP/1.1"
    site: ClassVar[BuiltSite]

    def do_GET(self) -> None:
        output = self._find_output()
        if output is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data = (self.site.folder / output.path).read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", TYPES[posixpath.splitext(output.path)[1]])
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", make_cache_control(output))
        self.send_header(
            "Content-Security-Policy", make_policy(output.kind, form_origin=self.site.settings.form_origin)
        )
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""

    def _find_output(self) -> Output | None:
        path = unquote(urlsplit(self.path).path)
        base = f"{self.site.settings.base_path}/"
        if not path.startswith(base):
            return None
        relative = path.removeprefix(base)
        name = posixpath.join(relative, "index.html") if not relative or relative.endswith("/") else relative
        return self.site.outputs.get(name) or self._find_index_file(name)

    def _find_index_file(self, name: str) -> Output | None:
        """Return a file of the search index, of which the registry knows the folder only."""
        folder = self.site.outputs.get(SEARCH_FOLDER)
        known = folder is not None and name in self.site.index_files
        return replace(folder, path=name) if folder is not None and known else None
