"""The live preview: build, watch, rebuild, reload the browser."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from http.server import ThreadingHTTPServer
from pathlib import Path

from watchfiles import Change, watch

from plugins.documents.sources import is_passed_over
from plugins.preview.server import Build, Preview


def serve(server: ThreadingHTTPServer, preview: Preview, build: Build, watched: Iterable[Path]) -> None:
    """Serve until interrupted: build once, then again after each change of what is watched."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        preview.update(build())
        paths = [path for path in watched if path.exists()]
        for _ in watch(*paths, watch_filter=is_wanted_change, raise_interrupt=False):
            preview.update(build())
    finally:
        server.shutdown()
        server.server_close()


def is_wanted_change(_change: Change, path: str) -> bool:
    """Tell whether a change is one of content: not of hidden files or of what editors leave behind."""
    return not is_passed_over(Path(path).name)
