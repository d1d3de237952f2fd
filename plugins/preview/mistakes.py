"""Mistakes as a browser shows them: over the last good page, or on a page of their own where there is none yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from plugins.diagnostics import Diagnostic, format_message, format_place, spell_out
from plugins.documents.sources import normalise_line_ends
from plugins.site.policy import PREVIEW_SCRIPT
from plugins.templating import make_environment

FILES = Path(__file__).parent / "files"
"""The templates, styles and scripts of the preview's own."""

AROUND = 2
"""Lines that are shown before and after the one with the mistake."""

MOST = 20
"""Mistakes that are shown; of more than that only the number is."""

LARGEST_FILE = 4_000_000
"""Bytes of a file whose text is shown; what is larger is hardly anybody's text."""

LONGEST_LINE = 240
"""Characters of a line; of a longer one the part around the mistake is shown."""

_WORD = re.compile(r"\w+|\S")


@dataclass(frozen=True)
class LineView:
    """One line of a file; `marked` is the part that the mistake begins at, or "" where it is about the whole line."""

    number: int
    before: str
    marked: str = ""
    after: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class MistakeView:
    """One mistake: `place` is `path:line:column`, `lines` are the text around it, none where there is no text."""

    place: str
    kind: str
    message: str
    hint: str
    lines: tuple[LineView, ...]


def make_mistakes(diagnostics: Iterable[Diagnostic], base: Path) -> tuple[MistakeView, ...]:
    """Return what is shown of mistakes, their paths from `base`."""
    return tuple(
        MistakeView(
            format_place(one, base),
            f"{one.severity}[{one.code}]",
            format_message(one),
            spell_out(one.hint),
            find_lines(one),
        )
        for one in diagnostics
    )


def find_lines(diagnostic: Diagnostic) -> tuple[LineView, ...]:
    """Return the lines around a mistake as the file has them now; none of what is no text."""
    try:
        if diagnostic.path.stat().st_size > LARGEST_FILE:
            return ()
        data = diagnostic.path.read_bytes()
    except (OSError, ValueError):
        return ()
    if b"\0" in data:
        return ()
    text = normalise_line_ends(data.decode("utf-8-sig", errors="replace"))
    return tuple(_cut_lines(text.removesuffix("\n").split("\n"), diagnostic))


def _cut_lines(lines: Sequence[str], diagnostic: Diagnostic) -> Iterable[LineView]:
    wrong, column = diagnostic.position.line, diagnostic.position.column
    first, last = max(1, wrong - AROUND), min(len(lines), wrong + AROUND)
    for number in range(first, last + 1):
        text = lines[number - 1]
        if number == wrong:
            yield _mark(number, text, column - 1, diagnostic.found)
        else:
            yield LineView(number, _show(text, 0))


def _mark(number: int, text: str, start: int, found: str) -> LineView:
    """Return the wrong line, with what was found there marked, or else a word; of a very long line the part around."""
    begin = 0 if len(text) <= LONGEST_LINE else max(0, start - LONGEST_LINE // 2)
    word = _WORD.match(text, start)
    end = start + len(found) if found and text.startswith(found, start) else word.end() if word else start
    before, marked, after = text[begin:start], text[start:end], text[end:]
    dots = "… " if begin else ""
    return LineView(number, dots + _spell(before), _show(marked, 0), _show(after, len(before)), is_wrong=True)


def _show(text: str, used: int) -> str:
    """Return a text, or its beginning where the line would get too long."""
    room = max(0, LONGEST_LINE - used)
    return _spell(text) if len(text) <= room else f"{_spell(text[:room])} …"


def _spell(text: str) -> str:
    """Return a text with its invisible characters as escapes, but for tabs."""
    return "\t".join(map(spell_out, text.split("\t")))


def count_mistakes(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many there are, in words."""
    return f"{len(diagnostics)} {'mistake' if len(diagnostics) == 1 else 'mistakes'}"


def render_overlay(diagnostics: Sequence[Diagnostic], base: Path) -> Markup:
    """Return what the overlay holds."""
    return _render("overlay.html", diagnostics, base)


def render_mistakes_page(diagnostics: Sequence[Diagnostic], base: Path) -> Markup:
    """Return a whole page of mistakes, for when there is no good page to lay them over."""
    return _render("mistakes-page.html", diagnostics, base)


def render_own_page(name: str, **values: object) -> Markup:
    """Return a page of the preview's own, by the name of its template."""
    return Markup(_load_templates().get_template(name).render(script=PREVIEW_SCRIPT, **values))


def _render(name: str, diagnostics: Sequence[Diagnostic], base: Path) -> Markup:
    shown = make_mistakes(diagnostics[:MOST], base)
    title, more = count_mistakes(diagnostics), len(diagnostics) - len(shown)
    return render_own_page(name, title=title, mistakes=shown, more=more)


@cache
def _load_templates() -> Environment:
    return make_environment(FILES)
