"""The ways in which an author can write one text into a header or a YAML file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

INDENT = " " * 16
"""Deeper than any key of the documents here."""


@dataclass(frozen=True)
class Style:
    """A way to write a text; `keeps` tells for which texts it promises to keep every character."""

    name: str
    write: Callable[[str], str]
    keeps: Callable[[str], bool]


def _write_block(text: str) -> str:
    lines = text.split("\n")
    return "|\n" + "\n".join(f"{INDENT}{line}" if line else "" for line in lines)


def _fits_block(text: str) -> bool:
    """A block keeps a text that begins with its least indented line and has no other line ends than its own."""
    return "\r" not in text and bool(text.strip()) and not text.startswith((" ", "\t", "\n"))


def _fits_line(text: str) -> bool:
    return not {*"\n\r"} & {*text}


STYLES = (
    # What stands bare is the text itself, unless it begins with what YAML quotes with.
    Style(
        "plain",
        lambda text: text,
        lambda text: _fits_line(text) and not text.strip(" \t").startswith(("'", '"', "|", ">")),
    ),
    Style("single", lambda text: "'" + text.replace("'", "''") + "'", _fits_line),
    Style("double", lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"', _fits_line),
    Style("block", _write_block, _fits_block),
)

LINE = Style("line", lambda text: text, _fits_line)
"""One line of a Pelican header."""
