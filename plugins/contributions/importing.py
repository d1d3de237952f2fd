"""The way of messages from files to what is held: each gives one report, and none stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from plugins.cases.held import read_held
from plugins.contributions.answers import read_answers
from plugins.contributions.blocking import read_block_list
from plugins.contributions.finding import find_messages
from plugins.contributions.holding import hold, hold_shelf, is_known, make_id
from plugins.contributions.marks import Mark
from plugins.contributions.messages import Message, Unread
from plugins.contributions.repeating import Repeats
from plugins.contributions.shelves import find_items
from plugins.contributions.targets import load_targets
from plugins.contributions.understanding import Site, find_reference, understand
from plugins.contributions.vocabulary import Vocabulary
from plugins.diagnostics import Diagnostic
from plugins.settings import SiteSettings


class Fate(StrEnum):
    """What became of a message."""

    HELD = "held"
    KNOWN = "already there"
    UNREAD = "not held"


@dataclass(frozen=True)
class ImportReport:
    """What became of one message. `id` and `slug` are empty where nothing could be made of it, `reason` else."""

    place: str
    fate: Fate
    id: str = ""
    slug: str = ""
    marks: tuple[Mark, ...] = ()
    reason: str = ""


def prepare_import(settings: SiteSettings) -> tuple[Site, list[Diagnostic]]:
    """Return what is known of the site, and what is wrong with its block list."""
    vocabulary = Vocabulary(settings.wording)
    targets = load_targets(settings, vocabulary)
    blocked, diagnostics = read_block_list(settings.block_list)
    repeats = Repeats()
    for text in (*(text for target in targets.all for text in target.texts), *_read_held_texts(settings)):
        repeats.add(text)
    return Site(targets, vocabulary, blocked, repeats, settings.now.astimezone(settings.zone)), diagnostics


def _read_held_texts(settings: SiteSettings) -> Iterator[str]:
    for item in find_items(settings):
        held = None if item.is_published else read_held(item.path, settings)[0]
        if held and held.fields and held.fields.text:
            yield held.fields.text.text


def find_messages_in(paths: Iterable[Path], site: Site) -> Iterator[Message | Unread]:
    """Go through the messages of files and folders."""
    return find_messages(paths, site.now, site.vocabulary.languages)


def import_messages(messages: Iterable[Message | Unread], site: Site, settings: SiteSettings) -> Iterator[ImportReport]:
    """Hold each message, and go through what became of them. Raises OSError where nothing can be written."""
    with hold_shelf(settings, "outcomes import"):
        for message in messages:
            yield import_message(message, site, settings)


def import_message(message: Message | Unread, site: Site, settings: SiteSettings) -> ImportReport:
    """Hold one message, and return what became of it."""
    if isinstance(message, Unread):
        return ImportReport(message.place, Fate.UNREAD, reason=message.reason)
    answers = read_answers(message, site.vocabulary)
    reference = find_reference(message, answers, site)
    if isinstance(reference, Unread):
        return ImportReport(message.place, Fate.UNREAD, reason=reference.reason)
    name, target = make_id(message), reference.target
    if is_known(name, target, settings):
        return ImportReport(message.place, Fate.KNOWN, name, target.slug)
    understood = understand(message, answers, reference, site)
    if isinstance(understood, Unread):
        return ImportReport(message.place, Fate.UNREAD, reason=understood.reason)
    hold(understood, name, settings)
    site.repeats.add(understood.values["text"])
    return ImportReport(message.place, Fate.HELD, name, target.slug, understood.marks)
