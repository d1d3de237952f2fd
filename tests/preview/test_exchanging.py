"""The quick way of an edit: it shows what reading everything would show, and is left where more than a text changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.diagnostics import Diagnostic
from plugins.documents.rendered_texts import RenderedText, TextTask
from plugins.fast_build.making import LATER, Maker
from plugins.preview.live_site import LiveSite
from plugins.records import Records
from plugins.settings import SiteSettings, read_now, read_settings
from plugins.site.content import Content, load_content
from tests.browser.live_site import draw
from tests.building.running import NOW, SITES, write_files

SETTINGS = f"""
SITENAME = "Live"
THEME = {str(SITES / "theme")!r}
AUTHOR = "ada"
SEARCH = False
FULL_POSTS = ["tag"]
"""
POST = "---\nid: {id}-000001\ntitle: Post {id}\ndate: 2026-01-0{day}\ntags: [shared]\n{more}---\n{text}\n"
ONE = "Words of one.\n\n![A square]({static}/images/square.png)\n\nSee [two]({filename}two.md)."
FILES = {
    "settings.py": SETTINGS,
    "content/authors/ada.md": "---\nname: Ada\n---\n",
    "content/posts/one.md": POST.format(id="one", day=1, more="", text=ONE),
    "content/posts/two.md": POST.format(id="two", day=2, more="series: Twice\npart: 1\n", text="Words of two."),
    "content/posts/three.md": POST.format(id="three", day=3, more="reprints: [one.md]\n", text="Words of three."),
    "content/posts/four.md": POST.format(id="four", day=4, more="lang: de\nseries: Twice\npart: 2\n", text="Wörter."),
    "content/posts/draft.md": POST.format(id="draft", day=5, more="status: draft\n", text="See [x]({filename}no.md)."),
    "content/pages/about.md": "---\nid: about-000001\ntitle: About\n---\nWords about it.\n",
}


class Site:
    """A site that is written here, and how often it has been read whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = read_now(NOW, {})
        self.loads = 0
        self.records: Records | None = None
        self.said: list[Diagnostic] = []
        write_files(folder, FILES)
        draw(folder / "content/images/square.png", "navy")
        self.live = LiveSite(self, folder)
        self.live.refresh()

    @property
    def settings(self) -> SiteSettings:
        named = {"SITEURL": "http://localhost:1"}
        settings, problems = read_settings(self.folder / "settings.py", now=self.now, overrides=named, preview=True)
        assert settings is not None, problems
        return settings

    def begin(self) -> datetime:
        return self.now

    def load(self) -> tuple[Content | None, list[Diagnostic]]:
        self.loads += 1
        return load_content(self.settings, self.records)

    def say_read(self, diagnostics: object) -> None:
        """Say nothing."""

    def say_found(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.said += diagnostics

    def find(self, name: str) -> Path:
        return self.folder / "content" / name

    def edit(self, name: str, old: str, new: str) -> Path:
        """Change the first place in a file that says `old`, which has to be there; return the file."""
        file = self.find(name)
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    def is_quick(self, *files: Path) -> bool:
        """Show some files as they are now; tell whether nothing else was read for that."""
        before = self.loads
        self.live.refresh(files)
        return self.loads == before

    def get(self, path: str) -> bytes:
        answer = self.live.get(path)
        return b"".join(answer.body.read(range(len(answer.body))))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def compare(site: Site) -> None:
    """Compare every file that the preview shows with what a new process would show."""
    content, _ = load_content(site.settings)
    maker = Maker(content)
    outputs = [output for output in content.registry if output.kind not in LATER]
    assert len(outputs) > 30
    for output in outputs:
        assert site.get(f"/{output.path}") == maker.make(output), output.path


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("posts/one.md", "Words of one.", "Other words, with [a way out](https://example.org/)."),
        ("posts/one.md", "Words", "## A heading\n\nWords"),
        ("posts/one.md", "Words of one.", "Words.\n\n" + "Very many words. " * 2000),
        ("posts/two.md", "Words", "Other words"),
        ("posts/three.md", "Words of three.", ""),
        ("posts/four.md", "Wörter", '"Andere" Wörter'),
        ("posts/one.md", "[two]({filename}two.md)", "there: [number two]({filename}two.md)"),
        ("pages/about.md", "Words", "Other words"),
    ],
)
def test_another_text_is_shown_as_if_all_had_been_read(site: Site, name: str, old: str, new: str) -> None:
    for output in list(load_content(site.settings)[0].registry):
        site.live.get(f"/{output.path}")
    assert site.is_quick(site.edit(name, old, new))
    compare(site)


