"""Packed copies beside text files: a host that knows them sends `page.html.br` where `page.html` is asked for.

Sources: RFC 7932 for brotli, RFC 1952 for gzip; nginx calls this `gzip_static` and `brotli_static`, Caddy
`precompressed`.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import brotli

from plugins.assets.keeping import Store, make_key

ENDINGS = (
    ".atom", ".css", ".csv", ".html", ".ics", ".js", ".json", ".map", ".md", ".mjs", ".opml", ".rss", ".svg", ".txt",
    ".vtt", ".webmanifest", ".xml", ".xsl", ".yaml",
)  # fmt: skip
"""Endings of text; all other files are packed already, or are none that a browser asks for."""

LEAST = 256
"""Bytes below which a packed copy saves nothing: the answer fits into one packet anyway."""

UNKNOWN_SYSTEM = b"\xff"
"""What gzip's tenth byte says of the machine: nothing."""

BROTLI, GZIP = ".br", ".gz"


def can_be_packed(path: str) -> bool:
    """Tell whether a file is text by its name."""
    return path[path.rfind(".") :].lower() in ENDINGS and PurePosixPath(path).suffix.lower() in ENDINGS


def pack(data: bytes, ending: str, quality: int) -> bytes:
    """Return data as brotli (quality 1 to 11) or gzip (1 to 9), the same for the same library, without time or name."""
    if ending == BROTLI:
        return bytes(brotli.compress(data, quality=quality))
    packed = zlib.compress(data, quality, wbits=31)
    return packed[:9] + UNKNOWN_SYSTEM + packed[10:]


def pack_all(
    folder: Path, paths: Iterable[str], qualities: Mapping[str, int], store: Store
) -> Iterator[tuple[str, bytes | None]]:
    """Go through packed copies, given by their paths in a folder: each with its data, or None where it is no gain.

    `qualities` are by ending; what was packed once is kept. Both libraries let go of Python's lock while they work, so
    that as many threads pack at once as there are processors.
    """

    def make(path: str) -> tuple[str, bytes | None]:
        file, ending = folder / path, PurePosixPath(path).suffix
        data = file.with_suffix("").read_bytes()
        packed = _pack_once(data, ending, qualities[ending], store) if len(data) >= LEAST else data
        return path, packed if len(packed) < len(data) else None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(make, paths)


def _pack_once(data: bytes, ending: str, quality: int, store: Store) -> bytes:
    library = brotli.__version__ if ending == BROTLI else zlib.ZLIB_RUNTIME_VERSION
    key = make_key("packed", ending, str(quality), library, data)
    return store.get(key, lambda: pack(data, ending, quality))
