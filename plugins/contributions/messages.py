"""What is left of a reader's message once it is read: words, when and which way it came, and nothing of its sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.cases.model import Channel
from plugins.contributions.marks import Mark


@dataclass(frozen=True)
class Message:
    """One message that could be read.

    `place` says where it was found, for the lines of a report: "inbox.mbox, message 3"; there is no address in it.
    `received` is None where it says nothing that is a time. `subject` is one line. `body` is the whole text as it
    was sent, quotes and signature too, with line ends of LF and no invisible characters: what a message is known by.
    `words` is what the sender wrote of it: without quotes and signature. `fields` are the answers of a form by the
    names of its fields (plugins/cases/questions.py), where it came as data; then `body` is one text of all of them.
    """

    place: str
    via: Channel
    received: datetime | None
    subject: str
    body: str
    words: str
    fields: Mapping[str, str] | None = None
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True)
class Unread:
    """A message of which nothing can be made, and why, in a few words: "it has no text"."""

    place: str
    reason: str
