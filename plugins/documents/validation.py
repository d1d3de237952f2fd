"""From values to typed headers: pydantic finds what is wrong, the words and places are ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from plugins.diagnostics import Code, Diagnostic, make_error, suggest
from plugins.documents.values import Tree

Model = TypeVar("Model", bound=BaseModel)

TYPE_NAMES = {
    "tuple_type": "a list", "list_type": "a list", "dict_type": "a group of keys", "model_type": "a group of keys",
    "mapping_type": "a group of keys", "model_attributes_type": "a group of keys", "string_type": "a text",
    "string_sub_type": "a text", "int_type": "a whole number", "bool_type": "true or false",
}  # fmt: skip


def parse_tree(model: type[Model], tree: Tree, zone: tzinfo) -> tuple[Model | None, list[Diagnostic]]:
    """Return the tree as a `model`, or None and one diagnostic for each value that it cannot hold.

    `zone` is the time zone of dates that name none.
    """
    try:
        return model.model_validate(tree.data, context={"zone": zone}), []
    except ValidationError as error:
        return None, [_explain(model, tree, problem) for problem in error.errors(include_url=False)]


def _explain(model: type[BaseModel], tree: Tree, problem: ErrorDetails) -> Diagnostic:
    place = tuple(problem["loc"])
    name = _name(place)
    kind, found = problem["type"], _found(problem)
    context: Mapping[str, Any] = problem.get("ctx", {})
    where = tree.locate(*place)
    if kind == "casebook":
        message = f"`{name}` {context['message']}"
        return make_error(tree.source.path, where, context["code"], message, found=context["found"], hint=context["hint"])
    if kind == "missing":
        return make_error(tree.source.path, where, Code.MISSING_KEY, f"`{name}` is missing", hint=f"Add a line `{name}: …`.")
    if kind == "extra_forbidden":
        hint = suggest(str(place[-1]), _list_keys(model, place[:-1]))
        return make_error(tree.source.path, tree.locate_key(*place), Code.UNKNOWN_KEY, "unknown key", found=str(place[-1]), hint=hint)
    if not found and kind not in TYPE_NAMES:
        return make_error(tree.source.path, where, Code.EMPTY_VALUE, f"`{name}` is empty", hint="Give it a value or remove the line.")
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        return make_error(tree.source.path, where, Code.BAD_VALUE, f"`{name}` cannot be this", found=found, hint=suggest(found, allowed))
    if kind in TYPE_NAMES:
        return make_error(tree.source.path, where, Code.WRONG_TYPE, f"`{name}` must be {TYPE_NAMES[kind]}", found=found, hint=_show_shape(kind, name))
    wanted = "a whole number of 1 or more" if kind.startswith(("int", "greater")) else "true or false" if kind.startswith("bool") else str(problem["msg"])
    return make_error(tree.source.path, where, Code.BAD_VALUE, f"`{name}` must be {wanted}", found=found, hint="Correct the value.")


def _name(place: tuple[str | int, ...]) -> str:
    """Return the last key of a place: `roles` and 0 are "roles", roles, 0, `name` is "name"."""
    return next((part for part in reversed(place) if isinstance(part, str)), "?")


def _found(problem: ErrorDetails) -> str:
    value = problem["input"]
    return str(value) if isinstance(value, str) else ""


def _show_shape(kind: str, name: str) -> str:
    if TYPE_NAMES[kind] == "a list":
        return f"Write `{name}:` and below it a line `- …` for each."
    if TYPE_NAMES[kind] == "a group of keys":
        return "Write lines `key: value` here, indented alike."
    return "Write one text here."


def _list_keys(model: type[BaseModel], place: tuple[str | int, ...]) -> list[str]:
    """Return the keys that are allowed at a place of the model."""
    annotation: Any = model
    for part in place:
        annotation = _strip(annotation)
        if isinstance(part, int):
            annotation = get_args(annotation)[0]
        else:
            annotation = _find_field(annotation, part)
    annotation = _strip(annotation)
    return [field.alias or name for name, field in annotation.model_fields.items()]


def _find_field(model: type[BaseModel], key: str) -> Any:
    return next(field.annotation for name, field in model.model_fields.items() if key in (name, field.alias))


def _strip(annotation: Any) -> Any:
    """Return the type inside Annotated and Optional."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation
