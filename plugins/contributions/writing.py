"""The YAML of a reader outcome, written so that our own reading of it gives back every character.

Prose is a block with the indentation said where its first line begins with a space; other texts of a reader are in
double quotes. What a reader writes is data: nothing in it ends a value, begins another key or makes a comment.
Source: https://yaml.org/spec/1.2.2/#81-block-scalar-styles
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from plugins.characters import UNWANTED

PROSE = ("text",)
QUOTED = ("own", "name", "editor_note")
"""Keys whose values a person makes up. All others are words of the format."""

HEAD = "# A reader's message that nobody has accepted yet. `outcomes show ID` explains it: docs/reader-outcomes.md."
ORDER = (
    "option", "own", "account", "text", "lang", "result", "role", "name", "received", "via", "consent", "status",
    "featured", "sample", "edited", "editor_note",
)  # fmt: skip
"""In which the keys are written."""


def write_outcome(values: Mapping[str, str]) -> str:
    """Return a file of readers/: each value under its key, in one order."""
    keys = [key for key in ORDER if key in values]
    return "".join(_write(key, values[key]) for key in keys)


def write_held(values: Mapping[str, str], marks: Iterable[str], notes: Iterable[str] = ()) -> str:
    """Return a file of what is held: a head that says what it is, what was not understood, the values, the marks."""
    remarks = "".join(f"# {' '.join(UNWANTED.sub('', note).split())}\n" for note in notes)
    listed = "".join(f"  - {mark}\n" for mark in marks)
    return f"{HEAD}\n{remarks}{write_outcome(values)}" + (f"marks:\n{listed}" if listed else "")


def _write(key: str, value: str) -> str:
    if key in PROSE:
        return f"{key}: {_write_block(value)}"
    if key in QUOTED:
        return f"{key}: {json.dumps(UNWANTED.sub('', value), ensure_ascii=False)}\n"
    return f"{key}: {value}\n"


def _write_block(text: str) -> str:
    """Return a text as a literal block."""
    lines = UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n").split("\n")
    indent = "2" if lines[0][:1].isspace() else ""
    return f"|{indent}\n" + "".join(f"  {line}\n" if line.strip() else "\n" for line in lines)
