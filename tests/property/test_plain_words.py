"""The words of HTML are those that Markup finds, and a path leads where pathlib says."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath

from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup
from typogrify.filters import smartypants

from plugins.documents.links import find_target
from plugins.documents.plain_words import count_html_words, count_words, strip_tags
from plugins.documents.typesetting import PLAIN

PIECES = st.sampled_from(
    ["<p>", "</p>", "<a href='>'>", "<", ">", "<!--", "-->", "&amp;", "&amp;lt;", "&#8217;", "&#8220", "&#x41;",
     "&nbsp;", "&", ";", "&notin;", "&notit;", "#8217;", "’", "word", " ", "\n", "é", "<<b>>", "<br/"]
)  # fmt: skip


@given(st.lists(PIECES).map("".join) | st.text())
@example("a<b>c</b> &amp;#39; <")
@example("<<!--a-->!-- b <!-- c --> d -->")
def test_words_are_those_that_markup_finds(text: str) -> None:
    assert strip_tags(text) == str(Markup(text).striptags())
    assert count_html_words(text) == count_words(strip_tags(text))


@given(
    st.lists(st.sampled_from(["word", "_1", " ", "’", "–", "\xa0", "é", "…", "-", "\x1c", "’s", "\n"])).map("".join)
    | st.text()
)
def test_words_are_counted_one_by_one(text: str) -> None:
    assert count_words(text) == len(re.findall(r"\w+", text))


@given(
    st.lists(st.sampled_from(["a", "b.md", ".", "..", "/", "//", "é ", ""])).map("".join),
    st.sampled_from(["a.md", "p/a.md", "p/q/a.md"]),
)
def test_a_target_is_where_pathlib_finds_it(target: str, source: str) -> None:
    path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath(source).parent / target)
    normal = posixpath.normpath(path)
    assert find_target(PurePosixPath(source), target) == (None if normal.startswith("..") else normal)


@given(st.text(alphabet="ab1_é , '\"-.`\\&<>;:!?()"))
@example("it's")
@example("one, two_three 4")
def test_there_is_nothing_to_set_in_plain_words(text: str) -> None:
    assert PLAIN.fullmatch(text) is None or str(smartypants(text)) == text
