"""YAML as Casebook reads it: texts stay texts, everything has a place, and nothing is lost without a word.

The events of PyYAML's parser carry what its loaders drop: anchors, tags, comments behind a text, keys given twice.
`no`, `12:30` and `010` stay what was written; aliases and merges, which can blow up, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import yaml

from plugins.characters import UNWANTED
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.sources import Source
from plugins.documents.values import Place, Scalar, Tree, Value

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML without libyaml: slower, the same events
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

DEEPEST = 20
"""Levels of nesting; a case needs seven."""

LOST_COMMENT = re.compile(r"[ \t]+#[^\n]*")
WRITE_A_BLOCK = "Write a text as a block: `|` after the key, the text indented on the lines below."


def read_yaml(source: Source, start: int = 0, end: int | None = None) -> tuple[Tree | None, list[Diagnostic]]:
    """Return the mapping that a file (or the part of it from `start` to `end`) holds, and every mistake in it.

    None stands for a file that has no usable tree at all; else the tree holds all that could be read.
    """
    reader = _Reader(source, start, len(source.text) if end is None else end)
    try:
        tree = reader.read()
    except _TooDeepError as error:
        message, hint = f"there are more than {DEEPEST} levels", "Take some levels out."
        return None, [*reader.diagnostics, source.report(start + error.index, Code.YAML_SYNTAX, message, hint)]
    except yaml.MarkedYAMLError as error:
        return None, [*reader.diagnostics, reader.explain(error)]
    except yaml.YAMLError as error:
        message = f"the YAML cannot be read: {str(error).splitlines()[0]}"
        return None, [source.report(start, Code.YAML_SYNTAX, message, WRITE_A_BLOCK)]
    return tree, reader.diagnostics


class _Mark(Protocol):
    """A place in the text, as either of PyYAML's parsers gives it."""

    index: int


