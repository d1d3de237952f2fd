"""The record that every page is held to: each fault of a page is written down."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.browser.driving import PageMaker

ADDRESS = "http://127.0.0.1:9/"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self' 'unsafe-inline'"
HTML = "<!doctype html><html lang=en><title>Test</title><link rel=icon href=data:,><h1>Test</h1>{}"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            "<p style='color: red'>", "violates the following Content Security Policy directive", id="a style"
        ),
        pytest.param(
            "<img alt='' src='https://elsewhere.example/x.png'>", "Content Security Policy", id="another host"
        ),
        pytest.param("<script>console.info('hello')</script>", "console info: hello", id="a message"),
        pytest.param("<script>throw new Error('oh')</script>", "exception: oh", id="an exception"),
    ],
)
def test_what_a_page_does_wrong_is_written_down(body: str, said: str, make_failing_page: PageMaker) -> None:
    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=HTML.format(body), content_type="text/html", headers=headers)

    page = make_failing_page()
    page.route(ADDRESS, answer)
    page.goto(ADDRESS)
    assert any(said in problem for problem in make_failing_page.record.list_problems())


def test_a_request_to_another_host_is_written_down_and_goes_nowhere(make_failing_page: PageMaker) -> None:
    page = make_failing_page()
    page.route(
        ADDRESS,
        lambda route: route.fulfill(
            body=HTML.format("<img alt='' src='http://elsewhere.example/x.png'>"), content_type="text/html"
        ),
    )
    page.goto(ADDRESS)
    problems = make_failing_page.record.list_problems()
    assert "another host: http://elsewhere.example/x.png" in problems
    assert "failed: http://elsewhere.example/x.png net::ERR_NAME_NOT_RESOLVED" in problems


def test_a_page_without_faults_leaves_no_record(make_failing_page: PageMaker) -> None:
    page = make_failing_page()
    page.route(ADDRESS, lambda route: route.fulfill(body=HTML.format("<p>Fine.</p>"), content_type="text/html"))
    page.goto(ADDRESS)
    assert make_failing_page.record.list_problems() == []
