"""What every browser test is given: the sites, served under their real policies, and pages that keep account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.building import BARE, DEMO, EMPTY, SEARCH, STRESS, build
from tests.browser.driving import PageMaker, make_pages, share_browser
from tests.browser.serving import ServedSite, serve

SETTINGS = {"demo": DEMO, "stress": STRESS, "bare": BARE, "empty": EMPTY, "gallery": EMPTY, "search": SEARCH}
GALLERY = "gallery"
"""The one site that has the gallery, and nothing else."""


class Sites:
    """The sites by name, each built and served when it is first asked for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._served: dict[str, ServedSite] = {}

    def __getitem__(self, name: str) -> ServedSite:
        if name not in self._served:
            site = build(SETTINGS[name], self._folder / name, gallery=name == GALLERY, published=True)
            self._served[name] = self._stack.enter_context(serve(site))
        return self._served[name]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    with ExitStack() as stack:
        yield Sites(tmp_path_factory.mktemp("sites"), stack)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with share_browser() as shared:
        yield shared


@pytest.fixture
def make_page(browser: Browser) -> Iterator[PageMaker]:
    """Open pages; at the end nothing may have been said in the console, failed, or gone to another host."""
    with make_pages(browser) as maker:
        yield maker
    assert not maker.record.list_problems()


@pytest.fixture
def make_failing_page(browser: Browser) -> Iterator[PageMaker]:
    """Open pages whose record the test looks at itself."""
    with make_pages(browser) as maker:
        yield maker
