"""Opening tags in HTML, found without a parser: not a byte around them is read, and none need ever change."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5

_TAG = re.compile(
    r"""<!--.*?-->                                              # a comment,
      | <(?P<raw>script|style|textarea)\b.*?</(?P=raw)\s*>      # text that is no markup,
      | <[A-Za-z](?:"[^"]*"|'[^']*'|[^'">])*>                   # or an opening tag""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_NAME = re.compile(r"<([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_REFERENCE = re.compile(r"&(?:(#[0-9]+;?|#[xX][0-9a-fA-F]+;?)|([A-Za-z0-9]+;|[A-Za-z0-9]+(?![A-Za-z0-9=;])))")
_NO_MARKS = bytes({*range(256)} - {*b"<>\"'"})
_CLOSED = re.compile(rb"""(?:["']*+<(?:""|'')*>)*["']*+""")
"""The brackets and quotes of HTML, and nothing else of it, where those in tags hold no others: nearly always."""


@dataclass(frozen=True)
class Attribute:
    """One attribute of a tag; `value` is None where it has none.

    `start` and `end` are where the whole attribute stands in the text; `value_start` and `value_end` its value without
    quotes.
    """

    name: str
    value: str | None
    start: int
    end: int
    value_start: int
    value_end: int
    is_quoted: bool


@dataclass(frozen=True)
class Tag:
    """One opening tag, and where it stands in the text. Names are in small letters."""

    name: str
    attributes: tuple[Attribute, ...]
    start: int
    end: int

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, "" where it is there without one, None where it is not there."""
        return next((attribute.value or "" for attribute in self.attributes if attribute.name == name), None)


def find_tags(text: str, names: Container[str] | None = None, *, valued: bool = False) -> Iterator[Tag]:
    """Find the opening tags of a text, none in comments or in what a script, a style or a text area holds.

    The tag of these three themselves is among them. `names`, in small letters, are those that are wanted (default:
    all); the attributes of others are not read, which is most of the work. With `valued` only those are found in which
    an attribute may have a value.
    """
    for match in _TAG.finditer(text):
        if valued and "=" not in match[0]:
            continue
        name = _NAME.match(match[0])
        if name is not None and (names is None or name[1].lower() in names):
            yield _read_tag(text, match.start(), _find_end(text, match))


def add_attributes(written: str, added: Mapping[str, str]) -> str:
    """Return an opening tag as it was written, with attributes behind those that it has."""
    new = "".join(f' {name}="{html.escape(value)}"' for name, value in added.items())
    end = len(written) - (2 if written.endswith("/>") else 1)
    return f"{written[:end].rstrip()}{new}{' ' if written.endswith('/>') else ''}{written[end:]}"


def protect_tags(text: str) -> str:
    """Return HTML whose attributes hold no `>`: simpler readers of tags, such as Typogrify, take it for the end."""
    marks = text.encode("utf-8", "surrogatepass").translate(None, _NO_MARKS)
    return text if _CLOSED.fullmatch(marks) else _protect(text)


def unescape_attribute(text: str) -> str:
    """Return the value of an attribute with its character references read.

    A name without a semicolon is none where a letter, digit or `=` follows: `?a=1&copy=2` is an address. Source:
    https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
    """
    return _REFERENCE.sub(lambda match: html.unescape(match[0]) if match[1] or match[2] in html5 else match[0], text)


def _protect(text: str) -> str:
    return _TAG.sub(lambda tag: f"{tag[0][:-1].replace('>', '&gt;')}>" if _is_opening(tag) else tag[0], text)


def _is_opening(tag: re.Match[str]) -> bool:
    return not tag["raw"] and not tag[0].startswith("<!--") and ">" in tag[0][:-1]


def _find_end(text: str, match: re.Match[str]) -> int:
    """Return where the opening tag ends: of an element with raw text the match is the whole element."""
    if not match["raw"]:
        return match.end()
    opening = re.compile(r"""<[A-Za-z](?:"[^"]*"|'[^']*'|[^'">])*>""").match(text, match.start())
    return opening.end() if opening else match.end()


def _read_tag(text: str, start: int, end: int) -> Tag:
    name = _NAME.match(text, start)
    assert name is not None
    matches = _ATTRIBUTE.finditer(text, min(name.end(), end - 1), end - 1)
    return Tag(name[1].lower(), tuple(_read_attribute(match) for match in matches), start, end)


def _read_attribute(match: re.Match[str]) -> Attribute:
    group = next((number for number in (2, 3, 4) if match[number] is not None), None)
    value = None if group is None else unescape_attribute(match[group])
    span = match.span(group) if group else (match.end(), match.end())
    return Attribute(match[1].lower(), value, *match.span(), *span, group in (2, 3))
