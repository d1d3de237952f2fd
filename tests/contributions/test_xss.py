"""Nothing that readers send is alive in any rendition: our own payloads, each for its reason, through every field.

`python -m tests.contributions.xss FILE...` does the same with public lists of thousands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from tests.browser.driving import share_browser
from tests.contributions import xss
from tests.contributions.hostile_site import HostileSite
from tests.contributions.live_browser import find_running
from tests.contributions.live_parts import Part, find_live
from tests.contributions.xss import check_payloads

PAYLOADS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "payloads.yaml").read_text("utf-8"))

FEWEST = 150
"""Payloads of our own."""

REFUSED = 4
"""Those with characters that no page can carry, and one with what is an e-mail address in a file of a reader."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with share_browser() as shared:
        yield shared


def test_no_payload_of_ours_is_alive(tmp_path: Path, browser: Browser) -> None:
    assert len(set(PAYLOADS.values())) == len(PAYLOADS) >= FEWEST
    counts = Counter[str]()
    findings = [*check_payloads(tmp_path, [*PAYLOADS.values()], browser, counts)]
    assert findings == []
    assert counts["refused by the content check"] == 2 * REFUSED


LIVE = "<p>x</p><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>"
RSS = "<rss><channel><item><title>x</title><description>{}</description></item></channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="html">{}</content></entry></feed>'
FILES = {
    "page.html": LIVE,
    "feeds/x.json": json.dumps({"items": [{"content_html": LIVE}]}),
    "feeds/x.rss.xml": RSS.format(escape(LIVE)),
    "feeds/x.atom.xml": ATOM.format(escape(LIVE)),
}
"""What each rendition would be if it were alive."""


def test_what_is_alive_is_found_everywhere(browser: Browser) -> None:
    """Without this, the test above could pass for nothing."""
    alive = HostileSite({path: text.encode() for path, text in FILES.items()}, {"digest.html": LIVE}, 0, 0)
    parts = ("html", "head", "body", "p", "a", "a href", "img", "img src")
    kinds = ("page", "json", "rss", "atom", "digest.html")
    allowed = frozenset(Part(kind, *part.split()) for kind in kinds for part in parts)
    live = [*find_live(alive, allowed)]
    assert {finding.place for finding in live if "onerror" in finding.what} == {*FILES, "digest.html"}
    assert {finding.place for finding in live if "foreign address" in finding.what} == {*FILES, "digest.html"}
    ran = [finding for finding in find_running(alive, browser) if finding.what == "ran: alert"]
    assert len({finding.place for finding in ran}) == len(kinds)


def test_what_changes_by_being_parsed_again_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xss, "render_reader_text", str)
    assert [*xss.find_unstable(["<p>fine</p>"])] == []
    assert [*xss.find_unstable(["<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;b&gt;'>"])] != []
