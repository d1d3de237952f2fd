"""No word of the site is outside the catalogues, whatever language it speaks.

A site whose authors write in Greek letters only (greek/) is built with the real theme, in a language of such letters in
which every message of the English catalogue is written anew. Whatever is Latin then is a word that somebody forgot.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest

from plugins.diagnostics import has_errors
from plugins.feeds.digesting import write_digest
from plugins.publishing.building import build_site
from plugins.settings import SiteSettings, read_now, read_settings
from plugins.wording.catalogues import load_ours
from plugins.wording.messages import split_form
from tests.building.running import CACHE, NOW, read_tree, write_files
from tests.property.small_sites import get_text

SETTINGS = Path(__file__).parent / "greek" / "settings.py"
LATIN = "abcdefghijklmnopqrstuvwxyz"
GREEK = "αβκδεφγηιζκλμνοπκρστυβωξψζ"
LETTERS = str.maketrans(LATIN + LATIN.upper(), GREEK + GREEK.upper())

NAMES = (
    "CC BY 4.0", "YouTube", "SoundCloud", "Speaker Deck", "Internet Archive", "Vimeo", "CSV", "byte",
    "JSON Feed", "RSS", "Atom", "OPML", "letters.example.org",
)  # fmt: skip
"""What is Latin in every language: licences, hosts, formats, and a unit that CLDR leaves as it is in Greek."""

SPOKEN = {
    "aria-label", "aria-description", "title", "alt", "placeholder", "label", "data-copied", "data-failed",
    "data-draft", "data-mail", "data-long-mail", "data-long-issue", "data-letter", "data-subject", "data-printed",
    "data-answer",
}  # fmt: skip
"""Attributes that hold words for people. The content of a `meta` is looked into where it describes."""

WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"\S*[@/]\S*|\(\S+-\S+ /\S+\)|\w+-\d{6}")


HELD = "option: close\naccount: did\ntext: |\n  Ναι.\nreceived: 2026-05-01\n"
"""What a reader sent and nobody has accepted yet; only the preview shows it."""

UNSAID = [
    "not-published", "nothing-yet", "years", "cases-of-customer", "cases-of-other", "file-compressed",
    "file-spreadsheet", "file-document", "file-slides", "file-calendar", "file-contact", "file-audio", "file-video",
    "file-picture", "file-drawing", "basis-true", "basis-composite", "before-decide", "left-to-you", "took-road",
    "choices-mark-many", "choices-newest", "issue-name", "issue-about", "issue-reference-note",
    "form-public-issue", "feed-in-browser", "subscribe-link",
]  # fmt: skip
"""Messages for which the site has no occasion; others like them are said in the same place."""


def build(folder: Path, *, preview: bool = False, **overrides: object) -> dict[str, str]:
    """Build the site and return its pages and its feed."""
    settings = read(folder, preview=preview, **overrides)
    report = build_site(settings)
    assert not has_errors(report.diagnostics), report.diagnostics
    files = read_tree(settings.output)
    return {path: data.decode() for path, data in files.items() if path.endswith((".html", ".xml"))}


def read(folder: Path, *, preview: bool, **overrides: object) -> SiteSettings:
    named = {"OUTPUT_PATH": folder / "output", "CACHE_PATH": CACHE, "WORDS_PATH": folder / "words", **overrides}
    settings, diagnostics = read_settings(SETTINGS, now=read_now(NOW, {}), overrides=named, preview=preview)
    assert settings is not None, diagnostics
    return settings


@pytest.fixture(scope="module")
def greek(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the site in Greek letters, drafts too."""
    folder = tmp_path_factory.mktemp("greek")
    write_catalogue(folder / "words" / "el.yaml")
    write_files(folder, {"held/gefyra/2026-05-01-aaaaaaaaaaaa.yaml": HELD})
    return {**build(folder, preview=True, HELD_PATH=folder / "held"), "letter.html": write_letter(folder)}


def write_letter(folder: Path) -> str:
    """Return the letter with all that is on the site as HTML, its subject as the title."""
    letter, diagnostics = write_digest(read(folder, preview=False), datetime(2020, 1, 1, tzinfo=UTC), full=False)
    assert letter is not None, diagnostics
    message = email.message_from_bytes(letter, policy=email.policy.default)
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    return f"<title>{message['Subject']}</title>{html.get_content()}"


def write_catalogue(path: Path) -> None:
    """Write every message of the English catalogue in Greek letters. Greek has the plurals of English."""
    path.parent.mkdir()
    lines = []
    for key, message in load_ours()["en"].items():
        forms = {category: write_in_greek(form) for category, form in message.forms.items()}
        said = ", ".join(f'{category}: "{form}"' for category, form in forms.items())
        lines.append(f"{key}: {{{said}}}\n" if message.is_plural else f'{key}: "{forms["other"]}"\n')
    path.write_text("".join(lines), encoding="utf-8")


