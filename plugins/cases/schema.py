"""The JSON Schema of case.yaml, for editors. Source: https://json-schema.org/draft/2020-12/schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from plugins.cases.model import CaseFile

SCHEMA_FILE = Path(__file__).parent / "case.schema.json"


def make_schema() -> str:
    """Return the schema as it stands in the repository."""
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **CaseFile.model_json_schema()}
    schema["title"] = "Casebook case"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema() -> Path:
    """Write the schema beside this file."""
    SCHEMA_FILE.write_text(make_schema(), encoding="utf-8")
    return SCHEMA_FILE
