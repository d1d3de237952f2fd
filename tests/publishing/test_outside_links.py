"""What the content links to elsewhere is asked for: politely, once, and never within one's own network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plugins.checks import asking
from plugins.checks.answers import KeptAnswers
from plugins.checks.asking import Answer, Asker, Limits, is_public
from plugins.checks.external import OutsideReport, check_external, check_outside
from plugins.checks.origins import Origin
from plugins.checks.outside_links import OutsideLink, find_outside_links
from plugins.diagnostics import Position, Severity, format_text
from plugins.documents.rendering import Renderer
from plugins.site.content import load_content
from tests.building.running import ROOT, load_settings, run_python, write_files
from tests.publishing.outside import OutsideServer, Reply, Watch, find_closed_port, serve

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUICK = Limits(gap=0, one=5)

REPLIES: dict[str, list[Reply]] = {
    "/good": [(200, {})],
    "/gone": [(410, {})],
    "/get-only": [(200, {})],
    "HEAD /get-only": [(405, {})],
    "/moved": [(301, {"Location": "/good"})],
    "/moved-twice": [(308, {"Location": "/moved"})],
    "/moved-to-nothing": [(301, {"Location": "/missing"})],
    "/elsewhere-now": [(302, {"Location": "/good"})],
    "/now-and-for-good": [(302, {"Location": "/moved"})],
    "/round": [(301, {"Location": "/round"})],
    "/mail": [(302, {"Location": "mailto:a@example.org"})],
    "/closed": [(403, {})],
    "/broken": [(500, {})],
    "/busy-once": [(429, {"Retry-After": "2"}), (200, {})],
    "/busy": [(429, {"Retry-After": "3600"})],
}

ANSWERS = {
    "/good": Answer(200),
    "/missing": Answer(404),
    "/gone": Answer(410),
    "/get-only": Answer(200),
    "/moved": Answer(200, moved="/good"),
    "/moved-twice": Answer(200, moved="/good"),
    "/moved-to-nothing": Answer(404, moved="/missing"),
    "/elsewhere-now": Answer(200),
    "/now-and-for-good": Answer(200),
    "/round": Answer(error="it leads on and on"),
    "/mail": Answer(error="it leads to what is no page of the web"),
    "/closed": Answer(403),
    "/broken": Answer(500),
    "/busy": Answer(429),
}

CONTENT = {
    "settings.py": f'SITENAME = "Links"\nSITEURL = "https://own.example"\nTHEME = {str(ROOT / "theme")!r}\n',
    "content/posts/a.md": """---
