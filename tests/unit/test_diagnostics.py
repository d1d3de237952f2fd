"""Every mistake is named as an author is to read it: the pairs in diagnostics/ (pairs.py explains their notation)."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import pytest
from blinker import Signal
from pelican import signals

from plugins.diagnostics import (
    Code,
    Diagnostic,
    Position,
    Severity,
    format_github,
    format_text,
    has_errors,
    make_error,
    suggest,
)
from plugins.documents.sources import Source
from plugins.publishing.building import build_site
from plugins.publishing.releasing import publish_site
from plugins.settings import SiteSettings, read_settings
from plugins.site.content import load_content
from tests.unit.pairs import (
    FOLDER,
    GONE,
    NOW,
    ROOT,
    Pair,
    load_settings,
    print_text,
    read_pairs,
    write_files,
    write_pairs,
)

DOCUMENTATION = ROOT / "docs" / "diagnostics.md"
FILES = sorted(FOLDER.glob("*.md"))
BUILDS, PUBLISHES = "building", "publishing"
"""The files of pairs that only a build or a publish can say; the others are said by the check."""

PAIRS = [pair for file in FILES for pair in read_pairs(file)]


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.id) for pair in PAIRS])
def test_input_gets_exactly_these_diagnostics(pair: Pair, tmp_path: Path) -> None:
    """Bad input: each mistake at its place, sorted. Odd but good input: not a word."""
    printed = _print_diagnostics(pair, tmp_path / "site" / "content")
    if os.environ.get("CASEBOOK_UPDATE") == "1":
        assert "CI" not in os.environ, "what is expected is never written where it is tested"
        write_pairs(read_pairs(pair.file), {pair.title: printed})
        return
    if printed != pair.expected:
        pytest.fail(_explain_difference(pair, printed), pytrace=False)


def test_text_that_markdown_cannot_take_is_named_where_it_begins(tmp_path: Path) -> None:
    """What Python says of it differs from version to version, so that it is no pair."""
    content = tmp_path / "site" / "content"
    header = "Id: a-1\nTitle: A\nDate: 2026-01-05\nAuthor: me\nCategory: Notes\n"
    files = {"authors/me.md": "Name: Me\n", "posts/a.md": f"{header}\n{'1. ' * 2000}x\n"}
    write_files(content, files)
    (line,) = print_text(_build(load_settings(content)), content).split("\n")
    assert line.startswith("posts/a.md:7:1: error[bad-markdown]: Markdown fails on the text that begins here (found ")
    assert line.endswith("). Simplify it; deep nesting is the usual cause.")


BUILT_ONLY = {
    "unchecked", "search-index", "damaged-output", "damaged-release", "bad-feed", "heavy-page", "invalid-html",
    "external-link", "moved-link", "bad-held",
}  # fmt: skip
"""The refusal of plain `pelican` is tested with the commands, a Pagefind that fails with the search index; what feeds,
weights, HTML and other sites have wrong with them, and what a disk or others have damaged, in tests/publishing; what is
wrong with what is held, which only a preview says, in tests/contributions."""


def test_every_code_has_its_pair() -> None:
    """A kind of mistake that no pair shows is one that nobody has seen printed."""
    shown = {
        code
        for pair in PAIRS
        for code in re.findall(r"^\S.*?: (?:error|warning)\[([a-z-]+)\]:", pair.expected, re.MULTILINE)
    }
    assert shown == {*map(str, Code)} - BUILT_ONLY


def test_titles_of_pairs_are_used_once() -> None:
    titles = [pair.id for pair in PAIRS]
    assert sorted(set(titles)) == sorted(titles)


def test_every_code_is_documented_in_the_order_of_its_definition() -> None:
    headings = re.findall(r"^### (.*)$", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [str(code) for code in Code]


def test_every_example_of_the_documentation_is_a_line_that_is_printed() -> None:
    """Each entry has one, with a path as an author sees it; all but those of BUILT_ONLY stand in a pair."""
    entries = DOCUMENTATION.read_text(encoding="utf-8").split("\n### ")[1:]
    examples = [re.findall(r"^```text\n(.*)\n```$", entry, re.MULTILINE) for entry in entries]
    assert [len(found) for found in examples] == [1] * len(Code)
    printed = {_cut_path(line) for pair in PAIRS for line in pair.expected.split("\n")}
    for code, (example,) in zip(Code, examples, strict=True):
        text = _cut_path(example).replace("/home/me/site", "SITE")
        assert f"[{code}]: " in text
        assert text in printed or code in BUILT_ONLY


def test_texts_of_a_header_stay_what_was_written(tmp_path: Path) -> None:
    """No word becomes a truth value, a number, a time or nothing."""
    header = (
        "id: '010'\ntitle: no\ndate: 2026-01-05\ncategory: 12:30\ntags: [010, null, 1e3, 'yes', 0x1F]\nsummary: ~\n"
    )
    content = tmp_path / "site" / "content"
    write_files(content, {"posts/a.md": f"---\n{header}---\n"})
    (entry,) = load_content(load_settings(content))[0].entries
    fields = entry.fields
    assert (fields.id, fields.title, fields.category) == ("010", "no", "12:30")
    assert fields.tags == ("010", "null", "1e3", "yes", "0x1F")
    assert fields.summary is not None
    assert fields.summary.text == "~"


def test_both_headers_are_read_to_the_same_fields(tmp_path: Path) -> None:
    ours = """\
id: a-1
title: "A: B"
date: 2026-01-05 14:30
updated: 2026-01-06
tags: [one, two]
authors: [me]
licence: X
"""
    pelican = """\
