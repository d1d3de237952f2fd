"""From the edit of a file to the sight of it: a real browser shows a post, its file is written, the text appears."""

from __future__ import annotations

import time
from collections.abc import Sequence

from playwright.sync_api import Page

from bench.edits import edit_body
from bench.running import RunError
from bench.serving import Preview
from tests.browser.driving import make_pages, share_browser

EDITS_FROM = 1000
"""Where the numbers of these edits begin, so that none is one that a build has shown."""

PATIENCE = 120
SETTLE_SECONDS = 1.5
"""How long a preview is left alone before each edit: whatever it does behind the page is over by then."""

WATCH = """(() => {
    let last = '';
    const look = () => {
        const found = /bench-edit-\\d+/.exec(document.body ? document.body.textContent : '');
        if (found && found[0] !== last) {
            last = found[0];
            window.benchSeen(last);
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})();"""
"""Runs in each document before its own scripts: tells of each new mark of an edit in the frame that paints it."""


class Watcher:
    """A page of the browser that shows the post of a preview, and when it showed which mark."""

    def __init__(self, page: Page, preview: Preview) -> None:
        self._page, self._preview = page, preview
        self._seen: dict[str, float] = {}
        page.expose_function("benchSeen", lambda mark: self._seen.setdefault(mark, time.perf_counter()))
        page.add_init_script(WATCH)
        page.goto(preview.address)

    def time_edit(self, number: int) -> float:
        """Edit the post, and return the seconds until its page shows that. Raises RunError where it never does."""
        self._page.wait_for_timeout(SETTLE_SECONDS * 1000)
        begun = time.perf_counter()
        mark = edit_body(self._preview.site, number)
        while mark not in self._seen:
            if time.perf_counter() - begun > PATIENCE:
                raise RunError(f"{self._preview.site.name} does not show an edit within {PATIENCE} s")
            self._page.wait_for_timeout(5)
        return self._seen[mark] - begun


def time_edits(previews: Sequence[Preview], count: int) -> dict[str, list[float]]:
    """Return for each preview the seconds of each of `count` edits; they take turns. The first edit does not count."""
    seconds: dict[str, list[float]] = {preview.site.name: [] for preview in previews}
    with share_browser() as browser, make_pages(browser) as make_page:
        watchers = {preview.site.name: Watcher(make_page(), preview) for preview in previews}
        for number in range(EDITS_FROM, EDITS_FROM + count + 1):
            for name, watcher in watchers.items():
                taken = watcher.time_edit(number)
                if number > EDITS_FROM:
                    seconds[name].append(taken)
    return seconds
