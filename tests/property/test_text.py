"""Any Unicode text in any field: a diagnostic, or a valid page in which the text reappears; never an exception."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from plugins.publishing.building import build_site
from tests.property.small_sites import (
    ANY_TEXT,
    POSSIBLE_TEXT,
    SETTINGS,
    Site,
    collapse,
    encode,
    get_text,
    load_settings,
    load_site,
    parse_strictly,
    try_for,
)
from tests.property.writing import LINE, STYLES, Style

ATOM = "{http://www.w3.org/2005/Atom}"
STYLE_IDS = [style.name for style in STYLES]

MARKDOWN = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
PLAIN_WORDS = POSSIBLE_TEXT.map(lambda text: re.sub(f"[{re.escape(MARKDOWN)}\r\n]", "", text)).filter(str.strip)
"""Text without any character that means something in Markdown."""

POST_KEYS = (
    "title",
    "category",
    "tags",
    "authors",
    "summary",
    "slug",
    "date",
    "updated",
    "status",
    "lang",
    "image",
    "licence",
    "aliases",
    "id",
    "x",
)
SHOWN_KEYS = ("title", "category", "tags", "authors", "summary")
LISTS = ("tags", "authors", "aliases")
DEFAULTS = {"id": "post-1", "title": "A title", "date": "2026-01-01", "category": "Notes"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


def write_yaml_post(key: str, written: str) -> str:
    value = f"\n  - {written}" if key in LISTS else f" {written}"
    lines = [f"{name}: {text}" for name, text in DEFAULTS.items() if name != key]
    return "\n".join(["---", *lines, f"{key}:{value}", "---", "The body.", ""])


def write_pelican_post(key: str, written: str) -> str:
    lines = [f"{name.title()}: {text}" for name, text in DEFAULTS.items() if name != key]
    return "\n".join([*lines, f"{key.title()}: {written}", "", "The body.", ""])


def find_shown(site: Site, key: str) -> list[str]:
    """Return where a post's page shows a field of its header, as the texts that stand there; all in strict HTML."""
    pages = {
        path: parse_strictly(page)
        for path, page in site.pages.items()
        if path.startswith("posts/") or path == "index.html"
    }
    page = next(page for path, page in pages.items() if path.startswith("posts/"))
    if key == "title":
        assert get_text(find_one(page, ".//h1")) == get_text(find_one(pages["index.html"], ".//h2"))
        return [get_text(find_one(page, ".//h1"))]
    if key == "summary":
        return [get_text(find_one(pages["index.html"], ".//article/div"))]
    label = {"category": "category ", "tags": "tag ", "authors": "author "}[key]
    return [get_text(find_one(line, "a")) for line in page.iter("p") if line.text == label]


def get_page_text(site: Site) -> str:
    """Return the text of the post's page, which is strict HTML."""
    return get_text(parse_strictly(next(page for path, page in site.pages.items() if path.startswith("posts/"))))


def find_one(tree: Element, path: str) -> Element:
    found = tree.find(path)
    assert found is not None
    return found


@pytest.mark.parametrize("style", STYLES, ids=STYLE_IDS)
@try_for(3)
@given(key=st.sampled_from(POST_KEYS), text=ANY_TEXT)
def test_any_text_in_a_yaml_header_is_refused_or_shown_unchanged(
    style: Style, folder: Path, key: str, text: str
) -> None:
    site = load_site(folder, {"posts/post.md": encode(write_yaml_post(key, style.write(text)))})
    if site.failed or (key == "summary" and {*"<&"} & {*text}):
        return
    shown = find_shown(site, key) if key in SHOWN_KEYS else [get_page_text(site)]
    if key in SHOWN_KEYS and key != "summary" and style.keeps(text):
        assert text.strip() in shown


@try_for(4)
@given(key=st.sampled_from(POST_KEYS), text=ANY_TEXT)
@example(key="tags", text="a\n  b")
def test_any_text_in_a_pelican_header_is_refused_or_shown_unchanged(folder: Path, key: str, text: str) -> None:
    site = load_site(folder, {"posts/post.md": encode(write_pelican_post(key, LINE.write(text)))})
    if site.failed or (key == "summary" and {*"<&"} & {*text}):
        return
    shown = find_shown(site, key) if key in SHOWN_KEYS else [get_page_text(site)]
    separated = key in LISTS and {*",;"} & {*text}
    if key in SHOWN_KEYS and key != "summary" and LINE.keeps(text) and not separated:
        assert [text.strip()] == shown


