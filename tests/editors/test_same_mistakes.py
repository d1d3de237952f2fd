"""What yaml-language-server is against in case.yaml is a mistake to `check` on the same line, and the other way round.

Only `check` finds

- what hangs on another place: ids that are used twice, that nothing has or that no outcome leads to; decisions that
  lead back; an answer without answer.md; links;
- what YAML drops before a schema sees it: a text that loses its end to a comment or a comma, aliases and tags, a file
  without a key;
- what this schema does not say: the calendar, ids that begin as the page's own do, characters that no page can carry,
  names of devices on Windows, addresses out of the site, each name in a text with commas;
- words that YAML takes for numbers or truth values: `number: 0x10`, `id: 1.5`, `id: True`.

Only the server is against a null (or ~) without quotes, which is nothing to YAML and a text to `check`, and against a
site's own keys, EXTRA_KEYS, which no schema in the repository can know. Of YAML that cannot be read both complain, but
perhaps on other lines.

What readers sent (readers/*.yaml) has no schema: `check` alone looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from plugins.diagnostics import Code, Diagnostic
from plugins.site.content import load_content
from tests.editors.case_files import Change, write_case
from tests.editors.language_server import LanguageServer
from tests.unit.pairs import FOLDER, SETTINGS, Pair, load_settings, read_pairs

LAST_OPTIONS = """\
    options:
      - id: wait
        title: Wait
        text: |
          What one would do then.