Id: a-1
Title: A: B
Date: 2026-01-05 14:30
Modified: 2026-01-06
Tags: one, two
Author: me
License: X
"""
    fields = []
    for name, text in {"yaml": f"---\n{ours}---\n\nText.\n", "pelican": f"{pelican}\nText.\n"}.items():
        content = tmp_path / name / "content"
        write_files(content, {"posts/a.md": text})
        (entry,) = load_content(load_settings(content))[0].entries
        fields.append(entry.fields)
        assert entry.body is not None
        assert entry.body.text.strip() == "Text."
    assert fields[0] == fields[1]


def test_a_position_counts_lines_and_characters_from_one() -> None:
    """An astral character, a combining one and a tab are one column each."""
    source = Source(Path("a.md"), PurePosixPath("a.md"), "a\n𝄞e\u0301\tx\n\nend")
    places = [source.locate(source.text.index(text)) for text in ("a", "𝄞", "\u0301", "x", "\n\n", "end")]
    expected = [(1, 1), (2, 1), (2, 3), (2, 5), (2, 6), (4, 1)]
    assert [Position(line, column) for line, column in expected] == places


def test_diagnostics_are_sorted_by_path_then_place() -> None:
    def make(path: str, line: int, column: int) -> Diagnostic:
        return make_error(Path(path), Position(line, column), Code.BAD_ID, "x", hint="")

    ordered = [make("a", 2, 1), make("a", 2, 10), make("a", 10, 1), make("b", 1, 1)]
    assert ordered == sorted([*ordered[2:], *ordered[:2]])


def test_github_gets_a_command_in_which_nothing_can_begin_another() -> None:
    diagnostic = Diagnostic(
        Path("/site/posts/a,b:c%d.md"), Position(3, 7), Severity.WARNING, Code.BAD_ID,
        "100 % wrong", "one\ntwo::error::", "Do, this: now.",
    )  # fmt: skip
    assert format_github(diagnostic, Path("/site")) == (
        "::warning file=posts/a%2Cb%3Ac%25d.md,line=3,col=7,title=bad-id::"
        "100 %25 wrong (found one\\ntwo::error::). Do, this: now."
    )


def test_a_diagnostic_is_printed_on_one_line_whatever_was_found() -> None:
    diagnostic = make_error(
        Path("/site/a\nb\u202e.md"),
        Position(),
        Code.BAD_ID,
        "wrong",
        found="a\r\nb\x1b[31m\u2028\u202e" + "x" * 99,
        hint="Do.",
    )
    line = format_text(diagnostic, Path("/site"))
    assert line == f"a\\nb\\u202e.md:1:1: error[bad-id]: wrong (found a\\r\\nb\\x1b[31m\\u2028\\u202e{'x' * 73}…). Do."
    assert line.isprintable()


def test_a_path_is_printed_from_where_one_stands() -> None:
    diagnostic = make_error(Path("/site/content/a.md"), Position(), Code.BAD_ID, "wrong", hint="Do.")
    assert format_text(diagnostic, Path("/site/content/posts")) == "../a.md:1:1: error[bad-id]: wrong. Do."


@pytest.mark.parametrize(
    ("word", "allowed", "expected"),
    [
        ("titel", ["title", "tags"], "Did you mean title?"),
        ("TITLE", ["title", "tags"], "Did you mean title?"),
        ("xyzzy", ["title", "tags"], "Use one of: title, tags."),
        ("", ["title"], "Use one of: title."),
        ("x", [], "Remove it."),
    ],
)
def test_a_wrong_word_leads_to_the_nearest_right_one(word: str, allowed: list[str], expected: str) -> None:
    assert expected == suggest(word, allowed)


def _print_diagnostics(pair: Pair, content: Path) -> str:
    write_files(content, pair.files)
    gone = [content / name.removesuffix(GONE) for name in pair.files if name.endswith(GONE)]
    runs: dict[str, Callable[[SiteSettings], list[Diagnostic]]] = {
        BUILDS: _build, PUBLISHES: lambda settings: _publish_twice(settings, gone),
    }  # fmt: skip
    run = runs.get(pair.file.stem, _check)
    settings, diagnostics = read_settings(content.parent / "settings.py", now=NOW)
    return print_text(diagnostics if settings is None or diagnostics else run(settings), content)


def _check(settings: SiteSettings) -> list[Diagnostic]:
    content, diagnostics = load_content(settings)
    assert content.entries == tuple(sorted(content.entries, key=lambda entry: str(entry.name)))
    return diagnostics


def _build(settings: SiteSettings) -> list[Diagnostic]:
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            signal._clear_state()  # what plugins of an earlier build in this process are still connected to
    before = _read_folder(settings.output)
    report = build_site(settings)
    assert report.done != has_errors(report.diagnostics)
    assert report.done or _read_folder(settings.output) == before
    return report.diagnostics


def _publish_twice(settings: SiteSettings, gone: Iterable[Path]) -> list[Diagnostic]:
    """Publish a site, delete some files, and publish it once more."""
    first = publish_site(settings)
    for path in gone:
        path.unlink()
    before = _read_folder(settings.public)
    report = publish_site(settings) if first.live else first
    assert has_errors(report.diagnostics) != bool(report.live)
    assert _read_folder(settings.public) == before
    return report.diagnostics


def _read_folder(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _cut_path(line: str) -> str:
    return re.sub(r"^.*?:(?=\d+:\d+: )", "", line)


def _explain_difference(pair: Pair, printed: str) -> str:
    lines = difflib.ndiff(pair.expected.split("\n"), printed.split("\n"))
    return f"{pair.file}:{pair.line}: {pair.title} (- expected, + printed)\n" + "\n".join(lines)
