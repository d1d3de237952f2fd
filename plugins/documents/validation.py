"""From values to typed headers: pydantic finds what is wrong, the words and places are ours."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from plugins.diagnostics import Code, Diagnostic, suggest
from plugins.documents.sources import Source
from plugins.documents.values import Place, Scalar, Tree

AnyModel = TypeVar("AnyModel", bound=BaseModel)

A_TEXT, A_LIST, A_GROUP = "a text", "a list", "a group of keys"
TYPE_NAMES = {
    "tuple_type": A_LIST, "list_type": A_LIST, "dict_type": A_GROUP, "mapping_type": A_GROUP, "model_type": A_GROUP,
    "model_attributes_type": A_GROUP, "string_type": A_TEXT,
}  # fmt: skip
"""pydantic's names of wrong types, and what should have been there."""


HARMLESS = {"date": "2000-01-01", "updated": "2000-01-01", "lang": "en", "aliases": "/x/"}
REFERRED = ("id", "decider", "next", "option", "answer", "roles", "decisions", "options", "outcomes", "effects")
"""Keys whose values others refer to, or that hold them: nothing can stand in for these."""


def parse_tree(
    model: type[AnyModel], tree: Tree, zone: tzinfo, extra_keys: tuple[str, ...] = ()
) -> tuple[AnyModel | None, list[Diagnostic]]:
    """Return the tree as a `model`, or None and one diagnostic for each value that it cannot hold.

    `zone` is the time zone that dates are brought to, `extra_keys` what may stand beside the model's own. Of places
    that are reported already nothing more is said.
    """
    try:
        return model.model_validate(tree.data, context={"zone": zone}), []
    except ValidationError as error:
        problems = [problem for problem in error.errors(include_url=False) if not _is_reported(tree, problem)]
        return None, [_explain(model, tree, problem, extra_keys) for problem in problems]


def parse_mended(model: type[AnyModel], tree: Tree, zone: tzinfo) -> AnyModel | None:
    """Return a tree that has mistakes as a `model` with harmless values in their places, or None where none will do.

    Nothing is ever made of it: it is what rules about other values are checked on, so that their breaches are named in
    the same run.
    """
    data = copy.deepcopy(tree.data)
    for _ in range(3):
        try:
            return model.model_validate(data, context={"zone": zone})
        except ValidationError as error:
            mended = [_mend(data, problem, tree.source) for problem in error.errors(include_url=False)]
            if not all(mended):
                return None
    return None


def _mend(data: Any, problem: ErrorDetails, source: Source) -> bool:
    """Put a harmless value where a problem is; tell whether there is one. An id has none: others refer to it."""
    *way, last = problem["loc"]
    if way and isinstance(data[way[0]], str):  # a list that is written as one text: "a, b"
        way, last = [], way[0]
    for part in way:
        data = data[part]
    harmless = HARMLESS.get(str(last), "x")
    if problem["type"] == "extra_forbidden":
        del data[last]
    elif last in REFERRED or problem["type"] not in ("enum", "casebook", "missing"):
        return False
    elif problem["type"] == "enum":
        data[last] = Scalar(re.findall(r"'([^']*)'", str(problem["ctx"]["expected"]))[0], source, 0, 0)
    else:
        data[last] = Scalar(harmless, source, 0, 0)
    return True


def _is_reported(tree: Tree, problem: ErrorDetails) -> bool:
    place = tuple(problem["loc"])
    return problem["type"] != "extra_forbidden" and any(
        place[:length] in tree.faults for length in range(len(place) + 1)
    )


@dataclass(frozen=True)
class _Problem:
    """One of pydantic's errors: where it is, what stands there, and the name of its key."""

    model: type[BaseModel]
    extra_keys: tuple[str, ...]
    tree: Tree
    place: Place
    kind: str
    value: Any
    context: Mapping[str, Any]

    @property
    def found(self) -> str:
        """The value, if it is a text."""
        return str(self.value) if isinstance(self.value, str) else ""

    @property
    def name(self) -> str:
        """The last key of the place: of `roles`, 0, `name` it is `name`."""
        return next((part for part in reversed(self.place) if isinstance(part, str)), "?")

    def report(self, code: Code, message: str, hint: str, found: str | None = None) -> Diagnostic:
        """Return the diagnostic at the value; what was found is the value, if nothing else is said."""
        return self.tree.report(self.place, code, message, hint, self.found if found is None else found)