id: post-1
title: Links
date: 2026-01-01
authors: [ada]
---
See [one]({origin}/good), `{origin}/gone` and [one again]({origin}/gone#part "a title").

<a href="{origin}/gone">Three</a> and [our own](https://own.example/posts/a/), [mail](mailto:a@example.org).
""",
    "content/authors/ada.md": """---
name: Ada
links:
  - text: Her site
    url: {origin}/moved
---
Writes [elsewhere]({origin}/good).
""",
}


@pytest.fixture
def server() -> Iterator[OutsideServer]:
    with serve(REPLIES) as running:
        yield running


def ask(server: OutsideServer, *paths: str, limits: Limits = QUICK) -> dict[str, Answer]:
    """Return the answers by path, moved pages by their paths, too."""
    answers = Asker(limits, allow_private=True).ask_all(f"{server.address}{path}" for path in paths)
    return {
        url.removeprefix(server.address): answer._replace(moved=answer.moved.removeprefix(server.address))
        for url, answer in answers.items()
    }


def test_every_kind_of_answer_is_understood(server: OutsideServer) -> None:
    assert ask(server, *ANSWERS) == dict(sorted(ANSWERS.items()))


def test_a_page_is_asked_for_by_get_where_head_is_refused_and_once(server: OutsideServer) -> None:
    ask(server, "/get-only", "/good", "/good")
    assert server.asked == [("HEAD", "/get-only"), ("GET", "/get-only"), ("HEAD", "/good")]
    assert len(server.agents) == 1
    assert "Casebook" in server.agents.pop()


def test_a_busy_host_is_given_the_time_that_it_asks_for(server: OutsideServer) -> None:
    watch = Watch()
    asker = Asker(Limits(gap=0), allow_private=True, clock=watch.tell, sleep=watch.sleep)
    assert asker.ask_all([f"{server.address}/busy-once"]) == {f"{server.address}/busy-once": Answer(200)}
    assert watch.slept == [2]


def test_a_host_is_asked_once_a_second_redirects_too(server: OutsideServer) -> None:
    watch = Watch()
    asker = Asker(allow_private=True, clock=watch.tell, sleep=watch.sleep)
    asker.ask_all(f"{server.address}{path}" for path in ("/good", "/moved", "/get-only"))
    assert len(server.asked) == 5
    assert watch.slept == [1, 1, 1, 1]


def test_hosts_that_are_silent_or_slow_and_long_lists_end(server: OutsideServer) -> None:
    limits = Limits(gap=0, one=0.3)
    assert ask(server, "/slow", limits=limits) == {"/slow": Answer(error="no answer in time")}
    assert ask(server, "/silent", limits=Limits(gap=0, one=0.1)) == {"/silent": Answer(error="no answer in time")}
    assert ask(server, "/good", limits=Limits(whole=0)) == {}


def test_who_cannot_be_reached_is_named_by_the_cause(server: OutsideServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(host: str, *given: Any, **named: Any) -> object:
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return original(host, *given, **named)

    original = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    causes = {
        f"https://127.0.0.1:{server.server_port}/": "its certificate is not good, or it does not speak TLS",
        "http://nobody.invalid/": "there is no such host",
        f"http://127.0.0.1:{find_closed_port()}/": "it does not answer",
    }
    answers = Asker(QUICK, allow_private=True).ask_all(causes)
    assert answers == {url: Answer(error=cause) for url, cause in causes.items()}


def test_a_private_network_is_never_asked(server: OutsideServer, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{server.address}/moved-here"
    forbidden = Answer(error="its host is in a private network")
    assert Asker(QUICK).ask_all([url]) == {url: forbidden}
    assert server.asked == []
    # From the public internet one is sent there.
    server.replies["/moved-here"] = [(301, {"Location": f"http://127.0.0.2:{server.server_port}/inside"})]
    monkeypatch.setattr(asking, "is_public", lambda address: address == "127.0.0.1")
    assert Asker(QUICK).ask_all([url]) == {url: forbidden}
    assert server.asked == [("HEAD", "/moved-here")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::10.0.0.1", "no address",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_answers_are_kept_a_week_and_bad_ones_a_day(server: OutsideServer, tmp_path: Path) -> None:
    good, bad = f"{server.address}/good", f"{server.address}/gone"
    links = [OutsideLink(url, url, Origin(Path("a.md"), Position())) for url in (good, bad)]

    def check(now: datetime) -> OutsideReport:
        return check_outside(links, Asker(QUICK, allow_private=True), KeptAnswers(tmp_path, now))

    first = check(NOW)
    assert (first.asked, first.known, len(first.diagnostics)) == (2, 0, 1)
    again = check(NOW + timedelta(hours=23))
    assert (again.asked, again.known, again.diagnostics) == (0, 2, first.diagnostics)
    assert (check(NOW + timedelta(hours=25)).asked, check(NOW + timedelta(days=8)).asked) == (1, 2)
    (tmp_path / "outside-links.json").write_text("{", encoding="utf-8")
    assert check(NOW).asked == 2


def test_a_machine_that_is_offline_finds_nothing_and_keeps_nothing(tmp_path: Path) -> None:
    urls = [f"http://127.0.0.1:{find_closed_port()}/{name}" for name in "ab"]
    links = [OutsideLink(url, url, Origin(Path("a.md"), Position())) for url in urls]
    report = check_outside(links, Asker(QUICK, allow_private=True), KeptAnswers(tmp_path, NOW))
    assert (report.is_offline, report.diagnostics, [*tmp_path.iterdir()]) == (True, [], [])
    assert "offline" in report.summary


def write_site(folder: Path, origin: str) -> Path:
    write_files(folder, {name: text.replace("{origin}", origin) for name, text in CONTENT.items()})
    return folder / "settings.py"


def test_links_are_found_without_the_html_of_texts(
    server: OutsideServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which takes seconds for thousands of texts, and is not read from the store by a build in which little changes."""
    settings = load_settings(write_site(tmp_path, server.address), tmp_path / "output", {"CACHE_PATH": tmp_path / "c"})
    content, _ = load_content(settings)
    found = find_outside_links(content)
    monkeypatch.delattr(Renderer, "render")
    assert find_outside_links(content) == found != []


def test_every_link_is_told_at_its_own_line(server: OutsideServer, tmp_path: Path) -> None:
    settings = load_settings(write_site(tmp_path, server.address), tmp_path / "output", {"CACHE_PATH": tmp_path / "c"})
    content, diagnostics = load_content(settings)
    assert diagnostics == []
    places = {
        (link.origin.path.name, link.origin.position.line, link.origin.position.column, link.written)
        for link in find_outside_links(content)
    }
    base = server.address
    column = len(f"See [one]({base}/good), `{base}/gone` and [one again](") + 1
    assert places == {
        ("a.md", 7, 11, f"{base}/good"), ("a.md", 7, column, f"{base}/gone#part"), ("a.md", 9, 10, f"{base}/gone"),
        ("ada.md", 5, 10, f"{base}/moved"), ("ada.md", 7, 20, f"{base}/good"),
    }  # fmt: skip
    report = check_external(content, Asker(QUICK, allow_private=True), NOW, [tmp_path / "content" / "posts"])
    assert {diagnostic.severity for diagnostic in report.diagnostics} == {Severity.WARNING}
    assert [format_text(diagnostic, tmp_path) for diagnostic in report.diagnostics] == [
        f"content/posts/a.md:{place}: warning[external-link]: the link leads to nothing: the answer is 410 "
        f"(found {base}/gone{part}). Link to where it is now, to a copy in an archive of the web, or take the link out."
        for place, part in ((f"7:{column}", "#part"), ("9:10", ""))
    ]
    assert server.asked == [("HEAD", "/gone"), ("GET", "/gone"), ("HEAD", "/good")]


def test_the_command_warns_and_does_not_block(server: OutsideServer, tmp_path: Path) -> None:
    settings = write_site(tmp_path, server.address)
    command = (ROOT / "tasks.py", "check", "--settings", settings, "--external")
    run = run_python(*command, "--private", tmp_path / "content" / "authors", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert "content/authors/ada.md:5:10: warning[moved-link]: the page has moved for good to " in run.out
    assert "2 outside links: 2 asked for, 0 known, 0 unclear; 1 to look at\n" in run.out
    asked = len(server.asked)
    write_files(tmp_path, {"content/posts/b.md": "---\ntitle: B\n---\nText.\n"})
    run = run_python(*command, "--format", "github", cwd=tmp_path)
    assert run.code == 1
    assert len(server.asked) == asked
    assert "::warning file=content/authors/ada.md,line=5,col=10,title=moved-link::" in run.out
    assert "title=missing-key::" in run.out
