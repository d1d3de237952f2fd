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
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import smartypants
from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup
from typogrify.filters import smartypants as set_quotes
from typogrify.filters import typogrify

from plugins.characters import UNWANTED
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.embeds import BareAddresses, Embeds
from plugins.documents.emoticons import hide_emoticons, retype_emoticons, show_emoticons
from plugins.documents.figures import Captions, Figures, make_picture
from plugins.documents.highlighting import highlight_code
from plugins.documents.links import Fragment, Heading, find_links
from plugins.documents.pictures import Pictures
from plugins.documents.players import Players
from plugins.documents.quotes import Citations, QuoteBlocks, Quotes
from plugins.documents.reporting import Reporter
from plugins.documents.tags import protect_tags
from plugins.documents.third_parties import report_third_parties
from plugins.documents.values import Prose
from plugins.settings import SiteSettings
from plugins.wording.words import Words

# Typogrify calls smartypants with its global default, which another library may have set: dashes as `--`, quotes, dots.
smartypants.Attr.default = smartypants.Attr.set1

REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,10});?")
HEADING = re.compile("h[1-6]")
FORMULA = r"(?is)<math\b[^\x02]*?</math\s*>"
"""MathML in which Markdown has found no code; U+0002 is how it marks that."""

RAW_ELEMENTS = ("script", "style", "textarea", "select", "xmp", "plaintext", "title", "iframe", "noembed", "noframes")
"""Elements in which no other markup is read until they are closed."""

UNTOUCHED = ["pre", "code", "kbd", "samp", "var", "script", "style", "math", "svg", "textarea"]
"""What Typogrify leaves as it is."""


class Renderer:
    """Renders Markdown texts, each once for its place on the page: a second call returns the same fragment.

    `diagnostics` gathers what Markdown cannot take; such a text renders as nothing, and no build goes on with it.
    """

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        self._reporter = Reporter(settings.wording.speak(settings.lang))
        self._pictures = Pictures(settings.content, self._reporter)
        self._footnotes = _Footnotes()
        self._headings = _Headings()
        self._toc_prefix = ""
        self._markdown = Markdown(extensions=[
            AbbrExtension(), AttrListExtension(), DefListExtension(), FencedCodeExtension(), self._footnotes,
            MarkdownInHtmlExtension(), SaneListExtension(), TableExtension(use_align_attribute=True),
            TocExtension(slugify=self._slugify_heading),
        ])  # fmt: skip
        self._markdown.inlinePatterns.register(_Formulas(FORMULA, self._markdown), "formulas", 185)
        self._markdown.parser.blockprocessors.register(QuoteBlocks(self._markdown.parser), "quote", 20)
        self._register_steps()
        self._filters = dict.fromkeys(settings.typogrify_omit, False)
        self._kept: dict[tuple[Path, int, int, str, str], Fragment] = {}
        # Titles and names stand on many pages.
        self._titles: dict[str, Markup] = {}
        self._typeset: dict[str, str] = {}

    @property
    def diagnostics(self) -> set[Diagnostic]:
        """What is wrong with the texts that were rendered."""
        return self._reporter.diagnostics

    def render(self, prose: Prose, *, top: int = 2, prefix: str = "", lang: str | None = None) -> Fragment:
        """Return a text as HTML.

        `top` is the level that its highest heading gets; `prefix` begins the ids of headings and footnotes; `lang` is
        its language, where it is not the site's.
        """
        key = (prose.source.path, prose.start, top, prefix, lang or "")
        if key not in self._kept:
            self._reporter.prose = prose
            self._reporter.words = self._settings.wording.speak(lang or self._settings.lang)
            text = self._convert(prose, top, prefix)
            self._kept[key] = replace(find_links(text), headings=self._list_headings() if text else ())
        return self._kept[key]

    def render_title(self, title: str) -> Markup:
        """Return plain text as HTML with typographic quotes and dashes."""
        if title not in self._titles:
            self._titles[title] = Markup(show_emoticons(self._finish(hide_emoticons(_escape(title)))))
        return self._titles[title]

    def typeset(self, text: str) -> str:
        """Return plain text with typographic quotes and dashes, plain text again: for titles of windows."""
        if not self._settings.typogrify or "smartypants" in self._settings.typogrify_omit:
            return text
        if text not in self._typeset:
            self._typeset[text] = retype_emoticons(html.unescape(str(set_quotes(_escape(hide_emoticons(text))))))
        return self._typeset[text]

    def _register_steps(self) -> None:
        """Put our steps among Markdown's: 20 makes links and emphasis of words, 8 reads `{attributes}`."""
        players = Players(self._settings.content, self._reporter)
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
        try:
            text = self._markdown.reset().convert(hide_emoticons(prose.text))
            text = show_emoticons(self._finish(highlight_code(text, self._reporter)))
        except Exception as error:
            self.diagnostics.add(_explain_failure(prose, error))
            return ""
        self._report_markup(prose, text)
        report_third_parties(text, self._settings.url, self._reporter)
        return self._pictures.complete(text)

    def _report_markup(self, prose: Prose, text: str) -> None:
        self.diagnostics.update(_explain_unclosed(prose, name) for name in RAW_ELEMENTS if _is_unclosed(text, name))
        references = (match for match in REFERENCE.finditer(text) if _is_unwanted(match))
        self.diagnostics.update(_explain_reference(prose, match) for match in references)

    def _finish(self, text: str) -> str:
        if not self._settings.typogrify or not text:
            return text
        return str(typogrify(protect_tags(text), UNTOUCHED, **self._filters))

    def _list_headings(self) -> tuple[Heading, ...]:
        tokens: list[dict[str, Any]] = getattr(self._markdown, "toc_tokens", [])
        return tuple(Heading(level, anchor, self.typeset(text)) for level, anchor, text in _read_tokens(tokens))

    def _slugify_heading(self, value: str, separator: str) -> str:
        return self._toc_prefix + slugify_unicode(value, separator)


def _escape(text: str) -> str:
    """Return text as HTML, but for quotes: as references smartypants would not see them."""
    return html.escape(text, quote=False)


def _explain_failure(prose: Prose, error: Exception) -> Diagnostic:
    message, hint = "Markdown fails on the text that begins here", "Simplify it; deep nesting is the usual cause."
    return prose.source.report(prose.start, Code.BAD_MARKDOWN, message, hint, f"{type(error).__name__}: {error}")


def _is_unwanted(reference: re.Match[str]) -> bool:
    """Tell whether a character reference stands for what no page can carry: `&#7;`, or what is no character at all."""
    digits = reference[1].lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return number > sys.maxunicode or UNWANTED.match(chr(number)) is not None


def _is_unclosed(text: str, name: str) -> bool:
    """Tell whether an element that swallows all that follows is opened more often than closed."""
    if f"<{name}" not in text.lower():
        return False
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

    def set_words(self, words: Words) -> None:
        """Let the ways back to the text be named in a language; Markdown puts the number where `{}` is."""
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
