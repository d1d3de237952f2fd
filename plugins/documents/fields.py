"""The types of header keys: what a value may be, said once for the check, the JSON Schema and the messages."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from plugins.characters import is_blank, keep_in_place
from plugins.containment import WINDOWS_NAMES
from plugins.diagnostics import Code
from plugins.documents.values import Prose, Scalar

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SITE_PATH = re.compile(r"/(?!/)[^\s\\?#<>\"|*:$]*")
WRITTEN_AROUND = re.compile(r"[\x00-\x1f\x7f\\?#<>\"|*:$\ufffd]")
"""Characters that no address of a static site can hold, as `%0A` either."""

URL = re.compile(r"https?://[^\s<>\"/?#]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
LONGEST_TEXT = 300
LONGEST_MARK = 3
LONGEST_NAME = 200
"""Bytes of a name in a path; file systems take 255, and `index.html` or an ending may be added."""

DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?: ?(Z|[+-]\d\d:?\d\d))?)?", re.ASCII
)


class Status(StrEnum):
    """Who sees a document: nobody yet, everybody, or those who know where it is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"


def make_rejection(code: Code, message: str, hint: str, found: str = "") -> PydanticCustomError:
    """Return the exception that a field raises for a value it cannot take; `validation` makes it a diagnostic."""
    return PydanticCustomError(
        "casebook", "{message}", {"code": code, "message": message, "hint": hint, "found": found}
    )


def _check_text(value: Any) -> str:
    """A text on one line, as it was written."""
    _check_whole(value)
    text = value.strip()
    if "\n" in text:
        raise make_rejection(Code.BAD_VALUE, "must stand on one line", "Make it one line.", str(text))
    if len(text) > LONGEST_TEXT:
        raise make_rejection(Code.BAD_VALUE, f"is longer than {LONGEST_TEXT} characters", "Shorten it.", str(text))
    return str(text)


def _check_placed(text: str) -> str:
    placed = keep_in_place(text).strip()
    if is_blank(placed):
        raise make_rejection(Code.EMPTY_VALUE, "is empty", "Give it a value or remove the line.")
    return placed


def _check_prose(value: Any) -> Prose:
    """Markdown text of any length, which keeps its place in the source."""
    _check_whole(value)
    return Prose(str(value).strip("\n"), value.source, value.start, value.end)


def _check_whole(value: Any) -> None:
    """Refuse what is no text, an empty text, and a text whose end YAML took for a comment."""
    if not isinstance(value, Scalar):
        raise make_rejection(Code.WRONG_TYPE, "must be a text", "Write one text here.")
    if value.comment:
        hint = "Quote the text, or write it as a block: `|` after the key, the text indented below."
        raise make_rejection(Code.LOST_TEXT, "loses its end to a comment", hint, value.comment)
    if not value.strip():
        raise make_rejection(Code.EMPTY_VALUE, "is empty", "Give it a value or remove the line.")


def _check_id(value: Any) -> str:
    text = _require_word(value)
    if not ID.fullmatch(text):
        raise make_rejection(Code.BAD_ID, "must be made of a-z, 0-9 and single hyphens", "Write it as `step-up`.", text)
    return text


def _check_slug(value: Any) -> str:
    text = _require_word(value)
    if problem := explain_slug(text):
        raise make_rejection(
            Code.BAD_SLUG, problem, "Use 1 to 80 of a-z, 0-9 and hyphens, a letter or digit at both ends.", text
        )
    return text


def explain_slug(slug: str) -> str | None:
    """Return what is wrong with a slug, or None."""
    if not SLUG.fullmatch(slug):
        return "cannot be part of an address"
    return "is the name of a device on Windows" if slug in WINDOWS_NAMES else None


def _require_word(value: Any) -> str:
    if not isinstance(value, str):
        raise make_rejection(Code.WRONG_TYPE, "must be a word", "Write one word here.")
    if not value.strip():
        raise make_rejection(Code.EMPTY_VALUE, "is empty", "Give it a value or remove the line.")
    return value.strip()


def _check_date(value: Any, info: ValidationInfo) -> datetime:
    zone = (info.context or {})["zone"]
    moment = parse_date(_require_word(value), zone)
    if moment is None:
        raise make_rejection(
            Code.BAD_DATE,
            "is no date",
            "Write it as 2026-01-05, 2026-01-05 14:30 or 2026-01-05T14:30+01:00.",
            str(value),
        )
    return moment


def parse_date(text: str, zone: tzinfo) -> datetime | None:
    """Return an ISO 8601 date with optional time and zone as a time in `zone`, or None where the text is none.

    A date without a time begins the day; one without a zone is in `zone`. Years are 1000 to 9998, so that the time
    can be told in every zone.
    """
    match = DATE.fullmatch(text)
    if match is None or not 1000 <= int(match[1]) <= 9998:
        return None
    offset = (match[7] or "").replace("Z", "+00:00")
    try:
        moment = datetime(*(int(part or 0) for part in match.groups()[:6]))  # type: ignore[arg-type]  # noqa: DTZ001
        return moment.replace(
            tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo if offset else zone
        ).astimezone(zone)
    except ValueError:
        return None


