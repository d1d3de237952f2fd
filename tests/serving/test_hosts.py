"""Two sites on real hosts: nginx and Caddy of the system, configured by docs/hosting.md and by what a build writes.

Every file is asked for, and a browser looks at a page of each kind.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Route, expect

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.blog.entries import State
from plugins.publishing.manifests import MANIFEST
from plugins.site.media_types import find_content_type
from plugins.site.planning import NOT_FOUND, REDIRECTS, SERVER_FILES
from plugins.site.policy import COMMON_HEADERS, make_headers
from plugins.site.registry import FILES, Output, OutputKind
from plugins.site.server_files import RENDERERS
from plugins.site.serving import describe_serving
from tests.browser.building import DEMO, SEARCH, BuiltSite, build
from tests.browser.driving import PATIENCE, PageMaker
from tests.serving.hosting import RUNNERS, Answer, Host

BELOW = "/a/blog"
"""The path of the second site; the first is at the root of its host."""

UNASKED = (OutputKind.REDIRECTS, OutputKind.SERVER, OutputKind.PACKED, OutputKind.SEARCH_INDEX)
PLAIN, KNOWING_BOTH = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip, br"}
ENCODINGS = {"nginx": {"gzip": ".gz"}, "caddy": {"br": ".br", "gzip": ".gz"}}
"""The packed copies that each server prefers, the best first. Debian has brotli for nginx as a module of its own."""


@dataclass(frozen=True)
class Hosted:
    """A built site on a running server."""

    site: BuiltSite
    host: Host
    server: str

    @property
    def outputs(self) -> list[Output]:
        """All that may be asked for, the files of the search index with their paths."""
        index = self.site.outputs[SEARCH_FOLDER]
        files = [replace(index, path=path) for path in sorted(self.site.index_files)]
        return [output for output in self.site.outputs.values() if output.kind not in UNASKED] + files

    def find_path(self, output: Output) -> str:
        """Return the path of an output on its host."""
        return f"{self.site.settings.base_path}/{quote(output.url)}"

    def ask(self, path: str) -> Answer:
        """Ask for a path inside the site."""
        return self.host.ask(f"{self.site.settings.base_path}/{path}", PLAIN)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltSite]:
    """Return the sites by their paths."""
    folder = tmp_path_factory.mktemp("built")
    return {
        "": build(DEMO, folder / "demo", published=True),
        BELOW: build(SEARCH, folder / "below", published=True),
    }


HOSTS = [pytest.param((server, below), id=f"{server}{below}") for server in RUNNERS for below in ("", BELOW)]
SHOWN = [HOSTS[0], HOSTS[-1]]
"""Where a browser looks: at each server, and at each site."""

in_a_browser = pytest.mark.parametrize("hosted", SHOWN, indirect=True)


@pytest.fixture(scope="module", params=HOSTS)
def hosted(
    request: pytest.FixtureRequest, built: dict[str, BuiltSite], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosted]:
    server, below = request.param
    here = tmp_path_factory.mktemp("host") / "server"
    with RUNNERS[server](built[below].folder, here, below=below) as host:
        yield Hosted(built[below], host, server)


def test_every_file_comes_with_the_headers_of_its_kind(hosted: Hosted) -> None:
    moved = hosted.site.read(REDIRECTS) if (hosted.site.folder / REDIRECTS).exists() else ""
    for output in hosted.outputs:
        path = hosted.find_path(output)
        if f"{path} " in moved:
            continue
        answer = hosted.host.ask(path, PLAIN)
        wanted = make_headers(output, form_origins=hosted.site.settings.form_origins)
        assert answer.status == 200, path
        assert answer.body == (hosted.site.folder / output.path).read_bytes(), path
        assert {name: answer.headers.get(name.lower()) for name in wanted} == wanted, path
        assert answer.headers["content-type"] == find_content_type(output.path), path


def test_packed_copies_are_sent_to_who_knows_them(hosted: Hosted) -> None:
    endings = ENCODINGS[hosted.server]
    sent = set()
    for output in hosted.outputs:
        if output.kind in FILES and output.kind is not OutputKind.ASSET:
            continue
        copies = {name: hosted.site.folder / f"{output.path}{ending}" for name, ending in endings.items()}
        best = next((name for name, copy in copies.items() if copy.exists()), None)
        answer = hosted.host.ask(hosted.find_path(output), KNOWING_BOTH)
        if best is None or answer.status != 200:
            continue
        assert answer.headers["content-encoding"] == best
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.body == copies[best].read_bytes()
        sent.add(best)
    assert sent == {next(iter(endings))}


def test_what_has_not_changed_is_not_sent_again(hosted: Hosted) -> None:
    first = hosted.ask("")
    path = f"{hosted.site.settings.base_path}/"
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        answer = hosted.host.ask(path, {**PLAIN, **headers})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["content-security-policy"] == first.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "nothing", "nothing/", "theme/", "theme/none.0123abcd.css", "images/none-0123abcd-720w.webp", "index.php",
        MANIFEST, "%2Ecasebook-manifest.json", "theme/.git/config", REDIRECTS, *SERVER_FILES,
    ],
)  # fmt: skip
def test_what_is_not_there_or_not_for_readers_is_not_found(path: str, hosted: Hosted) -> None:
    answer = hosted.ask(path)
    page = hosted.site.outputs[NOT_FOUND]
    assert answer.status == 404
    assert answer.body == (hosted.site.folder / NOT_FOUND).read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    wanted = make_headers(page, form_origins=hosted.site.settings.form_origins)
    assert {name: answer.headers.get(name.lower()) for name in wanted} == wanted


def test_older_addresses_lead_on_in_each_spelling(hosted: Hosted) -> None:
    redirects = (hosted.site.folder / REDIRECTS).read_text().splitlines() if not hosted.site.settings.base_path else []
    for line in redirects:
        old, new, status = line.split()
        answer = hosted.host.ask(old, PLAIN)
        assert (answer.status, answer.headers["location"]) == (int(status), new)
        assert COMMON_HEADERS.items() <= {name: answer.headers.get(name.lower()) for name in COMMON_HEADERS}.items()
    assert bool(redirects) == (not hosted.site.settings.base_path)


@pytest.mark.parametrize("server", RUNNERS)
def test_a_server_knows_ten_thousand_older_addresses_and_long_ones(
    server: str, built: dict[str, BuiltSite], tmp_path: Path
) -> None:
    addresses = [*(f"/{number}/{'x' * 200}/" for number in range(10_000)), f"/{'/'.join(['y' * 250] * 7)}/"]
    serving = replace(
        describe_serving(built[""].content),
        redirects=[(address, f"/posts{address}") for address in addresses],
    )
    for path, render in RENDERERS.items():
        (tmp_path / path).write_text(render(serving), encoding="utf-8")
    with RUNNERS[server](tmp_path, tmp_path / "server") as host:
        for address in (addresses[0], addresses[-2], addresses[-1]):
            answer = host.ask(address)
            assert (answer.status, answer.headers["location"]) == (301, f"/posts{address}")


def test_a_folder_is_asked_for_with_its_slash(hosted: Hosted) -> None:
    base = hosted.site.settings.base_path
    answer = hosted.ask("search")
    assert answer.status in (301, 308)
    assert answer.headers["location"] == f"{base}/search/"
    if base:
        answer = hosted.host.ask(base, PLAIN)
        assert (answer.status, answer.headers["location"].endswith(f"{base}/")) == (301, True)


def test_nothing_hidden_is_named(hosted: Hosted) -> None:
    hidden = [entry for entry in hosted.site.content.built if entry.state is State.HIDDEN]
    assert bool(hidden) == bool(hosted.site.settings.base_path)
    for path in SERVER_FILES:
        text = hosted.site.read(path)
        assert not [entry.path for entry in hidden if entry.path.removesuffix("index.html") in text]


# In a browser


@in_a_browser
def test_a_page_of_each_kind_is_whole_and_says_nothing(hosted: Hosted, make_page: PageMaker) -> None:
    page = make_page()
    kinds = {output.kind: output for output in hosted.site.pages}
    for output in kinds.values():
        if output.kind is not OutputKind.ALIAS:
            answer = page.goto(f"{hosted.host.origin}{hosted.find_path(output)}")
            assert answer is not None
            assert answer.ok
    assert len(kinds) > 5
    assert not make_page.record.list_problems()


@in_a_browser
def test_the_search_finds_a_word(hosted: Hosted, make_page: PageMaker) -> None:
    """WebAssembly, in a worker: both are let run by headers only."""
    page = make_page()
    word = "gate" if hosted.site.settings.base_path else "promise"
    page.goto(f"{hosted.host.origin}{hosted.find_path(hosted.site.find_page(OutputKind.SEARCH))}?q={word}")
    expect(page.locator(".search-results mark").first).to_have_text(word, ignore_case=True, timeout=PATIENCE)
    assert [worker.url.endswith("pagefind-worker.js") for worker in page.workers] == [True]
    assert not make_page.record.list_problems()


@in_a_browser
def test_a_clicked_feed_is_shown_with_its_stylesheet(hosted: Hosted, make_page: PageMaker) -> None:
    page = make_page()
    # A feed names no icon, so the browser asks the host for one, where there may be another site.
    page.route("**/favicon.ico", lambda route: route.fulfill(status=HTTPStatus.NO_CONTENT))
    feed = hosted.site.outputs[hosted.site.settings.feed_path]
    page.goto(f"{hosted.host.origin}{hosted.find_path(feed)}")
    assert page.evaluate("getComputedStyle(document.querySelector('feed > title'), '::before').display") == "block"
    assert not make_page.record.list_problems()


@in_a_browser
@pytest.mark.parametrize("is_framed", [True, False])
def test_no_other_site_can_frame_a_page(is_framed: bool, hosted: Hosted, make_page: PageMaker) -> None:
    """The same page without the header is shown, so it is the header that keeps it away."""
    page = make_page()
    address = f"{hosted.host.origin}{hosted.site.settings.base_path}/"
    if is_framed:
        page.route(address, take_policy_away)
    with serve_frame(address) as other:
        page.goto(other)
    shown = [frame.url for frame in page.frames[1:]]
    assert shown == [address if is_framed else "chrome-error://chromewebdata/"]
    refusals = [problem for problem in make_page.record.problems if "frame-ancestors 'none'" in problem]
    assert bool(refusals) != is_framed


@contextmanager
def serve_frame(address: str) -> Iterator[str]:
    """Give the address of another site, which shows `address` in a frame."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<link rel=icon href=data:,><iframe src='{address}'></iframe>".encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def take_policy_away(route: Route) -> None:
    """Answer as a host that sends no policy."""
    answer = route.fetch()
    kept = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=kept)