def _explain(model: type[BaseModel], tree: Tree, error: ErrorDetails, extra_keys: tuple[str, ...]) -> Diagnostic:
    place, context = tuple(error["loc"]), error.get("ctx", {})
    problem = _Problem(model, extra_keys, tree, place, error["type"], error["input"], context)
    explain = EXPLANATIONS.get(problem.kind, _explain_type if problem.kind in TYPE_NAMES else _explain_number)
    return explain(problem)


def _explain_own(problem: _Problem) -> Diagnostic:
    context = problem.context
    return problem.report(
        context["code"], f"`{problem.name}` {context['message']}", context["hint"], found=context["found"]
    )


def _explain_missing(problem: _Problem) -> Diagnostic:
    return problem.report(
        Code.MISSING_KEY, f"`{problem.name}` is missing", f"Add a line `{problem.name}: …`.", found=""
    )


def _explain_unknown(problem: _Problem) -> Diagnostic:
    key = str(problem.place[-1])
    allowed = _list_keys(problem.model, problem.place[:-1])
    hint = suggest(key, (*allowed, *(problem.extra_keys if len(problem.place) == 1 else ())))
    index = problem.tree.find_key(*problem.place)
    written = problem.tree.source.text[index : index + len(key)]
    found = written if written.casefold() == key.casefold() else key
    return problem.tree.report_key(problem.place, Code.UNKNOWN_KEY, "unknown key", hint, found)


def _explain_choice(problem: _Problem) -> Diagnostic:
    if not isinstance(problem.value, str):
        return problem.report(Code.WRONG_TYPE, f"`{problem.name}` must be a word", "Write one word here.")
    if not problem.found:
        return _explain_empty(problem)
    allowed = re.findall(r"'([^']*)'", str(problem.context["expected"]))
    return problem.report(Code.BAD_VALUE, f"`{problem.name}` cannot be this", suggest(problem.found, allowed))


def _explain_empty(problem: _Problem) -> Diagnostic:
    return problem.report(
        Code.EMPTY_VALUE, f"`{problem.name}` is empty", "Give it a value or remove the line.", found=""
    )


def _explain_type(problem: _Problem) -> Diagnostic:
    wanted = TYPE_NAMES[problem.kind]
    shapes = {
        A_LIST: f"Write `{problem.name}:` and below it a line `- …` for each.",
        A_GROUP: "Write lines `key: value` here, indented alike.",
    }
    return problem.report(
        Code.WRONG_TYPE, f"`{problem.name}` must be {wanted}", shapes.get(wanted, "Write one text here.")
    )


def _explain_number(problem: _Problem) -> Diagnostic:
    """Explain a number that is none, or that is out of its range: no other value is left to pydantic."""
    if not isinstance(problem.value, str):
        return problem.report(Code.WRONG_TYPE, f"`{problem.name}` must be a whole number", "Write one number here.")
    if not problem.found:
        return _explain_empty(problem)
    return problem.report(
        Code.BAD_VALUE, f"`{problem.name}` must be a whole number of 1 or more", "Correct the number."
    )


EXPLANATIONS: dict[str, Callable[[_Problem], Diagnostic]] = {
    "casebook": _explain_own,
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "enum": _explain_choice,
}


def _list_keys(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """Return the keys that are allowed at a place of the model."""
    annotation: Any = model
    for part in place:
        annotation = _strip(annotation)
        annotation = get_args(annotation)[0] if isinstance(part, int) else _find_field(annotation, part)
    return [field.alias or name for name, field in _strip(annotation).model_fields.items()]


def _find_field(model: type[BaseModel], key: str) -> Any:
    return next(field.annotation for name, field in model.model_fields.items() if key in (name, field.alias))


def _strip(annotation: Any) -> Any:
    """Return the type inside Annotated and Optional."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation
