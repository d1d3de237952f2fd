"""The live preview: watch, read anew, tell the browser."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from plugins.collecting import collect_garbage, pause_collection
from plugins.preview.gathering import Gathering
from plugins.preview.live_site import LiveSite
from plugins.preview.watching import Watched, watching

SECOND_LOOK = 0.06
"""Seconds that an editor has to finish saving before a mistake is shown."""

MOST_LATE = 5
"""How often an edit is read without being shown, because the next one has already come."""

CALM = 0.2
"""Seconds without a change after which one looks at what nobody has asked for."""

GARBAGE = (20_000, 20, 50)
"""How many values more there are when somebody looks for garbage: a look holds up whoever waits for a page."""

SWITCH_SECONDS = 0.001
"""How long one thread works while others wait: reading the content is not to keep pages from being sent."""


def serve(
    server: ThreadingHTTPServer, site: LiveSite, find_watched: Callable[[], Watched], complain: Callable[[str], object]
) -> None:
    """Serve until interrupted: read the content once, then again after each change of what is watched.

    `find_watched` says what that is, as the settings are now; `complain` says what cannot be done.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*GARBAGE)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    gathering, polling = Gathering(), False
    try:
        while True:
            with ExitStack() as stack:
                try:
                    # The watching begins before the reading, so that no change is lost that comes while it goes on.
                    stack.enter_context(watching(find_watched(), gathering, polling=polling))
                except OSError as error:
                    if polling:
                        raise
                    complain(f"the system cannot watch the files ({error}): the preview looks at them again and again")
                    polling = True
                else:
                    _follow(site, gathering, find_watched)
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()


def _follow(site: LiveSite, gathering: Gathering, find_watched: Callable[[], Watched]) -> None:
    """Read now and after each change, until something else has to be watched."""
    state, changed = find_watched().state, None
    while True:
        with pause_collection():
            is_whole = _read(site, gathering, changed)
            if find_watched().state != state:
                return
            is_calm = not gathering.wait(CALM)
        if is_calm and is_whole:
            collect_garbage()
        if is_calm:
            site.look_closer()
        changed = gathering.take()


def _read(site: LiveSite, gathering: Gathering, changed: frozenset[Path] | None) -> bool:
    """Read what there is to be read, and again where something changes meanwhile: only the last of it is shown.

    `changed` are the files that are others; None where that is not known. Tell whether the whole content was read.
    """
    is_whole = False
    for _ in range(MOST_LATE):
        pause = partial(gathering.wait, SECOND_LOOK)
        is_whole |= site.refresh(changed, is_late=gathering.has_more, pause=pause)
        if not gathering.has_more():
            return is_whole
        more = gathering.take()
        changed = changed | more if changed is not None else None
    return site.refresh()
