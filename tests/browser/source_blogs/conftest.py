"""The demonstration, which the five blogs could move into, and a page to look at it with."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite


@pytest.fixture
def demo(sites: Sites) -> ServedSite:
    return sites["demo"]


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    """A page without JavaScript: all that is said here holds without it, but where a test asks for it."""
    return make_page(java_script_enabled=False)
