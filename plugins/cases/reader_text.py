"""Readers' words are hostile until shown otherwise: a small Markdown without HTML, then a short list of tags.

markdown-it-py keeps HTML as text; nh3 lets through only what is listed here, with no attribute but a link's address.
Quotes and dashes become typographic as authors' do. No other word or sign is changed: markdown-it's own replacements
would make `(c)` of a list a copyright sign, and three exclamation marks of four.

No text takes long: each part of this takes time in proportion to the text, or is bounded. What is nested deeper than
anybody reads, and what takes too long all the same, is shown as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, smartquotes
from markdown_it.token import Token
from markupsafe import Markup

from plugins.cases.reader_links import add_link_rule
from plugins.characters import keep_in_place
from plugins.documents.emoticons import hide_emoticons, show_emoticons
from plugins.time_limits import TimeLimitError, limit_time

LONGEST_TEXT = 20_000
"""Bytes of UTF-8 that a reader's text may have."""

LONGEST_TIME = 2.0
"""Seconds after which a text is given up; docs/reader-outcomes.md says what the worst that we know takes."""

DEEPEST = 20
"""Levels of lists, quotes and emphasis; a list and its entry are two. Below, markdown-it-py would drop the words."""

MOST_QUOTES = 200
"""Quotation marks of a paragraph that become typographic: a closing one is compared with all that are open."""

_DASH = re.compile(r"(?<!-)-{2,3}(?!-)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)")
_QUOTE = re.compile("['\"]")


def _set_dashes(state: StateCore) -> None:
    """Set dashes and ellipses in words; code there is none, and links keep their addresses."""
    for child in (child for token in state.tokens for child in token.children or ()):
        if child.type == "text":
            child.content = _DOTS.sub("…", _DASH.sub("—", child.content))


def _set_quotes(state: StateCore) -> None:
    """Set quotation marks, paragraph by paragraph, but not where there are very many of them."""
    whole = state.tokens
    state.tokens = [token for token in whole if token.children and len(_QUOTE.findall(token.content)) <= MOST_QUOTES]
    smartquotes(state)
    state.tokens = whole


def _make_markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": True, "maxNesting": DEEPEST})
    blocks, inlines = ["paragraph", "list", "blockquote"], ["emphasis", "link", "newline", "escape", "entity"]
    markdown.enable([*blocks, *inlines, "balance_pairs", "fragments_join", "smartquotes"])
    markdown.core.ruler.before("smartquotes", "dashes", _set_dashes)
    markdown.core.ruler.at("smartquotes", _set_quotes)
    add_link_rule(markdown)
    return markdown


_MARKDOWN = _make_markdown()
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
_SCHEMES = {"https", "mailto"}


@lru_cache(maxsize=1 << 10)  # the page of its case shows it, and its feed
def render_reader_text(text: str) -> Markup:
    """Return a reader's Markdown as safe HTML: paragraphs, emphasis, lists, quotes, and links to https and mailto."""
    words = keep_in_place(text)
    try:
        with limit_time(LONGEST_TIME):
            return _render(words)
    except TimeLimitError:
        return _render_plain(words)


def is_too_long(text: str) -> bool:
    """Tell whether a reader's text is longer than may be printed."""
    return len(text.encode("utf-8")) > LONGEST_TEXT


def cut_text(text: str) -> str:
    """Return as much of a text as may be printed; no letter is cut in two."""
    return text.encode("utf-8")[:LONGEST_TEXT].decode("utf-8", "ignore")


def _render(text: str) -> Markup:
    env: dict[str, object] = {}
    tokens = _MARKDOWN.parse(hide_emoticons(text), env)
    if _find_depth(tokens) >= DEEPEST:
        return _render_plain(text)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env)
    return Markup(show_emoticons(_CLEANER.clean(html)).strip())


def _find_depth(tokens: Iterable[Token]) -> int:
    """Return how deep the deepest element is, emphasis and links too."""
    level = deepest = 0
    for token in tokens:
        level += token.nesting
        deepest = max(deepest, level, level + _find_depth(token.children or ()))
    return deepest


def _render_plain(text: str) -> Markup:
    """Return a text as it was typed, paragraph by paragraph."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return Markup("\n").join(Markup("<p>{}</p>").format(one.strip()) for one in paragraphs if one.strip())


def _keep_absolute(tag: str, attribute: str, value: str) -> str | None:
    """Drop addresses without a scheme: a reader's link never leads into the site by accident."""
    if (tag, attribute) == ("a", "href") and not value.lower().startswith(("https://", "mailto:")):
        return None
    return value


# To make a cleaner costs more than to clean a short text.
_CLEANER = nh3.Cleaner(
    tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="ugc nofollow noopener",
    attribute_filter=_keep_absolute,
)  # fmt: skip
