"""Links in readers' texts, found in one pass from left to right, however many brackets a text has.

markdown-it-py's own rule looks from each `[` for its `]` again, and takes more than a second. This is CommonMark's,
https://spec.commonmark.org/0.31.2/#phase-2-inline-structure: a `]` settles which `[` it belongs to, and once a link is
found no `[` before it begins another, as links hold no links. There are no references: a link is `[words](address)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_STOP = re.compile(r"\\.|[\[\]]", re.DOTALL)
_SPACE = re.compile(r"[ \t\n]*")


@dataclass(frozen=True)
class _Link:
    """A link: where its words and the whole of it end, and its address."""

    label_end: int
    end: int
    href: str


def add_link_rule(markdown: MarkdownIt) -> None:
    """Take this rule for links instead of markdown-it-py's."""
    markdown.inline.ruler.at("link", _read_link)


def _read_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it-py calls it so)
    if state.src[state.pos] != "[" or (link := _find_links(state).get(state.pos)) is None:
        return False
    end = state.posMax
    if not silent:
        state.pos, state.posMax = state.pos + 1, link.label_end
        state.push("link_open", "a", 1).attrs = {"href": link.href}
        state.md.inline.tokenize(state)
        state.push("link_close", "a", -1)
    state.pos, state.posMax = link.end, end
    return True


def _find_links(state: StateInline) -> dict[int, _Link]:
    """Return the links of a paragraph by where they begin; they are looked for once."""
    kept = state.env.get("links")
    if kept is None or kept[0] is not state.src:
        kept = state.env["links"] = (state.src, dict(_iterate_links(state.md, state.src)))
    links: dict[int, _Link] = kept[1]
    return links


def _iterate_links(markdown: MarkdownIt, text: str) -> Iterator[tuple[int, _Link]]:
    openers: list[int] = []
    position = 0
    while stop := _STOP.search(text, position):
        position = stop.end()
        if stop[0] == "[":
            openers.append(stop.start())
        elif stop[0] == "]" and openers:
            start = openers.pop()
            if link := _read_target(markdown, text, stop.start()):
                yield start, link
                openers.clear()
                position = link.end


def _read_target(markdown: MarkdownIt, text: str, label_end: int) -> _Link | None:
    """Return the link whose words end at a `]`, if an address in parentheses follows. A title is read over."""
    if not text.startswith("(", label_end + 1):
        return None
    position = _skip_space(text, label_end + 2)
    target = markdown.helpers.parseLinkDestination(text, position, len(text))
    href = markdown.normalizeLink(target.str) if target.ok else ""
    if target.ok and markdown.validateLink(href):
        position = target.pos
        after = _skip_space(text, position)
        title = markdown.helpers.parseLinkTitle(text, after, len(text)) if after > position else None
        position = _skip_space(text, title.pos) if title and title.ok else after
    else:
        href = ""
    return _Link(label_end, position + 1, href) if text.startswith(")", position) else None


def _skip_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    assert found is not None  # it matches nothing as well
    return found.end()
