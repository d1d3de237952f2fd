"""What a reader downloads, as a good host sends it: packed with brotli. Pictures and fonts are not counted."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from plugins.assets.bundle import SCRIPT, STYLESHEET
from tests.building.running import ROOT, build_here

KIBIBYTE = 1024
MOST_OF_A_PAGE = 30 * KIBIBYTE
MOST_OF_THE_SCRIPT = 4 * KIBIBYTE

SITES = {"demo": ROOT / "pelicanconf.py", "stress": ROOT / "tests" / "browser" / "sites" / "stress" / "settings.py"}


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("sizes") / "output"
    assert build_here(SITES[request.param], output).done
    return output


def pack(file: Path) -> int:
    """Return how many bytes a file is when it is packed."""
    return len(brotli.compress(file.read_bytes()))


def test_the_heaviest_case_is_light(site: Path) -> None:
    common = pack(site / STYLESHEET) + pack(site / SCRIPT)
    sizes = {page.parent.name: pack(page) + common for page in site.glob("cases/*/index.html")}
    assert len(sizes) >= 3
    assert not {name: size for name, size in sizes.items() if size > MOST_OF_A_PAGE}, sizes


def test_the_script_is_small(site: Path) -> None:
    assert 0 < pack(site / SCRIPT) <= MOST_OF_THE_SCRIPT
