"""From Markdown to finished HTML fragments: one Markdown instance, reset between texts, then Typogrify.

Headings are fitted under the heading that the page gives the text, and every id that a text makes carries its prefix,
so that several texts can stand on one page. What authors write besides (figures, quotes, players) has a module each.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from plugins.characters import UNWANTED
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.embeds import BareAddresses, Embeds
from plugins.documents.emoticons import hide_emoticons, retype_emoticons, show_emoticons
from plugins.documents.figures import Captions, Figures, make_picture
from plugins.documents.highlighting import highlight_code
from plugins.documents.inline_marks import MarkedPatterns
from plugins.documents.links import Fragment, Heading, find_links
from plugins.documents.looking import Looker
from plugins.documents.markdown_parts import Contents, LightMarkdown, spare_lines
from plugins.documents.pictures import Pictures
from plugins.documents.plain_texts import PlainParagraphs, make_paragraphs
from plugins.documents.players import Players
from plugins.documents.quotes import Citations, QuoteBlocks, Quotes
from plugins.documents.rendered_texts import NOWHERE, Facts, RenderedText, TextTask, write_facts, write_fragment
from plugins.documents.reporting import Reporter
from plugins.documents.sources import Source
from plugins.documents.steadiness import steady_depth
from plugins.documents.third_parties import report_third_parties
from plugins.documents.typesetting import Typesetter
from plugins.documents.values import Prose
from plugins.settings import SiteSettings
from plugins.wording.words import Words

REFERENCE = re.compile(r"&#(?!82[12][0-9];)([xX][0-9a-fA-F]{1,8}|[0-9]{1,10});?")
"""A character reference that may be unwanted: quotes and dashes, which Typogrify writes, are not."""

HEADING = re.compile("h[1-6]")
FORMULA = r"(?is)<math\b[^\x02]*?</math\s*>"
"""MathML in which Markdown has found no code; U+0002 is how it marks that."""

NOTHING_FOUND = write_facts(Facts())
"""The facts of a text without links and mistakes."""

RAW_ELEMENTS = ("script", "style", "textarea", "select", "xmp", "plaintext", "title", "iframe", "noembed", "noframes")
"""Elements in which no other markup is read until they are closed."""

RAW_TAG = re.compile(f"<({'|'.join(RAW_ELEMENTS)})", re.IGNORECASE | re.ASCII)


class MarkdownTexts:
    """Renders Markdown texts, one after another, with one Markdown instance. What comes out depends on nothing else."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        self._typesetter = Typesetter(settings)
        self._reporter = Reporter(settings.wording.speak(settings.lang))
        self._looker = Looker(settings.content)
        self._pictures = Pictures(self._looker, self._reporter)
        self._footnotes = _Footnotes()
        self._headings = _Headings()
        self._contents = Contents(slugify=self._slugify_heading)
        self._toc_prefix = ""
        self._markdown = LightMarkdown(extensions=[
            AbbrExtension(), AttrListExtension(), DefListExtension(), FencedCodeExtension(), self._footnotes,
            MarkdownInHtmlExtension(), SaneListExtension(), TableExtension(use_align_attribute=True),
            self._contents,
        ])  # fmt: skip
        spare_lines(self._markdown)
        self._markdown.inlinePatterns.register(_Formulas(FORMULA, self._markdown), "formulas", 185)
        self._markdown.treeprocessors.register(MarkedPatterns(self._markdown), "inline", 20)
        parser = self._markdown.parser
        parser.blockprocessors.register(QuoteBlocks(parser), "quote", 20)
        parser.blockprocessors.register(PlainParagraphs(parser), "casebook-plain", 200)
        self._register_steps()

    def render(self, task: TextTask) -> RenderedText:
        """Return a text as HTML, and what was found on the way."""
        plain = make_paragraphs(task.text)
        if plain is not None:
            return NOTHING_FOUND, write_fragment(Fragment((self._typesetter.finish(plain),)))
        source = Source(NOWHERE, PurePosixPath(task.folder, "text"), task.written)
        prose = Prose(task.text, source, 0, len(task.written))
        self._reporter.begin(prose, self._settings.wording.speak(task.lang or self._settings.lang))
        self._looker.looks = {}
        with steady_depth():
            text = self._convert(prose, task.top, task.prefix)
        fragment = replace(find_links(text), headings=self._list_headings() if text else ())
        facts = Facts(tuple(self._reporter.diagnostics), self._looker.looks, fragment.links)
        return write_facts(facts), write_fragment(fragment)

    def _register_steps(self) -> None:
        """Put our steps among Markdown's: 20 makes links and emphasis of words, 8 reads `{attributes}`."""
        players = Players(self._looker, self._reporter)
        makers = (Embeds(self._reporter).make_embed, players.make_player, make_picture)
        steps = (
            (Quotes(self._reporter), 26), (Captions(), 25), (BareAddresses(), 24), (Citations(), 12),
            (self._headings, 6), (_Tables(self._reporter), 6), (Figures(makers), 6),
        )  # fmt: skip
        for step, priority in steps:
            self._markdown.treeprocessors.register(step, f"casebook-{type(step).__name__}", priority)

    def _convert(self, prose: Prose, top: int, prefix: str) -> str:
        self._headings.top, self._footnotes.prefix, self._toc_prefix = top, prefix, prefix
        self._footnotes.set_words(self._reporter.words)
        self._contents.prepare(prose.text)
        try:
            hidden = hide_emoticons(prose.text)
            text = self._markdown.reset().convert(hidden)
            text = self._typesetter.finish(highlight_code(text, self._reporter))
            text = text if hidden is prose.text else show_emoticons(text)
        except Exception as error:
            self._reporter.diagnostics.add(_explain_failure(prose, error))
            return ""
        self._report_markup(prose, text)
        report_third_parties(text, self._settings.url, self._reporter)
        return self._pictures.complete(text)

    def _report_markup(self, prose: Prose, text: str) -> None:
        diagnostics = self._reporter.diagnostics
        opened = {name.lower() for name in RAW_TAG.findall(text)}
        diagnostics.update(_explain_unclosed(prose, name) for name in opened if _is_unclosed(text, name))
        references = (match for match in REFERENCE.finditer(text) if _is_unwanted(match[1]))
        diagnostics.update(_explain_reference(prose, match) for match in references)

    def _list_headings(self) -> tuple[Heading, ...]:
        tokens: list[dict[str, Any]] = getattr(self._markdown, "toc_tokens", [])
        return tuple(
            Heading(level, anchor, self._typesetter.typeset(text)) for level, anchor, text in _read_tokens(tokens)
        )

    def _slugify_heading(self, value: str, separator: str) -> str:
        return self._toc_prefix + slugify_unicode(value, separator)


