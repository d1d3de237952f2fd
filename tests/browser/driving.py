"""The browser: the system's Chromium, which reaches no other machine, and pages that keep account of what they do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, sync_playwright

CHROMIUM = os.environ.get("CASEBOOK_CHROMIUM") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks for, no name leads off this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
HOSTS = frozenset({"127.0.0.1", "localhost"})
PATIENCE = 30_000  # milliseconds

ARE_LOADED = """all => Promise.all(all.map(async one => {
    one.loading = 'eager';
    await one.decode().catch(() => {});
    return one.naturalWidth > 0;
}))"""
"""Whether pictures are there, those too that would wait until they are nearly in sight."""

ColorScheme = Literal["light", "dark"]


@dataclass
class Shared:
    """The one browser of this process: Playwright cannot be started twice in a thread."""

    browser: Browser | None = None
    users: int = 0
    stack: ExitStack = field(default_factory=ExitStack)


SHARED = Shared()


@contextmanager
def share_browser() -> Iterator[Browser]:
    """Give the browser of this process; the first who asks starts it, the last who leaves ends it."""
    if SHARED.browser is None:
        playwright = SHARED.stack.enter_context(sync_playwright())
        SHARED.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        SHARED.stack.callback(SHARED.browser.close)
    SHARED.users += 1
    try:
        yield SHARED.browser
    finally:
        SHARED.users -= 1
        if not SHARED.users:
            SHARED.browser = None
            SHARED.stack.close()


@dataclass
class Record:
    """What went wrong on a page, in words, and every address that it asked for."""

    problems: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Write down what happens on a page from now on."""
        page.on("console", lambda message: self.problems.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("request", lambda request: self.addresses.append(request.url))

    def _note_failure(self, request: Request) -> None:
        # A font that is still on its way when the page is left is no failure of the page.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url} {request.failure}")

    def list_problems(self) -> list[str]:
        """Return all that must not happen on a page: any message, any failure, any request to another host."""
        others = [address for address in self.addresses if urlsplit(address).hostname not in HOSTS]
        return [*self.problems, *(f"another host: {address}" for address in others)]


@dataclass
class PageMaker:
    """Opens pages in contexts of their own, and keeps one record of them all."""

    browser: Browser
    stack: ExitStack
    record: Record = field(default_factory=Record)

    def __call__(
        self,
        *,
        java_script_enabled: bool = True,
        color_scheme: ColorScheme = "light",
        width: int = 1280,
        height: int = 900,
        forced_colors: Literal["active", "none"] = "none",
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
        has_touch: bool = False,
        sharpness: float = 1,
    ) -> Page:
        """Return a new page. Motion is reduced unless it is asked for: nothing has to be waited for then.

        `sharpness` is how many dots make a pixel: a page enlarged twice is seen in half the width at twice as many.
        """
        context: BrowserContext = self.browser.new_context(
            java_script_enabled=java_script_enabled,
            color_scheme=color_scheme,
            viewport={"width": width, "height": height},
            forced_colors=forced_colors,
            reduced_motion=reduced_motion,
            has_touch=has_touch,
            device_scale_factor=sharpness,
        )
        context.set_default_timeout(PATIENCE)
        self.stack.callback(context.close)
        page = context.new_page()
        self.record.watch(page)
        return page


@contextmanager
def make_pages(browser: Browser) -> Iterator[PageMaker]:
    """Give a maker of pages, and close them all at the end."""
    with ExitStack() as stack:
        yield PageMaker(browser, stack)


def hold_requests(page: Page, pattern: re.Pattern[str]) -> list[Route]:
    """Keep answers back from a page; return where the requests will be found, each to be continued."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(pattern, hold)
    return held
