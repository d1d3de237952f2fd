"""What the properties share: hostile text, a site in memory where possible, and an independent look at its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jinja2 import Environment

from plugins.characters import UNWANTED
from plugins.diagnostics import Diagnostic, format_github, format_text, has_errors
from plugins.feeds.rendering import Feeds
from plugins.settings import SiteSettings, read_now, read_settings
from plugins.site.content import Content, load_content
from plugins.site.pages import Pages
from plugins.site.registry import FILES, Output
from plugins.templating import make_environment

THEME = Path(__file__).resolve().parents[1] / "sites" / "theme"
NOW = "2026-03-01T12:00+00:00"
SETTINGS = """
SITENAME = "Properties"
SITEURL = "https://example.org"
AUTHOR = "ada"
CONTACT_EMAIL = "cases@example.org"
TYPOGRIFY = False
"""

METACHARACTERS = [
    *"\"'`<>&#*_-+=~^|:;!?%@$\\/.,[](){} \t\n\r\u00a0\u200b\u202e\u2066\u0301\u0345\u1e9e\u0130\ufb01\u212a\U0001f600",
    *(
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\ufdd0",
        "\uffff",
        "\ud800",
        "\U0010ffff",
    ),
    *(
        ": ",
        " #",
        "- ",
        "? ",
        "---",
        "...",
        "\n---\n",
        "\n\n",
        "\n  ",
        "    ",
        "&a ",
        "*a",
        "!t ",
        "<<: ",
        "|\n",
        ">-\n",
        "{a: b}",
        "[a, b]",
    ),
    *(
        "<b>",
        "</p>",
        "<script>",
        "</title>",
        "</textarea>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?php",
        "<a href=",
        "<svg>",
        "<table>",
        "<p ",
    ),
    *("&amp;", "&lt;", "&#7;", "&#7", "&#0;", "&#x110000;", "&copy", "&nosuch;", "&#64;", "%00", "%2e%2e/", "%ff"),
    *(
        "{static}",
        "{filename}post.md",
        "|attach|x",
        "{tag}",
        "{{ page }}",
        "{% x %}",
        "{# x #}",
        "{: #id .c k=v }",
        "](",
        "![",
        "[^1]",
        "[^1]: ",
        "[a]: /x",
    ),
    *(
        "http://",
        "//[",
        "mailto:a@b.c",
        "javascript:",
        "# ",
        "```",
        "~~~",
        "> ",
        "1. ",
        "| a | b |\n|---|---|\n",
        "*[HTML]: x",
        "Title: ",
        "title: ",
        "no",
        "~",
        "null",
        "0x1F",
        "12:30",
    ),
]

CODE_POINTS = st.one_of(
    st.lists(st.one_of(st.sampled_from(METACHARACTERS), st.text(max_size=3)), max_size=8).map("".join),
    st.text(st.characters(codec=None), max_size=20),
)
"""Text of any code points, half-pairs of UTF-16 included, with a liking for those that mean something to somebody."""

POSSIBLE_TEXT = CODE_POINTS.map(lambda text: UNWANTED.sub("", text))
"""The same without what no page can carry."""

ANY_TEXT = st.one_of(POSSIBLE_TEXT, POSSIBLE_TEXT, POSSIBLE_TEXT, CODE_POINTS)
"""Mostly what can be carried, as a single character that cannot ends every other question."""


def try_for(times: float) -> hypothesis_settings:
    """Return settings for a property that is tried so many times as often as others, as it costs little or much."""
    return hypothesis_settings(max_examples=int(times * hypothesis_settings.default.max_examples))  # type: ignore[union-attr]


def encode(text: str) -> bytes:
    """Return text as a broken editor could write it: a half-pair becomes three bytes that are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Site:
    """A loaded content: what is wrong with it, or its pages and its feed."""

    content: Content
    diagnostics: list[Diagnostic]

    @property
    def failed(self) -> bool:
        return has_errors([*self.diagnostics, *self.content.renderer.diagnostics])

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """Every page by its path."""
        pages = Pages(self.content)
        outputs = [output for output in self.content.registry if output.kind not in FILES]
        return {output.path: _render(pages, output) for output in outputs}

    @cached_property
    def feeds(self) -> Mapping[str, bytes]:
        """Every feed by its path."""
        return dict(Feeds(Pages(self.content)).render())

    @property
    def feed(self) -> bytes:
        """The Atom feed of the whole site."""
        return self.feeds[self.content.settings.feed_path]

    def render_all(self) -> None:
        """Render whatever a build renders; it must not raise anything. What is found wrong on the way counts."""
        for diagnostic in self.diagnostics:
            assert_one_line(format_text(diagnostic, Path.cwd()))
            assert_one_line(format_github(diagnostic, Path.cwd()))
        if not self.failed:
            assert self.pages
            assert self.feed


def assert_one_line(line: str) -> None:
    """What a command prints is on one line and shows every character."""
    assert [line] == line.splitlines()
    assert line.isprintable()


def load_site(folder: Path, files: Mapping[str, bytes], settings: str = SETTINGS) -> Site:
    """Write files, which replace those of the last call, and load them as a content."""
    content = folder / "content"
    content.mkdir(exist_ok=True)
    for name, data in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    site = Site(*load_content(load_settings(folder, settings)))
    site.render_all()
    return site


@lru_cache(maxsize=50)
def load_settings(folder: Path, text: str) -> SiteSettings:
    """Return settings for a folder, with the theme of the tests."""
    path = folder / "settings.py"
    path.write_text(text, encoding="utf-8")
    settings, diagnostics = read_settings(path, now=read_now(NOW, {}), overrides={"THEME": THEME})
    assert settings is not None, diagnostics
    return settings


def _render(pages: Pages, output: Output) -> str:
    template = _load_templates().get_template(f"{output.kind}.html")
    page = pages.make_page(output)
    return template.render(site=pages.site, page=page, words=pages.settings.wording.speak(page.lang))


@lru_cache(maxsize=1)
def _load_templates() -> Environment:
    return make_environment(THEME / "templates")


def parse_strictly(page: str) -> Element:
    """Return a page as a tree. Raises html5lib's ParseError at the first mistake in it."""
    tree: Element = html5lib.HTMLParser(
        html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    ).parse(page)
    return tree


def parse_loosely(fragment: str) -> Element:
    """Return a fragment as browsers understand it, whatever is wrong with it."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree: Element = parser.parseFragment(fragment)
    return tree


def get_text(element: Element) -> str:
    """Return all text of an element; comments are none."""
    # The tag of a comment is a function, whatever the types say.
    texts = [] if callable(element.tag) else [element.text or ""]
    for child in element:
        texts += [get_text(child), child.tail or ""]
    return "".join(texts)


def collapse(text: str) -> str:
    """Return text as a reader sees it in running prose: every run of white space is one space."""
    return " ".join(text.split())
