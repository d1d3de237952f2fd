"""An editor with yaml-language-server completes and explains case.yaml, by the schema that its first line names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from plugins.cases.schema import SCHEMA_FILE
from plugins.documents.sources import Source
from plugins.documents.values import Place as Way
from plugins.documents.yaml_reader import read_yaml
from plugins.site.starting import start_document
from tests.editors.case_files import CASE, CURSOR, FIRST_LINE, Change, copy_schema, write_at_cursor, write_case
from tests.editors.language_server import ROOT, LanguageServer, Place, Problem, Suggestion, run_server
from tests.unit.pairs import load_settings, write_files

SCHEMA: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
TITLES = ("The third reminder", 'Case #1: "Disobey" & <delight>?', "1984", "true", "12:30")
CHOICES = {
    "status": (Change("status: published", f"status: {CURSOR}"), ["draft", "hidden", "published"]),
    "basis": (Change("basis: composite", f"basis: {CURSOR}"), ['"true"', "composite", "fictional", "true"]),
    "kind": (Change("    kind: leader", f"    kind: {CURSOR}"), ["customer", "leader", "other", "professional"]),
    "likelihood": (Change("likelihood: likely", f"likelihood: {CURSOR}"), ["happened", "likely", "possible"]),
    "effects": (Change("lead: mixed", f"lead: {CURSOR}"), ["better", "mixed", "same", "worse"]),
}
TEXTS = ("title: A case", "series: What would you do?", "number: 1", "lang: en", "    name: The lead")
BEGUN = {
    "Role": (
        Change("    name: The adviser\n    text: |\n      Who that is.\n", f"    {CURSOR}\n"),
        ["did", "name", "text", "wants"],
    ),
    "Decision": (Change("    question: And now?\n", f"    {CURSOR}\n"), ["question"]),
    "Option": (Change("        title: Wait\n", f"        {CURSOR}\n"), ["outcomes", "title"]),
    "Outcome": (Change("            likelihood: likely\n", f"            {CURSOR}\n"), ["likelihood"]),
}
"""Groups of keys in which an author goes on, and the keys that are still to be written."""


def test_the_cases_of_the_repository_have_no_problems(server: LanguageServer) -> None:
    files = sorted(ROOT.glob("content/cases/*/case.yaml"))
    assert files
    assert list_problems(server, files) == {}


def test_a_new_case_has_no_problems(server: LanguageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first line leads to the schema by the same road as in the repository."""
    monkeypatch.setattr("plugins.site.starting.SCHEMA_FILE", copy_schema(tmp_path))
    write_files(tmp_path / "content", {})
    settings = load_settings(tmp_path / "content")
    files = [start_document("case", title, settings)[0] for title in TITLES]
    assert list_problems(server, files) == {}


def test_a_file_without_its_schema_would_be_noticed(server: LanguageServer, tmp_path: Path) -> None:
    """Without this, the tests above could pass for nothing."""
    file = write_case(tmp_path, CASE)
    (tmp_path / SCHEMA_FILE.relative_to(ROOT)).unlink()
    ((problem,),) = server.check(file)
    assert problem.message.startswith("Unable to load schema from ")


def test_an_empty_case_is_offered_every_key_with_its_description(server: LanguageServer, tmp_path: Path) -> None:
    offered = complete(server, tmp_path, CURSOR)
    keys = {name: key["description"] for name, key in SCHEMA["properties"].items()}
    assert {name: offered[name].documentation for name in keys} == keys
    assert [name for name in keys if not offered[name].text.startswith(f"{name}:")] == []


def test_no_key_is_offered_with_a_value_that_says_nothing(server: LanguageServer, tmp_path: Path) -> None:
    offered = complete(server, tmp_path, CURSOR)
    assert [item for item in offered.values() if "null" in item.text or "[]" in item.text] == []


def test_an_empty_case_is_offered_all_that_it_needs_at_once(server: LanguageServer, tmp_path: Path) -> None:
    lines = complete(server, tmp_path, CURSOR)["Casebook case"].text.split("\n")
    keys = [line.strip(" -").partition(":")[0] for line in lines]
    role, option = ["id", "kind", "name", "text"], ["id", "title", "text"]
    decision = ["id", "decider", "question", "options", *option]
    assert keys == ["title", "date", "overview", "roles", *role, "decisions", *decision]