def write_in_greek(form: str) -> str:
    return "".join(f"{{{piece}}}" if is_name else piece.translate(LETTERS) for piece, is_name in split_form(form))


def find_spoken(html: str) -> Iterator[str]:
    """Go through everything on a page that a reader, a screen reader or a letter says."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    for element in page.iter():
        if element.tag in ("script", "style"):
            continue
        yield from (element.text or "", element.tail or "")
        yield from (value for name, value in element.attrib.items() if name in SPOKEN)
        if element.get("name") == "description":
            yield element.get("content") or ""
        if element.get("href", "").startswith("mailto:"):
            yield unquote(element.get("href", "").partition("?")[2]).replace("subject=", "").replace("&body=", "\n")


def find_latin(texts: Iterator[str]) -> set[str]:
    """Return the words in Latin letters that are no name and no address; script words name options in braces."""
    found: set[str] = set()
    for text in texts:
        plain = re.sub(r"\{\w+\}", "", ADDRESS.sub("", text))
        for name in NAMES:
            plain = plain.replace(name, "")
        found.update(WORD.findall(plain))
    return found


def test_every_word_of_every_page_comes_from_the_catalogue(greek: dict[str, str]) -> None:
    pages = {path: html for path, html in greek.items() if path.endswith(".html")}
    assert len(pages) > 30
    assert {path: latin for path, html in pages.items() if (latin := find_latin(find_spoken(html)))} == {}


def test_every_word_of_the_feed_comes_from_the_catalogue(greek: dict[str, str]) -> None:
    feed = greek["feeds/all.atom.xml"]
    found = re.findall(r'<content type="html"[^>]*>(.*?)</content>', feed, re.DOTALL)
    contents = [unescape(content) for content in found]
    assert len(contents) == 5
    assert find_latin(text for content in contents for text in find_spoken(content)) == set()


def test_the_greek_site_says_nearly_every_message(greek: dict[str, str]) -> None:
    """What is not said here would not be looked at above."""
    said = " ".join(" ".join(find_spoken(html)) for html in greek.values())
    said = re.sub(r"\s+", " ", unescape(said))
    silent = []
    for key, message in load_ours()["en"].items():
        pieces = [
            re.sub(r"\s+", " ", piece.translate(LETTERS)).strip()
            for form in message.forms.values()
            for piece, is_name in split_form(form)
            if not is_name
        ]
        if not any(piece and piece in said for piece in pieces):
            silent.append(key)
    assert silent == UNSAID


def test_a_german_site_says_nothing_in_english(tmp_path: Path) -> None:
    pages = build(tmp_path, DEFAULT_LANG="de")
    english = {
        form.translate(str.maketrans("", "", "\u00a0"))
        for message in load_ours()["en"].values()
        for form in message.forms.values()
        if " " in form and "{" not in form
    }
    assert len(english) > 80
    said = {path: " ".join(find_spoken(html)) for path, html in pages.items()}
    assert {path: found for path, text in said.items() if (found := {one for one in english if one in text})} == {}
    assert "5. Januar 2026" in said["posts/one/index.html"]
    assert "Im Fall „Κλείνει η γέφυρα;“" in said["cases/gefyra/index.html"]


def test_a_page_in_a_language_without_a_catalogue_marks_the_words_that_stand_in(tmp_path: Path) -> None:
    html = build(tmp_path, DEFAULT_LANG="de", MINIFY=False)["posts/one-he/index.html"]
    page = html5lib.parse(html, namespaceHTMLElements=False)
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    unmarked = [text for text in find_unmarked(page, "he") if WORD.search(text)]
    assert [text for text in unmarked if text not in NAMES] == []
    marked = [get_text(one) for one in page.iter("span") if (one.get("lang"), one.get("dir")) == ("de", "ltr")]
    assert {"Erschienen", "Inhalt", "Link kopieren"} <= set(marked)
    assert '<time datetime="2026-01-05">5 בינואר 2026</time>' in html
    assert re.search('<p class="callout-title" (dir="ltr" lang="de"|lang="de" dir="ltr")>Hinweis</p>', html)
    assert '<span class="share-said" lang="de" dir="ltr" role="status">' in html


def find_unmarked(element: Element, lang: str) -> Iterator[str]:
    """Go through the text that a screen reader would read in Hebrew."""
    if element.tag in ("script", "style", "title"):
        return
    here = element.get("lang") or lang
    if here == "he":
        yield element.text or ""
    for child in element:
        yield from find_unmarked(child, here)
        if here == "he":
            yield child.tail or ""
