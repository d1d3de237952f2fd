"""The browser, for the tests of the preview."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.driving import PageMaker, make_pages, share_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with share_browser() as shared:
        yield shared


@pytest.fixture
def make_page(browser: Browser) -> Iterator[PageMaker]:
    """Open pages; what their record may hold is for each test to say."""
    with make_pages(browser) as maker:
        yield maker
