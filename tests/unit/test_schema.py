"""Editors check case.yaml with the schema of the repository, which is the one that the model makes."""

from __future__ import annotations

import json
from typing import Any

from plugins.cases.model import CaseFile
from plugins.cases.schema import SCHEMA_FILE, make_schema


def test_the_schema_in_the_repository_is_the_models() -> None:
    """After a change of the model: `python3 tasks.py schema`."""
    assert make_schema() == SCHEMA_FILE.read_text(encoding="utf-8")


def test_the_schema_allows_no_unknown_key_at_any_level() -> None:
    schema = json.loads(make_schema())
    groups = [schema, *(group for group in schema["$defs"].values() if group["type"] == "object")]
    assert len(groups) == 6
    assert {False} == {group["additionalProperties"] for group in groups}


def test_every_key_of_a_case_is_described() -> None:
    """What an editor shows while one types."""
    schema = json.loads(make_schema())
    assert set(CaseFile.model_fields) == set(schema["properties"])
    groups = [schema, *schema["$defs"].values()]
    keys = [(name, key) for group in groups for name, key in group.get("properties", {}).items()]
    assert [name for name, key in keys if not key.get("description")] == []


def test_what_the_check_requires_the_schema_requires() -> None:
    schema: dict[str, Any] = json.loads(make_schema())
    assert schema["required"] == ["title", "date", "overview", "roles", "decisions"]
    assert schema["$defs"]["Option"]["required"] == ["id", "title", "text"]
    assert schema["properties"]["roles"]["minItems"] == 1
