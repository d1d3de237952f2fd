"""A mail becomes a message: its text, without what is the sender's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from plugins.cases.model import Channel
from plugins.contributions.charsets import decode_bytes
from plugins.contributions.flowed import unwrap_flowed
from plugins.contributions.html_words import convert_html
from plugins.contributions.invisible import remove_breaks, remove_invisible
from plugins.contributions.labels import Labels
from plugins.contributions.marks import Mark
from plugins.contributions.masking import mask_addresses
from plugins.contributions.messages import Message, Unread
from plugins.contributions.mime import Letter, Text, read_letter
from plugins.contributions.transfer import decode_transfer
from plugins.contributions.trimming import LONGEST_WORDS, trim_mail
from plugins.time_limits import TimeLimitError

LONGEST_BODY = 128 * 1024
"""Characters of a text that are read."""

LONGEST_SUBJECT = 300

_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True)
class Reading:
    """What one has to know to read messages: the time, the languages of mails, and the labels of our letters."""

    now: datetime
    languages: Sequence[str]
    labels: Labels


@dataclass
class _Body:
    """A text that is put together of parts, and what is to be said of it."""

    texts: list[str] = field(default_factory=list)
    marks: set[Mark] = field(default_factory=set)

    def mark(self, mark: Mark, *, is_needed: bool) -> None:
        if is_needed:
            self.marks.add(mark)


def read_mail(lines: Iterable[bytes], place: str, reading: Reading) -> Message | Unread:
    """Return the message of a mail, or why there is none."""
    letter = read_letter(lines)
    if reason := _explain_kind(letter):
        return Unread(place, reason)
    try:
        number, body = _choose_body(letter)
    except TimeLimitError:
        return Unread(place, "its HTML takes too long to read")
    text = clean_text("\n".join(body.texts), body.marks)
    if _PGP in text[:LONGEST_WORDS]:
        return Unread(place, "it is encrypted")
    if not text.strip():
        return Unread(place, _explain_emptiness(letter))
    head = letter.heads[number]
    trimmed = trim_mail(text, reading.languages, reading.labels, is_reply=head.is_reply)
    if not trimmed.words.strip():
        return Unread(place, "it holds only what it quotes")
    body.mark(Mark.UNTRIMMED, is_needed=not trimmed.is_clear)
    body.mark(Mark.CUT, is_needed=letter.is_cut or len(text) > LONGEST_WORDS)
    body.mark(Mark.ATTACHMENT, is_needed=letter.is_attached)
    words = hide_addresses(trimmed.words, body.marks)
    whole = hide_addresses(text.strip("\n"), set())
    subject, received = clean_subject(head.read_subject()), head.read_time(reading.now)
    return Message(place, Channel.EMAIL, received, subject, whole, words, marks=frozenset(body.marks))


def clean_text(text: str, marks: set[Mark]) -> str:
    """Return a text of at most LONGEST_BODY without invisible characters; `marks` are told what was done."""
    clean, was_hidden = remove_invisible(text[:LONGEST_BODY])
    if len(text) > LONGEST_BODY:
        marks.add(Mark.CUT)
    if was_hidden:
        marks.add(Mark.HIDDEN_CHARACTERS)
    return clean


def hide_addresses(text: str, marks: set[Mark]) -> str:
    """Return a text without addresses; `marks` are told where there was one."""
    masked, was_there = mask_addresses(text)
    if was_there:
        marks.add(Mark.ADDRESS)
    return masked


def clean_subject(subject: str) -> str:
    """Return a subject as one line."""
    return mask_addresses(remove_breaks(subject))[0][:LONGEST_SUBJECT]


def _explain_kind(letter: Letter) -> str | None:
    """Return why a mail is not for reading."""
    if letter.heads[0].is_automatic or "multipart/report" in letter.types:
        return "no person wrote it: it is an automatic answer, or the report of a mail server"
    if "multipart/encrypted" in letter.types or (not letter.texts and not letter.types.isdisjoint(_SEALED)):
        return "it is encrypted, or sealed in a way that only mail programs open (S/MIME)"
    return None


def _explain_emptiness(letter: Letter) -> str:
    if not letter.types.isdisjoint(_TNEF):
        return "its text is in a winmail.dat, which only Outlook reads"
    if letter.is_cut:
        return "no text is in what is read of it: it is too long, or its parts are too many or too deep in each other"
    return "it has no text, only what is attached" if letter.is_attached else "it has no text"


def _choose_body(letter: Letter) -> tuple[int, _Body]:
    """Return the text of the mail, or else of the first mail sent within it that has one, and the number of that."""
    number, body = 0, _Body()
    for number in range(len(letter.heads)):
        body = _Body()
        for text in _choose_texts([text for text in letter.texts if text.letter == number]):
            _add_text(text, body)
        if any(text.strip() for text in body.texts):
            break
    return number, body


def _choose_texts(texts: Sequence[Text]) -> Iterator[Text]:
    """Go through the texts, of two that say the same the plain one. Source: RFC 2046, section 5.1.4."""
    plain = {text.choice for text in texts if not _is_html(text) and text.data.strip()}
    for text in texts:
        if not _is_html(text) or text.choice is None or text.choice not in plain:
            yield text


def _is_html(text: Text) -> bool:
    return text.head.get_type() == "text/html"


def _add_text(part: Text, body: _Body) -> None:
    """Decode a part and add it."""
    data, is_whole = decode_transfer(bytes(part.data), part.head.get("content-transfer-encoding"))
    text, is_readable = decode_bytes(data, part.head.get_parameter("charset"))
    body.mark(Mark.CUT, is_needed=len(text) > LONGEST_BODY and not _is_html(part))
    if _is_html(part):
        text, is_all = convert_html(text)
        body.mark(Mark.HTML_ONLY, is_needed=bool(text.strip()))
        body.mark(Mark.CUT, is_needed=not is_all)
    elif part.head.get_parameter("format").lower() == "flowed":
        lines = text[:LONGEST_BODY].replace("\r\n", "\n")
        text = unwrap_flowed(lines, is_space_deleted=part.head.get_parameter("delsp").lower() == "yes")
    body.mark(Mark.BAD_ENCODING, is_needed=bool(text.strip()) and not (is_whole and is_readable))
    body.texts.append(text)
