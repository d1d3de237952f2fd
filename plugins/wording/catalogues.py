"""Catalogues: the messages of one language, from a YAML file named after it.

Ours stand in languages/. A site's own, in the folder that WORDS_PATH names, are laid over them message by message: so a
site changes a word, and adds a language. The English catalogue says which messages there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from plugins.characters import UNWANTED
from plugins.containment import read_inside
from plugins.diagnostics import Code, Diagnostic, Position, find_nearest, make_error, make_warning
from plugins.wording.locales import LANGUAGE, OTHER, list_ancestors, list_categories
from plugins.wording.messages import Message, explain_message

OURS = Path(__file__).parent / "languages"
ENDING = ".yaml"
REFERENCE = "en"

Catalogues = Mapping[str, Mapping[str, Message]]
"""The messages of each language, by its code in lower case and by key."""


@dataclass(frozen=True)
class Written:
    """A message as it stands in a file, and where."""

    key: str
    position: Position
    message: Message


def read_catalogues(folder: Path) -> tuple[Catalogues, list[Diagnostic]]:
    """Return our catalogues with those of a folder, which need not exist, laid over them, and all that is wrong.

    A message with a mistake is left out.
    """
    catalogues = {lang: dict(messages) for lang, messages in load_ours().items()}
    diagnostics: list[Diagnostic] = []
    for path in sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else ():
        if not re.fullmatch(LANGUAGE, path.stem):
            message, hint = "the file is not named after a language", "Name it `nl.yaml` or `pt-BR.yaml`."
            diagnostics.append(make_error(path, Position(), Code.BAD_WORDS, message, found=path.stem, hint=hint))
            continue
        messages, problems = _read_theirs(path)
        catalogues.setdefault(path.stem.lower(), {}).update(messages)
        diagnostics += problems or _report_missing(path, catalogues)
    return catalogues, diagnostics


@lru_cache(maxsize=1)
def load_ours() -> Catalogues:
    """Return the catalogues that Casebook brings. Raises AssertionError where one has a mistake."""
    catalogues: dict[str, Mapping[str, Message]] = {}
    for path in sorted(OURS.glob(f"*{ENDING}")):
        written, problems = read_catalogue(path)
        assert not problems, problems
        catalogues[path.stem] = {one.key: one.message for one in written}
    return catalogues


def read_catalogue(path: Path) -> tuple[list[Written], list[Diagnostic]]:
    """Return the messages of a file in their order, and what in it is no message."""
    reader = _Reader(path)
    return list(reader.read()), reader.diagnostics


def _read_theirs(path: Path) -> tuple[dict[str, Message], list[Diagnostic]]:
    """Return the messages of a site's file that can stand for ours, and what is wrong with the others."""
    written, diagnostics = read_catalogue(path)
    reference, categories = load_ours()[REFERENCE], list_categories(path.stem)
    messages: dict[str, Message] = {}
    for one in written:
        if one.key not in reference:
            nearest = find_nearest(one.key, reference)
            hint = f"Did you mean {nearest}?" if nearest else "Take one from plugins/wording/languages/en.yaml."
            diagnostics.append(_explain(path, one, "there is no such message", hint))
        elif problem := explain_message(one.message, reference[one.key], categories):
            diagnostics.append(_explain(path, one, *problem))
        else:
            messages[one.key] = one.message
    return messages, diagnostics


def _explain(path: Path, one: Written, message: str, hint: str) -> Diagnostic:
    return make_error(path, one.position, Code.BAD_WORDS, message, found=one.key, hint=hint)


def _report_missing(path: Path, catalogues: Catalogues) -> list[Diagnostic]:
    """Return a warning where a language of a site's own lacks messages: they are said in another."""
    known = {key for lang in list_ancestors(path.stem) for key in catalogues.get(lang, {})}
    missing = [key for key in catalogues[REFERENCE] if key not in known]
    if not missing:
        return []
    message = "the language lacks messages, which are said in another"
    hint = "Write them; all of them stand in plugins/wording/languages/en.yaml."
    return [make_warning(path, Position(), Code.MISSING_WORDS, message, found=missing[0], hint=hint)]


class _Reader:
    """Reads one file by YAML's nodes, which know their places; texts stay texts (`no` is a word)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Iterator[Written]:
        """Go through the messages, each with its place; what is none of them is reported."""
        root = self._compose()
        if root is not None and not isinstance(root, yaml.MappingNode):
            self._report(root, "the file holds no messages", "Write lines such as `nothing-yet: Nothing here yet.`.")
        seen: set[str] = set()
        for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
            message = self._read_message(value)
            if key.value in seen:
                self._report(key, "the message is there twice", "Remove one of them.", key.value)
            elif message is None:
                hint = "Write a text, or a text for each form of a plural."
                self._report(value, "this is no message", hint, str(key.value))
            else:
                yield Written(key.value, _locate(key.start_mark), message)
            seen.add(key.value)

    def _compose(self) -> yaml.Node | None:
        try:
            text = read_inside(self.path, self.path.parent).decode("utf-8")
            return _compose_quickly(text) or yaml.compose(text, Loader=yaml.SafeLoader)
        except (OSError, UnicodeError) as error:
            self._add(Position(), "the file cannot be read", "Save it as UTF-8.", str(error))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            found = str(getattr(error, "problem", None) or error)
            hint = "Put the text in double quotes where it holds a colon or begins with a brace."
            self._add(_locate(mark) if mark else Position(), "this is no YAML", hint, found)
        return None

    def _read_message(self, node: yaml.Node) -> Message | None:
        """Return the message of a node: a text, or a text for each category of plurals."""
        if isinstance(node, yaml.ScalarNode):
            return Message({OTHER: node.value}) if _is_text(node) else None
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        forms = {key.value: form.value for key, form in pairs if isinstance(form, yaml.ScalarNode) and _is_text(form)}
        return Message(forms, is_plural=True) if forms and len(forms) == len(pairs) else None

    def _report(self, node: yaml.Node, message: str, hint: str, found: str = "") -> None:
        self._add(_locate(node.start_mark), message, hint, found)

    def _add(self, position: Position, message: str, hint: str, found: str) -> None:
        self.diagnostics.append(make_error(self.path, position, Code.BAD_WORDS, message, found=found, hint=hint))


def _compose_quickly(text: str) -> yaml.Node | None:
    """Return the same by libyaml; None where it is not there, or where PyYAML's own parser is to say what is wrong."""
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except (AttributeError, yaml.YAMLError):
        return None


def _is_text(node: yaml.ScalarNode) -> bool:
    return bool(node.value.strip()) and UNWANTED.search(node.value) is None


def _locate(mark: yaml.Mark) -> Position:
    return Position(mark.line + 1, mark.column + 1)


def read_own(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Return the names and bytes of a site's own catalogues; one that cannot be read has none, as is told elsewhere."""
    paths = sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []
    return tuple((path.name, _read_or_nothing(path)) for path in paths)


def _read_or_nothing(path: Path) -> bytes:
    try:
        return read_inside(path, path.parent)
    except OSError:
        return b""
