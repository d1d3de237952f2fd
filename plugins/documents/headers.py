"""The header of a document: YAML between `---`, or Pelican's own lines `Title: …`, read to the same values."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from plugins.diagnostics import Code, Diagnostic
from plugins.documents.sources import Source
from plugins.documents.values import Place, Scalar, Tree, Value
from plugins.documents.yaml_reader import read_yaml

FENCE = re.compile(r"---[ \t]*$")
PELICAN_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):[ \t]*(.*)")
CONTINUED_LINE = re.compile(r"[ \t]{2,}(\S.*)")
OLD_NAMES = {"modified": "updated", "author": "authors", "license": "licence"}
"""Pelican's (and American) names of keys, and ours."""


@dataclass(frozen=True)
class Header:
    """A header as it was written, its keys in lower case, and the index at which the body of the document begins."""

    tree: Tree
    body_start: int
    is_pelican: bool = False


def read_header(source: Source) -> tuple[Header | None, list[Diagnostic]]:
    """Return the header of a document, or None where there is none to be read, and every mistake in it."""
    if FENCE.match(source.text.split("\n", 1)[0]):
        return _read_yaml_header(source)
    return _PelicanHeader(source).read()


def _read_yaml_header(source: Source) -> tuple[Header | None, list[Diagnostic]]:
    start = source.text.find("\n") + 1
    end = _find_fence(source.text, start) if start else None
    if end is None:
        message, hint = "the header that begins here has no end", "Close the header with a line `---`."
        return None, [source.report(0, Code.UNCLOSED_HEADER, message, hint, "---")]
    body_start = source.text.find("\n", end) + 1 or len(source.text)
    tree, diagnostics = read_yaml(source, start, end)
    if tree is None:
        return Header(Tree(source, {}, {}, {}, frozenset({()})), body_start), diagnostics
    tree, problems = _rename_keys(tree)
    return Header(tree, body_start), [*diagnostics, *problems]


def _find_fence(text: str, start: int) -> int | None:
    """Return the index of the line that closes the header."""
    for index, line in _iterate_lines(text):
        if index >= start and FENCE.fullmatch(line):
            return index
    return None


def _rename_keys(tree: Tree) -> tuple[Tree, list[Diagnostic]]:
    """Bring the keys of the first level to lower case and to our names; two names of one key are a mistake."""
    written: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    for key in tree.data:
        name = rename_key(key)
        if name in written:
            diagnostics.append(_explain_duplicate(tree.source, tree.find_key(key), key, tree.find_key(written[name])))
        written.setdefault(name, key)
    names = {key: name for name, key in written.items()}
    renamed = Tree(
        tree.source,
        {name: tree.data[key] for name, key in written.items()},
        {_rename_place(place, names): index for place, index in tree.keys.items()},
        {_rename_place(place, names): index for place, index in tree.values.items()},
        frozenset(_rename_place(place, names) for place in tree.faults),
    )
    return renamed, diagnostics


def rename_key(key: str) -> str:
    """Return our name of a key that may be written in capitals or as Pelican calls it."""
    return OLD_NAMES.get(key.lower(), key.lower())


def _rename_place(place: Place, names: dict[str, str]) -> Place:
    return (names.get(str(place[0]), place[0]), *place[1:]) if place else place


def _explain_duplicate(source: Source, index: int, key: str, first: int) -> Diagnostic:
    message = f"`{key}` is given twice; it is first on line {source.locate(first).line}"
    return source.report(index, Code.DUPLICATE_KEY, message, "Remove one of them.")


class _PelicanHeader:
    """Lines `Key: value` up to the first blank line; a line indented by two or more continues the one above."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data: dict[str, Value] = {}
        self.keys: dict[Place, int] = {}
        self.values: dict[Place, int] = {(): 0}
        self.diagnostics: list[Diagnostic] = []
        self.last: str | None = None

    def read(self) -> tuple[Header | None, list[Diagnostic]]:
        body_start = len(self.source.text)
        for start, line in _iterate_lines(self.source.text):
            if not line.strip():
                body_start = min(start + len(line) + 1, body_start)
                break
            if not self._read_line(start, line) and not self.keys:
                break
        if not self.keys:
            line = self.source.text.split("\n", 1)[0]
            hint = "Begin with a line `---`, then lines such as `title: …`, then `---`."
            message = "the document begins without a header"
            return None, [self.source.report(0, Code.MISSING_HEADER, message, hint, line)]
        tree = Tree(self.source, self.data, self.keys, self.values)
        return Header(tree, body_start, is_pelican=True), self.diagnostics

    def _read_line(self, start: int, line: str) -> bool:
        """Take in one line, or report it; tell whether it belongs to a header."""
        if match := PELICAN_LINE.fullmatch(line):
            self._add_pair(start, match)
            return True
        match = CONTINUED_LINE.fullmatch(line)
        if match and self.keys:
            self._continue_value(start, line, match[1])
            return True
        if self.keys:
            hint = "Write `Key: value`, or leave a blank line before the text begins."
            message = "this line of the header has no key"
            self.diagnostics.append(self.source.report(start, Code.BAD_HEADER_LINE, message, hint, line))
        return False

    def _add_pair(self, start: int, match: re.Match[str]) -> None:
        name = rename_key(match[1])
        if name in self.data:
            self.diagnostics.append(_explain_duplicate(self.source, start, match[1], self.keys[(name,)]))
            self.last = None
            return
        self.data[name] = Scalar(match[2].strip(), self.source, start + match.start(2), start + match.end(2))
        self.keys[(name,)], self.values[(name,)] = start, start + match.start(2)
        self.last = name

    def _continue_value(self, start: int, line: str, text: str) -> None:
        above = self.data.get(self.last or "")
        if isinstance(above, Scalar):
            self.data[self.last or ""] = Scalar(f"{above}\n{text.strip()}", self.source, above.start, start + len(line))


def find_stray_header(text: str, keys: Container[str]) -> int | None:
    """Return the index of the first words of a text if they are a header: `---`, or one of the `keys`."""
    for start, line in _iterate_lines(text):
        if line.strip():
            match = PELICAN_LINE.fullmatch(line)
            return start if FENCE.fullmatch(line) or (match and rename_key(match[1]) in keys) else None
    return None


def _iterate_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1
