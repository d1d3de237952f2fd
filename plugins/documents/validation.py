"""From values to typed headers: pydantic finds what is wrong, the words and places are ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from plugins.diagnostics import Code, Diagnostic, make_error, suggest
from plugins.documents.values import Place, Tree

Model = TypeVar("Model", bound=BaseModel)

A_TEXT, A_LIST, A_GROUP = "a text", "a list", "a group of keys"
TYPE_NAMES = {
    "tuple_type": A_LIST, "list_type": A_LIST, "dict_type": A_GROUP, "mapping_type": A_GROUP, "model_type": A_GROUP,
    "model_attributes_type": A_GROUP, "string_type": A_TEXT, "string_sub_type": A_TEXT, "int_type": "a whole number",
}  # fmt: skip
"""pydantic's names of wrong types, and what should have been there."""


def parse_tree(model: type[Model], tree: Tree, zone: tzinfo) -> tuple[Model | None, list[Diagnostic]]:
    """Return the tree as a `model`, or None and one diagnostic for each value that it cannot hold.

    `zone` is the time zone of dates that name none.
    """
    try:
        return model.model_validate(tree.data, context={"zone": zone}), []
    except ValidationError as error:
        return None, [_explain(model, tree, problem) for problem in error.errors(include_url=False)]


@dataclass(frozen=True)
class _Problem:
    """One of pydantic's errors: where it is, what stands there, and the name of its key."""

    model: type[BaseModel]
    tree: Tree
    place: Place
    kind: str
    found: str
    context: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The last key of the place: of `roles`, 0, `name` it is `name`."""
        return next((part for part in reversed(self.place) if isinstance(part, str)), "?")

    def report(
        self, code: Code, message: str, hint: str, *, found: str | None = None, at_key: bool = False
    ) -> Diagnostic:
        """Return the diagnostic."""
        where = self.tree.locate_key(*self.place) if at_key else self.tree.locate(*self.place)
        found = self.found if found is None else found
        return make_error(self.tree.source.path, where, code, message, found=found, hint=hint)


def _explain(model: type[BaseModel], tree: Tree, error: ErrorDetails) -> Diagnostic:
    value = error["input"]
    found = str(value) if isinstance(value, str) else ""
    problem = _Problem(model, tree, tuple(error["loc"]), error["type"], found, error.get("ctx", {}))
    explain = EXPLANATIONS.get(problem.kind, _explain_type if problem.kind in TYPE_NAMES else _explain_value)
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
    hint = suggest(key, _list_keys(problem.model, problem.place[:-1]))
    return problem.report(Code.UNKNOWN_KEY, "unknown key", hint, found=key, at_key=True)


def _explain_choice(problem: _Problem) -> Diagnostic:
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


def _explain_value(problem: _Problem) -> Diagnostic:
    """Explain a number that is none, or that is out of its range: no other field is left to pydantic."""
    if not problem.found:
        return _explain_empty(problem)
    return problem.report(
        Code.BAD_VALUE, f"`{problem.name}` must be a whole number from 1 to 100000", "Correct the value."
    )


EXPLANATIONS: dict[str, Callable[[_Problem], Diagnostic]] = {
    "casebook": _explain_own,
    "missing": _explain_missing,
    "extra_forbidden": _explain_unknown,
    "enum": _explain_choice,
    "literal_error": _explain_choice,
    "too_short": _explain_empty,
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
