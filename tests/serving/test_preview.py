"""The live preview: what an author sees in the browser while writing, and what nobody else gets to see."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import PageMaker
from tests.building.running import ROOT
from tests.serving.previewing import PATIENCE, Preview, make_command, make_environment, run_preview, start_preview

POST = "posts/closed-is-not-solved.md"
POST_ADDRESS = "/posts/closed-is-not-solved/"
FILE = "/theme/casebook.css"
MILLISECONDS = 20_000
DRAFT = """---
id: draft-000001
title: Not finished
date: 2026-06-01
status: draft
---
Half a sentence
"""
SECRET = "nobody is to read this"
WAYS_OUT = [
    "/../secret.txt",
    "/../../secret.txt",
    "/posts/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/%252e%252e/secret.txt",
    "/..%5csecret.txt",
    "/....//secret.txt",
    "//secret.txt",
    "/./.././secret.txt",
    "/..",
    "/../",
    "/../content/posts/closed-is-not-solved.md",
    "/etc/passwd",
    "//etc/passwd",
    "/%00",
    "/index.html%00.txt",
    "/.casebook-manifest.json/../../secret.txt",
]


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with run_preview(tmp_path) as running:
        yield running


@pytest.fixture
def page(make_page: PageMaker) -> Page:
    return make_page()


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_site_is_shown_and_ctrl_c_ends_it_cleanly(preview: Preview, page: Page, make_page: PageMaker) -> None:
    page.goto(f"{preview.address}/cases/disobey-to-delight/")
    expect(page.locator("h1")).to_have_text("Disobey to delight?")
    expect(page.locator(".draft")).to_have_count(0)
    assert make_page.record.list_problems() == []
    code, complaints = preview.interrupt()
    assert code == 0
    assert "Traceback" not in complaints


def test_the_address_is_said_at_once_to_whoever_reads_along(tmp_path: Path) -> None:
    """An editor that starts the preview reads a pipe, where nothing is printed line by line of its own accord."""
    with start_preview(tmp_path, env={}) as started:
        started.wait_for_address(15)


def test_whoever_comes_before_the_first_reading_is_done_sees_the_site_all_the_same(tmp_path: Path, page: Page) -> None:
    with start_preview(tmp_path) as started:
        started.wait_for_address()
        page.goto(f"{started.address}/cases/disobey-to-delight/")
        expect(page.locator("h1")).to_have_text("Disobey to delight?", timeout=MILLISECONDS)


def test_a_change_right_behind_the_first_reading_is_not_lost(tmp_path: Path, page: Page) -> None:
    with start_preview(tmp_path) as started:
        started.wait_for_address()
        started.wait_for_reading()
        replace(started.content / POST, "\ntitle: ", "\ntitle: Changed early, ")
        page.goto(f"{started.address}{POST_ADDRESS}")
        expect(page.locator("h1")).to_contain_text("Changed early", timeout=MILLISECONDS)


def test_an_open_page_shows_a_change_by_itself(preview: Preview, page: Page, make_page: PageMaker) -> None:
    page.goto(f"{preview.address}{POST_ADDRESS}")
    title = page.locator("h1")
    for words in ("A title written anew", "And once more"):
        expect(title).not_to_have_text(words)
        file = preview.content / POST
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub("^title: .*$", f"title: {words}", text, flags=re.MULTILINE), encoding="utf-8")
        expect(title).to_have_text(words, timeout=MILLISECONDS)
    assert make_page.record.list_problems() == []


def test_a_mistake_at_the_start_is_a_page_of_its_own_until_it_is_mended(tmp_path: Path, page: Page) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    broken = tmp_path / "content" / "posts" / "broken.md"
    broken.write_text("---\ntitle: <b>&\ndat: x\n---\n", encoding="utf-8")
    with start_preview(tmp_path) as started:
        started.wait_for_address()
        page.goto(f"{started.address}{POST_ADDRESS}")
        title = page.locator("h1")
        expect(title).to_have_text(re.compile(r"^[2-9] mistakes$"), timeout=MILLISECONDS)
        expect(page.get_by_text("content/posts/broken.md:3:1")).to_be_visible()
        expect(page.locator(".is-wrong", has_text="dat: x")).to_have_count(1)
        assert started.ask("/about/").status == 500
        broken.unlink()
        expect(title).to_have_text("Closed is not solved", timeout=MILLISECONDS)


def test_what_a_mistake_leaves(preview: Preview, page: Page) -> None:
    """The last good pages stay, and files; the mistakes are laid over them."""
    page.goto(f"{preview.address}/")
    (preview.content / "posts" / "broken.md").write_text("---\ntitle: <b>&\ndat: x\n---\n", encoding="utf-8")
    overlay = page.get_by_role("dialog")
    expect(overlay).to_contain_text("content/posts/broken.md:3:1", timeout=MILLISECONDS)
    assert preview.ask("/about/").status == 200
    assert preview.ask("/nowhere/").status == 404
    assert preview.ask("/theme/casebook.css").status == 200
    (preview.content / "posts" / "broken.md").unlink()
    expect(overlay).to_have_count(0, timeout=MILLISECONDS)


def test_drafts_and_what_lies_in_the_future_are_shown_and_marked(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/")
    posts = preview.content / "posts"
    (posts / "draft.md").write_text(DRAFT, encoding="utf-8")
    later = (
        DRAFT.replace("Not finished", "Not yet").replace("draft-000001", "later-000001").replace("status: draft", "")
    )
    (posts / "later.md").write_text(later.replace("2026-06-01", "2999-01-01"), encoding="utf-8")
    for slug, title in (("draft", "Not finished"), ("later", "Not yet")):
        entry = page.locator(".entry", has_text=title)
        expect(entry.locator(".draft")).to_have_text("Draft", timeout=MILLISECONDS)
        page.goto(f"{preview.address}/posts/{slug}/")
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator("main .draft").first).to_be_visible()
        page.goto(f"{preview.address}/")


def test_a_draft_of_a_case_is_shown_and_marked(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/cases/")
    cases = preview.content / "cases"
    shutil.copytree(cases / "disobey-to-delight", preview.folder / "unfinished")
    replace(preview.folder / "unfinished" / "case.yaml", "status: published", "status: draft")
    replace(preview.folder / "unfinished" / "case.yaml", "id: disobey-7f3a9c", "id: unfinished-000001")
    replace(preview.folder / "unfinished" / "case.yaml", "title: Disobey", "title: Obey")
    (preview.folder / "unfinished").rename(cases / "unfinished")
    expect(page.locator("main").get_by_text("Obey to delight?", exact=True)).to_be_visible(timeout=MILLISECONDS)
    page.goto(f"{preview.address}/cases/unfinished/")
    expect(page.locator("h1")).to_have_text("Obey to delight?")
    expect(page.locator(".case-draft")).to_contain_text("Draft")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::1]", "0.0.0.0", "x"]
)
def test_another_host_gets_nothing(host: str, shared_preview: Preview) -> None:
    """A name that somebody else points at this machine must not read the drafts."""
    for path in ("/", "/_preview/events", "/_preview/preview.js"):
        answer = shared_preview.ask(path, host=f"{host}:{shared_preview.port}")
        assert answer.status == 403
        assert answer.body == b"The preview answers to localhost only.\n"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:8000"])
def test_this_machine_gets_the_site(host: str, shared_preview: Preview) -> None:
    assert shared_preview.ask("/", host=host).status == 200


@pytest.mark.parametrize("path", WAYS_OUT)
def test_no_path_leads_out_of_the_folder(path: str, shared_preview: Preview) -> None:
    answer = shared_preview.ask(path)
    assert answer.status in (301, 404) or b"<h1" in answer.body
    assert SECRET.encode() not in answer.body
    assert b"root:" not in answer.body
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("path", ["/", "/posts/", "/feeds/all.atom.xml", "/_preview/preview.js", "/_preview/events"])
def test_a_head_has_no_body(path: str, shared_preview: Preview) -> None:
    answer = shared_preview.ask(path, method="HEAD")
    assert answer.status == (200 if path in ("/", "/feeds/all.atom.xml", "/_preview/preview.js") else 404)
    assert answer.body == b""
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(method: str, shared_preview: Preview) -> None:
    assert shared_preview.ask("/", method=method).status == 501


def test_a_folder_is_reached_without_its_slash(shared_preview: Preview) -> None:
    answer = shared_preview.ask("/about")
    assert (answer.status, answer.headers["Location"]) == (301, "/about/")


def test_a_part_of_a_file(shared_preview: Preview) -> None:
    """Players ask for parts of recordings. Source: RFC 9110, section 14."""
    whole = shared_preview.ask(FILE)
    assert (whole.status, whole.headers["Accept-Ranges"]) == (200, "bytes")
    part = shared_preview.ask(FILE, Range="bytes=2-5")
    assert (part.status, part.body) == (206, whole.body[2:6])
    assert part.headers["Content-Range"] == f"bytes 2-5/{len(whole.body)}"
    assert part.headers["Content-Length"] == "4"
    behind = shared_preview.ask(FILE, Range="bytes=99999999-")
    assert (behind.status, behind.headers["Content-Range"]) == (416, f"bytes */{len(whole.body)}")
    for headers in ({"Range": "bytes=1-2,4-5"}, {"Range": "bytes=1-2", "If_Range": '"x"'}):
        assert shared_preview.ask(FILE, **headers).body == whole.body
    assert shared_preview.ask(FILE, method="HEAD", Range="bytes=2-5").status == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/theme/casebook.css", "text/css; charset=utf-8"),
        ("/feeds/all.atom.xml", "text/xml; charset=utf-8"),
        ("/theme/favicon.svg", "image/svg+xml"),
        ("/pagefind/pagefind.js", "text/javascript; charset=utf-8"),
    ],
)
def test_everything_has_its_type_and_is_asked_for_with_each_page(path: str, kind: str, shared_preview: Preview) -> None:
    answer = shared_preview.ask(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == ("no-store" if path == "/" else "no-cache")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_the_browser_has_is_not_sent_again(shared_preview: Preview) -> None:
    first = shared_preview.ask(FILE)
    again = shared_preview.ask(FILE, If_None_Match=first.headers["ETag"])
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    other = shared_preview.ask(FILE, If_None_Match='"another"')
    assert (other.status, other.body) == (200, first.body)
    assert "ETag" not in shared_preview.ask("/").headers


def test_who_asks_for_events_says_of_which_page(shared_preview: Preview) -> None:
    assert shared_preview.ask("/_preview/events").status == 400


def test_nothing_is_written(shared_preview: Preview) -> None:
    shared_preview.ask("/")
    assert {path.name for path in shared_preview.folder.iterdir()} == {"content", "secret.txt"}


def test_two_previews_of_one_site(shared_preview: Preview) -> None:
    with start_preview(shared_preview.folder) as other:
        other.wait_for_address()
        other.wait_for_reading()
        assert other.port != shared_preview.port
        assert other.ask("/about/").status == shared_preview.ask("/about/").status == 200


def test_what_is_not_there_says_so(shared_preview: Preview) -> None:
    answer = shared_preview.ask("/nowhere/")
    assert answer.status == 404
    assert b"Page not found" in answer.body
    assert b'href="/posts/closed-is-not-solved/"' in shared_preview.ask("/posts/closed-is-not-slved/").body


def test_a_taken_port_is_said_in_one_line(shared_preview: Preview) -> None:
    run = subprocess.run(
        make_command("--port", str(shared_preview.port)),
        cwd=shared_preview.folder,
        env=make_environment({}),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    assert run.returncode == 2
    assert f"cannot listen on port {shared_preview.port}" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.fixture(scope="module")
def shared_preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview for tests that only ask."""
    folder = tmp_path_factory.mktemp("preview")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    with run_preview(folder) as running:
        yield running
