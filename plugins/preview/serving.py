"""The live preview: build, watch, rebuild, reload the browser."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from http.server import ThreadingHTTPServer
from pathlib import Path

from watchfiles import Change, watch

from plugins.documents.sources import is_passed_over
from plugins.preview.server import Build, Preview

WAIT = 200
"""Milliseconds without a change after which one looks whether there is anything else to do."""


def serve(server: ThreadingHTTPServer, preview: Preview, build: Build, watched: Iterable[Path]) -> None:
    """Serve until interrupted: build once, then again after each change of what is watched."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    paths = [path for path in watched if path.exists()]
    try:
        # The watching begins before the first build, so that no change is lost that comes while it runs.
        for changes in watch(*paths, watch_filter=is_wanted_change, rust_timeout=WAIT, yield_on_timeout=True):
            if changes or not preview.version:
                preview.update(build())
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()


def is_wanted_change(_change: Change, path: str) -> bool:
    """Tell whether a change is one of content: not of hidden files or of what editors leave behind."""
    return not is_passed_over(Path(path).name)
