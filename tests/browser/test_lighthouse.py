"""What Lighthouse says of the pages that most readers come to. How fast they are is for `tasks.py bench` to say."""

from __future__ import annotations

import pytest

from plugins.site.registry import OutputKind
from tests.browser.conftest import Sites
from tests.browser.lighthouse import JUDGED, judge

FULL = dict.fromkeys(JUDGED, 100)


@pytest.mark.parametrize("kind", [OutputKind.INDEX, OutputKind.ARTICLE, OutputKind.CASE])
def test_lighthouse_finds_nothing_to_better(kind: OutputKind, sites: Sites) -> None:
    demo = sites["demo"]
    verdict = judge(demo.find_address(demo.site.find_page(kind)))
    assert (verdict.scores, verdict.failed) == (FULL, ())


def test_lighthouse_would_find_something(sites: Sites) -> None:
    """Without this, the test above could pass for nothing: this page asks not to be indexed."""
    demo = sites["demo"]
    verdict = judge(demo.find_address(demo.site.find_page(OutputKind.NOT_FOUND)), ("seo",))
    assert verdict.scores["seo"] < 100
    assert [line.partition(":")[0] for line in verdict.failed] == ["is-crawlable"]
