"""The cases that the tests of the script use."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from plugins.cases.model import Case
from tests.browser.conftest import Sites
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite
from tests.browser.walking import (
    DEMO_CASE,
    find_case,
)


@pytest.fixture
def demo(sites: Sites) -> ServedSite:
    return sites["demo"]


@pytest.fixture
def fork(sites: Sites) -> ServedSite:
    return sites["stress"]


@pytest.fixture
def case(demo: ServedSite) -> Case:
    return find_case(demo, DEMO_CASE)


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    return make_page()
