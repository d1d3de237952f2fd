"""Pages are read as a browser reads them: the same ids, links and headings that html5lib finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from plugins.checks.page_tags import LINKS, SETS, split_set
from plugins.checks.pages import Heading, ReadPage, read_html
from plugins.checks.scanning import read_text, scan_tags
from tests.browser.building import DEMO, STRESS, build

HARD = """<!doctype html><HTML Lang=de><title>A &amp; <b>B</b></title><!-- <a href=no> --><!x <p> <a href=yes>
<script>"<a href=no2>"</script><style><a href=no3></style><textarea><a href=no4></textarea>
<a href='1"' title=a>b id=x data-x="/>" href=second><IMG SRC=2>
<img src = 3 alt><p id="x&amp;y" ID=z>&lt;a href=no5&gt;<a name=n href="?a=1&amp;copy=2&copy=3">
<h2 id=h>One <em>two</em> <img alt="three" src=4></h2><h3 aria-label=four></h3>
<link rel=stylesheet href=5><meta http-equiv=refresh content="0; url=6"><template><h1 id=t>T</h1></template>
<video poster=7><source srcset="8 1x, 9 2x"></video><form action=10><button formaction=11></form></html>"""


def test_a_hard_page_is_read_as_it_is_meant() -> None:
    page = read_html(HARD)
    links = {"yes", '1"', "2", "3", "?a=1&copy=2&copy=3", "4", "5", "6", "7", "8", "9", "10", "11"}
    assert set(page.targets) == links
    assert page.anchors == {"x&y", "n", "h"}
    assert (page.lang, page.title) == ("de", "A & <b>B</b>")
    assert [(one.level, one.text) for one in page.headings] == [(2, "One two three"), (3, "four")]
    assert page.bare_pictures == ["2"]
    assert page.loads == {"5"}


@pytest.mark.parametrize(
    "text", ["<", "<a", "<a href", '<a href="x', "<!--", "<script>", "<a =>", "<a/=x/>", "</", "<a href=>"]
)
def test_pieces_of_tags_are_passed_over(text: str) -> None:
    assert len([*scan_tags(text)]) <= 1
    read_html(text)


def test_a_long_tag_takes_no_long_time() -> None:
    """An expression that tries every way to split its text would never end here."""
    for piece in ("a", " ", "=", "='", '="', "a=b ", "/ "):
        assert len([*scan_tags(f"<a {piece * 100_000}")]) <= 1


def test_a_letter_that_is_longer_when_it_is_small_moves_nothing() -> None:
    script, link = scan_tags("İİ<!-- <p> --><SCRIPT>a</Script><a href=x>")
    assert (script.text, link.read()) == ("a", {"href": "x"})


def test_words_are_read_without_tags() -> None:
    assert read_text("a<b>b</b>&amp;<!-- c -->\n d") == "a b & d"


@pytest.mark.parametrize(("settings", "published"), [(DEMO, True), (STRESS, False)], ids=["small demo", "stress"])
def test_every_page_is_read_as_html5lib_reads_it(settings: Path, published: bool, tmp_path: Path) -> None:
    site = build(settings, tmp_path / "output", published=published)
    for output in site.pages:
        text = site.read(output.path)
        ours, theirs = read_html(text), read_by_html5lib(text)
        assert ours.anchors == theirs.anchors, output.path
        assert set(ours.targets) >= set(theirs.targets), output.path
        assert [one.level for one in ours.headings] == [one.level for one in theirs.headings], output.path
        assert ours.title == theirs.title, output.path


def read_by_html5lib(html: str) -> ReadPage:
    """Return ids, links, the levels of headings and the title, as the parser of the standard finds them."""
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    page = ReadPage(title=" ".join((root.findtext(".//title") or "").split()))
    for element in _walk(root):
        if "id" in element.attrib:
            page.anchors.add(element.attrib["id"])
        for name in LINKS:
            if name in element.attrib:
                page.targets.update(
                    split_set(element.attrib[name]) if name in SETS else (element.attrib[name].strip(),)
                )
        if str(element.tag) in {f"h{level}" for level in range(1, 7)}:
            page.headings.append(Heading(int(element.tag[1]), "", ""))
    return page


def _walk(element: Element) -> Iterator[Element]:
    """Go through the elements that are on the page, none in a template."""
    yield element
    if element.tag != "template":
        for child in element:
            yield from _walk(child)
