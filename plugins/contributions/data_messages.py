"""Messages that come as data: an issue of a forge, or what a form sent. What a value is, its keys tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from plugins.cases.model import Channel
from plugins.cases.questions import FIELDS
from plugins.contributions.heads import keep_possible
from plugins.contributions.mail import Reading, clean_subject, clean_text, hide_addresses
from plugins.contributions.marks import Mark
from plugins.contributions.messages import Message, Unread

DEEPEST = 6
"""How deep providers put what was sent into what they tell about it."""

TIMES = (
    "created_at", "createdat", "submitted_at", "submittedat", "submission_date", "received_at", "received", "_date",
    "date", "timestamp", "time", "created", "datetime",
)  # fmt: skip
"""The keys under which forges and providers say when."""

HONEYPOT = "website"
NOTHING = "it is neither an issue nor what a form sends: it has none of their fields"

_TELLING = {"option", "own", "account", "consent", "reference", "text"}
"""Fields of ours; `name`, `role` and `result` other things have as well."""

_NUMBERS = ("number", "iid", "html_url", "web_url")
_MERGING = ("source_branch", "merge_status")
_NAMES, _VALUES = ("name", "key", "label"), ("value", "answer")


def find_in_value(value: Any) -> Iterator[Mapping[str, Any]]:
    """Go through what may be messages within one value of a file: what is around them is taken off.

    The keys are in lower case; what has no time takes the time of what is around it. An object in which nothing is
    found is given itself, so that it can be said why it is not read.
    """
    found = list(_search(value, {}, DEEPEST))
    yield from found or ([value] if isinstance(value, dict) else [])


def read_value(value: Mapping[str, Any], place: str, reading: Reading) -> Message | Unread:
    """Return the message of one value, or why there is none."""
    if reason := _explain_other(value):
        return Unread(place, reason)
    if _is_issue(value):
        return _read_issue(value, place, reading)
    if _is_form(value):
        return _read_form(value, place, reading)
    return Unread(place, NOTHING)


def _search(value: Any, around: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """Go through the outermost values that are issues or forms, or say that they are something else."""
    if isinstance(value, list):
        pairs = _read_pairs(value)
        value = pairs or value
    if isinstance(value, dict):
        inner = {**around, **_lower(value)}
        if _explain_other(value) or _is_issue(value) or _is_form(inner):
            yield value if _explain_other(value) else inner
            return
        around = {key: inner[key] for key in TIMES if key in inner}
    if depth:
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _search(one, around, depth - 1)


def _lower(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value with its keys in lower case; GitLab tells of an issue in a part of its own."""
    attributes = value.get("object_attributes")
    if isinstance(attributes, dict):
        value = attributes
    elif isinstance(value.get("issue"), dict):
        value = value["issue"]
    return {str(key).strip().lower(): one for key, one in value.items()}


def _read_pairs(values: list[Any]) -> dict[str, Any]:
    """Return fields that are told as a list of names and values."""
    pairs = {}
    for one in values:
        if isinstance(one, dict):
            name = next((one[key] for key in _NAMES if isinstance(one.get(key), str)), None)
            answer = next((one[key] for key in _VALUES if key in one), None)
            if name is not None and answer is not None and name.strip().lower() in (*FIELDS, HONEYPOT):
                pairs[name] = answer
    return pairs


def _explain_other(value: Mapping[str, Any]) -> str | None:
    """Return what a value is that forges send besides issues."""
    kind = value.get("object_kind")
    if kind == "note" or isinstance(value.get("comment"), dict) or ("issue_url" in value and "title" not in value):
        return "it is a comment; only issues are read"
    if kind == "merge_request" or value.get("pull_request") or not value.keys().isdisjoint(_MERGING):
        return "it is a pull request, not an issue"
    inner = value.get("issue")
    return _explain_other(inner) if isinstance(inner, dict) and "issue" not in inner else None


def _is_issue(value: Mapping[str, Any]) -> bool:
    one = _lower(value)
    has_text = "body" in one or "description" in one
    return isinstance(one.get("title"), str) and has_text and any(key in one for key in _NUMBERS)


def _is_form(value: Mapping[str, Any]) -> bool:
    return any(key in value and _write(value[key]) is not None for key in _TELLING)


def _read_issue(value: Mapping[str, Any], place: str, reading: Reading) -> Message | Unread:
    issue, marks = _lower(value), set[Mark]()
    body = issue["body"] if "body" in issue else issue["description"]
    text = hide_addresses(clean_text(body if isinstance(body, str) else "", marks), marks).strip("\n")
    if not text.strip():
        return Unread(place, "it has no text")
    subject = clean_subject(str(issue["title"]))
    return Message(place, Channel.ISSUE, _read_time(issue, reading.now), subject, text, text, marks=frozenset(marks))


def _read_form(value: Mapping[str, Any], place: str, reading: Reading) -> Message | Unread:
    marks = set[Mark]()
    fields = {
        key: hide_addresses(clean_text(answer, marks), marks).strip()
        for key in (*FIELDS, HONEYPOT)
        if (answer := _write(value.get(key))) is not None
    }
    if not any(fields.values()):
        return Unread(place, "it has no text: all its fields are empty")
    body = "\n".join(f"{key}: {answer}" for key, answer in fields.items())
    received, words = _read_time(value, reading.now), fields.get("text", "")
    return Message(place, Channel.FORM, received, "", body, words, fields=fields, marks=frozenset(marks))


def _write(value: Any) -> str | None:
    """Return the answer of a field as text; None where it is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else None


def _read_time(value: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return the first time that is one."""
    times = (_parse_time(value[key], now) for key in TIMES if isinstance(value.get(key), str))
    return next((time for time in times if time is not None), None)


def _parse_time(text: str, now: datetime) -> datetime | None:
    """Return a time of ISO 8601, as forges and forms write it, or of seconds or milliseconds since 1970."""
    plain = text.strip()[:40].removesuffix(" UTC")
    try:
        if plain.isascii() and plain.isdigit():
            seconds = int(plain) / (1000 if len(plain) > 11 else 1)
            return keep_possible(datetime.fromtimestamp(seconds, UTC), now)
        return keep_possible(datetime.fromisoformat(plain), now)
    except (ValueError, OverflowError, OSError):
        return None
