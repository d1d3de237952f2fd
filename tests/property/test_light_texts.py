"""What spares work while a text is rendered changes no byte: it becomes what Markdown makes of it the long way."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import InlineProcessor
from smartypants import Attr
from typogrify.filters import typogrify

from plugins.documents import emoticons, links, markdown_texts, tags
from plugins.documents.emoticons import hide_emoticons
from plugins.documents.links import needs_rendering
from plugins.documents.markdown_texts import MarkdownTexts
from plugins.documents.plain_texts import make_paragraphs
from plugins.documents.rendered_texts import RenderedText, TextTask
from plugins.documents.smart_quotes import convert_all, set_quotes
from plugins.documents.tags import protect_tags
from plugins.documents.typesetting import UNTOUCHED, Typesetter
from plugins.settings import SiteSettings
from tests.property.small_sites import ANY_TEXT, SETTINGS, load_settings, try_for
from tests.unit.test_writing import TEXTS

WORDS = (
    "word",
    "Two words",
    "o'clock",
    "the '80s",
    "NATO",
    "ſ",
    "größer",
    "1.",
    "2026",
    "TOC",
    "language-py",
    "8",
    "s",
)
MARKS = (
    *"`*_[]()<>&\\!{}|#-+=:;.,~^\"'/@\t ", "  \n", "\n", "\n\n", "\n\n", "\n    ", "- ", "> ", ": ", "# ", "## ", "---",
    "--", "...", ". . .", "``", "''", "**", "__", "```\n", "~~~ py\n", "![", "](x)", "[x](y)", "[^1]", "[^1]: ",
    "*[NATO]: ", "[TOC]", "{filename}", "|static|", "{: #x .y }", "<b>", "</b>", "<div>", "</div>", "<!-- ", " -->",
    "<pre>", "</pre>", "<p>", "<math>", "</math>", '<span title="a>b">', "<img src=x>", "&amp;", "&#7;", "&#8220;",
    "&nbsp;", "[!NOTE]", " -- ", "https://", "https://youtu.be/x", "a@b.example", "|--|--|", ":'(", ";--)", ":-*",
    ">:(", "^_^", "\u00a0", "“", "”", "\ufdd0", "=\n", "\\B",
    "\r", "\x02", "\x03", " \n", "\n ", "&#8232;", "&#12", "~~~", "<script>", "<TEXTAREA", "</textarea>",
)  # fmt: skip
TEXTS_OF_MARKS = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.just(" "), max_size=25).map("".join)
"""Texts of what means something to anybody, close together."""

SENTENCES = st.lists(
    st.sampled_from(
        ("A word", "it's", '"so"', "(or not)", "two -- three", "and: so", "8-)", "8--)", "and/or", "x:y", "5 %")
    )
    | st.sampled_from(
        ("\n", "\n\n", "- ", ". ", "\n\n\n", " \n", "  ", "1. ", "é", "…", "—", "[", "*so*", ":", ":-)", "...")
    ),
    max_size=20,
).map(" ".join)
"""Texts that are nearly plain."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> SiteSettings:
    folder = tmp_path_factory.mktemp("site")
    (folder / "content").mkdir()
    return load_settings(folder, f"{SETTINGS}\nTYPOGRIFY = True\nTYPOGRIFY_OMIT_FILTERS = ()\n")


Render = Callable[[str], RenderedText]


def make_render(settings: SiteSettings) -> Render:
    texts = MarkdownTexts(settings)
    return lambda text: texts.render(TextTask(text, text, ".", 2, "a-", ""))


@pytest.fixture(scope="module")
def render(settings: SiteSettings) -> Render:
    return make_render(settings)


class LongContents(TocExtension):
    def prepare(self, text: str) -> None:
        """Leave everything to Markdown."""


@pytest.fixture(scope="module")
def render_long(settings: SiteSettings) -> Render:
    """Render with all that Markdown and Typogrify bring along, and nothing of ours in its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown_texts, "LightMarkdown", Markdown)
        patch.setattr(markdown_texts, "spare_lines", lambda _: None)
        patch.setattr(markdown_texts, "MarkedPatterns", InlineProcessor)
        patch.setattr(markdown_texts, "Contents", LongContents)
        patch.setattr(markdown_texts, "Typesetter", LongTypesetter)
        texts = MarkdownTexts(settings)
        texts._markdown.parser.blockprocessors.deregister("casebook-plain")

    def render(text: str) -> RenderedText:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markdown_texts, "make_paragraphs", lambda _: None)
            return texts.render(TextTask(text, text, ".", 2, "a-", ""))

    return render


class LongTypesetter(Typesetter):
    def finish(self, text: str) -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("smartypants.smartypants", convert_all)
            return str(typogrify(protect_tags(text), UNTOUCHED, **self._filters))


def add_examples(test: Callable[..., None]) -> Callable[..., None]:
    for text, _ in TEXTS.values():
        test = example(text=text)(test)
    return test


@add_examples
@given(text=TEXTS_OF_MARKS | SENTENCES | ANY_TEXT)
@example(text="~~~ py\nx\n~~~\n")
@example(text="Two lines  \nof *it*")
@example(text="<TextArea>\n\nx <iframe> &#12; &#8232; &#8220;")
@try_for(10)
def test_a_text_is_what_all_of_markdown_and_typogrify_makes_of_it(
    text: str, render: Render, render_long: Render
) -> None:
    assert render(text) == render_long(text)


def test_plain_texts_are_found() -> None:
    assert make_paragraphs('\nTwo lines -- of it:\n(so to say).\n\nAnother; "paragraph".\n') == (
        '<p>Two lines -- of it:\n(so to say).</p>\n<p>Another; "paragraph".</p>'
    )


@pytest.mark.parametrize(
    "text", ["", "\n", " x", "1. x", "x  \ny", "*x*", "x\n\n\n\ny", "http://x", ":'( no", "[x]", "a | b"]
)
def test_what_may_mean_something_is_not_taken_for_plain(text: str) -> None:
    assert make_paragraphs(text) is None


@given(text=TEXTS_OF_MARKS)
@example("s's's'")
@example("a'\u00a0's b")
@example('x"" ""')
@example("<b>'</b>'<i>\"</i> \"")
@example("&&#x2013;'a")
@example("<ſtyle>'x'</ſtyle>")
@try_for(20)
def test_quotes_are_those_of_smartypants(text: str) -> None:
    assert set_quotes(text) == convert_all(text, Attr.set1)


@given(text=TEXTS_OF_MARKS)
@try_for(10)
def test_emoticons_are_hidden_wherever_there_are_any(text: str) -> None:
    assert hide_emoticons(text) == emoticons._IN_DANGER.sub(
        lambda match: match[0].translate(emoticons._TO_HIDDEN), text
    )


@given(
    text=st.lists(st.sampled_from(("<a", ' title="', "=", "x>y", '"', "'", ">", "<", "</b>", "<!--", "-->", "é"))).map(
        "".join
    )
)
@example("<a title='x<b>'> \udc80")
@try_for(10)
def test_tags_are_protected_wherever_there_is_anything_to_protect(text: str) -> None:
    assert protect_tags(text) == tags._protect(text)


@given(text=TEXTS_OF_MARKS)
@try_for(10)
def test_a_text_is_looked_through_wherever_a_check_could_find_something(text: str) -> None:
    may_link = re.search(r"[{|]\s*[A-Za-z]+\s*[}|]", html.unescape(text)) is not None
    assert needs_rendering(text) == ("&#" in text or may_link or links._CHECKED.search(text) is not None)
