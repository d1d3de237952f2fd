"""Parts of Markdown that do the same as its own, and do it less often: each was a twentieth of the time of a text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.md_in_html import HtmlBlockPreprocessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.util import ETX, STX

ODD_WHITESPACE = (STX, ETX, "\r", "\t", " \n")
"""A text without any of these has no whitespace that is changed."""


class LightMarkdown(Markdown):
    """Remembers which elements are blocks. It is asked a dozen times for each element of each text."""

    @lru_cache(maxsize=1000)  # noqa: B019 - there is one for each thread, which lives as long as that
    def is_block_level(self, tag: Any) -> bool:
        """Tell whether an element is a block by its name."""
        return super().is_block_level(tag)


class _Contents(TocTreeprocessor):
    """Makes a table of contents only where a text may ask for one, and not for every text."""

    is_wanted = False

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """Return the table of contents, or a box for it where nobody puts it anywhere."""
        return super().build_toc_div(toc_list) if self.is_wanted else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the table where the author wrote `[TOC]`."""
        if self.is_wanted:
            super().replace_marker(root, elem)


class Contents(TocExtension):
    """Gives headings their ids, and makes the table of contents."""

    TreeProcessorClass = _Contents

    def prepare(self, text: str) -> None:
        """Turn to the next text. Its lines are not parsed yet: a mark may stand in one of them, but in no other way."""
        step: Any = self.md.treeprocessors["toc"]
        step.is_wanted = "TOC" in text


class Whitespace(NormalizeWhitespace):
    """Does away with odd whitespace where there is any."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with two empty ones behind them."""
        text = "\n".join(lines) + "\n"
        return super().run(lines) if any(map(text.__contains__, ODD_WHITESPACE)) else [*lines, "", ""]


class FencedCode(FencedBlockPreprocessor):
    """Looks for code between fences where there is a fence."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with placeholders for what is code."""
        text = "\n".join(lines)
        return super().run(lines) if "```" in text or "~~~" in text else lines


class HtmlBlocks(HtmlBlockPreprocessor):
    """Looks for HTML where there is a mark of it."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with placeholders for what is HTML."""
        text = "\n".join(lines)
        return super().run(lines) if "<" in text or "&" in text else lines


def spare_lines(markdown: Markdown) -> None:
    """Put the steps above in the places of Markdown's own: under their names, and with their priorities."""
    steps = markdown.preprocessors
    fenced: Any = steps["fenced_code_block"]
    steps.register(Whitespace(markdown), "normalize_whitespace", 30)
    steps.register(FencedCode(markdown, fenced.config), "fenced_code_block", 25)
    steps.register(HtmlBlocks(markdown), "html_block", 20)
