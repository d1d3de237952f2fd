"""What the page of a post shows of readers' replies: which, in which order, whose language; and the letter for more."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from plugins.cases.model import RoleKind
from plugins.site.content import Content, load_content
from plugins.site.pages import Pages
from plugins.site.reply_views import RepliesView
from plugins.site.search import make_search_documents
from plugins.site.views import ArticlePage
from tests.unit.pairs import load_settings, write_files

SETTINGS = 'SITENAME = "Test"\nSITEURL = "https://example.org"\nCONTACT_EMAIL = "cases@example.org"\n'
WANTED = f"{SETTINGS}POST_REPLIES = True\n"
POST = "---\nid: quiet-7f3a9c\ntitle: Who said “nothing”?\ndate: 2026-01-05\n{}---\nText of the post.\n"


def reply(text: str, day: int, *more: str) -> str:
    return "\n".join([f"text: {text}", f"received: 2026-02-{day:02}", "consent: true", *more, ""])


REPLIES = {
    "replies/quiet/2026-02-01-aaaaaa.yaml": reply("Oldest.", 1, "featured: true"),
    "replies/quiet/2026-02-02-bbbbbb.yaml": reply("Older.", 2, "name: Ada", "role: customer", "sample: true"),
    "replies/quiet/2026-02-03-cccccc.yaml": reply("Neuer.", 3, "lang: ar", "role: other", "editor_note: A note."),
    "replies/quiet/2026-02-03-dddddd.yaml": reply("Same day.", 3, "edited: true", "lang: en"),
    "replies/quiet/2026-02-04-eeeeee.yaml": "status: withdrawn\n",
    "replies/quiet/2026-02-05-ffffff.yaml": reply("Taken back.", 5, "status: withdrawn"),
}


def load(folder: Path, files: dict[str, str], settings: str = WANTED) -> Content:
    content = folder / "site" / "content"
    write_files(content, {"../settings.py": settings, "posts/quiet.md": POST.format(""), **files})
    loaded, diagnostics = load_content(load_settings(content))
    assert [diagnostic for diagnostic in diagnostics if diagnostic.severity == "error"] == []
    return loaded


def show(content: Content, path: str = "posts/quiet/index.html") -> RepliesView | None:
    """Return what the page of a post shows of its replies."""
    output = next(output for output in content.registry if output.path == path)
    page = Pages(content).make_page(output)
    assert isinstance(page, ArticlePage)
    return page.replies


def find_letter(replies: RepliesView) -> str:
    """Return the first link of the form, which begins a letter."""
    match = re.search('href="(mailto:[^"]+)"', str(replies.asking_html))
    assert match is not None
    return unescape(match[1])


def list_texts(replies: RepliesView | None) -> list[str]:
    return [str(reply.text_html.striptags()) for reply in replies.replies] if replies else []


def test_those_that_an_editor_has_chosen_stand_first_then_the_newest(tmp_path: Path) -> None:
    replies = show(load(tmp_path, REPLIES))
    assert list_texts(replies) == ["Oldest.", "Same day.", "Neuer.", "Older."]


def test_a_reply_says_who_when_and_in_which_language(tmp_path: Path) -> None:
    replies = show(load(tmp_path, REPLIES))
    assert replies is not None
    _, same, newer, older = replies.replies
    assert (older.name, older.role, older.sample, older.edited) == ("Ada", RoleKind.CUSTOMER, True, False)
    assert (newer.name, newer.role, newer.lang, newer.direction) == (None, None, "ar", "rtl")
    assert (newer.anchor, newer.date.iso, newer.editor_note) == ("reader-2026-02-03-cccccc", "2026-02-03", "A note.")
    assert (same.lang, same.direction, same.edited) == (None, None, True)
    assert replies.samples


def test_the_letter_for_one_more_holds_what_the_import_reads(tmp_path: Path) -> None:
    replies = show(load(tmp_path, {}))
    assert replies is not None
    assert not replies.samples
    address = urlsplit(find_letter(replies))
    assert (address.scheme, address.path) == ("mailto", "cases@example.org")
    letter = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert letter["subject"] == "Re: Who said “nothing”?"
    lines = letter["body"].split("\r\n")
    assert "Reference, to be left as it is: quiet-7f3a9c" in lines
    assert [line.split(" (")[0].split(":")[0] for line in lines if line] == [
        "Where I stand", "Name to print, or none", "You may print this", "Reference, to be left as it is", "My words",
    ]  # fmt: skip


def test_the_letter_speaks_the_language_of_the_post(tmp_path: Path) -> None:
    replies = show(load(tmp_path, {"posts/quiet.md": POST.format("lang: de\n")}))
    assert replies is not None
    assert "Meine%20Worte" in find_letter(replies)


@pytest.mark.parametrize(
    ("settings", "files", "is_shown"),
    [
        (SETTINGS, {}, False),
        (SETTINGS, REPLIES, False),
        (WANTED.replace("cases@example.org", ""), {}, False),
        (WANTED.replace("cases@example.org", ""), REPLIES, True),
        (WANTED, {}, True),
    ],
    ids=["off", "off, and files are there", "nowhere to write to", "replies, and nowhere to write to", "none yet"],
)
def test_nobody_is_asked_where_nobody_wants_an_answer(
    settings: str, files: dict[str, str], is_shown: bool, tmp_path: Path
) -> None:
    assert bool(show(load(tmp_path, files, settings))) is is_shown


def test_a_translation_has_replies_of_its_own(tmp_path: Path) -> None:
    german = POST.format("lang: de\nslug: quiet\n").replace("quiet-7f3a9c", "leise-7f3a9c")
    content = load(
        tmp_path,
        {
            "posts/leise.md": german,
            "replies/quiet/2026-02-01-aaaaaa.yaml": reply("To the original.", 1),
            "replies/quiet-de/2026-02-01-bbbbbb.yaml": reply("Zur Übersetzung.", 1),
        },
    )
    assert list_texts(show(content)) == ["To the original."]
    assert list_texts(show(content, "posts/quiet-de/index.html")) == ["Zur Übersetzung."]


def test_the_search_finds_what_readers_replied(tmp_path: Path) -> None:
    (document,) = make_search_documents(Pages(load(tmp_path, REPLIES)).texts)
    assert "Same day." in document.html
    assert "Taken back." not in document.html
