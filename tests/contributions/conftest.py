"""What the tests of contributions share."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.contributions import stand_in
from tests.contributions.editing import AnsweredSite, make_site

FINDING = "plugins.contributions.finding"


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let plain messages be read where nothing else reads them yet."""
    if find_spec(FINDING) is None:
        monkeypatch.setitem(sys.modules, FINDING, stand_in)


@pytest.fixture
def site(tmp_path: Path) -> AnsweredSite:
    return make_site(tmp_path / "site")
