"""What Lighthouse says of the speed of the pages that most readers come to, on a simulated slow phone."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from plugins.site.registry import OutputKind
from tests.browser.building import DEMO, build
from tests.browser.lighthouse import TIMED, judge
from tests.browser.serving import serve

KINDS = (OutputKind.INDEX, OutputKind.ARTICLE, OutputKind.CASE)


def time_pages(rounds: int) -> Iterator[str]:
    """Yield the lines of a table: each page's median score, from 0 to 100, and all its scores."""
    yield f"{'':<22}{'median':>9}  of"
    with tempfile.TemporaryDirectory() as folder, serve(build(DEMO, Path(folder, "demo"), published=True)) as served:
        for kind in KINDS:
            address = served.find_address(served.site.find_page(kind))
            scores = [judge(address, (TIMED,)).scores[TIMED] for _ in range(rounds)]
            yield f"{kind:<22}{statistics.median(scores):>9.0f}  {' '.join(map(str, scores))}"
