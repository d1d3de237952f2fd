"""A web server for a built site, as strict as a good host is: every file comes with the headers of its kind."""

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
from plugins.site.media_types import find_content_type
from plugins.site.policy import make_headers
from plugins.site.registry import Output
from tests.browser.building import BuiltSite

BROTLI = "br"


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
        data, headers = self._read(output)
        headers |= make_headers(output, form_origins=self.site.settings.form_origins)
        self.send_response(HTTPStatus.OK)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _read(self, output: Output) -> tuple[bytes, dict[str, str]]:
        """Return a file, packed where there is a copy and the browser knows it, and what that is."""
        path, encoding = self.site.folder / output.path, {}
        packed = path.with_name(f"{path.name}.{BROTLI}")
        if BROTLI in self.headers.get("Accept-Encoding", "") and packed.exists():
            path, encoding = packed, {"Content-Encoding": BROTLI, "Vary": "Accept-Encoding"}
        data = path.read_bytes()
        return data, {"Content-Type": find_content_type(output.path), "Content-Length": str(len(data)), **encoding}

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
