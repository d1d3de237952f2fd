"""The header of a document: YAML between `---`, or Pelican's own lines `Title: …`, read to the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.diagnostics import Code, Diagnostic, Position, make_error
from plugins.documents.sources import Source
from plugins.documents.values import Place, Scalar, Tree, Value
from plugins.documents.yaml_reader import read_yaml

FENCE = re.compile(r"(---|\.\.\.)[ \t]*$")
PELICAN_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(.*)")
CONTINUED_LINE = re.compile(r"[ \t]{2,}(\S.*)")
OLD_NAMES = {"modified": "updated", "author": "authors", "license": "licence"}
"""Pelican's (and American) names of keys, and ours."""


@dataclass(frozen=True)
class Header:
    """A header as it was written, and where the body of the document begins. `keys` are in lower case."""

    tree: Tree
    body_start: int
    is_yaml: bool


def read_header(source: Source) -> tuple[Header | None, list[Diagnostic]]:
    """Return the header of a document, or None where there is none to be read, and every mistake in it."""
    if source.text.startswith("---") and FENCE.match(source.text.split("\n", 1)[0]):
        return _read_yaml_header(source)
    return _read_pelican_header(source)


def _read_yaml_header(source: Source) -> tuple[Header | None, list[Diagnostic]]:
    start = source.text.find("\n") + 1
    end = _find_fence(source.text, start) if start else None
    if end is None:
        hint = "Close the header with a line `---`."
        return None, [
            make_error(
                source.path,
                Position(),
                Code.UNCLOSED_HEADER,
                "the header that begins here has no end",
                found="---",
                hint=hint,
            )
        ]
    tree, diagnostics = read_yaml(source, start, end)
    if tree is None:
        return None, diagnostics
    body_start = source.text.find("\n", end) + 1 or len(source.text)
    tree, renaming = _rename_keys(tree)
    return Header(tree, body_start, is_yaml=True), [*diagnostics, *renaming]


def _find_fence(text: str, start: int) -> int | None:
    """Return the index of the line that closes the header."""
    index = start
    while index < len(text):
        line_end = text.find("\n", index)
        line_end = len(text) if line_end < 0 else line_end
        if FENCE.fullmatch(text[index:line_end]):
            return index
        index = line_end + 1
    return None


def _rename_keys(tree: Tree) -> tuple[Tree, list[Diagnostic]]:
    """Bring the keys of the first level to lower case and to our names; two names of one key are a mistake."""
    data: dict[str, Value] = {}
    diagnostics: list[Diagnostic] = []
    renamed: dict[str, str] = {}
    for key, value in tree.data.items():
        name = OLD_NAMES.get(key.lower(), key.lower())
        if name in data:
            diagnostics.append(
                _explain_duplicate(tree.source, tree.locate_key(key), key, tree.locate_key(renamed[name]).line)
            )
            continue
        renamed[name], data[name] = key, value
    back = {key: name for name, key in renamed.items()}
    keys = {_rename_place(place, back): index for place, index in tree.keys.items()}
    values = {_rename_place(place, back): index for place, index in tree.values.items()}
    return Tree(tree.source, data, keys, values), diagnostics


def _rename_place(place: Place, names: dict[str, str]) -> Place:
    return (names.get(str(place[0]), place[0]), *place[1:]) if place else place


def _explain_duplicate(source: Source, position: Position, key: str, first: int) -> Diagnostic:
    return make_error(
        source.path,
        position,
        Code.DUPLICATE_KEY,
        f"`{key}` is given twice; it is first on line {first}",
        hint="Remove one of them.",
    )


def _read_pelican_header(source: Source) -> tuple[Header | None, list[Diagnostic]]:
    """Read lines `Key: value` up to the first blank line; a line indented by two or more continues the one above."""
    data: dict[str, Value] = {}
    keys: dict[Place, int] = {}
    values: dict[Place, int] = {(): 0}
    diagnostics: list[Diagnostic] = []
    last, body_start = "", len(source.text)
    for start, line in _iterate_lines(source.text):
        if not line.strip():
            body_start = start + len(line) + 1
            break
        if match := PELICAN_LINE.fullmatch(line):
            last = OLD_NAMES.get(match[1].lower(), match[1].lower())
            if last in data:
                diagnostics.append(
                    _explain_duplicate(source, source.locate(start), match[1], source.locate(keys[(last,)]).line)
                )
                continue
            data[last] = Scalar(match[2].strip(), source, start + match.start(2), start + match.end(2))
            keys[(last,)], values[(last,)] = start, start + match.start(2)
        elif last and (match := CONTINUED_LINE.fullmatch(line)) and isinstance(above := data[last], Scalar):
            data[last] = Scalar(f"{above}\n{match[1].strip()}", source, above.start, start + len(line))
        else:
            diagnostics.append(_explain_line(source, start, line, first=not data))
            if not data:
                return None, diagnostics
    if not data and not diagnostics:
        diagnostics.append(_explain_line(source, 0, "", first=True))
        return None, diagnostics
    return Header(Tree(source, data, keys, values), min(body_start, len(source.text)), is_yaml=False), diagnostics


def _iterate_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _explain_line(source: Source, start: int, line: str, *, first: bool) -> Diagnostic:
    if first:
        hint = "Begin with a line `---`, then lines such as `title: …`, then `---`."
        return make_error(
            source.path,
            source.locate(start),
            Code.MISSING_HEADER,
            "the document begins without a header",
            found=line,
            hint=hint,
        )
    hint = "Write `Key: value`, or leave a blank line before the text begins."
    return make_error(
        source.path,
        source.locate(start),
        Code.BAD_HEADER_LINE,
        "this line of the header has no key",
        found=line,
        hint=hint,
    )
