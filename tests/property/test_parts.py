"""What holds for each part, whatever it is given: readers of files, links, readers' words, the registry of paths."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.cases.reader_rules import ADDRESS
from plugins.cases.reader_text import render_reader_text
from plugins.characters import UNWANTED
from plugins.diagnostics import Code, Diagnostic, format_text
from plugins.documents.headers import read_header
from plugins.documents.links import find_links
from plugins.documents.sources import Source, is_passed_over, read_source
from plugins.documents.values import Scalar, Tree, Value
from plugins.documents.yaml_reader import read_yaml
from plugins.site.registry import Output, OutputKind, Registry
from tests.property.small_sites import (
    ANY_TEXT,
    POSSIBLE_TEXT,
    assert_one_line,
    encode,
    get_text,
    load_site,
    parse_loosely,
    parse_strictly,
    try_for,
)

YAML_PIECES = st.sampled_from(
    [
        "a: ",
        "b:\n",
        "  c: ",
        "- ",
        "\n- ",
        "? ",
        "|\n  ",
        ">-\n  ",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ", ",
        " #",
        "&x ",
        "*x",
        "!t ",
        "\n",
        "\n---\n",
        "%YAML 1.2\n",
        "\t",
        "<<: ",
        "\\",
        "x",
        "ü",
        "\U0001f600",
    ]
)
YAML_TEXT = st.one_of(
    st.lists(YAML_PIECES, max_size=20).map("".join), ANY_TEXT, st.builds("{}: {}".format, ANY_TEXT, ANY_TEXT)
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts") / "file.yaml"


@try_for(8)
@given(data=st.one_of(st.binary(max_size=40), YAML_TEXT.map(encode)))
@example(data=b"\xef\xbb\xbf\xef\xbb\xbf")
@example(data=b"\r\r\n\xff")
def test_a_file_of_any_bytes_is_read_or_refused_at_a_place_inside_it(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    source, diagnostics = read_source(file, file.parent)
    if source is None:
        assert [diagnostic.code for diagnostic in diagnostics] == [Code.BAD_ENCODING]
    else:
        text = re.sub("\r\n?", "\n", data.decode("utf-8").removeprefix("\ufeff"))
        assert UNWANTED.sub("\ufffd", text) == source.text
        assert bool(UNWANTED.search(text)) == bool(diagnostics)
    lines = re.sub("\r\n?", "\n", data.decode("utf-8-sig", "replace")).split("\n")
    assert_inside(diagnostics, lines)


def read_possible(file: Path, text: str) -> Source | None:
    file.write_bytes(encode(text))
    source, _ = read_source(file, file.parent)
    return source


@try_for(8)
@given(text=YAML_TEXT)
@example(text="a: {b: " * 30)
@example(text="[" * 2000)
@example(text="a: \U0001f600 #x")
@example(text='"a\\nb": 1\n"a\\nb": 2')
def test_any_yaml_is_a_tree_or_diagnostics_and_all_places_lie_inside(file: Path, text: str) -> None:
    source = read_possible(file, text)
    if source is None:
        return
    tree, diagnostics = read_yaml(source)
    assert tree is not None or diagnostics
    assert_inside(diagnostics, source.text.split("\n"))
    if tree is not None:
        assert_tree_inside(tree, right=not diagnostics)


@try_for(8)
@given(
    text=st.one_of(
        YAML_TEXT, YAML_TEXT.map("---\n{}\n---\nBody".format), YAML_TEXT.map("Title: a\nTags: {}\n\nBody".format)
    )
)
def test_any_header_is_a_tree_or_diagnostics_and_all_places_lie_inside(file: Path, text: str) -> None:
    source = read_possible(file, text)
    if source is None:
        return
    header, diagnostics = read_header(source)
    assert header is not None or diagnostics
    assert_inside(diagnostics, source.text.split("\n"))
    if header is not None:
        assert 0 <= header.body_start <= len(source.text)
        assert_tree_inside(header.tree, right=not diagnostics)


def assert_inside(diagnostics: list[Diagnostic], lines: list[str]) -> None:
    for diagnostic in diagnostics:
        assert 1 <= diagnostic.position.line <= len(lines)
        assert 1 <= diagnostic.position.column <= len(lines[diagnostic.position.line - 1]) + 1
        assert_one_line(format_text(diagnostic, Path.cwd()))


def assert_tree_inside(tree: Tree, *, right: bool) -> None:
    """Every place lies inside the text; in a `right` file a value stands there itself, unless it is quoted."""
    lines = tree.source.text.split("\n")
    for position in (
        *(tree.locate_key(*place) for place in tree.keys),
        *(tree.locate(*place) for place in tree.values),
    ):
        assert 1 <= position.line <= len(lines)
        assert 1 <= position.column <= len(lines[position.line - 1]) + 1
    for scalar in iterate_scalars(tree.data):
        assert 0 <= scalar.start <= scalar.end <= len(tree.source.text)
        written = tree.source.text[scalar.start : scalar.end]
        bare = not written.startswith(("'", '"', "|", ">")) and "\n" not in written
        if right and bare and scalar and "\n" not in scalar:
            assert written.strip() == scalar


def iterate_scalars(value: Value) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from iterate_scalars(inner)


ATTRIBUTE_TEXT = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *"abc/?#= \t\n\"'<>&;%{}|[]()",
                "&amp;",
                "&copy",
                "&copy;",
                "&#32;",
                "&#x22;",
                "&quot;",
                "&lt=",
                "{static}",
                "|filename|",
                "https://",
                "ü",
                "\U0001f600",
            ]
        ),
        POSSIBLE_TEXT,
    ),
    max_size=6,
).map(lambda pieces: re.sub("&#(?!32;|x22;)", "", "".join(pieces)))
"""Any text but for references to what no page can carry, which are refused before."""
NAMES = st.sampled_from(
    ["href", "HREF", "src", "srcset", "poster", "cite", "data", "title", "alt", "data-href", "xhref"]
)
QUOTES = st.sampled_from(['"', "'", ""])


@st.composite
def attributes(draw: st.DrawFn) -> str:
    name, mark, text = draw(NAMES), draw(QUOTES), draw(ATTRIBUTE_TEXT)
    if mark:
        return f"{name}={mark}{text.replace(mark, '')}{mark}"
    bare = re.sub(r"[\s\"'=<>`\x00]", "", text)
    return f"{name}={bare}" if bare else name


@st.composite
def fragments(draw: st.DrawFn) -> str:
    """Return HTML as an author may write it: links in every quoting, and things that only look like links."""
    pieces = []
    for _ in range(draw(st.integers(1, 4))):
        tag = draw(st.sampled_from(["a", "img", "blockquote", "video", "p", "code"]))
        space = draw(st.sampled_from([" ", "\n", "  "]))
        inner = space.join(["", *draw(st.lists(attributes(), max_size=3))])
        text = draw(
            st.one_of(
                POSSIBLE_TEXT.map(html.escape),
                st.sampled_from(["", 'href="x"', "<!-- <a href='y'> -->", "<br>", '<script>"<a href=z>"</script>']),
            )
        )
        pieces.append(f"<{tag}{inner}>{text}" + ("" if tag == "img" else f"</{tag}>"))
    return "".join(pieces)


@try_for(8)
@given(text=fragments())
@example(text="<a href=a&#32;b>c</a>")
@example(text='<a href="/?a=1&copy=2">c</a>')
@example(text='<a href="&lt=">c</a>')
@example(text="<img srcset='a b, c d'>")
def test_links_put_back_as_they_were_written_give_the_same_page(text: str) -> None:
    written = find_links(text).to_html(lambda link: link.written)
    assert describe(parse_loosely(text)) == describe(parse_loosely(written))


@try_for(8)
@given(text=fragments(), address=st.one_of(POSSIBLE_TEXT, st.sampled_from(["/a b?c=d&e", "\"'><script>", "&copy=1"])))
def test_no_address_gets_out_of_its_attribute(text: str, address: str) -> None:
    """Wherever the links lead, the page keeps its elements and its attributes."""
    put = find_links(text).to_html(lambda link: address)
    assert shape(parse_loosely(text)) == shape(parse_loosely(put))


def describe(tree: Element) -> list[tuple[str, dict[str, str], str, str]]:
    return [(str(element.tag), dict(element.attrib), element.text or "", element.tail or "") for element in tree.iter()]


def shape(tree: Element) -> list[tuple[str, list[str]]]:
    return [(str(element.tag), sorted(element.attrib)) for element in tree.iter()]


READER_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
READER_PIECES = st.sampled_from(
    [
        "[a](",
        ")",
        "https://example.com/",
        "//example.com",
        "javascript:alert(1)",
        "JaVaScRiPt:",
        "data:text/html,",
        "mailto:",
        "<b onclick=x>",
        "<a href='x'>",
        "<img src=x onerror=y>",
        "![a](b)",
        "[a]: x\n",
        "[a]",
        "<https://e.org>",
        "**",
        "_",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "    ",
        "`",
        "```\n",
        "# ",
        "&lt;script&gt;",
        "&#60;b&#62;",
        "&#x6A;avascript:",
        "\\",
        '"',
        "' onmouseover='x",
        "&nbsp;",
        "&colon;",
        "\t",
        "(",
        "<svg/onload=x>",
        "<!--",
        "--!>",
        "<![CDATA[",
    ]
)
READER_TEXT = st.one_of(st.lists(st.one_of(READER_PIECES, POSSIBLE_TEXT), max_size=12).map("".join), POSSIBLE_TEXT)


@try_for(8)
@given(text=READER_TEXT)
def test_no_element_or_attribute_of_a_reader_is_outside_the_list(text: str) -> None:
    rendered = render_reader_text(text)
    quoted = parse_strictly(f"<!doctype html><title>x</title><blockquote>{rendered}</blockquote>").find(
        ".//body/blockquote"
    )
    assert quoted is not None
    assert quoted.tail is None
    for element in list(quoted.iter())[1:]:
        assert element.tag in READER_TAGS
        assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else set())
        if "href" in element.attrib:
            assert element.get("href", "").lower().startswith(("https://", "mailto:"))
            assert element.get("rel") == "ugc nofollow noopener"


@pytest.mark.parametrize(
    "text",
    [
        "ann@example.org",
        "ann&#64;example.org",
        "ann&#x40;example.org",
        "ann&commat;example.org",
        "ann\\@example.org",
        "ann@example\\.org",
        "[write](mailto:ann@example.org)",
        "[write](mailto:ann%40example.org)",
        "[write](mailto:ann&#64;example.org)",
        "ann*@*example.org",
        "änn@exämple.org",
    ],
)
def test_no_spelling_of_an_address_is_published(text: str, tmp_path: Path) -> None:
    case = """
