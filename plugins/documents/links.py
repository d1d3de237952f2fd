"""Links in rendered text: found without changing a byte around them, resolved when every address is known."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

CONTENT_LINK = re.compile(r"([{|])\s*([A-Za-z]+)\s*([}|])(.*)", re.DOTALL)
"""`{filename}other.md`, or `|filename|other.md` as older Pelican sites write it."""

LINK_KINDS = ("filename", "static", "attach", "category", "tag", "author", "index")

_TAG = re.compile(
    r"""<!--.*?-->                                              # a comment,
      | <(?P<raw>script|style|textarea)\b.*?</(?P=raw)\s*>      # text that is no markup,
      | <[A-Za-z](?:"[^"]*"|'[^']*'|[^'">])*>                   # or an opening tag""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?<=\s)(href|src|poster|cite|data|srcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])")
_FENCED = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*\1[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """The target of one link as the author wrote it.

    `kind` is one of LINK_KINDS, another word where the author wrote another between the braces, or "" for an
    ordinary address; `target` is what stands behind the braces. `occurrence` counts the links of a text with the same
    target, from 0.
    """

    kind: str
    target: str
    written: str
    occurrence: int = 0


@dataclass(frozen=True)
class Fragment:
    """Rendered HTML, cut at the targets of its links."""

    pieces: tuple[str | Link, ...]

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
    end = 0
    for start, stop in _find_targets(text):
        written = html.unescape(text[start:stop])
        pieces += [text[end:start], parse_link(written, seen[written])]
        seen[written] += 1
        end = stop
    return Fragment((*pieces, text[end:]))


def parse_link(written: str, occurrence: int = 0) -> Link:
    """Return the link that an author wrote."""
    if match := CONTENT_LINK.fullmatch(written):
        return Link(match[2].lower(), match[4], written, occurrence)
    return Link("", written, written, occurrence)


def may_hold_content_links(markdown: str) -> bool:
    """Tell whether a text can hold links into the content; most hold none, and need not be rendered to be checked."""
    return re.search(r"[{|]\s*[A-Za-z]+\s*[}|]", markdown) is not None


def _find_targets(text: str) -> Iterator[tuple[int, int]]:
    for tag in _TAG.finditer(text):
        if tag["raw"] or tag.group().startswith("<!--"):
            continue
        for attribute in _ATTRIBUTE.finditer(text, tag.start(), tag.end()):
            group = next(number for number in (2, 3, 4) if attribute[number] is not None)
            start, stop = attribute.span(group)
            if attribute[1].lower() == "srcset":
                yield from _find_candidates(text, start, stop)
            else:
                yield start, stop


def _find_candidates(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Find the addresses of a srcset: each is followed by a width or density and a comma."""
    for candidate in re.finditer(r"[^,]+", text[start:stop]):
        if match := _CANDIDATE.match(candidate.group()):
            yield start + candidate.start() + match.start(1), start + candidate.start() + match.end(1)


def find_outside_code(text: str, target: str, occurrence: int) -> int:
    """Return the index of the n-th (from 0) occurrence of `target` outside Markdown's code.

    Where there are fewer it is the last one, and -1 where there is none.
    """
    masked = _SPAN.sub(_blank, _FENCED.sub(_blank, text))
    index = masked.find(target)
    for _ in range(occurrence):
        following = masked.find(target, index + 1)
        if following < 0:
            break
        index = following
    return index


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
