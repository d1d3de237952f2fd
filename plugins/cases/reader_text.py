"""Readers' words are hostile until shown otherwise: a small Markdown without HTML, then a short list of tags.

markdown-it-py keeps HTML as text; nh3 lets through only what is listed here, with no attribute but a link's address.
Quotes and dashes become typographic as authors' do. No other word or sign is changed: markdown-it's own replacements
would make `(c)` of a list a copyright sign, and three exclamation marks of four.
"""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

from plugins.documents.emoticons import hide_emoticons, show_emoticons

_DASH = re.compile(r"(?<!-)-{2,3}(?!-)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")


def _set_dashes(state: StateCore) -> None:
    """Set dashes and ellipses in words; code there is none, and links keep their addresses."""
    for child in (child for token in state.tokens for child in token.children or ()):
        if child.type == "text":
            child.content = _DOTS.sub("…", _DASH.sub("—", child.content))


_MARKDOWN = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": True, "maxNesting": 100}).enable(
    [
        "paragraph",
        "emphasis",
        "list",
        "blockquote",
        "link",
        "newline",
        "escape",
        "entity",
        "balance_pairs",
        "fragments_join",
        "smartquotes",
    ]
)
_MARKDOWN.core.ruler.before("smartquotes", "dashes", _set_dashes)
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
_SCHEMES = {"https", "mailto"}


def render_reader_text(text: str) -> Markup:
    """Return a reader's Markdown as safe HTML: paragraphs, emphasis, lists, quotes, and links to https and mailto."""
    html = _MARKDOWN.render(hide_emoticons(text))
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="ugc nofollow noopener",
        attribute_filter=_keep_absolute,
    )  # fmt: skip
    return Markup(show_emoticons(clean).strip())


def _keep_absolute(tag: str, attribute: str, value: str) -> str | None:
    """Drop addresses without a scheme: a reader's link never leads into the site by accident."""
    if (tag, attribute) == ("a", "href") and not value.lower().startswith(("https://", "mailto:")):
        return None
    return value
