"""What every browser test is given: the sites, served under their real policies, and pages that keep account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.building import share_site
from tests.browser.driving import PageMaker, make_pages, share_browser
from tests.browser.serving import ServedSite, serve


class Sites:
    """The sites by name, each built and served when it is first asked for."""

    def __init__(self, factory: pytest.TempPathFactory, stack: ExitStack) -> None:
        self._factory = factory
        self._stack = stack
        self._served: dict[str, ServedSite] = {}

    def __getitem__(self, name: str) -> ServedSite:
        if name not in self._served:
            site = share_site(name, self._factory, published=True)
            self._served[name] = self._stack.enter_context(serve(site))
        return self._served[name]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    with ExitStack() as stack:
        yield Sites(tmp_path_factory, stack)


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
