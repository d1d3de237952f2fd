"""A rendered text and all that was found on the way, as plain data: what is kept of one run for the next.

Nothing in it depends on where the text stands: places are counted from its own beginning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from plugins.diagnostics import Code, Diagnostic, Position, Severity
from plugins.documents.links import Fragment, Heading, Link
from plugins.documents.looking import Looks
from plugins.documents.values import Prose

NOWHERE = Path()
"""The file of a diagnostic that does not know yet where its text stands."""


@dataclass(frozen=True)
class TextTask:
    """A text that is to be rendered, and all that it depends on besides the settings.

    `written` is how it stands in its file, `folder` where that lies in the content; `top`, `prefix` and `lang` are as
    in `Renderer.render`.
    """

    text: str
    written: str
    folder: str
    top: int
    prefix: str
    lang: str


@dataclass(frozen=True)
class Facts:
    """What is known of a rendered text without its HTML: its mistakes, what it saw on the disk, and its links."""

    problems: tuple[Diagnostic, ...] = ()
    looks: Looks = field(default_factory=dict)
    links: tuple[Link, ...] = ()


RenderedText = tuple[bytes, bytes]
"""The facts and the fragment of a text as records."""


def move_problem(problem: Diagnostic, prose: Prose) -> Diagnostic:
    """Return what is wrong with a text, at its place in the file that the text stands in."""
    start, place = prose.source.locate(prose.start), problem.position
    column = place.column + start.column - 1 if place.line == 1 else place.column
    return replace(problem, path=prose.source.path, position=Position(start.line + place.line - 1, column))


def write_facts(facts: Facts) -> bytes:
    """Return facts as a record."""
    problems = [
        [one.position.line, one.position.column, one.severity, one.code, one.message, one.found, one.hint]
        for one in sorted(facts.problems)
    ]
    looks = [[*question, answer] for question, answer in facts.looks.items()]
    return _write([problems, looks, _write_links(facts.links)])


def read_facts(record: bytes) -> Facts:
    """Return the facts of a record. Raises ValueError, TypeError or KeyError where it is none."""
    problems, looks, links = json.loads(record)
    return Facts(
        tuple(_read_problem(*problem) for problem in problems),
        {(which, about): answer for which, about, answer in looks},
        tuple(Link(*link) for link in links),
    )


def _read_problem(line: int, column: int, severity: str, code: str, *words: str) -> Diagnostic:
    message, found, hint = words
    return Diagnostic(NOWHERE, Position(line, column), Severity(severity), Code(code), message, found, hint)


def write_fragment(fragment: Fragment) -> bytes:
    """Return a fragment as a record: links are numbers among its pieces."""
    numbers = iter(range(len(fragment.pieces)))
    pieces = [piece if isinstance(piece, str) else next(numbers) for piece in fragment.pieces]
    headings = [[one.level, one.id, one.text] for one in fragment.headings]
    return _write([pieces, _write_links(fragment.links), headings])


def read_fragment(record: bytes) -> Fragment:
    """Return the fragment of a record. Raises ValueError, TypeError, KeyError or IndexError where it is none."""
    pieces, written, headings = json.loads(record)
    links = [Link(*link) for link in written]
    return Fragment(
        tuple(piece if isinstance(piece, str) else links[piece] for piece in pieces),
        tuple(Heading(*heading) for heading in headings),
    )


def _write_links(links: Iterable[Link]) -> list[list[Any]]:
    return [[one.kind, one.target, one.written, one.occurrence, one.shown_by] for one in links]


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _write(plain: Any) -> bytes:
    return _ENCODER.encode(plain).encode("utf-8", "surrogatepass")
