"""The JSON Schema of case.yaml, for editors. Source: https://json-schema.org/draft/2020-12/schema.

The check reads every value as the text that was written; an editor reads YAML, to which `2026` and `true` are no texts.
So where a text may look like that, the schema is `anyOf`: first the value as it is best written, which editors complete
and name when they complain, then what the check takes as well.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BeforeValidator
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from plugins.cases.model import CaseFile
from plugins.documents.fields import LONGEST_TEXT

SCHEMA_FILE = Path(__file__).parent / "case.schema.json"

Schema: TypeAlias = dict[str, Any]

FILLED: Schema = {"type": "string", "pattern": r"\S", "patternErrorMessage": "Must not be empty."}
ONE_LINE: Schema = {
    "type": "string",
    "pattern": rf"^(?=\S)[^\n]{{1,{LONGEST_TEXT}}}$",
    "patternErrorMessage": f"Must be one line of 1 to {LONGEST_TEXT} characters.",
}

# What may stand for another value has a title, or yaml-language-server takes the two for one when it explains a key.
PLAIN_WORD: Schema = {
    "title": "Number, true or false",
    "not": {"title": "Anything else", "type": ["string", "array", "object", "null"]},
}
"""If these types were named, editors would offer `true` and `false` as a title."""

WRITTEN_NUMBER: Schema = {
    "title": "Number in quotes, or with underscores",
    "type": "string",
    "pattern": r"^\s*\+?\d+(?:_\d+)*(?:\.0+)?\s*$",
}
NAMES: Schema = {"title": "Names with commas", **FILLED}


def make_schema() -> str:
    """Return the schema as it stands in the repository."""
    made = CaseFile.model_json_schema(schema_generator=_Generator)
    schema: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_widen(made)}
    schema["$defs"] = {name: _widen(group) for name, group in schema["$defs"].items()}
    for name, field in CaseFile.model_fields.items():
        # Only lists that may be one text with commas are looked at before they are taken for lists.
        if any(isinstance(part, BeforeValidator) for part in field.metadata):
            schema["properties"][name] = _add(schema["properties"][name], NAMES, PLAIN_WORD)
    schema["title"] = "Casebook case"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema() -> Path:
    """Write the schema beside this file."""
    SCHEMA_FILE.write_text(make_schema(), encoding="utf-8")
    return SCHEMA_FILE


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, but for what it cannot know of our types."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """What may be left out must not be empty either."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """A default that is nothing is none: editors would write it into the file."""
        made = super().default_schema(schema)
        return {name: part for name, part in made.items() if name != "default" or part}

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> Schema:
        """`Text` is the one type that does not say its schema itself."""
        return {**super().function_plain_schema(schema), **ONE_LINE}


def _widen(schema: Schema) -> Schema:
    """Return a schema that takes what the check takes, too."""
    if "properties" in schema:
        return {**schema, "properties": {name: _widen(part) for name, part in schema["properties"].items()}}
    if "items" in schema:
        return {**schema, "items": _widen(schema["items"])}
    if "true" in schema.get("enum", ()):
        return {**schema, "enum": [True, *schema["enum"]], "type": ["boolean", "string"]}
    if schema.get("type") == "integer":
        return _add(schema, WRITTEN_NUMBER)
    return _widen_text(schema) if schema.get("type") == "string" and "enum" not in schema else schema


def _widen_text(schema: Schema) -> Schema:
    """Let space stand around a text, which the check takes off, and a number for one that may be of digits."""
    text = schema if "pattern" in schema else {**schema, **FILLED}
    text = {**text, "pattern": re.sub(r"^\^", r"^\\s*", re.sub(r"\$$", r"\\s*$", text["pattern"]))}
    return _add(text, PLAIN_WORD) if re.search(text["pattern"], "1") else text


def _add(schema: Schema, *others: Schema) -> Schema:
    """Return a schema for which one of `others` may stand; what editors say about the key is outside of the choice."""
    outside = {name: part for name, part in schema.items() if name in ("title", "description")}
    first = {name: part for name, part in schema.items() if name not in outside}
    return {**outside, "anyOf": [first, *others]}
