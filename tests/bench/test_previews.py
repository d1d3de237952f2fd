"""A preview is started, asked, watched in the browser, and ended with all that it started."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

import bench.readers
import bench.serving
import bench.visible
from bench.memory import list_session, read_session_pss
from bench.readers import time_readers
from bench.running import RunError
from bench.serving import run_preview, run_previews
from bench.sites import Site
from bench.visible import time_edits

CODE = """
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

class Handler(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Refresh", "0.2")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
"""A server whose pages ask for themselves anew all the time, one too that is only half written at that moment."""

SERVER = (sys.executable, "-c", CODE, "{port}")
PAGE = '<!doctype html><html lang="en"><title>A</title><p>Text</p>'
NAME = "post-00000"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A folder that any server can show."""
    folder = tmp_path / "posts" / NAME
    folder.mkdir(parents=True)
    post = tmp_path / "posts" / f"{NAME}.md"
    post.write_text(PAGE, encoding="utf-8")
    (folder / "index.html").symlink_to(post)
    return Site(
        name="Any",
        folder=tmp_path,
        build=(),
        rebuild=(),
        output=tmp_path / "output",
        post=post,
        template=post,
        serve=SERVER,
    )


def test_an_edit_is_timed_until_the_browser_shows_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.visible, "SETTLE_SECONDS", 0.1)
    with run_previews([site]) as previews:
        seconds = time_edits(previews, 2)
    assert list(seconds) == ["Any"]
    assert len(seconds["Any"]) == 2
    # The page waits for a fifth of a second before it asks again.
    assert all(0 < taken < 10 for taken in seconds["Any"])
    assert max(seconds["Any"]) > 0.02


def test_each_page_that_is_asked_for_is_timed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.readers, "PAGES", 3)
    with run_preview(site) as preview:
        assert preview.started > 0
        found = time_readers(preview, 1)
        with pytest.raises(RunError, match="does not show /posts/"):
            time_readers(preview, 2)
    assert len(found) == 30
    assert found == sorted(found)


def test_a_preview_that_ends_at_once_says_why(site: Site) -> None:
    broken = Site(**{**vars(site), "serve": (sys.executable, "-c", "raise SystemExit('{port} is taken')")})
    with pytest.raises(RunError, match="is taken"), run_preview(broken):
        pass


STUBBORN = """
import signal, subprocess, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
subprocess.run([sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "{port}"])
"""
"""A server whose work is done by a child; neither ends when it is asked to."""


def test_nothing_of_a_preview_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.serving, "LAST_SECONDS", 0.2)
    stubborn = Site(**{**vars(site), "serve": (sys.executable, "-c", STUBBORN)})
    with run_preview(stubborn) as preview:
        assert len(list(list_session(preview.process))) == 2
    # The system takes a moment to end what was killed; who has ended holds no memory.
    deadline = time.monotonic() + 10
    while read_session_pss(preview.process) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert read_session_pss(preview.process) == 0