id: case-1
title: A
date: 2026-01-01
category: Notes
overview: O
roles:
  - {id: r, kind: other, name: R, text: T}
decisions:
  - {id: now, decider: r, question: Q, options: [{id: go, title: Go, text: T}]}
"""
    reader = f"option: go\naccount: did\ntext: |\n  {text}\nreceived: 2026-01-01\nconsent: true\n"
    site = load_site(
        tmp_path,
        {"cases/a/case.yaml": encode(case), "cases/a/story.md": b"S", "cases/a/readers/b.yaml": encode(reader)},
    )
    assert [diagnostic.code for diagnostic in site.diagnostics if diagnostic.path.name == "b.yaml"] == [
        Code.PRIVATE_DATA
    ]


@try_for(8)
@given(text=READER_TEXT)
def test_rendering_makes_no_address_that_was_not_written(text: str) -> None:
    if not ADDRESS.search(text):
        assert not ADDRESS.search(
            re.sub(r"&\w+;|[\\*_]", "", get_text(parse_loosely(render_reader_text(re.sub(r"[&\\*_]", " ", text)))))
        )


PATHS = st.lists(
    st.text(st.sampled_from("aAbBéÉ\u0301eßsSſKk\u212aİi\u0307ǰΣσς\u0345\u03b9- "), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
).map("/".join)


@dataclass(frozen=True)
class Taken:
    """A file or folder as a file system sees it that knows neither case nor Unicode forms."""

    path: str

    @property
    def key(self) -> str:
        return unicodedata.normalize("NFC", unicodedata.normalize("NFD", self.path).casefold())


@try_for(8)
@given(paths=st.lists(PATHS, max_size=8))
@example(paths=["\u0345\u0301", "\u0301\u0345"])
@example(paths=["a", "A/b"])
@example(paths=["a/b", "A"])
@example(paths=["a/b", "A/c"])
def test_no_two_outputs_meet_in_any_file_system(paths: list[str]) -> None:
    outputs = [Output(path, OutputKind.STATIC, path, Path(path)) for path in paths]
    registry = Registry(outputs)
    files = [Taken(output.path).key for output in registry]
    folders = {Taken(str(parent)).key for output in registry for parent in PurePosixPath(output.path).parents}
    assert len(files) == len({*files})
    assert not folders & {*files}
    assert len(registry.diagnostics) == len(outputs) - len(files)
    assert {*paths} == {diagnostic.found for diagnostic in registry.diagnostics} | {output.path for output in registry}


FILE_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1, max_size=12).map(
    lambda name: f"{name}.png"
)


@given(name=FILE_NAMES.filter(lambda name: not is_passed_over(name)))
@example(name="a b.png")
@example(name="50%25.png")
@example(name="a#b?c.png")
@example(name="{static}.png")
@example(name="a:b.png")
@example(name="//[a.png".replace("/", "\\"))
@example(name="line\nend.png")
@example(name="(a)_*b*_`c`.png")
def test_a_picture_of_any_name_can_be_linked_or_is_refused(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("picture")
    post = f"Id: post-1\nTitle: A\nDate: 2026-01-01\nCategory: Notes\n\n![a]({{static}}/images/{quote(name)})\n"
    site = load_site(folder, {"posts/post.md": encode(post), f"images/{name}": b"picture"})
    if site.failed:
        return
    image = parse_strictly(site.pages["posts/post/index.html"]).find(".//img")
    assert image is not None
    path = unquote(urlsplit(image.get("src", "")).path).removeprefix("/")
    output = next(output for output in site.content.registry if output.path == path)
    assert output.origin.read_bytes() == b"picture"