def _explain_failure(prose: Prose, error: Exception) -> Diagnostic:
    message, hint = "Markdown fails on the text that begins here", "Simplify it; deep nesting is the usual cause."
    return prose.source.report(prose.start, Code.BAD_MARKDOWN, message, hint, f"{type(error).__name__}: {error}")


@lru_cache(maxsize=1000)
def _is_unwanted(written: str) -> bool:
    """Tell whether a character reference stands for what no page can carry: `&#7;`, or what is no character at all."""
    digits = written.lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return number > sys.maxunicode or UNWANTED.match(chr(number)) is not None


def _is_unclosed(text: str, name: str) -> bool:
    """Tell whether an element that swallows all that follows is opened more often than closed."""
    return len(re.findall(rf"<{name}\b", text, re.IGNORECASE)) > len(re.findall(rf"</{name}\b", text, re.IGNORECASE))


def _explain_unclosed(prose: Prose, name: str) -> Diagnostic:
    message, hint = "the element is not closed and would swallow the rest of the page", f"Write </{name}> at its end."
    return prose.report(f"<{name}", 0, Code.BAD_MARKDOWN, message, hint)


def _explain_reference(prose: Prose, reference: re.Match[str]) -> Diagnostic:
    message = "a character that no page can carry"
    return prose.report(reference.group(), 0, Code.CONTROL_CHARACTER, message, "Delete it.")


def _read_tokens(tokens: Iterable[dict[str, Any]]) -> Iterable[tuple[int, str, str]]:
    """Return level, id and words of each heading, in the order of the text, from Markdown's tree of them."""
    for token in tokens:
        yield token["level"], token["id"], retype_emoticons(html.unescape(token["name"]))
        yield from _read_tokens(token["children"])


class _Formulas(InlineProcessor):
    """Leaves MathML inside a paragraph as it is; in a paragraph of its own Markdown does."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the names are Markdown's
        return self.md.htmlStash.store(m[0]), m.start(), m.end()


class _Footnotes(FootnoteExtension):
    """Footnotes whose ids carry the prefix of their text."""

    prefix = ""
    words: Words | None = None

    def set_words(self, words: Words) -> None:
        """Let the ways back to the text be named in a language; Markdown puts the number where `{}` is."""
        if words is self.words:
            return
        self.words = words
        self.setConfig("BACKLINK_TITLE", words.plain("footnote-back", number="{}"))

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 - the names are Markdown's
        return super().makeFootnoteId(self.prefix + id)

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, FBT001, FBT002, N802 - likewise
        return super().makeFootnoteRefId(self.prefix + id, found)


class _Headings(Treeprocessor):
    """Fits the levels of headings under the page's: the highest becomes `top`, and no level is left out below it."""

    top = 2

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if HEADING.fullmatch(str(element.tag))]
        levels = sorted({element.tag for element in headings})
        for heading in headings:
            heading.tag = f"h{min(self.top + levels.index(heading.tag), 6)}"


class _Tables(Treeprocessor):
    """Makes tables fit for every screen.

    Each gets a box that scrolls, by keyboard too, where it is too wide; the `align` attribute of cells, which HTML has
    given up, becomes a class (a style attribute would not pass the policy).
    """

    def __init__(self, reporter: Reporter) -> None:
        super().__init__()
        self._reporter = reporter

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            if parent.tag in ("td", "th") and (align := parent.attrib.pop("align", None)):
                parent.set("class", f"align-{align}")
            for index, child in enumerate(parent):
                if child.tag == "table":
                    parent[index] = _box(child, self._reporter.words.plain("table"))


def _box(table: Element, label: str) -> Element:
    """Return a table in its box; the text behind the table stays behind it."""
    box = Element("div", {"class": "table", "role": "group", "aria-label": label, "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box
