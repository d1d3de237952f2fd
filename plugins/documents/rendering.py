"""From Markdown to finished HTML fragments: one Markdown instance, reset between texts, then Typogrify.

Headings are fitted under the heading that the page gives the text, and every id that a text makes carries its prefix,
so that several texts can stand on one page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
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
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup
from typogrify.filters import typogrify

from plugins.characters import UNWANTED
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.links import Fragment, find_links
from plugins.documents.tags import protect_tags
from plugins.documents.values import Prose
from plugins.settings import SiteSettings

# Typogrify calls smartypants with its global default, which another library may have set: dashes as `--`, quotes, dots.
smartypants.Attr.default = smartypants.Attr.set1

REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,8}|[0-9]{1,10});?")
HEADING = re.compile("h[1-6]")
RAW_ELEMENTS = ("script", "style", "textarea", "select", "xmp", "plaintext", "title", "iframe", "noembed", "noframes")
"""Elements in which no other markup is read until they are closed."""

UNTOUCHED = ["pre", "code", "kbd", "samp", "var", "script", "style", "math", "svg", "textarea"]
"""What Typogrify leaves as it is."""


class Renderer:
    """Renders Markdown texts, each once for its place on the page: a second call returns the same fragment.

    `diagnostics` gathers what Markdown cannot take; such a text renders as nothing, and no build goes on with it.
    """

    def __init__(self, settings: SiteSettings) -> None:
        self.diagnostics: set[Diagnostic] = set()
        self._footnotes = _Footnotes()
        self._headings = _Headings()
        self._toc_prefix = ""
        self._markdown = Markdown(extensions=[
            AbbrExtension(), AttrListExtension(), DefListExtension(), FencedCodeExtension(), self._footnotes,
            MarkdownInHtmlExtension(), SaneListExtension(), TableExtension(use_align_attribute=True),
            TocExtension(slugify=self._slugify_heading),
        ])  # fmt: skip
        self._markdown.treeprocessors.register(self._headings, "casebook-headings", 6)
        self._markdown.treeprocessors.register(_Tables(), "casebook-tables", 6)
        self._typogrify = settings.typogrify
        self._filters = dict.fromkeys(settings.typogrify_omit, False)
        self._kept: dict[tuple[Path, int, int, str], Fragment] = {}

    def render(self, prose: Prose, *, top: int = 2, prefix: str = "") -> Fragment:
        """Return a text as HTML.

        `top` is the level that its highest heading gets; `prefix` begins the ids of headings and footnotes.
        """
        key = (prose.source.path, prose.start, top, prefix)
        if key not in self._kept:
            self._kept[key] = find_links(self._convert(prose, top, prefix))
        return self._kept[key]

    def render_title(self, title: str) -> Markup:
        """Return plain text as HTML with typographic quotes and dashes."""
        # Markup's own escape() would turn quotes into references, which smartypants does not see as quotes.
        escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return Markup(self._finish(escaped))

    def _convert(self, prose: Prose, top: int, prefix: str) -> str:
        self._headings.top, self._footnotes.prefix, self._toc_prefix = top, prefix, prefix
        try:
            html = self._finish(self._markdown.reset().convert(prose.text))
        except Exception as error:
            self.diagnostics.add(_explain_failure(prose, error))
            return ""
        self.diagnostics |= {_explain_unclosed(prose, name) for name in RAW_ELEMENTS if _is_unclosed(html, name)}
        self.diagnostics |= {
            _explain_reference(prose, match) for match in REFERENCE.finditer(html) if _is_unwanted(match)
        }
        return html

    def _finish(self, html: str) -> str:
        if not self._typogrify or not html:
            return html
        return str(typogrify(protect_tags(html), UNTOUCHED, **self._filters))

    def _slugify_heading(self, value: str, separator: str) -> str:
        return self._toc_prefix + slugify_unicode(value, separator)


def _explain_failure(prose: Prose, error: Exception) -> Diagnostic:
    message, hint = "Markdown fails on the text that begins here", "Simplify it; deep nesting is the usual cause."
    return prose.source.report(prose.start, Code.BAD_MARKDOWN, message, hint, f"{type(error).__name__}: {error}")


def _is_unwanted(reference: re.Match[str]) -> bool:
    """Tell whether a character reference stands for what no page can carry: `&#7;`, or what is no character at all."""
    digits = reference[1].lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return number > sys.maxunicode or UNWANTED.match(chr(number)) is not None


def _is_unclosed(html: str, name: str) -> bool:
    """Tell whether an element that swallows all that follows is opened more often than closed."""
    if f"<{name}" not in html.lower():
        return False
    return len(re.findall(rf"<{name}\b", html, re.IGNORECASE)) > len(re.findall(rf"</{name}\b", html, re.IGNORECASE))


def _explain_unclosed(prose: Prose, name: str) -> Diagnostic:
    message, hint = "the element is not closed and would swallow the rest of the page", f"Write </{name}> at its end."
    return prose.report(f"<{name}", 0, Code.BAD_MARKDOWN, message, hint)


def _explain_reference(prose: Prose, reference: re.Match[str]) -> Diagnostic:
    message = "a character that no page can carry"
    return prose.report(reference.group(), 0, Code.CONTROL_CHARACTER, message, "Delete it.")


class _Footnotes(FootnoteExtension):
    """Footnotes whose ids carry the prefix of their text."""

    prefix = ""

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

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            if parent.tag in ("td", "th") and (align := parent.attrib.pop("align", None)):
                parent.set("class", f"align-{align}")
            for index, child in enumerate(parent):
                if child.tag == "table":
                    parent[index] = _box(child)


def _box(table: Element) -> Element:
    """Return a table in its box; the text behind the table stays behind it."""
    box = Element("div", {"class": "table", "role": "group", "aria-label": "Table", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box
