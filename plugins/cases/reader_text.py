"""Readers' words are hostile until shown otherwise: a small Markdown without HTML, then a short list of tags.

markdown-it-py keeps HTML as text; nh3 lets through only what is listed here, with no attribute but a link's address.
"""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False, "maxNesting": 100}).enable(
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
    ]
)
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
_SCHEMES = {"https", "mailto"}


def render_reader_text(text: str) -> Markup:
    """Return a reader's Markdown as safe HTML: paragraphs, emphasis, lists, quotes, and links to https and mailto."""
    html = _MARKDOWN.render(text)
    return Markup(nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="ugc nofollow noopener",
        attribute_filter=_keep_absolute,
    ).strip())  # fmt: skip


def _keep_absolute(tag: str, attribute: str, value: str) -> str | None:
    """Drop addresses without a scheme: a reader's link never leads into the site by accident."""
    if (tag, attribute) == ("a", "href") and not value.lower().startswith(("https://", "mailto:")):
        return None
    return value
