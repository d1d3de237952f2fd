"""What Casebook says about a mistake: one value per mistake, formatted only at the edge.

A rule that finds a mistake makes a `Diagnostic`; nothing is printed or raised on the way. The commands
sort all of them and print them in one run, so that an author mends every mistake at once.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """An error stops the build; a warning is printed and the build goes on."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The permanent name of each kind of mistake. docs/diagnostics.md explains every one."""

    # Files
    UNREADABLE_FILE = "unreadable-file"
    UNKNOWN_FILE = "unknown-file"
    BAD_ENCODING = "bad-encoding"
    CONTROL_CHARACTER = "control-character"
    OUTSIDE_CONTENT = "outside-content"
    FOLDER_LINK = "folder-link"
    LINKED_DOCUMENT = "linked-document"
    # Headers and YAML
    MISSING_HEADER = "missing-header"
    UNCLOSED_HEADER = "unclosed-header"
    BAD_HEADER_LINE = "bad-header-line"
    YAML_SYNTAX = "yaml-syntax"
    YAML_ALIAS = "yaml-alias"
    YAML_TAG = "yaml-tag"
    LOST_TEXT = "lost-text"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    EMPTY_VALUE = "empty-value"
    WRONG_TYPE = "wrong-type"
    BAD_VALUE = "bad-value"
    BAD_DATE = "bad-date"
    BAD_ID = "bad-id"
    BAD_SLUG = "bad-slug"
    MISSING_ID = "missing-id"
    DUPLICATE_ID = "duplicate-id"
    # Text and links
    BAD_MARKDOWN = "bad-markdown"
    BROKEN_LINK = "broken-link"
    UNPUBLISHED_LINK = "unpublished-link"
    UNKNOWN_LINK_KIND = "unknown-link-kind"
    UNKNOWN_TERM = "unknown-term"
    # Pictures and other forms of text
    MISSING_ALT = "missing-alt"
    BAD_PICTURE = "bad-picture"
    HUGE_PICTURE = "huge-picture"
    GPS_POSITION = "gps-position"
    UNDRAWABLE_CARD = "undrawable-card"
    THIRD_PARTY_MEDIA = "third-party-media"
    UNKNOWN_CALLOUT = "unknown-callout"
    UNKNOWN_LANGUAGE = "unknown-language"
    # The site as a whole
    BAD_PATH = "bad-path"
    SAME_PATH = "same-path"
    TWO_SPELLINGS = "two-spellings"
    UNKNOWN_AUTHOR = "unknown-author"
    UNUSED_FILE = "unused-file"
    DUPLICATE_PART = "duplicate-part"
    BAD_REPRINT = "bad-reprint"
    # Cases
    MISSING_FILE = "missing-file"
    RESERVED_ID = "reserved-id"
    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_OPTION = "unknown-option"
    UNKNOWN_DECISION = "unknown-decision"
    UNREACHABLE_DECISION = "unreachable-decision"
    DECISION_CYCLE = "decision-cycle"
    NO_CONSENT = "no-consent"
    PRIVATE_DATA = "private-data"
    BAD_HELD = "bad-held"
    # Settings and the build
    UNCHECKED = "unchecked"
    BAD_SETTING = "bad-setting"
    IGNORED_SETTING = "ignored-setting"
    BAD_WORDS = "bad-words"
    MISSING_WORDS = "missing-words"
    BAD_TEMPLATE = "bad-template"
    MISSING_ASSET = "missing-asset"
    PELICAN_ERROR = "pelican-error"
    LOST_OUTPUT = "lost-output"
    SEARCH_INDEX = "search-index"
    BROKEN_OUTPUT_LINK = "broken-output-link"
    DUPLICATE_ANCHOR = "duplicate-anchor"
    BAD_PAGE = "bad-page"
    BAD_HEADING = "bad-heading"
    BAD_LINKED_DATA = "bad-linked-data"
    BAD_FEED = "bad-feed"
    LEAKED_CONTENT = "leaked-content"
    HEAVY_PAGE = "heavy-page"
    INVALID_HTML = "invalid-html"
    EXTERNAL_LINK = "external-link"
    MOVED_LINK = "moved-link"
    FOREIGN_OUTPUT = "foreign-output"
    UNWRITABLE_OUTPUT = "unwritable-output"
    # Publishing
    DAMAGED_OUTPUT = "damaged-output"
    DAMAGED_RELEASE = "damaged-release"
    FEWER_PAGES = "fewer-pages"
    GONE_ADDRESS = "gone-address"