@pytest.mark.parametrize("style", STYLES, ids=STYLE_IDS)
@given(text=PLAIN_WORDS)
def test_a_summary_of_plain_words_is_refused_or_shown_unchanged(style: Style, folder: Path, text: str) -> None:
    site = load_site(folder, {"posts/post.md": encode(write_yaml_post("summary", style.write(text)))})
    if not site.failed and style.keeps(text):
        assert [collapse(text)] == [collapse(shown) for shown in find_shown(site, "summary")]


BODY = st.one_of(ANY_TEXT, st.lists(ANY_TEXT, max_size=5).map("\n\n".join), st.lists(ANY_TEXT, max_size=5).map("".join))


@try_for(3)
@given(text=BODY)
@example(text="[a](//[b)")
@example(text="<div>&#7 </div>")
@example(text="<a href=a&#32;b>c</a>")
def test_any_text_as_a_body_is_no_crash(folder: Path, text: str) -> None:
    load_site(
        folder, {"posts/post.md": encode(write_yaml_post("x-none", "x").replace("x-none: x\n", "")) + encode(text)}
    )


@try_for(3)
@given(text=BODY)
def test_a_body_without_html_is_refused_or_a_valid_page(folder: Path, text: str) -> None:
    text = re.sub("[<&]", "", text)
    site = load_site(folder, {"posts/post.md": encode(write_yaml_post("image", "x") + text)})
    if not site.failed:
        parse_strictly(site.pages["posts/post/index.html"])


@given(text=PLAIN_WORDS)
def test_a_body_of_plain_words_is_refused_or_shown_unchanged(folder: Path, text: str) -> None:
    site = load_site(folder, {"posts/post.md": encode(write_yaml_post("image", "x") + "\n" + text)})
    if not site.failed:
        shown = get_text(find_one(parse_strictly(site.pages["posts/post/index.html"]), ".//body/div"))
        assert collapse(f"The body. {text}") == collapse(shown)


@try_for(3)
@given(text=BODY)
@example(text="<div>&#7 </div>")
@example(text="<p>&#x1F; &#xB</p>")
@example(text='<img src="/feeds/all.atom.xml" alt="&#7">')
def test_a_feed_is_well_formed_whatever_the_text(folder: Path, text: str) -> None:
    site = load_site(folder, {"posts/post.md": encode(write_yaml_post("image", "x") + "\n" + text)})
    if not site.failed:
        entry = ET.fromstring(site.feed).find(f"{ATOM}entry")
        assert entry is not None
        assert entry.findtext(f"{ATOM}title") == "A title"


WORD = st.text(st.sampled_from("abyz09"), min_size=1, max_size=3)
MARKED_TEXT = st.tuples(WORD, POSSIBLE_TEXT).map("".join)
"""Text that something can be found by, and an address be made of."""


@given(
    title=st.tuples(POSSIBLE_TEXT, WORD).map("".join),
    category=MARKED_TEXT,
    summary=PLAIN_WORDS,
)
def test_a_feed_says_what_the_page_says(folder: Path, title: str, category: str, summary: str) -> None:
    title, category = (re.sub(r"[\r\n]", " ", text) for text in (title, category))
    lines = [
        "Id: post-1",
        f"Title: {title}",
        "Date: 2026-01-01",
        f"Category: {category}",
        f"Summary: {collapse(summary)}",
    ]
    site = load_site(folder, {"posts/post.md": encode("\n".join([*lines, "", "The body.", ""]))})
    assume(not site.failed)
    entry = ET.fromstring(site.feed).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == title.strip()
    assert [category.strip()] == [one.get("term") for one in entry.findall(f"{ATOM}category")]
    assert collapse(summary) == collapse(entry.findtext(f"{ATOM}summary") or "")


@try_for(0.25)
@given(
    texts=st.fixed_dictionaries(dict.fromkeys(("title", "category", "tags", "authors"), MARKED_TEXT)),
    body=BODY,
    style=st.sampled_from(STYLES),
)
@example(texts={"title": "a", "category": "b", "tags": "c", "authors": "d"}, body="e", style=STYLES[0])
def test_a_whole_build_says_what_is_wrong_or_is_done(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str], body: str, style: Style
) -> None:
    folder = tmp_path_factory.mktemp("whole", numbered=True)
    lines = [
        f"{key}:\n  - {style.write(text)}" if key in LISTS else f"{key}: {style.write(text)}"
        for key, text in texts.items()
    ]
    post = encode("\n".join(["---", "id: post-1", "date: 2026-01-01", *lines, "---", body]))
    readable = f"{SETTINGS}MINIFY = False\n"
    site = load_site(folder, {"posts/post.md": post}, readable)
    report = build_site(load_settings(folder, readable))
    assert report.done == (folder / "output").exists()
    if site.failed:
        assert not report.done
    elif report.done:
        for path, page in site.pages.items():
            assert (folder / "output" / path).read_text(encoding="utf-8") == page
