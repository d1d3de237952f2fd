"""From a reader's answers to a reader outcome: which case and option, what may be printed, what is to be looked at.

Nothing is guessed that a reader would mind: only a clear yes is a yes, and an option that is not clear is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from plugins.cases.model import Channel
from plugins.cases.questions import (
    ACCOUNT,
    CONSENT,
    LONGEST_NAME,
    LONGEST_OWN,
    NAME,
    OPTION,
    REFERENCE,
    RESULT,
    ROLE,
    TEXT,
)
from plugins.cases.reader_text import LONGEST_TEXT, cut_text, is_too_long
from plugins.characters import UNWANTED
from plugins.contributions.answers import HONEYPOT, Answers
from plugins.contributions.blocking import BlockList
from plugins.contributions.languages import find_language, is_same_language
from plugins.contributions.marks import Mark
from plugins.contributions.messages import Message, Unread
from plugins.contributions.private_data import mask_line, mask_plain, mask_private
from plugins.contributions.repeating import Repeats
from plugins.contributions.roads import Road, find_road
from plugins.contributions.targets import Target, Targets
from plugins.contributions.vocabulary import Vocabulary, simplify

LONGEST_NOTE = 200
MOST_LINKS = 3
NAMELESS = frozenset({"", "none", "no", "nobody", "anonymous", "keiner", "keinen", "kein", "nein", "anonym", "n/a"})
"""What people write who want no name to be printed."""

REFERENCE_PARTS = re.compile(r"([a-z0-9][a-z0-9-]{0,99})(?:\s{0,3}/\s{0,3}([a-z0-9][a-z0-9-]{0,99}))?")
LINK = re.compile(r"https?://|www\.|mailto:|\]\(", re.IGNORECASE)
JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Site:
    """All that is known where a message is understood. `repeats` grows with what is held."""

    targets: Targets
    vocabulary: Vocabulary
    blocked: BlockList
    repeats: Repeats
    now: datetime


@dataclass(frozen=True)
class Understood:
    """What becomes of a message: where it goes, its values by the keys of its file, and what is to be looked at.

    `notes` say in words what was answered and not understood.
    """

    target: Target
    values: Mapping[str, str]
    marks: tuple[Mark, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """What a reader answers to: the target and, as far as it is said, the id of an option or "own"."""

    target: Target
    option: str


def find_reference(message: Message, answers: Answers, site: Site) -> Reference | Unread:
    """Return what a message is about: by its reference, its subject, or the reference of what it quotes."""
    if raw := answers.get(REFERENCE):
        found = _read_reference(raw, site)
        return found or Unread(message.place, f"there is no case or post called {_show(raw)}, or it has mistakes")
    if by_subject := site.targets.find_by_subject(message.subject):
        return Reference(*by_subject)
    return _read_reference(answers.quoted_reference, site) or Unread(
        message.place, "it does not say which case it is about"
    )


def _read_reference(raw: str, site: Site) -> Reference | None:
    match = REFERENCE_PARTS.search(raw.casefold())
    target = site.targets.find(match[1]) if match else None
    return Reference(target, match[2] or "") if match and target else None


def understand(message: Message, answers: Answers, reference: Reference, site: Site) -> Understood | Unread:
    """Return what a message comes to, or why nothing can be made of it."""
    reading = _Reading(message, answers, reference, site)
    text = reading.read_text()
    if re.search(r"\w", text) is None:
        return Unread(message.place, "it has no words of the reader's own")
    return reading.understand(text)


@dataclass
class _Reading:
    """One message while it is being understood."""

    message: Message
    answers: Answers
    reference: Reference
    site: Site
    marks: set[Mark] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def understand(self, text: str) -> Understood:
        self.marks |= self.message.marks
        target = self.reference.target
        values = {} if target.is_post else self._read_road()
        if not target.is_post:
            values |= self._read_choice(ACCOUNT)
            if ACCOUNT not in values:
                self.marks.add(Mark.NO_ACCOUNT)
        values[TEXT] = text
        values |= self._read_language(text)
        values |= {} if target.is_post else self._read_choice(RESULT)
        values |= self._read_choice(ROLE) | self._read_name() | self._read_date()
        values |= {"via": str(self.message.via), **self._read_consent(), "status": "published"}
        self._suspect(values)
        return Understood(target, values, tuple(mark for mark in Mark if mark in self.marks), tuple(self.notes))

    def read_text(self) -> str:
        """Return the reader's words as they may be printed."""
        raw = self._clean(self.answers.get(TEXT)[: 3 * LONGEST_TEXT]).strip()
        masked = mask_plain(raw)
        cut = cut_words(masked)
        text = mask_private(cut)
        if cut != masked:
            self.marks.add(Mark.CUT)
        if masked != raw or text != cut:
            self.marks.add(Mark.ADDRESS)
        return text.strip()

    def _read_road(self) -> dict[str, str]:
        road = find_road(self.answers, self.reference.target, self._find_referred(), self.site.vocabulary)
        if road.mark:
            self.marks.add(road.mark)
            self._note("the option", road.said)
        return self._write_road(road)

    def _find_referred(self) -> str:
        """Return the option of the reference. What is chosen by hand, as in forms, comes before where one began."""
        referred, chosen = self.reference.option, simplify(self.answers.get(OPTION))
        is_same = chosen == simplify(self.reference.target.options.get(referred, ""))
        return "" if chosen and self.message.via is not Channel.EMAIL and not is_same else referred

    def _write_road(self, road: Road) -> dict[str, str]:
        if road.option:
            return {"option": road.option}
        own = self._read_line(road.own or "", LONGEST_OWN)
        if not own and not road.mark:
            self.marks.add(Mark.NO_OPTION)
        return {"own": own} if own else {}

    def _read_choice(self, name: str) -> dict[str, str]:
        raw = self.answers.get(name)
        value = self.site.vocabulary.choices[name].read(raw) if raw else None
        if raw and value is None:
            self.marks.add(Mark.UNCLEAR_ANSWER)
            self._note(f"`{name}`", raw)
        return {name: value} if value else {}

    def _read_consent(self) -> dict[str, str]:
        raw = self.answers.get(CONSENT)
        if self.site.vocabulary.is_consent(raw):
            return {"consent": "true"}
        self.marks.add(Mark.NO_CONSENT)
        if raw and not self.site.vocabulary.is_no(raw):
            self.marks.add(Mark.UNCLEAR_ANSWER)
            self._note("consent", raw)
        return {"consent": "false"}

    def _read_name(self) -> dict[str, str]:
        name = self._read_line(self.answers.get(NAME), LONGEST_NAME)
        return {} if simplify(name) in NAMELESS else {"name": name}

    def _read_line(self, raw: str, longest: int) -> str:
        """Return an answer of one line as it may be printed."""
        plain = re.sub(r"\s+", " ", self._clean(raw[: 10 * longest])).strip(" *_`")
        line = mask_line(plain)
        if line != plain:
            self.marks.add(Mark.ADDRESS)
        if len(line) > longest:
            self.marks.add(Mark.CUT)
        return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"

    def _read_date(self) -> dict[str, str]:
        received, now = self.message.received, self.site.now
        if received is None or received > now + timedelta(days=1) or received.year < 1990:
            self.marks.add(Mark.NO_DATE)
            received = now
        return {"received": f"{received.astimezone(now.tzinfo):%Y-%m-%d}"}

    def _read_language(self, text: str) -> dict[str, str]:
        lang = find_language(text)
        if lang is None or is_same_language(lang, self.reference.target.lang):
            return {}
        self.marks.add(Mark.OTHER_LANGUAGE)
        return {"lang": lang}

    def _suspect(self, values: Mapping[str, str]) -> None:
        """Mark what has the looks of spam."""
        said = "\n".join(values.get(key, "") for key in (TEXT, "own", NAME))
        if len(LINK.findall(said)) > MOST_LINKS:
            self.marks.add(Mark.MANY_LINKS)
        if self.site.blocked.is_in(said):
            self.marks.add(Mark.BLOCKED)
        if self.answers.get(HONEYPOT):
            self.marks.add(Mark.HONEYPOT)
        if self.site.repeats.has_near(values[TEXT]):
            self.marks.add(Mark.REPEATED)

    def _clean(self, text: str) -> str:
        """Return a text without characters that nobody sees or that no page can carry."""
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        cleaned = UNWANTED.sub("", plain)
        if not cleaned.isascii():
            cleaned = "".join(char for char in cleaned if unicodedata.category(char) != "Cf" or char in JOINERS)
        if cleaned != plain:
            self.marks.add(Mark.HIDDEN_CHARACTERS)
        return cleaned

    def _note(self, what: str, said: str) -> None:
        if said:
            self.notes.append(f"{what} is not clear; it says: {_show(said, LONGEST_NOTE)}")


def cut_words(text: str) -> str:
    """Return a text that is no longer than may be printed: it ends with a paragraph, or else with a word."""
    if not is_too_long(text):
        return text
    head = cut_text(text)
    for end in ("\n\n", "\n", " "):
        kept = head.rpartition(end)[0].rstrip()
        if len(kept) > len(head) // 2:
            return kept
    return head


def _show(said: str, longest: int = 60) -> str:
    """Return what was said as it may be printed: one line, no address, nothing that moves a terminal's cursor."""
    plain = mask_line(re.sub(r"\s+", " ", said[: 10 * longest]))
    shown = "".join(char if char.isprintable() else "" for char in plain).strip()
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