"""
FLOW_ROLE = "  - {id: boss, kind: other, name: Boss, text: He said yes, later no}"

MISTAKES = {
    "an unknown key": Change("basis: composite", "bassis: composite"),
    "a key without a value that is unknown": Change("lang: en", "langs:"),
    "a wrong status": Change("status: published", "status: publishd"),
    "a status in capitals": Change("status: published", "status: Published"),
    "a wrong basis": Change("basis: composite", "basis: false"),
    "a wrong kind": Change("    kind: leader", "    kind: boss"),
    "a wrong likelihood": Change("            likelihood: likely", "            likelihood: certain"),
    "a wrong effect": Change("              lead: mixed", "              lead: happy"),
    "an empty title": Change("title: A case", 'title: ""'),
    "a title of space": Change("title: A case", 'title: "  "'),
    "a title without a value": Change("title: A case", "title:"),
    "a title of two lines": Change("title: A case", 'title: "A\\ncase"'),
    "a title that is too long": Change("title: A case", f"title: {'a' * 301}"),
    "a key that may be left out, without a value": Change("series: What would you do?", "series:"),
    "a choice that may be left out, without a value": Change("basis: composite", "basis:"),
    "a number without a value": Change("number: 1", "number:"),
    "an empty prose": Change("summary: In short.", "summary: ''"),
    "a list for a text": Change("title: A case", "title: [A case]"),
    "a list for a prose": Change("summary: In short.", "summary: [In short.]"),
    "keys for a text": Change("series: What would you do?", "series: {title: x}"),
    "a text for a list": Change("answer: [speak-up]", "answer: speak-up"),
    "a list for effects": Change("              lead: mixed", "              - lead"),
    "a list in a list": Change("tags: [crm, data]", "tags: [[crm], data]"),
    "keys for tags": Change("tags: [crm, data]", "tags: {crm: data}"),
    "an empty tag": Change("tags: [crm, data]", "tags: ['', data]"),
    "a list that must hold something": Change(LAST_OPTIONS, "    options: []\n"),
    "a number that is none": Change("number: 1", "number: one"),
    "a number that is too small": Change("number: 1", "number: 0"),
    "a number that is too large": Change("number: 1", "number: 100001"),
    "a number that is not whole": Change("number: 1", "number: 1.5"),
    "an id in capitals": Change("id: a-case", "id: A-Case"),
    "an id with a low line": Change("  - id: adviser", "  - id: the_adviser"),
    "an answer that can be no id": Change("answer: [speak-up]", "answer: [Speak up]"),
    "a slug with a space": Change("slug: a-case", "slug: a case"),
    "a date of another country": Change("date: 2026-01-05", "date: 05.01.2026"),
    "a date that is a number": Change("updated: 2026-01-06", "updated: 2026"),
    "a language by its name": Change("lang: en", "lang: english"),
    "an alias without a slash": Change("aliases: [/old/]", "aliases: [old]"),
    "an address of another site": Change("aliases: [/old/]", "aliases: [//old/]"),
    "an anchor": Change("series: What would you do?", "series: &what What would you do?"),
}
"""Both are against the line that is written."""

MISTAKES_ELSEWHERE = {
    "an unknown key of a role": (Change("    name: The lead", "    nam: x\n    name: The lead"), "    nam: x"),
    "an unknown key of an option": (
        Change("        outcomes:", "        outcom: []\n        outcomes:"),
        "        outcom: []",
    ),
    "a missing key": (Change("title: A case\n", ""), "id: a-case"),
    "a missing key of a role": (Change("    kind: leader\n", ""), "  - id: lead"),
    "a missing key of a decision": (Change("    question: And now?\n", ""), "  - id: later"),
    "a missing key of an outcome": (Change("            title: You are heard\n", ""), "          - id: heard"),
    "a text for a role": (Change("  - id: adviser\n", "  - somebody\n  - id: adviser\n"), "  - somebody"),
    "a key that is given twice": (Change("lang: en", "lang: en\nlang: de"), "lang: de"),
}
"""Both are against this other line, or against one of those that are written."""

UNREADABLE = {
    "a colon in a text": Change("summary: In short.", "summary: In short: this"),
    "a bracket that is not closed": Change("tags: [crm, data]", "tags: [crm, data"),
    "a quote that is not closed": Change("title: A case", 'title: "A case'),
    "a tab": Change("    kind: leader", "\tkind: leader"),
}

CHECK_ALONE = {
    "a decider that is no role": (Change("    decider: lead", "    decider: nobody"), Code.UNKNOWN_ROLE),
    "an effect on no role": (Change("              lead: mixed", "              boss: mixed"), Code.UNKNOWN_ROLE),
    "an outcome that leads nowhere": (Change("next: later", "next: never"), Code.UNKNOWN_DECISION),
    "an answer that is no option": (Change("answer: [speak-up]", "answer: [speak]"), Code.UNKNOWN_OPTION),
    "an id that is used twice": (Change("      - id: wait", "      - id: speak-up"), Code.DUPLICATE_ID),
    "an id as the page has them": (Change("      - id: wait", "      - id: option-wait"), Code.RESERVED_ID),
    "a decision that leads back": (Change("next: later", "next: now"), Code.DECISION_CYCLE),
    "a decision that nothing leads to": (Change("            next: later\n", ""), Code.UNREACHABLE_DECISION),
    "a text that loses its end": (Change("title: A case", "title: A case #1"), Code.LOST_TEXT),
    "a text that a comma ends": (Change("  - id: adviser\n", f"{FLOW_ROLE}\n  - id: adviser\n"), Code.LOST_TEXT),
    "an alias": (Change("tags: [crm, data]", "tags: [&crm crm, *crm]"), Code.YAML_ALIAS),
    "a tag that YAML knows": (Change("title: A case", "title: !!str A case"), Code.YAML_TAG),
    "a day that is none": (Change("date: 2026-01-05", "date: 2026-02-30"), Code.BAD_DATE),
    "a character that no page can carry": (Change("title: A case", 'title: "A \\u0007"'), Code.CONTROL_CHARACTER),
    "a name of a device on Windows": (Change("slug: a-case", "slug: con"), Code.BAD_SLUG),
    "an address above the site": (Change("aliases: [/old/]", "aliases: [/a/../old/]"), Code.BAD_VALUE),
    "an address in a text with commas": (Change("aliases: [/old/]", "aliases: /old/, older"), Code.BAD_VALUE),
    "a number as programs write it": (Change("number: 1", "number: 0x10"), Code.BAD_VALUE),
    "an id that is a fraction": (Change("id: a-case", "id: 1.5"), Code.BAD_ID),
}

ODD_BUT_GOOD = {
    "a case with every key": Change("lang: en", "lang: en"),
    "a basis that YAML takes for a truth value": Change("basis: composite", "basis: true"),
    "a basis in quotes": Change("basis: composite", 'basis: "true"'),
    "a title that YAML takes for a number": Change("title: A case", "title: 1984"),
    "a title that YAML takes for a truth value": Change("title: A case", "title: True"),
    "a title that older YAML takes for a truth value": Change("title: A case", "title: no"),
    "a prose that YAML takes for a number": Change("summary: In short.", "summary: 42"),
    "a word in quotes that YAML takes for nothing": Change("title: A case", "title: 'null'"),
    "a text as a block": Change("category: Notes", "category: |\n  Notes"),
    "a text with space around it": Change("category: Notes", "category: ' Notes '"),
    "a text that is long": Change("title: A case", f"title: {'ä' * 300}"),
    "a text on two lines that YAML joins": Change("title: A case", "title: A\n  case"),
    "names with commas": Change("tags: [crm, data]", "tags: crm, data"),
    "a name with digits only": Change("tags: [crm, data]", "tags: [2026, data]"),
    "an alias as a text": Change("aliases: [/old/]", "aliases: /old/"),
    "lists that are empty": Change("tags: [crm, data]", "tags: []"),
    "an id with digits only": Change("      - id: wait", "      - id: 2026"),
    "an id with space around it": Change("      - id: wait", "      - id: ' wait '"),
    "a slug with digits only": Change("slug: a-case", "slug: 2026"),
    "a number in quotes": Change("number: 1", "number: '1'"),
    "a number with naughts in front": Change("number: 1", "number: 007"),
    "a number with a low line": Change("number: 1", "number: 1_000"),
    "a date with a time": Change("date: 2026-01-05", "date: 2026-01-05 14:30"),
    "a date with a zone": Change("date: 2026-01-05", "date: 2026-01-05T14:30:00+01:00"),
    "a language that older YAML takes for a truth value": Change("lang: en", "lang: no"),
}

SERVER_ALONE = {
    "nothing": Change("series: What would you do?", "series: null"),
    "nothing, in short": Change("    question: What would you do?", "    question: ~"),
    "a key of the site's own": Change("lang: en", "lang: en\nmood: calm"),
}

SCHEMA_CODES = frozenset(
    {
        Code.DUPLICATE_KEY, Code.UNKNOWN_KEY, Code.MISSING_KEY, Code.EMPTY_VALUE, Code.WRONG_TYPE, Code.BAD_VALUE,
        Code.BAD_DATE, Code.BAD_ID,
    }
)  # fmt: skip
"""The kinds of mistakes that a schema can express."""

BEYOND_THE_SCHEMA = (
    "A case file with no keys and values",
    "A wrong name in a list that is written as one text does not hide what is wrong with the ids",
)
"""Pairs that show such a kind where no schema sees it."""


def test_both_find_a_mistake_on_the_same_line(server: LanguageServer, tmp_path: Path) -> None:
    elsewhere = {title: change for title, (change, _) in MISTAKES_ELSEWHERE.items()}
    files = write_cases(tmp_path, MISTAKES | elsewhere)
    expected = {title: {change.written.strip("\n")} for title, change in MISTAKES.items()}
    expected |= {title: {line} for title, (_, line) in MISTAKES_ELSEWHERE.items()}
    assert find_with_server(server, files) == expected
    assert find_with_check(files) == expected


def test_both_complain_of_yaml_that_cannot_be_read(server: LanguageServer, tmp_path: Path) -> None:
    files = write_cases(tmp_path, UNREADABLE)
    assert find_with_server(server, files).keys() == UNREADABLE.keys()
    assert list_codes(files) == {title: {Code.YAML_SYNTAX} for title in UNREADABLE}


def test_the_server_is_silent_on_what_only_the_check_finds(server: LanguageServer, tmp_path: Path) -> None:
    files = write_cases(tmp_path, {title: change for title, (change, _) in CHECK_ALONE.items()})
    assert find_with_server(server, files) == {}
    codes = list_codes(files)
    assert [title for title, (_, code) in CHECK_ALONE.items() if code not in codes[title]] == []


def test_both_are_silent_on_what_is_odd_but_good(server: LanguageServer, tmp_path: Path) -> None:
    files = write_cases(tmp_path, ODD_BUT_GOOD)
    assert find_with_server(server, files) == {}
    assert find_with_check(files) == {}


def test_the_server_alone_is_against_nothing_else(server: LanguageServer, tmp_path: Path) -> None:
    files = write_cases(tmp_path, SERVER_ALONE, f'{SETTINGS}EXTRA_KEYS = ["mood"]\n')
    expected = {title: {change.written.split("\n")[-1]} for title, change in SERVER_ALONE.items()}
    assert find_with_server(server, files) == expected
    assert find_with_check(files) == {}


def test_both_agree_on_the_pairs_of_the_check(server: LanguageServer, tmp_path: Path) -> None:
    """Each case.yaml of tests/unit/diagnostics, where it stands what `check` says of it."""
    pairs = list(read_cases())
    files = [write_case(tmp_path / str(number), text) for number, (_, _, text) in enumerate(pairs)]
    assert len(files) > 60
    problems = server.check(*files)
    found = [{problem.line - 1 for problem in one} for one in problems]  # without the line of the schema
    disagreed = [pair.id for (pair, name, _), lines in zip(pairs, found, strict=True) if not agrees(pair, name, lines)]
    assert disagreed == []


def write_cases(folder: Path, changes: Mapping[str, Change], settings: str = SETTINGS) -> dict[str, Path]:
    """Write a case for each change, and return them by its title."""
    cases = enumerate(changes.items())
    return {title: write_case(folder / str(number), change.apply(), settings) for number, (title, change) in cases}


def find_with_server(server: LanguageServer, files: Mapping[str, Path]) -> dict[str, set[str]]:
    """Return the lines that the server is against, where there are any."""
    found = zip(files, server.check(*files.values()), strict=True)
    return {
        title: read_lines(files[title], (problem.line for problem in problems)) for title, problems in found if problems
    }


def find_with_check(files: Mapping[str, Path]) -> dict[str, set[str]]:
    """Return the lines that `check` is against, where there are any."""
    found = ((title, check(file)) for title, file in files.items())
    return {title: read_lines(files[title], (one.position.line for one in said)) for title, said in found if said}


def list_codes(files: Mapping[str, Path]) -> dict[str, set[Code]]:
    """Return the kinds of mistakes that `check` finds in each file."""
    return {title: {diagnostic.code for diagnostic in check(file)} for title, file in files.items()}


def check(file: Path) -> list[Diagnostic]:
    """Return what `check` says of the case.yaml of a site."""
    _, diagnostics = load_content(load_settings(file.parents[2]))
    # That there is no catalogue for a language is about the site.
    return [one for one in diagnostics if one.path == file and one.code is not Code.MISSING_WORDS]


def read_lines(file: Path, numbers: Iterable[int]) -> set[str]:
    """Return lines of a file by their numbers, which count from 1."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return {lines[number - 1] for number in numbers}


def read_cases() -> Iterator[tuple[Pair, str, str]]:
    """Go through every case.yaml of the pairs that is text: the pair, the name and the text."""
    for pair in (pair for file in sorted(FOLDER.glob("*.md")) for pair in read_pairs(file)):
        for name, text in pair.files.items():
            if re.fullmatch(r"cases/[^/]+/case\.yaml", name) and "\\x" not in text:
                yield pair, name, text


def agrees(pair: Pair, name: str, lines: set[int]) -> bool:
    """Tell whether these are lines that the pair has `check` name, all of them where a schema can tell."""
    said = re.findall(rf"^{re.escape(name)}:(\d+):.*?\[([a-z-]+)\]: ", pair.expected, re.MULTILINE)
    if Code.YAML_SYNTAX in [code for _, code in said]:
        return True
    needed = {int(line) for line, code in said if code in SCHEMA_CODES and pair.title not in BEYOND_THE_SCHEMA}
    return needed <= lines <= {int(line) for line, _ in said}
