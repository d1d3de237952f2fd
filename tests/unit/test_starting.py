"""`new post|page|case` writes a beginning that passes the check, and never over something."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.blog.entries import Entry, State
from plugins.diagnostics import Code
from plugins.site.content import load_content
from plugins.site.starting import StartError, start_document
from tests.unit.pairs import load_settings, print_text, write_files

KINDS = ("post", "page", "case")
TITLES = [
    "A title",
    'Case #1: "Disobey" & <delight>?',
    "# no comment",
    "- no list",
    "key: value",
    "{braces}, [brackets] and | bars",
    "'single' \"double\" \\ backslash \\n",
    "yes",
    "12:30",
    "010",
    "2026-01-05",
    "100 % of {title} {id} %s",
    "Ärger, naïveté — und 日本 🎉",
    "* a *b* `c` _d_ &amp; *",
    "!tag &anchor *alias ---",
]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "content"
    write_files(folder, {})
    return folder


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_document_passes_the_check_with_its_title_kept(kind: str, title: str, content: Path) -> None:
    start_document(kind, title, load_settings(content))
    entry = _load_one(content)
    assert title == entry.fields.title
    assert entry.state is State.DRAFT
    assert entry.fields.id is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_document_has_an_id_of_its_own(kind: str, content: Path) -> None:
    settings = load_settings(content)
    start_document(kind, "Same one", settings)
    start_document(kind, "Same two", settings)
    loaded, diagnostics = load_content(settings)
    assert print_text(diagnostics, content) == ""
    assert len({entry.fields.id for entry in loaded.entries}) == 2


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("post", ["posts/a-title.md"]),
        ("page", ["pages/a-title.md"]),
        ("case", ["cases/a-title/case.yaml", "cases/a-title/story.md"]),
    ],
)
def test_the_files_are_named_by_the_title(kind: str, names: list[str], content: Path) -> None:
    assert [content / name for name in names] == start_document(kind, " A \n title! ", load_settings(content))


@pytest.mark.parametrize("kind", KINDS)
def test_what_exists_is_never_written_over(kind: str, content: Path) -> None:
    settings = load_settings(content)
    files = start_document(kind, "A title", settings)
    files[0].write_text("mine\n", encoding="utf-8")
    files[-1].write_text("mine\n", encoding="utf-8")
    with pytest.raises(StartError, match=r"exists already\. Choose another title\."):
        start_document(kind, "A title", settings)
    assert {"mine\n"} == {file.read_text(encoding="utf-8") for file in (files[0], files[-1])}


def test_half_a_case_is_never_written_over(content: Path) -> None:
    story = content / "cases/a-title/story.md"
    story.parent.mkdir(parents=True)
    story.write_text("mine\n", encoding="utf-8")
    with pytest.raises(StartError, match=r"story\.md exists already"):
        start_document("case", "A title", load_settings(content))
    assert [story] == [path for path in content.rglob("*") if path.is_file()]


@pytest.mark.parametrize("title", ["", "   ", "🎉", "🎉 🎊!", "???", "con", "LPT1", "a\x00b", "a\x07", "a\ud800"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_title_that_gives_no_address_is_refused(kind: str, title: str, content: Path) -> None:
    with pytest.raises(StartError, match=r"^the (address made of the )?title "):
        start_document(kind, title, load_settings(content))
    assert list(content.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_that_is_too_long_is_refused(kind: str, content: Path) -> None:
    """The check allows 300 characters; a scaffold that it refuses is none."""
    start_document(kind, "a" * 300, load_settings(content))
    assert len(_load_one(content).fields.title) == 300
    with pytest.raises(StartError, match="300"):
        start_document(kind, "b" * 301, load_settings(content))


def test_a_post_and_a_case_are_dated_today_in_the_zone_of_the_site(content: Path) -> None:
    """The clock of the tests says noon in UTC; on Kiritimati the next day has begun."""
    settings = load_settings(content, TIMEZONE="Pacific/Kiritimati")
    for kind in ("post", "case"):
        start_document(kind, "A title", settings)
    dates = {entry.date.date().isoformat() for entry in load_content(settings)[0].entries if entry.date}
    assert dates == {"2026-06-02"}


def test_a_case_begins_with_the_path_of_its_schema(content: Path) -> None:
    facts, _ = start_document("case", "A title", load_settings(content))
    line = facts.read_text(encoding="utf-8").split("\n")[0]
    assert line.startswith("# yaml-language-server: $schema=")
    assert (facts.parent / line.partition("=")[2]).resolve().name == "case.schema.json"


def test_documents_begin_in_the_first_folder_of_the_settings(content: Path) -> None:
    settings = load_settings(content, ARTICLE_PATHS=["blog", "posts"], PAGE_PATHS=["about/pages"])
    assert [content / "blog/a.md"] == start_document("post", "A", settings)
    assert [content / "about/pages/a.md"] == start_document("page", "A", settings)


def _load_one(content: Path) -> Entry:
    loaded, diagnostics = load_content(load_settings(content))
    assert [diagnostic.code for diagnostic in diagnostics if diagnostic.code is not Code.UNKNOWN_AUTHOR] == []
    assert print_text(diagnostics, content) == ""
    (entry,) = loaded.entries
    return entry
