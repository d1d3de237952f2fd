"""As much of S3 as rclone asks for, on this machine: it keeps objects, and what it was told with each of them.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "bucket"
MODIFIED = "Mon, 05 Jan 2026 12:00:00 GMT"
LISTING = (
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>'
)
OBJECT = (
    "<Contents><Key>{key}</Key><LastModified>2026-01-05T12:00:00.000Z</LastModified><ETag>&quot;{etag}&quot;</ETag>"
    "<Size>{size}</Size></Contents>"
)
COMMON_PREFIX = "<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>"


@dataclass
class Bucket:
    """The objects by their keys, the headers that each was sent with, and everything that was done, in its order."""

    objects: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    events: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        with self.lock:
            self.objects[key], self.headers[key] = data, headers
            self.events.append(("put", key))

    def delete(self, key: str) -> None:
        with self.lock:
            self.objects.pop(key, None)
            self.events.append(("delete", key))

    def list_objects(self, prefix: str, delimiter: str) -> str:
        """Return a listing; with a delimiter what lies deeper is only a prefix in it."""
        with self.lock:
            found = {key: data for key, data in sorted(self.objects.items()) if key.startswith(prefix)}
        deeper = {key for key in found if delimiter and delimiter in key.removeprefix(prefix)}
        described = [
            OBJECT.format(key=escape(key), etag=make_etag(data), size=len(data))
            for key, data in found.items()
            if key not in deeper
        ]
        prefixes = {prefix + key.removeprefix(prefix).partition(delimiter)[0] + delimiter for key in deeper}
        described += [COMMON_PREFIX.format(escape(one)) for one in sorted(prefixes)]
        return LISTING.format("".join(described))


def make_etag(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@contextmanager
def serve_bucket() -> Iterator[tuple[Bucket, int]]:
    """Give an empty bucket and the port where it is served."""
    bucket = Bucket()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"bucket": bucket}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield bucket, server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    bucket: ClassVar[Bucket]
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        """Answer until the other side is done, or killed."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if not self._key:
            prefix, delimiter = (query.get(name, [""])[0] for name in ("prefix", "delimiter"))
            self._answer(200, self.bucket.list_objects(prefix, delimiter).encode(), "application/xml")
        elif self._key in self.bucket.objects:
            self._answer(200, self.bucket.objects[self._key])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    do_HEAD = do_GET  # noqa: N815 - the library's way to name them

    def do_PUT(self) -> None:
        size = int(self.headers["Content-Length"])
        data = self.rfile.read(size)
        # An object is there whole or not at all.
        if self._key and len(data) == size:
            self.bucket.put(self._key, data, dict(self.headers.items()))
        self._answer(200, b"", etag=make_etag(data))

    def do_DELETE(self) -> None:
        self.bucket.delete(self._key)
        self._answer(204, b"")

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}").lstrip("/")

    def _answer(self, code: int, body: bytes, kind: str = "application/octet-stream", etag: str = "") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Last-Modified", MODIFIED)
        self.send_header("ETag", f'"{etag or make_etag(body)}"')
        if code != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""
