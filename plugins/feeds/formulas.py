"""MathML as one line of text: feed readers and inboxes drop its elements, and `1` over `2` would become 12."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

FORMULA = re.compile(r"<math\b([^>]*)>(.*?)</math\s*>", re.DOTALL | re.IGNORECASE)
_ALTERNATIVE = re.compile(r"""\balttext\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LEFT_OUT = ("annotation", "annotation-xml", "mphantom")

_SHAPES: dict[str, Callable[[Sequence[str]], str]] = {
    "mfrac": lambda parts: "/".join(map(_bracket, parts)),
    "msup": lambda parts: "^".join(map(_bracket, parts)),
    "msub": lambda parts: "_".join(map(_bracket, parts)),
    "msubsup": lambda parts: f"{'_'.join(map(_bracket, parts[:2]))}^{_bracket(''.join(parts[2:]))}",
    "munderover": lambda parts: f"{'_'.join(map(_bracket, parts[:2]))}^{_bracket(''.join(parts[2:]))}",
    "mover": lambda parts: "^".join(map(_bracket, parts)),
    "munder": lambda parts: "_".join(map(_bracket, parts)),
    "msqrt": lambda parts: f"√{_bracket(''.join(parts))}",
    "mroot": lambda parts: f"√[{''.join(parts[1:])}]{_bracket(''.join(parts[:1]))}",
    "mtr": ", ".join,
    "mtable": "; ".join,
}


def write_formulas(text: str) -> str:
    """Return HTML with every formula as text: its `alttext` where it has one, else in one line, `a/b` and `x^2`."""
    return FORMULA.sub(lambda found: html.escape(_write(found), quote=False), text)


def _write(found: re.Match[str]) -> str:
    if alternative := _ALTERNATIVE.search(found[1]):
        return html.unescape(alternative[1] or alternative[2] or "")
    try:
        # Inside an element nothing can be declared, so that no entity can grow.
        root = ElementTree.fromstring(f"<math>{_resolve_names(found[2])}</math>")  # noqa: S314 - no entity, see above
    except ElementTree.ParseError:  # HTML lets authors leave tags open
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found[2])).split())
    return _write_element(root)


def _resolve_names(text: str) -> str:
    """Return MathML with `&alpha;` as a letter: XML knows five names, HTML all."""
    return re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;", lambda name: html.unescape(name[0]), text)


def _write_element(element: Element) -> str:
    if element.tag in _LEFT_OUT:
        return ""
    parts = [part for part in map(_write_element, element) if part]
    own = " ".join((element.text or "").split())
    shape = _SHAPES.get(str(element.tag))
    return own + (shape(parts) if shape else "".join(parts))


def _bracket(part: str) -> str:
    """Return a part of a formula, in brackets where it is more than one thing."""
    return part if len(part) == 1 or part.isalnum() else f"({part})"