@pytest.mark.parametrize("name", BEGUN)
def test_a_group_is_offered_the_keys_that_it_lacks(name: str, server: LanguageServer, tmp_path: Path) -> None:
    change, keys = BEGUN[name]
    offered = complete(server, tmp_path, change.apply())
    assert sorted(offered.keys() - {name}) == keys  # by the name of the group all needed keys are offered at once
    properties = SCHEMA["$defs"][name]["properties"]
    assert [key for key in keys if offered[key].documentation != properties[key]["description"]] == []


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_offered_its_words(name: str, server: LanguageServer, tmp_path: Path) -> None:
    change, words = CHOICES[name]
    assert sorted(complete(server, tmp_path, change.apply())) == words


@pytest.mark.parametrize("line", TEXTS)
def test_a_text_is_offered_no_words(line: str, server: LanguageServer, tmp_path: Path) -> None:
    """What YAML takes for a number or a truth value is allowed as a text, and yet no word to propose."""
    change = Change(line, f"{line.partition(':')[0]}: {CURSOR}")
    assert complete(server, tmp_path, change.apply()) == {}


def test_every_key_is_explained_with_its_description(server: LanguageServer, tmp_path: Path) -> None:
    file = write_case(tmp_path, CASE)
    keys = find_keys(file)
    explained = dict(zip(keys, server.hover(file, *keys.values()), strict=True))
    assert {way: text for way, text in explained.items() if describe(way) not in unescape(text)} == {}
    # The server joins so the titles of all schemas that it cannot tell apart.
    assert {way: text for way, text in explained.items() if "||" in text} == {}


def test_the_case_that_is_explained_has_every_key(tmp_path: Path) -> None:
    keys = find_keys(write_case(tmp_path, CASE))
    groups = [SCHEMA, *SCHEMA["$defs"].values()]
    assert {way[-1] for way in keys} - {"lead"} == {name for group in groups for name in group.get("properties", {})}


def test_a_key_without_a_value_is_explained(server: LanguageServer, tmp_path: Path) -> None:
    file, place = write_at_cursor(tmp_path, Change("    kind: leader", f"    ki{CURSOR}nd:").apply())
    (text,) = server.hover(file, place)
    assert describe(("roles", 0, "kind")) in text
    assert [word for word in ("leader", "professional", "customer", "other") if f"`{word}`" not in text] == []


def test_every_description_is_a_sentence() -> None:
    groups = [SCHEMA, *SCHEMA["$defs"].values()]
    texts = {key["description"] for group in groups for key in group.get("properties", {}).values()}
    assert [text for text in texts if len(text.split()) < 2 or not text.endswith((".", "?"))] == []


def test_the_server_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with run_server(tmp_path) as server:
        assert server.stop() == 0
        assert server.read_complaints() == ""


def list_problems(server: LanguageServer, files: Iterable[Path]) -> dict[Path, list[Problem]]:
    """Return what the server has against cases that begin with the line of the schema, by file."""
    files = list(files)
    assert [file for file in files if not file.read_text(encoding="utf-8").startswith(FIRST_LINE)] == []
    return {file: problems for file, problems in zip(files, server.check(*files), strict=True) if problems}


def complete(server: LanguageServer, folder: Path, text: str) -> dict[str, Suggestion]:
    """Return what the server offers at the cursor, by label."""
    return {item.label: item for item in server.complete(*write_at_cursor(folder, text))}


def find_keys(file: Path) -> dict[Way, Place]:
    """Return the way to each key of a file, and a place in the midst of it."""
    source = Source(file, PurePosixPath(file.name), file.read_text(encoding="utf-8"))
    tree, _ = read_yaml(source)
    assert tree is not None
    positions = {way: source.locate(index) for way, index in tree.keys.items()}
    return {way: Place(position.line - 1, position.column) for way, position in positions.items()}


def describe(way: Way) -> str:
    """Return what the schema says of the key at the end of a way."""
    schema = SCHEMA
    for part in way:
        schema = resolve(schema)
        keys = schema.get("properties", {})
        schema = schema["items"] if isinstance(part, int) else keys.get(part) or schema["additionalProperties"]
    return str(schema.get("description") or resolve(schema)["description"])


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the group that a schema refers to, or itself."""
    return dict(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]) if "$ref" in schema else schema


def unescape(markdown: str) -> str:
    """Return Markdown without the signs that keep a text from being read as such."""
    return markdown.replace("\\", "")
