"""What the tests of contributions share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contributions.editing import AnsweredSite, make_site


@pytest.fixture
def site(tmp_path: Path) -> AnsweredSite:
    return make_site(tmp_path / "site")