class _TooDeepError(Exception):
    """More levels than any document needs, at an index of the text."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index


class _Reader:
    """One walk over the parser's events."""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.text = source.text[start:end]
        self.has_escapes = "\\" in self.text  # no other way leads past the check of the file's own characters
        self.diagnostics: list[Diagnostic] = []
        self.keys: dict[Place, int] = {}
        self.values: dict[Place, int] = {}
        self.faults: set[Place] = set()
        self.events: Iterator[yaml.Event] = iter(())

    def read(self) -> Tree | None:
        self.events = yaml.parse(self.text, Loader=Loader)
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self._refuse()
            return None
        value = self._read_value(next(self.events), ())
        next(self.events)
        extra = next(self.events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self._report(
                extra.start_mark, Code.YAML_SYNTAX, "a second document begins", "Remove the line `---`.", "---"
            )
        if not isinstance(value, dict):
            self._refuse()
            return None
        return Tree(self.source, value, self.keys, self.values, frozenset(self.faults))

    def explain(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        mark = error.problem_mark or error.context_mark
        index = _index(mark)
        at_tab = mark is not None and self.text[index : index + 1] == "\t"
        hint = "Indent with spaces, never with tabs." if at_tab else WRITE_A_BLOCK
        message = f"the YAML cannot be read: {error.problem or 'it ends too early'}"
        return self.source.report(self.start + index, Code.YAML_SYNTAX, message, hint)

    def _read_value(self, event: yaml.Event, place: Place) -> Value:
        self.values[place] = self.start + _index(event.start_mark)
        self._check_event(event, place)
        if len(place) > DEEPEST:
            raise _TooDeepError(_index(event.start_mark))
        if isinstance(event, yaml.MappingStartEvent):
            return self._read_mapping(place, in_flow=bool(event.flow_style))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_sequence(place)
        return self._read_scalar(event, place)

    def _read_sequence(self, place: Place) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self._read_value(event, (*place, len(values))))
        return values

    def _read_mapping(self, place: Place, *, in_flow: bool) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(key_event := next(self.events), yaml.MappingEndEvent):
            key = self._read_key(key_event, place)
            value_event = next(self.events)
            here = (*place, key if key is not None else "?")
            problem = self._find_pair_problem(key, key_event, value_event, here, in_flow=in_flow)
            if problem is not None:
                self._report(key_event.start_mark, *problem)
            if key is None or problem is not None:
                self._read_value(value_event, (*place, "?"))
                continue
            self.keys[here] = self.start + _index(key_event.start_mark)
            values[key] = self._read_value(value_event, here)
        return values

    def _find_pair_problem(
        self, key: str | None, event: yaml.Event, value: yaml.Event, here: Place, *, in_flow: bool
    ) -> tuple[Code, str, str, str] | None:
        """Return what is wrong with a pair as a pair: code, message, hint and what was found."""
        if key is None:
            return None
        if in_flow and _is_cut_by_comma(event, value, self.text):
            return Code.LOST_TEXT, "a comma ends a text inside { }", WRITE_A_BLOCK, key
        if here in self.keys:
            first = self.source.locate(self.keys[here]).line
            return Code.DUPLICATE_KEY, f"`{key}` is given twice; it is first on line {first}", "Remove one of them.", ""
        return None

    def _read_key(self, event: yaml.Event, place: Place) -> str | None:
        """Return a key, or None for one that is no word and that no value can be kept under."""
        if isinstance(event, yaml.ScalarEvent):
            self._check_event(event, (*place, event.value))
            return str(event.value)
        self._check_event(event, (*place, "?"))
        if isinstance(event, yaml.CollectionStartEvent):
            self._report(event.start_mark, Code.WRONG_TYPE, "a key must be a word", "Write `key: value`.")
            self._read_value(event, (*place, "?"))
        return None

    def _read_scalar(self, event: yaml.Event, place: Place) -> Scalar:
        begin, end = _index(event.start_mark), _index(event.end_mark)
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        if self.has_escapes and (match := UNWANTED.search(text)):
            hint, found = "Delete it, or the `\\` that it is written with.", f"U+{ord(match.group()):04X}"
            self.faults.add(place)
            self._report(event.start_mark, Code.CONTROL_CHARACTER, "a character that no page can carry", hint, found)
        comment = ""
        is_plain = isinstance(event, yaml.ScalarEvent) and not event.style
        if is_plain and text and (match := LOST_COMMENT.match(self.text, end)):
            comment = match.group().strip()
        return Scalar(text, self.source, self.start + begin, self.start + end, comment)

    def _check_event(self, event: yaml.Event, place: Place) -> None:
        """Report what YAML would act on, or drop, without the author seeing it."""
        before = len(self.diagnostics)
        if isinstance(event, yaml.AliasEvent):
            hint = "Write the text out; quote it if it begins with `*`."
            self._report(event.start_mark, Code.YAML_ALIAS, "a YAML alias", hint, f"*{event.anchor}")
        elif anchor := getattr(event, "anchor", None):
            hint = "Remove it; quote the text if it begins with `&`."
            self._report(event.start_mark, Code.YAML_ALIAS, "a YAML anchor", hint, f"&{anchor}")
        if tag := getattr(event, "tag", None):
            hint = "Remove it; quote the text if it begins with `!`."
            self._report(event.start_mark, Code.YAML_TAG, "a YAML tag", hint, str(tag))
        if len(self.diagnostics) > before:
            self.faults.add(place)

    def _report(self, mark: _Mark | None, code: Code, message: str, hint: str, found: str = "") -> None:
        self.diagnostics.append(self.source.report(self.start + _index(mark), code, message, hint, found))

    def _refuse(self) -> None:
        message, hint = "there are no keys and values here", "Write lines such as `title: …`."
        self.diagnostics.append(self.source.report(self.start, Code.WRONG_TYPE, message, hint))


def _index(mark: _Mark | None) -> int:
    """Return where a mark is in the text; the parser sets one on every event."""
    return mark.index if mark is not None else 0


def _is_cut_by_comma(key: yaml.Event, value: yaml.Event, text: str) -> bool:
    """Tell whether a flow mapping has a key with no colon behind a comma: `{a: Yes, later}` holds a key `later`."""
    if not isinstance(value, yaml.ScalarEvent) or value.value or value.style:
        return False
    after_comma = text[: _index(key.start_mark)].rstrip().endswith(",")
    return after_comma and not text[: _index(value.start_mark)].rstrip().endswith(":")
