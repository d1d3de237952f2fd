"""The site in memory: what it answers before and after edits, and what it tells open pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

import pytest

from plugins.diagnostics import Diagnostic, has_errors
from plugins.preview.answers import FileBody
from plugins.preview.editions import LARGE
from plugins.preview.events import Event, Tab, find_news, make_mark, read_tab
from plugins.preview.live_site import LiveSite
from plugins.preview.missing import render_missing
from plugins.settings import read_now, read_settings
from plugins.site.content import Content, load_content
from tests.building.running import NOW, SITES, write_files

SETTINGS = f'SITENAME = "Live"\nTHEME = {str(SITES / "theme")!r}\nAUTHOR = "ada"\nSEARCH = False\n'
POST = "---\nid: {0}-000001\ntitle: Post {0}\ndate: 2026-01-01\n---\n{1}\n"


class Site:
    """A tiny site that is written and read here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: list[Diagnostic] = []
        self.found: list[Diagnostic] = []
        write_files(folder, {"settings.py": SETTINGS, "content/authors/ada.md": "---\nname: Ada\n---\n"})
        self.write("one", "Words.")
        self.write("two", "Words.")
        self.live = LiveSite(self, folder)

    def write(self, name: str, text: str) -> Path:
        write_files(self.folder, {f"content/posts/{name}.md": POST.format(name, text)})
        return self.folder / "content" / "posts" / f"{name}.md"

    def begin(self) -> datetime:
        return read_now(NOW, {})

    def load(self) -> tuple[Content | None, list[Diagnostic]]:
        address = {"SITEURL": "http://localhost:1"}
        settings, problems = read_settings(
            self.folder / "settings.py", now=read_now(NOW, {}), overrides=address, preview=True
        )
        return load_content(settings) if settings else (None, problems)

    def say_read(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.read = [*diagnostics]

    def say_found(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.found += diagnostics

    def get(self, path: str) -> bytes:
        answer = self.live.get(path)
        return b"".join(answer.body.read(range(len(answer.body))))

    def open(self, path: str) -> Tab:
        """Return a page that shows what is at a path now."""
        return Tab(path, self.live.get(path).digest, self.live.version)

    def tell(self, tab: Tab) -> list[str]:
        """Return the names of what a page is told."""
        return [event.name for event in find_news(tab, self.live)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.live.refresh()
    assert not has_errors(made.read), made.read
    return made


def test_pages_files_and_feeds(site: Site) -> None:
    for path, words in {
        "/": b"Post one", "/posts/one/": b"Words.", "/posts/one/index.html": b"Words.", "/theme/casebook.css": b"",
        "/feeds/all.atom.xml": b"<title>Post one</title>", "/sitemap.xml": b"", "/robots.txt": b"Disallow: /",
    }.items():  # fmt: skip
        assert site.live.get(path).status == HTTPStatus.OK, path
        assert words in site.get(path)


def test_an_edit_is_shown_after_it_was_read(site: Site) -> None:
    site.write("one", "Other words.")
    assert b"Other words." not in site.get("/posts/one/")
    site.live.refresh()
    assert b"Other words." in site.get("/posts/one/")


def test_only_a_page_that_is_another_is_loaded_anew(site: Site) -> None:
    one, two = site.open("/posts/one/"), site.open("/posts/two/")
    site.write("one", "Other words.")
    site.live.refresh()
    assert site.tell(one) == ["reload"]
    assert site.tell(two) == []


def test_a_page_that_comes_and_one_that_goes(site: Site) -> None:
    new, two = site.open("/posts/new/"), site.open("/posts/two/")
    site.write("new", "New.")
    (site.folder / "content/posts/two.md").unlink()
    site.live.refresh()
    assert site.live.get("/posts/two/").status == HTTPStatus.NOT_FOUND
    assert site.tell(new) == site.tell(two) == ["reload"]


def test_a_folder_without_its_slash_and_nothing_at_all(site: Site) -> None:
    answer = site.live.get("/posts/one")
    assert (answer.status, answer.location) == (HTTPStatus.MOVED_PERMANENTLY, "/posts/one/")
    for path in ("/posts/onne/", "//posts/one/", "/../settings.py", "/posts/one.md", "/\0", "/%2e%2e/x", "", "x"):
        answer = site.live.get(path)
        assert answer.status == HTTPStatus.NOT_FOUND or path == "", path
    assert b'href="/posts/one/"' in site.get("/posts/onne/")


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("<main><header><h1>No</h1></header><p>New</p></main>", "</h1>", "</header><p>New"),
        ("<header>Menu</header><MAIN id=x><Header>No</Header ></MAIN>", "No", "</Header >"),
        ("<header>Menu</header><main><p>No</p></main>", "<main>", "<p>No"),
    ],
)
def test_near_names_stand_at_the_end_of_the_head(page: str, before: str, after: str, site: Site) -> None:
    content, _ = site.load()
    assert content is not None
    html = render_missing("/posts/onne/", content, f"<head></head>{page}".encode()).decode()
    assert f'{before}\n<aside class="casebook-preview-near"' in html
    assert f"</aside>{after}" in html.replace("</aside>\n", "</aside>")


def test_mistakes_leave_the_last_good_site(site: Site) -> None:
    tab = site.open("/posts/two/")
    file = site.write("one", "Words.")
    file.write_text(file.read_text("utf-8").replace("date:", "dat:"), "utf-8")
    site.live.refresh()
    assert b"Words." in site.get("/posts/one/")
    assert site.tell(tab) == ["mistakes"]
    assert site.tell(tab) == []
    site.write("one", "Words.")
    site.live.refresh()
    (event,) = find_news(tab, site.live)
    assert (event.name, event.data) == ("mistakes", {"key": "", "html": ""})


def test_mistakes_in_the_settings_leave_the_last_good_site_too(site: Site) -> None:
    tab = site.open("/posts/two/")
    write_files(site.folder, {"settings.py": f"{SETTINGS}POST_REPLIES = maybe\n"})
    site.live.refresh()
    assert site.tell(tab) == ["mistakes"]
    assert [one.code for one in site.live.list_mistakes()] == ["bad-setting"]
    assert site.live.get("/posts/one/").status == HTTPStatus.OK
    write_files(site.folder, {"settings.py": SETTINGS.replace('"Live"', '"Lively"')})
    site.live.refresh()
    assert site.tell(tab) == ["reload"]


def test_before_there_is_a_good_site_the_mistakes_are_a_page(tmp_path: Path) -> None:
    site = Site(tmp_path)
    file = site.write("one", "Words.")
    file.write_text("---\ntitle: <b>\n---\n", "utf-8")
    site.live.refresh()
    answer = site.live.get("/posts/two/")
    assert answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "script-src 'self'" in answer.policy
    assert b"content/posts/one.md:2:" in site.get("/posts/two/")
    tab = site.open("/posts/two/")
    site.write("one", "Words.")
    site.live.refresh()
    assert site.tell(tab) == ["reload"]


def test_a_text_that_cannot_be_rendered_leaves_the_last_good_page(site: Site) -> None:
    tab = site.open("/posts/one/")
    site.write("one", "Words. <textarea>")
    site.live.refresh()
    assert site.tell(tab) == ["mistakes"]
    assert b"<textarea>" not in site.get("/posts/one/")
    assert [one.code for one in site.live.list_mistakes()] == ["bad-markdown"]
    assert site.get("/posts/one/") == site.get("/posts/one/")


def test_a_text_that_cannot_be_rendered_is_a_mistake_however_often_it_is_asked_for(site: Site) -> None:
    """There is no last good page: nobody has seen one."""
    site.write("one", "Words. <textarea>")
    site.live.refresh()
    for _ in range(2):
        assert site.live.get("/posts/one/").status == HTTPStatus.INTERNAL_SERVER_ERROR


def test_a_page_that_nobody_looks_at_is_looked_at_all_the_same(site: Site) -> None:
    tab = site.open("/posts/two/")
    site.write("one", '<a href="/nowhere/">x</a>')
    site.live.refresh()
    assert site.tell(tab) == []
    site.live.look_closer()
    assert site.tell(tab) == ["mistakes"]
    assert [one.code for one in site.found] == ["broken-output-link"]
    site.write("one", "Words.")
    site.live.refresh()
    assert site.tell(tab) == ["mistakes"]
    assert site.live.list_mistakes() == ()


def test_a_page_that_somebody_looks_at_is_looked_at_for_mistakes(site: Site) -> None:
    site.write("one", '<a href="/nowhere/">x</a>')
    site.live.refresh()
    assert site.tell(site.open("/posts/one/")) == ["mistakes"]


def test_a_mistake_of_a_page_stays_known_whatever_else_is_edited(site: Site) -> None:
    """Two edits come before it is calm, then one after it."""
    site.write("one", '<a href="/nowhere/">x</a>')
    site.live.refresh()
    site.write("two", "Other words.")
    site.live.refresh()
    site.live.look_closer()
    assert [one.code for one in site.live.list_mistakes()] == ["broken-output-link"]
    site.write("two", "Words again.")
    site.live.refresh()
    site.live.look_closer()
    assert [one.code for one in site.live.list_mistakes()] == ["broken-output-link"]


def test_programs_are_told_of_no_near_names(site: Site) -> None:
    content, _ = site.load()
    assert content is not None
    assert b'href="/posts/one/"' in render_missing("/posts/onne/", content, None)
    assert b'href="/posts/one/"' not in render_missing("/posts/onne/x.png", content, None)
    assert b'href="/posts/one/"' not in render_missing("/posts/onne.png", content, None)


def test_invisible_characters_of_an_address_are_spelt_out(site: Site) -> None:
    content, _ = site.load()
    assert content is not None
    assert "\u202e" not in render_missing("/posts/\u202eeno/", content, None).decode()


def test_what_is_late_is_not_shown(site: Site) -> None:
    site.write("one", "Late words.")
    version = site.live.version
    site.live.refresh(is_late=lambda: True)
    assert site.live.version == version
    assert b"Late words." not in site.get("/posts/one/")


def test_a_mistake_is_looked_at_twice(site: Site) -> None:
    """What an editor is about to save may look like a mistake for a moment."""
    file = site.write("one", "Words.")
    file.write_text("", "utf-8")

    def save() -> bool:
        site.write("one", "Saved words.")
        return False

    tab = site.open("/posts/two/")
    site.live.refresh(pause=save)
    assert b"Saved words." in site.get("/posts/one/")
    assert site.tell(tab) == []


def test_files_that_were_asked_for_and_have_changed(site: Site) -> None:
    write_files(site.folder, {"content/downloads/notes.txt": "one", "content/downloads/other.txt": "one"})
    site.live.refresh()
    site.get("/downloads/notes.txt")
    tab = site.open("/posts/one/")
    write_files(site.folder, {"content/downloads/notes.txt": "another", "content/downloads/other.txt": "another"})
    site.live.refresh()
    (event,) = find_news(tab, site.live)
    assert (event.name, event.data) == ("files", ["/downloads/notes.txt"])
    assert site.tell(tab) == []


def test_a_page_of_another_run_is_loaded_anew(site: Site) -> None:
    tab = site.open("/posts/one/")
    tab.version = 1
    assert site.tell(tab) == ["reload"]


def test_a_large_file_is_not_read_whole(site: Site) -> None:
    film = site.folder / "content/downloads/film.mp4"
    film.parent.mkdir()
    film.write_bytes(bytes(LARGE + 1))
    site.live.refresh()
    answer = site.live.get("/downloads/film.mp4")
    assert isinstance(answer.body, FileBody)
    assert answer.type == "video/mp4"
    film.unlink()
    assert site.live.get("/downloads/film.mp4").status == HTTPStatus.NOT_FOUND


def test_a_fault_of_ours_is_told_and_the_other_pages_stay(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    with monkeypatch.context() as patch:
        patch.setattr("plugins.preview.editions.Edition.make", fail)
        assert site.live.get("/posts/one/").status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "RuntimeError: a fault" in capsys.readouterr().err
    assert site.live.get("/posts/one/").status == HTTPStatus.OK


@pytest.mark.parametrize(
    ("query", "last", "tab"),
    [
        ("page=%2Fposts%2F&shown=abc-12", None, Tab("/posts/", "abc", 12)),
        ("page=%2F%25C3%25A4%2F&shown=abc-12", "15", Tab("/ä/", "abc", 15)),
        ("page=/&shown=abc", None, None),
        ("page=/&shown=abc-x", None, None),
        ("page=x&shown=abc-1", None, None),
        ("shown=abc-1", None, None),
        ("page=/", None, None),
        ("", "7", None),
        ("page=/&shown=abc-1", "9" * 99, None),
    ],
)
def test_who_asks_for_events(query: str, last: str | None, tab: Tab | None) -> None:
    assert read_tab(query, last) == tab


def test_an_event_is_three_lines() -> None:
    assert make_mark("abc", 12) == "abc-12"
    assert Event("files", ["/ä\n.css"], 12).encode() == b'id: 12\nevent: files\ndata: ["/\\u00e4\\n.css"]\n\n'
