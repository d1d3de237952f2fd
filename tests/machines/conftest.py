"""The sites that the tests of this folder read, each built once."""

from __future__ import annotations

import pytest

from tests.browser.building import BuiltSite, share_site


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltSite]:
    return {name: share_site(name, tmp_path_factory) for name in ("demo", "stress", "empty")}


@pytest.fixture(scope="session")
def demo(sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites["demo"]


@pytest.fixture(scope="session")
def stress(sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites["stress"]
