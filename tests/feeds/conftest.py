"""The sites whose feeds are read."""

from __future__ import annotations

import pytest

from tests.browser.building import BuiltSite, share_site


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return share_site("demo", tmp_path_factory)


@pytest.fixture(scope="session")
def stress(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return share_site("stress", tmp_path_factory)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return share_site("bare", tmp_path_factory)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return share_site("empty", tmp_path_factory)


@pytest.fixture(params=["demo", "stress", "bare", "empty"])
def site(request: pytest.FixtureRequest) -> BuiltSite:
    """Return each site in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, BuiltSite)
    return found