MOST_WORDS = 500


@dataclass(frozen=True, order=True)
class Position:
    """A place in a text file: line and column count from 1, columns in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, order=True)
class Diagnostic:
    """One mistake: where it is, what is wrong, what was found there, and what to do about it.

    `message` is a clause without a full stop. `found` is the value as it was written, or empty where the mistake is
    that something is not there. `hint` is one whole sentence.
    """

    path: Path
    position: Position
    severity: Severity
    code: Code
    message: str
    found: str = ""
    hint: str = ""


def make_error(path: Path, position: Position, code: Code, message: str, *, found: str = "", hint: str) -> Diagnostic:
    """Return a diagnostic that stops the build."""
    return Diagnostic(path, position, Severity.ERROR, code, message, found, hint)


def make_warning(path: Path, position: Position, code: Code, message: str, *, found: str = "", hint: str) -> Diagnostic:
    """Return a diagnostic that is printed while the build goes on."""
    return Diagnostic(path, position, Severity.WARNING, code, message, found, hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether at least one of them stops the build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def format_text(diagnostic: Diagnostic, base: Path) -> str:
    """Return `path:line:column: error[code]: what is wrong (found X). What to do.`, one line, the path from `base`."""
    return f"{format_place(diagnostic, base)}: {diagnostic.severity}[{diagnostic.code}]: {_format_body(diagnostic)}"


def format_place(diagnostic: Diagnostic, base: Path) -> str:
    """Return `path:line:column`, the path from `base`."""
    return f"{_show_path(diagnostic.path, base)}:{diagnostic.position.line}:{diagnostic.position.column}"


def format_message(diagnostic: Diagnostic) -> str:
    """Return what is wrong, with what was found, as a clause without a full stop."""
    found = f" (found {_show(diagnostic.found)})" if diagnostic.found else ""
    return spell_out(f"{diagnostic.message}{found}")


def format_github(diagnostic: Diagnostic, base: Path) -> str:
    """Return a GitHub workflow command that marks the line in a pull request.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    path = _escape_property(_show_path(diagnostic.path, base))
    place = f"file={path},line={diagnostic.position.line},col={diagnostic.position.column}"
    return f"::{diagnostic.severity} {place},title={diagnostic.code}::{_escape_data(_format_body(diagnostic))}"


def find_nearest(word: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed word that looks most like `word`, or None where none comes near.

    Among very many words none is looked for: it would take longer than everything else.
    """
    allowed = list(allowed)
    if len(allowed) > MOST_WORDS:
        return None
    folded = {candidate.casefold(): candidate for candidate in allowed}
    matches = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None


def suggest(word: str, allowed: Iterable[str]) -> str:
    """Return the sentence that leads from a wrong word to the right one: the nearest allowed word, or all of them."""
    choices = list(allowed)
    nearest = find_nearest(word, choices)
    if nearest is not None:
        return f"Did you mean {nearest}?"
    return f"Use one of: {', '.join(choices)}." if choices else "Remove it."


def _format_body(diagnostic: Diagnostic) -> str:
    return f"{format_message(diagnostic)}. {spell_out(diagnostic.hint)}".rstrip()


def _show(value: str, longest: int = 100) -> str:
    """Return a found value on one line, cut where it is long."""
    one_line = spell_out(value)
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1]}…"


def spell_out(text: str) -> str:
    """Return a text with its invisible characters as escapes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _show_path(path: Path, base: Path) -> str:
    """Return the path from `base`, upwards where need be, with characters that could break the line spelt out."""
    return spell_out(os.path.relpath(path, base))


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
