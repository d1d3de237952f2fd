"""The sites that the tests of this folder read, each built once."""

from __future__ import annotations

import pytest

from tests.browser.building import DEMO, EMPTY, STRESS, BuiltSite, build

SITES = {"demo": DEMO, "stress": STRESS, "empty": EMPTY}


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltSite]:
    folder = tmp_path_factory.mktemp("machines")
    return {name: build(settings, folder / name) for name, settings in SITES.items()}


@pytest.fixture(scope="session")
def demo(sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites["demo"]


@pytest.fixture(scope="session")
def stress(sites: dict[str, BuiltSite]) -> BuiltSite:
    return sites["stress"]