def _split_names(value: Any) -> Any:
    """Take a list, or one text with commas (semicolons, where a name holds a comma) as stock Pelican writes it."""
    if not isinstance(value, Scalar):
        return value
    _check_whole(value)
    if value.startswith("[") and value.endswith("]"):
        raise make_rejection(
            Code.WRONG_TYPE, "is a list in brackets where none is read", "Separate the names with commas.", str(value)
        )
    separator = ";" if ";" in value else ","
    names, index = [], 0
    for part in value.split(separator):
        begin = value.start + index + len(part) - len(part.lstrip())
        names.append(Scalar(part.strip(), value.source, begin, begin + len(part.strip())))
        index += len(part) + 1
    return [name for name in names if name]


def _drop_repeated(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _check_path(value: Any) -> str:
    text = _require_word(value)
    plain = unquote(text)
    parts = plain.split("/")
    if max(len(part.encode()) for part in parts) > LONGEST_NAME:
        hint = f"Shorten what stands between two slashes to {LONGEST_NAME} bytes."
        raise make_rejection(Code.BAD_VALUE, "is longer than the name of a file can be", hint, text)
    if not SITE_PATH.fullmatch(text) or WRITTEN_AROUND.search(plain) or {".", ".."} & set(parts):
        hint = "Write it as /old/address/; what stands behind a `?` or `#` never reaches a static site."
        raise make_rejection(Code.BAD_VALUE, "must be a path from the root of the site", hint, text)
    return text


def _check_url(value: Any) -> str:
    text = _require_word(value)
    if not URL.fullmatch(text):
        raise make_rejection(Code.BAD_VALUE, "must be a whole address", "Write it as https://example.org/page.", text)
    return text


def _check_email(value: Any) -> str:
    text = _require_word(value)
    if not EMAIL.fullmatch(text):
        raise make_rejection(Code.BAD_VALUE, "must be an e-mail address", "Write it as anna@example.org.", text)
    return text


def _check_mark(value: Any) -> str:
    """One to three characters, such as `§`."""
    text = _require_word(value)
    if len(text) > LONGEST_MARK:
        raise make_rejection(Code.BAD_VALUE, f"is longer than {LONGEST_MARK} characters", "Shorten it.", text)
    return text


def _check_flag(value: Any) -> bool:
    """Read `true` and `false`, which arrive as texts."""
    flags = {"true": True, "false": False}
    if not isinstance(value, str):
        raise make_rejection(Code.WRONG_TYPE, "must be true or false", "Write true or false.")
    if value not in flags:
        raise make_rejection(Code.BAD_VALUE, "must be true or false", "Write true or false.", str(value))
    return flags[value]


def _check_lang(value: Any) -> str:
    text = _require_word(value)
    if not LANG.fullmatch(text):
        raise make_rejection(Code.BAD_VALUE, "must be the code of a language", "Write it as en or pt-BR.", text)
    return text


def _check_filled(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise make_rejection(Code.EMPTY_VALUE, "is empty", "Give it a value or remove the line.")
    return values


Text = Annotated[str, PlainValidator(_check_text, json_schema_input_type=str)]
PlacedText = Annotated[Text, AfterValidator(_check_placed)]
"""A text of strangers: what would reach beyond it is taken out."""

ProseText = Annotated[Prose, PlainValidator(_check_prose), WithJsonSchema({"type": "string"})]
Id = Annotated[str, PlainValidator(_check_id), WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$"})]
Slug = Annotated[str, PlainValidator(_check_slug), WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"})]
Date = Annotated[
    datetime, PlainValidator(_check_date), WithJsonSchema({"type": "string", "pattern": f"^{DATE.pattern}$"})
]
Names = Annotated[tuple[Text, ...], BeforeValidator(_split_names), AfterValidator(_drop_repeated)]
Lang = Annotated[str, PlainValidator(_check_lang), WithJsonSchema({"type": "string", "pattern": f"^{LANG.pattern}$"})]
Filled = AfterValidator(_check_filled)
"""For lists that must hold something."""

Url = Annotated[str, PlainValidator(_check_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
Email = Annotated[str, PlainValidator(_check_email), WithJsonSchema({"type": "string", "format": "email"})]
Mark = Annotated[str, PlainValidator(_check_mark), WithJsonSchema({"type": "string", "maxLength": LONGEST_MARK})]
Flag = Annotated[bool, BeforeValidator(_check_flag), WithJsonSchema({"type": "boolean"})]
Count = Annotated[int, Field(ge=1, le=100_000)]

_Path = Annotated[
    str, PlainValidator(_check_path), WithJsonSchema({"type": "string", "pattern": f"^{SITE_PATH.pattern}$"})
]
SitePaths = Annotated[tuple[_Path, ...], BeforeValidator(_split_names)]
