"""Makes stylesheets, modules and pages smaller without a change of what they mean.

Each is a pure function of its text, and quick: nothing of it need be kept. What the tools were seen to get wrong is
worked around here, and the tests compare meanings: rules, syntax trees and documents.
"""

from __future__ import annotations

import re
from functools import lru_cache

import minify_html as tool
import rjsmin

PHRASING = frozenset({
    "a", "abbr", "audio", "b", "bdi", "bdo", "br", "button", "canvas", "cite", "code", "data", "del", "dfn", "em",
    "embed", "i", "iframe", "img", "input", "ins", "kbd", "label", "map", "mark", "math", "meter", "object", "output",
    "picture", "progress", "q", "ruby", "s", "samp", "select", "slot", "small", "span", "strong", "sub", "sup", "svg",
    "textarea", "time", "u", "var", "video", "wbr",
})  # fmt: skip
"""Elements that stand in a line of text, where a space before or after is seen.

Source: https://html.spec.whatwg.org/#phrasing-content. Custom elements, known by their dash, count too.
"""

GAP = re.compile(r"""<(/?[a-z][^\s/>]*+)((?:[^>"']|"[^"]*"|'[^']*')*+>)\s+(?=</?([a-z][^\s/>]*+))""", re.IGNORECASE)
"""White space between two tags, with the names of both."""

CSS_TEXT = r"""("(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|url\([^"')]*+\))"""
"""What stands in a stylesheet to the letter: strings and addresses."""

CSS_GAP = re.compile(rf"{CSS_TEXT}|(?:\s|/\*.*?\*/)+", re.DOTALL)
"""The same, or white space and comments, in which an apostrophe begins no string."""

CSS_NEEDLESS = re.compile(r"(?<!:) ?([{};,>]) ?|(?<=[(]) | (?=[)])|(?<=:) (?=[^;}]|$)")
"""Spaces that separate nothing. One before a colon does, and one after it where nothing more follows."""

STYLESHEETS = 128
"""How many are kept for the next build of the same process: more than a theme and the components have."""

KEPT = "\ufdd0"
"""Marks a space that must stay. It is a noncharacter: no text of the content can hold it."""

LOST = re.compile(r"""=\s*["']?until-found|\s(?:lang|dir|value)\s*=\s*(?:""|'')""", re.IGNORECASE)
"""Values that minify-html drops although they mean something: a page with one stays as it is."""


@lru_cache(maxsize=STYLESHEETS)
def minify_css(text: str) -> str:
    """Return a stylesheet without comments and needless white space.

    The space before a colon stays: in `.a :is(b)` it leads to what is inside. rcssmin 1.3 takes it within `@layer`.
    """
    parts = re.split(CSS_TEXT, CSS_GAP.sub(_close_gap, text), flags=re.DOTALL)
    parts[::2] = (CSS_NEEDLESS.sub(r"\1", part).replace(";}", "}") for part in parts[::2])
    return f"{''.join(parts).strip()}\n"


def _close_gap(match: re.Match[str]) -> str:
    """Return one space for white space and comments. A comment alone separates too, without being a space."""
    if match[1]:
        return match[1]
    return " " if re.search(r"\s", re.sub(r"/\*.*?\*/", "", match.group(), flags=re.DOTALL)) else "/**/"


def minify_js(text: str) -> str:
    """Return a script without comments and needless white space; names stay as they are.

    One with a template in a template stays as it is: rjsmin takes spaces out of the inner one.
    """
    return text if _has_nested_template(text) else f"{rjsmin.jsmin(text)}\n"


def minify_html(text: str) -> str:
    """Return a page without comments, needless white space, quotes and default attributes.

    End tags stay, and so do scripts, which are data on our pages.
    """
    if LOST.search(text):
        return text
    small = tool.minify(
        GAP.sub(_mark_gap, text),
        keep_closing_tags=True,
        keep_html_and_head_opening_tags=True,
        keep_input_type_text_attr=True,
    )
    return f"{small.replace(KEPT, '')}\n"


def _has_nested_template(text: str) -> bool:
    """Tell whether a template begins before the `${…}` of another one ends."""
    for part in text.split("${")[1:]:
        depth = 1
        for char in part:
            depth += {"{": 1, "}": -1}.get(char, 0)
            if not depth:
                break
            if char == "`":
                return True
    return False


def _mark_gap(match: re.Match[str]) -> str:
    """Mark the white space between two elements of a line: minify-html takes all of it away within a `<div>`."""
    gap = match.group()
    return f"{gap}{KEPT}" if _is_phrasing(match[1].lstrip("/")) and _is_phrasing(match[3]) else gap


def _is_phrasing(name: str) -> bool:
    return name.lower() in PHRASING or "-" in name
