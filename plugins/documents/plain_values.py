"""Checked headers as plain data, and back: what JSON cannot say is said by the name of its type.

Only values of the types named here can be said; so nothing else can come out of a record either.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel

from plugins.documents.sources import Source
from plugins.documents.values import Prose

Types = Mapping[str, type[BaseModel | StrEnum]]
"""The types of values, besides texts, numbers, dates and prose, by their names."""


def name_types(*types: type[BaseModel | StrEnum]) -> Types:
    """Return types by their names."""
    return {one.__name__: one for one in types}


def make_plain(value: Any, types: Types) -> Any:
    """Return a value as JSON can say it. Raises TypeError where none of the types can."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, tuple):
        return [make_plain(one, types) for one in value]
    if isinstance(value, Prose):
        return {"prose": [value.text, value.start, value.end]}
    if isinstance(value, datetime):
        return {"date": [value.replace(tzinfo=None, fold=0).isoformat(), value.fold]}
    if isinstance(value, dict):
        return {"map": [[key, make_plain(one, types)] for key, one in value.items()]}
    return _name_value(value, types)


def _name_value(value: Any, types: Types) -> Any:
    name = type(value).__name__
    if types.get(name) is not type(value):
        raise TypeError(f"{name} cannot be kept")
    return {name: str(value)} if isinstance(value, StrEnum) else {name: make_fields(value, types)}


def make_fields(model: BaseModel, types: Types) -> list[list[Any]]:
    """Return the fields of a model that were given, as JSON can say them."""
    given = model.model_fields_set
    return [[name, make_plain(value, types)] for name, value in model.__dict__.items() if name in given]


class PlainReader:
    """Reads the values of one source after another; to set up a reader for each would take half of the time."""

    _source: Source

    def __init__(self, zone: tzinfo, types: Types) -> None:
        self._types = types
        self._readers: dict[str, Callable[[Any], Any]] = {
            "prose": lambda value: Prose(value[0], self._source, value[1], value[2]),
            "date": lambda value: datetime.fromisoformat(value[0]).replace(tzinfo=zone, fold=value[1]),
            "map": dict,
        }
        self._decoder = json.JSONDecoder(object_hook=self._read_value)

    def read(self, record: bytes, source: Source) -> Any:
        """Return the values that were made plain. Raises ValueError, TypeError or KeyError where these are none."""
        self._source = source
        return self._decoder.decode(record.decode())

    def _read_value(self, plain: dict[str, Any]) -> Any:
        ((name, value),) = plain.items()
        return self._readers[name](value) if name in self._readers else _make_value(self._types[name], value)


def _make_value(kind: type[BaseModel | StrEnum], value: Any) -> BaseModel | StrEnum:
    return make_model(kind, value) if issubclass(kind, BaseModel) else kind(value)


def make_model(kind: type[BaseModel], fields: list[list[Any]]) -> BaseModel:
    """Return the model with these fields, which were checked when it was kept; lists are tuples in every model."""
    return _make_empty(kind).model_copy(update={name: _freeze(value) for name, value in fields})


@cache
def _make_empty(kind: type[BaseModel]) -> BaseModel:
    """Return a model with nothing but what is there when nothing is given: to be copied, which is quicker."""
    return kind.model_construct()


def _freeze(value: Any) -> Any:
    return tuple(value) if type(value) is list else value
