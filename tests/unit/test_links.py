"""Links in rendered text, and where in the source they stand: small pairs of input and what is found."""

from __future__ import annotations

import pytest

from plugins.cases.reader_rules import ADDRESS
from plugins.documents.links import Fragment, Link, find_links, find_outside_code, parse_link

FOUND = [
    ('<a href="{filename}b.md">x</a>', ["{filename}b.md"]),
    ("<a href='{filename}b.md'>x</a>", ["{filename}b.md"]),
    ("<a href={filename}b.md>x</a>", ["{filename}b.md"]),
    ('<A HREF = "b.md" class="c">x</A>', ["b.md"]),
    ('<a class="c"\nhref="b.md">x</a>', ["b.md"]),
    ('<a href="">x</a>', [""]),
    ('<a href="b.md?x=1&amp;y=2#z">x</a>', ["b.md?x=1&y=2#z"]),
    ('<a title="a > b" href="b.md">x</a>', ["b.md"]),
    ('<img src="a.png" alt=""><video src="b.mp4" poster="c.png"></video>', ["a.png", "b.mp4", "c.png"]),
    ('<blockquote cite="/a/"><object data="b.svg"></object></blockquote>', ["/a/", "b.svg"]),
    ('<img srcset="a.png 1x, b.png 2x,c.png 300w" src="d.png">', ["a.png", "b.png", "c.png", "d.png"]),
    ('<img srcset=" {static}a.png">', ["{static}a.png"]),
    ("no link, href='x' in words", []),
    ('<a data-href="x" hrefs="y" nohref="z">x</a>', []),
    ('</a href="x">', []),
    ('<!-- <a href="x"> -->', []),
    ("<script>\"<a href='x'>\"</script>", []),
    ('<style>a[href="x"]</style><textarea><a href="y"></textarea>', []),
    ('<code>&lt;a href="x"&gt;</code>', []),
    ('1 < 2 href="x" > 0', []),
    ('<img alt="see href={filename}no.md here" src="a.png">', ["a.png"]),
    ('<a title=" href=\'no\'" href="b.md">x</a>', ["b.md"]),
]


@pytest.mark.parametrize(("html", "expected"), FOUND)
def test_targets_are_found_in_attributes_of_opening_tags_only(html: str, expected: list[str]) -> None:
    assert expected == [link.written for link in find_links(html).links]


@pytest.mark.parametrize("html", [html for html, _ in FOUND if "href={" not in html])
def test_not_a_byte_around_the_targets_changes(html: str) -> None:
    assert html == find_links(html).to_html(lambda link: link.written)


def test_an_address_without_quotes_gets_them() -> None:
    assert find_links("<a href={filename}b.md>x</a>").to_html(lambda link: "x y") == '<a href="x y">x</a>'


def test_a_target_that_is_put_in_is_escaped() -> None:
    fragment = find_links('<p>&amp; <a href="{tag}x">x</a> &lt;')
    assert fragment.to_html(lambda link: '"><b>&') == '<p>&amp; <a href="&quot;&gt;&lt;b&gt;&amp;">x</a> &lt;'


def test_links_with_one_target_are_counted() -> None:
    fragment = find_links('<a href="b">1</a><a href="c">2</a><img src="b"><a href="b">3</a>')
    assert [(link.written, link.occurrence) for link in fragment.links] == [("b", 0), ("c", 0), ("b", 1), ("b", 2)]


def test_a_text_without_links_is_one_piece() -> None:
    assert Fragment(("<p>x</p>",)) == find_links("<p>x</p>")


@pytest.mark.parametrize(
    ("written", "kind", "target"),
    [
        ("{filename}b.md", "filename", "b.md"),
        ("|filename|b.md", "filename", "b.md"),
        ("{ Static }/a.png", "static", "/a.png"),
        ("{index}", "index", ""),
        ("{xyzzy}a", "xyzzy", "a"),
        ("{attach}", "attach", ""),
        ("https://a.example/", "", "https://a.example/"),
        ("a{filename}b.md", "", "a{filename}b.md"),
        ("{}b.md", "", "{}b.md"),
        ("{two words}b.md", "", "{two words}b.md"),
        ("{a1}b.md", "", "{a1}b.md"),
        ("", "", ""),
    ],
)
def test_the_kind_of_a_link_is_the_word_in_its_braces(written: str, kind: str, target: str) -> None:
    assert Link(kind, target, written) == parse_link(written)


@pytest.mark.parametrize(
    ("marked", "occurrence"),
    [
        ("see @T", 0),
        ("T @T T", 1),
        ("T @T", 5),
        ("nothing", 0),
        ("`T` @T", 0),
        ("``T ` T`` @T", 0),
        ("a ` alone, @T", 0),
        ("`T` T `T` @T", 1),
        ("𝄞é @T", 0),
        ("```\nT\n```\n@T", 0),
        ("~~~ python\nT\n~~~\n@T", 0),
        ("> ```\n> T\n> ```\n@T", 0),
        ("  ```\n  T\n  ```\n@T", 0),
        ("````\n```\nT\n```\n````\n@T", 0),
        ("~~~\n```\n~~~\n@T\n```\nT\n```", 0),
        ("```\nT\n", 0),
        ("```code``` @T\n", 0),
        ("T\n\n    T\n\n@T", 1),
        ("T\n\n\tT\n\n@T", 1),
        ("- a\n\n    @T\n", 0),
        ("Tx @T", 0),
    ],
)
def test_the_nth_occurrence_outside_code_is_found(marked: str, occurrence: int) -> None:
    """`T` stands for the target; `@` marks where it is found, and is not there where it is not."""
    source = marked.replace("@", "").replace("T", "{filename}x")
    expected = marked.replace("T", "{filename}x").find("@")
    assert expected == find_outside_code(source, "{filename}x", occurrence)


def test_a_long_text_without_an_address_is_looked_through_at_once() -> None:
    """A reader's message must not hold up a check: what is quadratic in its length would take minutes."""
    assert ADDRESS.search("a" * 1_000_000) is None
    assert ADDRESS.search("@" * 100_000) is None
    assert ADDRESS.search("a@" * 100_000) is None


def test_what_a_browser_shows_in_its_place_is_known() -> None:
    html = '<a href="a"><img src="b" srcset="c 1x"></a><video src="d" poster="e"></video><object data="f"></object>'
    shown = [(link.written, link.shown_by) for link in find_links(html).links]
    assert shown == [("a", ""), ("b", "img"), ("c", "source"), ("d", ""), ("e", "video"), ("f", "object")]
