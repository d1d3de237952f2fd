"""The live preview: build, watch, rebuild, reload the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from watchfiles import Change, watch

from plugins.documents.sources import is_passed_over
from plugins.preview.server import Build, Preview, make_server


def serve(preview: Preview, build: Build, watched: Sequence[Path], port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted: build once, then again after each change of what is watched.

    Raises OSError where the port is taken.
    """
    server = make_server(preview, port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        preview.update(build())
        announce(f"http://localhost:{server.server_port}/  (Ctrl+C ends the preview)")
        for _ in watch(*watched, watch_filter=is_wanted_change, raise_interrupt=False, yield_on_timeout=False):
            preview.update(build())
    finally:
        server.shutdown()
        server.server_close()


def is_wanted_change(_change: Change, path: str) -> bool:
    """Tell whether a change is one of content: not of hidden files or of what editors leave behind."""
    return not is_passed_over(Path(path).name)


def find_watched(paths: Iterable[Path]) -> list[Path]:
    """Return the paths that exist."""
    return [path for path in paths if path.exists()]
