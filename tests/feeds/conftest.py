"""The sites whose feeds are read."""

from __future__ import annotations

import pytest

from tests.browser.building import BARE, DEMO, EMPTY, STRESS, BuiltSite, build


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build(DEMO, tmp_path_factory.mktemp("demo") / "output")


@pytest.fixture(scope="session")
def stress(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build(STRESS, tmp_path_factory.mktemp("stress") / "output")


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build(BARE, tmp_path_factory.mktemp("bare") / "output")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build(EMPTY, tmp_path_factory.mktemp("empty") / "output")


@pytest.fixture(params=["demo", "stress", "bare", "empty"])
def site(request: pytest.FixtureRequest) -> BuiltSite:
    """Return each site in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, BuiltSite)
    return found
