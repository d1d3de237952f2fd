"""The form of a provider of letters, in a browser under the real policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from plugins.site.registry import OutputKind
from tests.browser.accessibility import find_violations
from tests.browser.building import BARE, build
from tests.browser.driving import PageMaker
from tests.browser.serving import serve

ORIGIN = "https://letters.example"
SUBSCRIBE = {"form": {"action": f"{ORIGIN}/join", "field": "EMAIL", "hidden": {"list": "7"}}}


@pytest.mark.parametrize("kind", [OutputKind.ARTICLE, OutputKind.CASE])
def test_an_address_reaches_the_provider(kind: OutputKind, tmp_path: Path, make_failing_page: PageMaker) -> None:
    """The browser itself enforces the policy, so a form that arrives was allowed to."""
    site = build(BARE, tmp_path / "output", {"SUBSCRIBE": SUBSCRIBE})
    sent: list[str | None] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data)
        route.fulfill(status=200, content_type="text/html", body="<!DOCTYPE html><title>Thanks</title>")

    with serve(site) as served:
        page = make_failing_page()
        page.route(f"{ORIGIN}/**", answer)
        page.goto(served.find_address(site.find_page(kind)))
        assert find_violations(page) == []
        field = page.get_by_label("Your e-mail address")
        expect(field).to_have_accessible_description("Your address goes to letters.example, who send the letters.")
        field.fill("reader@example.org")
        page.get_by_role("button", name="Subscribe").click()
        expect(page).to_have_title("Thanks")
        assert sent == ["list=7&EMAIL=reader%40example.org"]
        page.goto(served.find_address(site.find_page(kind)))
        page.emulate_media(media="print")
        expect(page.get_by_label("Your e-mail address")).to_be_hidden()