def test_one_edit_after_the_other_and_two_at_once(site: Site) -> None:
    assert site.is_quick(site.edit("posts/one.md", "Words", "Other words"))
    assert site.is_quick(site.edit("posts/two.md", "Words", "Other words"), site.edit("posts/one.md", "Other", "New"))
    assert site.is_quick(site.edit("posts/one.md", "New words", "Words"))
    compare(site)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("posts/one.md", "title: Post", "title: Another post"),
        ("posts/one.md", "tags:", "tags :"),
        ("posts/one.md", "{filename}two.md", "{filename}three.md"),
        ("posts/one.md", "![A square]({static}/images/square.png)", ""),
        ("posts/one.md", "![A square]({static}/images/square.png)", "[A square]({static}/images/square.png)"),
        ("posts/two.md", "Words", "[Words]({tag}shared)"),
        ("posts/draft.md", "See", "Do see"),  # a warning is said at its new place
        ("authors/ada.md", "---\n---", "---\n---\nSomebody."),
    ],
)
def test_where_more_may_change_everything_is_read(site: Site, name: str, old: str, new: str) -> None:
    file = site.find(name)
    if name == "authors/ada.md":
        file.write_text("---\nname: Ada\n---\nSomebody.\n", encoding="utf-8")
    else:
        site.edit(name, old, new)
    assert not site.is_quick(file)
    compare(site)


def add_settings(site: Site) -> list[Path]:
    return [site.edit("posts/one.md", "Words", "Other words"), site.folder / "settings.py"]


def add_a_post(site: Site) -> list[Path]:
    file = site.find("posts/new.md")
    file.write_text(POST.format(id="new", day=6, more="", text="New."), encoding="utf-8")
    return [file]


def delete_a_post(site: Site) -> list[Path]:
    file = site.find("posts/four.md")
    file.unlink()
    return [file]


def draw_a_picture(site: Site) -> list[Path]:
    draw(site.find("images/square.png"), "red", side=80)
    return [site.edit("posts/one.md", "Words", "Other words")]


def let_time_go_by(site: Site) -> list[Path]:
    """Something was held until then."""
    site.edit("posts/four.md", "2026-01-04", "2026-08-01")
    site.live.refresh()
    site.now = datetime(2026, 9, 1, tzinfo=UTC)
    return [site.edit("posts/one.md", "Words", "Other words")]


@pytest.mark.parametrize(
    "change",
    [add_settings, add_a_post, delete_a_post, draw_a_picture, let_time_go_by],
)
def test_what_is_no_edit_of_a_text_alone_is_read_with_everything(
    site: Site, change: Callable[[Site], list[Path]]
) -> None:
    assert not site.is_quick(*change(site))
    assert site.live.list_mistakes() == ()
    compare(site)


def test_a_picture_that_was_linked_to_and_is_shown(site: Site) -> None:
    site.edit("posts/one.md", "![A", "[A")
    site.live.refresh()
    shown = '<video poster="{static}/images/square.png"></video>'
    assert not site.is_quick(site.edit("posts/one.md", "[A square]({static}/images/square.png)", shown))


def test_a_mistake_elsewhere_stays_known(site: Site) -> None:
    site.edit("posts/two.md", "title:", "titel:")
    site.live.refresh()
    wrong = site.live.list_mistakes()
    assert wrong
    assert not site.is_quick(site.edit("posts/one.md", "Words", "Other words"))
    assert site.live.list_mistakes() == wrong


def test_a_text_with_a_mistake_is_read_with_everything_and_mended(site: Site) -> None:
    file = site.edit("posts/two.md", "Words", "[Words]({filename}nowhere.md)")
    assert not site.is_quick(file)
    assert [one.code for one in site.live.list_mistakes()] == ["broken-link"]
    assert not site.is_quick(site.edit("posts/two.md", "[Words]({filename}nowhere.md)", "Words"))
    assert site.live.list_mistakes() == ()
    compare(site)


def test_a_text_that_cannot_be_rendered_leaves_the_last_good_page(site: Site) -> None:
    page = site.get("/posts/two/")
    assert not site.is_quick(site.edit("posts/two.md", "Words", "<textarea> Words"))
    assert site.get("/posts/two/") == page
    assert [one.code for one in site.live.list_mistakes()] == ["bad-markdown"]


def test_pages_whose_texts_were_exchanged_are_looked_at_in_the_end(site: Site) -> None:
    assert site.is_quick(site.edit("posts/one.md", "Words", '<a href="/nowhere/">x</a> Words'))
    assert site.is_quick(site.edit("posts/two.md", "Words", "Other words"))
    assert site.live.list_mistakes() == ()
    site.live.look_closer()
    assert {one.code for one in site.said} == {"broken-output-link"}
    assert site.live.list_mistakes()


def test_texts_are_kept_for_the_next_run(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.records = Records(None, "")
    site.live.refresh()
    assert site.is_quick(site.edit("posts/two.md", "Words of two.", "*Kept words.*"))
    page = site.get("/posts/two/")
    site.live.look_closer()

    def render(_: SiteSettings, tasks: Sequence[TextTask]) -> list[RenderedText]:
        assert not tasks
        return []

    monkeypatch.setattr("plugins.documents.rendering.render_tasks", render)
    site.live = LiveSite(site, site.folder)
    site.live.refresh()
    assert site.get("/posts/two/") == page
