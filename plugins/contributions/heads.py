"""Heads of mails and of their parts: the few fields that say how to read the rest, each bounded.

Python's email package parses heads with its newer policies in quadratic time and by recursion
(https://github.com/python/cpython/issues/136063), so the lines are read here, and the package is asked for what stands
in one short field only. Sources: RFC 5322, section 2.2; RFC 2045, section 5; RFC 2047; RFC 2231.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message as Fields
from email.utils import parsedate_to_datetime

from plugins.contributions.charsets import decode_bytes
from plugins.contributions.transfer import decode_transfer

LONGEST_FIELD = 2000
FIRST_YEAR = 2000
"""No mail is older than this project by so much; a clock that was never set says 1970."""

_NAME = re.compile(rb"([!-9;-~]{1,76})[ \t]*")
_WANTED = {
    "auto-submitted", "content-disposition", "content-transfer-encoding", "content-type", "date", "in-reply-to",
    "precedence", "received", "references", "return-path", "subject", "x-autoreply", "x-autorespond",
}  # fmt: skip
_ENCODED_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,40})?\?([BbQq])\?([^?\s]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")
_AUTOMATIC = {"auto_reply", "bulk", "junk"}


@dataclass
class Head:
    """The fields of a head, by their names in lower case; of several with one name the first, which is the newest."""

    fields: dict[str, bytes] = field(default_factory=dict)
    _last: str = ""

    def add_line(self, line: bytes) -> bool:
        """Take in one line. Return False where it is no line of a head, as where the empty line is missing."""
        if line[:1] in (b" ", b"\t") and line.strip():
            if self._last and len(self.fields[self._last]) < LONGEST_FIELD:
                self.fields[self._last] += line[:LONGEST_FIELD]
            return True
        name, colon, value = line[: LONGEST_FIELD + 80].partition(b":")
        match = _NAME.fullmatch(name)
        if not colon or match is None:
            return line.startswith((b"From ", b">From "))
        key = match[1].decode("ascii").lower()
        self._last = key if key in _WANTED and key not in self.fields else ""
        if self._last:
            self.fields[key] = value
        return True

    def get(self, name: str) -> str:
        """Return a field as it was written, on one line, or ""."""
        data = b" ".join(self.fields.get(name, b"")[:LONGEST_FIELD].replace(b"\0", b"").split())
        return decode_bytes(data, "")[0]

    def get_type(self, default: str = "text/plain") -> str:
        """Return the media type in lower case; what is malformed counts as text (RFC 2045, section 5.2)."""
        return self._get_fields(default).get_content_type()

    def get_parameter(self, name: str) -> str:
        """Return a parameter of the media type, or "". A charset within it (RFC 2231) is not obeyed."""
        value = self._get_fields("text/plain").get_param(name, "")
        return str(value[2] if isinstance(value, tuple) else value)

    @property
    def is_attachment(self) -> bool:
        """Whether the part is to be kept beside the text. Source: RFC 2183."""
        return self.get("content-disposition").lower().startswith("attachment")

    @property
    def is_reply(self) -> bool:
        """Whether the mail answers another. Source: RFC 5322, section 3.6.4."""
        return "in-reply-to" in self.fields or "references" in self.fields

    @property
    def is_automatic(self) -> bool:
        """Whether no person wrote the mail. Sources: RFC 3834, sections 2 and 5; RFC 5321, section 4.5.5."""
        submitted = self.get("auto-submitted").partition(";")[0].strip().lower()
        return (
            submitted not in ("", "no")
            or self.get("precedence").strip().lower() in _AUTOMATIC
            or self.get("return-path") == "<>"
            or not {"x-autoreply", "x-autorespond"}.isdisjoint(self.fields)
        )

    def read_subject(self) -> str:
        """Return the subject as text. Source: RFC 2047; damaged words stay as they are written."""
        return _ENCODED_WORD.sub(_decode_word, _BETWEEN_WORDS.sub("", self.get("subject")))

    def read_time(self, now: datetime) -> datetime | None:
        """Return when the mail was sent, or else received; None where neither says a time that can be."""
        received = self.get("received").rpartition(";")[2]
        return _read_time(self.get("date"), now) or _read_time(received, now)

    def _get_fields(self, default: str) -> Fields:
        fields = Fields()
        fields["Content-Type"] = self.get("content-type") or default
        return fields


def _decode_word(match: re.Match[str]) -> str:
    charset, encoding, text = match.groups()
    data = text.encode("utf-8", "replace")
    if encoding in "Qq":
        return decode_bytes(decode_transfer(data.replace(b"_", b"=20"), "quoted-printable")[0], charset)[0]
    return decode_bytes(decode_transfer(data, "base64")[0], charset)[0]


def _read_time(text: str, now: datetime) -> datetime | None:
    try:
        time = parsedate_to_datetime(text[:100].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return keep_possible(time, now)


def keep_possible(time: datetime, now: datetime) -> datetime | None:
    """Return a time in UTC, or None where no message can be of that time. A day ahead may be another zone's clock."""
    try:
        utc = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return utc if utc.year >= FIRST_YEAR and utc <= now + timedelta(days=1) else None
