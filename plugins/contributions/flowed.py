"""Paragraphs of format=flowed become one line each again. Source: RFC 3676, section 4."""

from __future__ import annotations

import re
from collections.abc import Iterator

SEPARATOR = "-- "
"""The line above a signature, which is never flowed (section 4.3)."""

_LINE = re.compile("(>*) ?(.*)")


def unwrap_flowed(text: str, *, is_space_deleted: bool = False) -> str:
    """Return a text with its flowed lines joined. Quotes keep their marks.

    A line that ends with a colon is the question of a letter with the room for its answer, not the first half of one.
    """
    return "\n".join(_join(text.split("\n"), is_space_deleted=is_space_deleted))


def _join(lines: list[str], *, is_space_deleted: bool) -> Iterator[str]:
    waiting: list[str] = []
    depth = ""
    for line in lines:
        match = _LINE.fullmatch(line)
        marks, words = match.groups() if match else ("", line)
        if waiting and (marks != depth or words == SEPARATOR):
            yield _quote(depth, waiting)
            waiting = []
        depth = marks
        if words.endswith(" ") and words != SEPARATOR and not words.rstrip().endswith(":"):
            waiting.append(words[:-1] if is_space_deleted else words)
        else:
            yield _quote(depth, [*waiting, words])
            waiting = []
    if waiting:
        yield _quote(depth, waiting)


def _quote(marks: str, words: list[str]) -> str:
    return f"{marks} {''.join(words)}" if marks else "".join(words)
