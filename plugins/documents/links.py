"""Links in rendered text: found without changing a byte around them, resolved when every address is known."""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from markupsafe import Markup

from plugins.documents.tags import find_tags, unescape_attribute

CONTENT_LINK = re.compile(r"([{|])\s*([A-Za-z]+)\s*([}|])(.*)", re.DOTALL)
"""`{filename}other.md`, or `|filename|other.md` as older Pelican sites write it."""

LINK_KINDS = ("filename", "static", "attach", "category", "tag", "author", "column", "series", "index")
FILE_KINDS = ("filename", "static", "attach")
"""Kinds of links that lead to a file of the content."""

LINK_ATTRIBUTES = ("href", "src", "poster", "cite", "data", "srcset")
SHOWING = {
    ("img", "src"): "img", ("video", "poster"): "video", ("input", "src"): "input", ("image", "href"): "image",
    ("object", "data"): "object",
}  # fmt: skip
"""Elements and their attributes that show a picture in its place, and the name of the element."""

_CHECKED = re.compile(
    r"""!\[                                                                   # a picture
      | <(?:img|image|input|video|audio|source|track|iframe|script|embed|object)\b   # what a browser would load
      | \[!                                                                   # a callout
      | (?:```|~~~)[ \t]*[\w{]                                                # code in a language
      | class\s*=\s*["']?language-""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKS = (("!", "!["), ("<", "<"), ("!", "[!"), ("`", "```"), ("~", "~~~"))
"""A text without any of these, and without a class for code, holds nothing of the kind. Each has a character before it
that is found much sooner, and seldom is."""

_LINK_KINDS = (re.compile(r"\{\s*[A-Za-z]+\s*[}|]"), re.compile(r"\|\s*[A-Za-z]+\s*[}|]"))
_RAW = ("script", "style", "textarea")
_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])[^,]*")
_FENCED = re.compile(r"^[ \t>]*(`{3,}(?=[^`\n]*\n)|~{3,})[^\n]*\n.*?(?:^[ \t>]*\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"(?:\A|(?<=\n))[^\S\n]*\n((?:(?: {4}|\t)[^\n]*\n?|[^\S\n]*\n)+)")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_TARGET_END = r"(?=[\s)\"'>\]<|,]|\Z)"


@dataclass(frozen=True)
class Link:
    """The target of one link as the author wrote it.

    `kind` is one of LINK_KINDS, another word where the author wrote another between the braces, or "" for an
    ordinary address; `target` is what stands behind the braces. `occurrence` counts the links of a text with the same
    target, from 0. `shown_by` is the element that shows what is there as a picture in its place, "" where none does;
    of a `srcset` it is "source", wherever it stands.
    """

    kind: str
    target: str
    written: str
    occurrence: int = 0
    shown_by: str = field(default="", compare=False)


@dataclass(frozen=True)
class Heading:
    """A heading of a text, for a table of contents: its level on the page, its id with its prefix, its words."""

    level: int
    id: str
    text: str


@dataclass(frozen=True)
class Fragment:
    """Rendered HTML, cut at the targets of its links."""

    pieces: tuple[str | Link, ...]
    headings: tuple[Heading, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """The links in the order of the text."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Link))

    def to_html(self, resolve: Callable[[Link], str]) -> Markup:
        """Return the HTML with each target replaced by what `resolve` makes of it."""
        return Markup(
            "".join(piece if isinstance(piece, str) else html.escape(resolve(piece)) for piece in self.pieces)
        )


def find_links(text: str) -> Fragment:
    """Cut rendered HTML at the targets of its links, in attributes of opening tags only."""
    pieces: list[str | Link] = []
    seen: Counter[str] = Counter()
    end, closing = 0, ""
    for start, stop, quote, shown_by in _find_targets(text):
        written = unescape_attribute(text[start:stop])
        link = replace(parse_link(written, seen[written]), shown_by=shown_by)
        pieces += [closing + text[end:start] + quote, link]
        seen[written] += 1
        end, closing = stop, quote
    return Fragment((*pieces, closing + text[end:]))


def parse_link(written: str, occurrence: int = 0) -> Link:
    """Return the link that an author wrote."""
    if match := CONTENT_LINK.fullmatch(written):
        return Link(match[2].lower(), match[4], written, occurrence)
    return Link("", written, written, occurrence)


def split_target(target: str) -> tuple[str, str, str]:
    """Return the path, query and fragment of what stands behind `{filename}` and the like."""
    path, _, fragment = target.partition("#")
    path, _, query = path.partition("?")
    return path, query, fragment


def find_target(source: PurePosixPath, target: str) -> str | None:
    """Return the path inside the content that a link in `source` leads to, or None where it leaves the content."""
    folder = str(source).rpartition("/")[0]
    path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}" if folder else target
    normal = posixpath.normpath(path)
    return None if normal.startswith("..") else normal


@lru_cache(maxsize=1 << 16)
def needs_rendering(markdown: str) -> bool:
    """Tell whether a check has to render a text: most hold nothing that only the finished HTML shows to be wrong."""
    # To look for single words first is ten times quicker than for patterns, and nearly always enough.
    if "&#" in markdown:
        return True
    may_show = any(first in markdown and mark in markdown for first, mark in _MARKS) or "language-" in markdown.lower()
    if may_show and _CHECKED.search(markdown):
        return True
    read = html.unescape(markdown)
    return any(pattern.search(read) for pattern in _LINK_KINDS)


def _find_targets(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Find the beginning and end of each target, the quote that it lacks, and the element that shows it."""
    for tag in find_tags(text, valued=True):
        if tag.name in _RAW:
            continue  # what these link to is no page of the reader's
        for attribute in tag.attributes:
            if attribute.value is None or attribute.name not in LINK_ATTRIBUTES:
                continue
            quote = "" if attribute.is_quoted else '"'
            span = attribute.value_start, attribute.value_end
            spans = [span]
            if attribute.name == "srcset" and not quote:
                spans = [match.span(1) for match in _CANDIDATE.finditer(text, *span)]
            shown_by = SHOWING.get((tag.name, attribute.name), "source" if attribute.name == "srcset" else "")
            yield from ((start, stop, quote, shown_by) for start, stop in spans)


def find_outside_code(text: str, target: str, occurrence: int) -> int:
    """Return the index of the n-th (from 0) occurrence of `target` outside Markdown's code.

    Where there are fewer it is the last one, and -1 where there is none. Only a whole target counts, not the beginning
    of another; it may be written with HTML's entities.
    """
    spellings = sorted({re.escape(target), re.escape(html.escape(target, quote=False))})
    whole = re.compile(f"(?:{'|'.join(spellings)}){_TARGET_END}")
    unfenced = _SPAN.sub(_blank, _FENCED.sub(_blank, text))
    # What is indented is code in most texts, but not in a list, nor in YAML: there it is looked through after all.
    for masked in (_INDENTED.sub(_blank, unfenced), unfenced):
        if found := [match.start() for match in whole.finditer(masked)]:
            return found[min(occurrence, len(found) - 1)]
    return unfenced.find(target)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
