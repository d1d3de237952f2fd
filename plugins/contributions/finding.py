"""Messages in files and folders: mails, mailboxes, Maildirs, issues of a forge and what forms sent.

What a file is, its beginning tells; its name only where that says nothing. Nothing is changed, no link is followed, and
one message is in memory at a time. Source of Maildir: https://cr.yp.to/proto/maildir.html.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, cast

from plugins.containment import LeavesFolderError, open_inside
from plugins.contributions.data_messages import NOTHING, find_in_value, read_value
from plugins.contributions.json_values import LONGEST_FILE, BrokenJsonError, iterate_values
from plugins.contributions.labels import Labels
from plugins.contributions.mail import Reading, read_mail
from plugins.contributions.mailboxes import FROM, read_lines, split_mailbox
from plugins.contributions.masking import name_place
from plugins.contributions.messages import Message, Unread
from plugins.wording.words import Words

BEGINNING = 4096
"""Bytes that tell what a file is."""

MOST_OF_FILE = 10_000
"""Messages that are read from one file of JSON."""

MAIL_ENDINGS = (".eml", ".mail")

_HEAD = re.compile(rb"(?:\s*\n)?[!-9;-~]{1,76}[ \t]*:")
_JSON_MARKS = (b"{", b"[", b"\xef\xbb\xbf{", b"\xef\xbb\xbf[", b"\xff\xfe{\0", b"\xff\xfe[\0")
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OUTLOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class _Found:
    """A place, and how one gets what is there."""

    place: str
    read: Callable[[], Message | Unread]


def find_messages(paths: Iterable[Path], now: datetime, speakers: Sequence[Words]) -> Iterator[Message | Unread]:
    """Go through what paths hold, in the order of names: each message, or why there is none.

    `now` tells which times cannot be; `speakers` are the languages of the site: their labels stand in letters, and
    quotes and signatures are looked for in them, and in English.
    """
    reading = Reading(now, [words.lang.partition("-")[0] for words in speakers], Labels(speakers))
    for path in paths:
        for found in _find(path, reading):
            yield _read(found)


def _read(found: _Found) -> Message | Unread:
    """Return what is at a place.

    This is the one place where anything is caught: strangers write what is read, and no message of theirs may keep the
    others back, whatever it brings to light in us or in a library. The text of an error may hold a sender's words, so
    only its kind is told.
    """
    try:
        return found.read()
    except Exception as error:
        return Unread(found.place, f"it cannot be read ({type(error).__name__})")


def _find(path: Path, reading: Reading) -> Iterator[_Found]:
    """Go through what one path holds. The person who names a link means what it leads to."""
    try:
        real = Path(os.path.realpath(path))
        if real.is_dir():
            yield from _search_folder(path, real, reading)
        else:
            is_mail = real.parent.name in ("cur", "new")
            yield from _search_file(real, real.parent, name_place(path), reading, is_mail=is_mail)
    except (OSError, ValueError) as error:
        yield _refuse(name_place(path), _explain(error))


def _search_folder(path: Path, root: Path, reading: Reading) -> Iterator[_Found]:
    """Go through a folder and all within it, in the order of names. Of a Maildir, cur and new hold the mails."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        names, folders, files = _list_folder(folder)
        if names is None:
            yield _refuse(name_place(path / folder.relative_to(root)), "the folder cannot be read")
        is_maildir = not {"cur", "new"}.isdisjoint(folders)
        waiting += [folder / name for name in reversed(folders) if not (is_maildir and name == "tmp")]
        for name in files:
            file, is_mail = folder / name, folder.name in ("cur", "new")
            yield from _search_file(file, root, name_place(path / file.relative_to(root)), reading, is_mail=is_mail)


def _list_folder(folder: Path) -> tuple[list[str] | None, list[str], list[str]]:
    """Return the names in a folder (None where it cannot be read), and those of its folders and of all else.

    Hidden ones are left out: mbsync and mail servers keep their notes there. A folder of a Maildir is hidden too (the
    custom is called Maildir++), but holds cur. Links count as files, which are refused when they are opened.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return None, [], []
    folders = [entry.name for entry in found if entry.is_dir(follow_symlinks=False) and _is_shown(Path(entry.path))]
    files = [entry.name for entry in found if not entry.is_dir(follow_symlinks=False) and entry.name[0] != "."]
    return [entry.name for entry in found], folders, files


def _is_shown(folder: Path) -> bool:
    return not folder.name.startswith(".") or (folder / "cur").is_dir()


def _search_file(path: Path, root: Path, place: str, reading: Reading, *, is_mail: bool) -> Iterator[_Found]:
    """Go through the messages of one file."""
    try:
        if path.is_symlink():
            yield _refuse(place, "it is a link, which is not followed")
            return
        with open_inside(path, root) as file:
            start = cast("BufferedReader", file).peek(BEGINNING)[:BEGINNING]
            yield from _search_content(file, start, place, reading, is_mail=is_mail or _is_named_mail(path))
    except OSError as error:
        yield _refuse(place, _explain(error))


def _search_content(file: BinaryIO, start: bytes, place: str, reading: Reading, *, is_mail: bool) -> Iterator[_Found]:
    plain = start.lstrip(b"\r\n\t ")
    if not plain:
        yield _refuse(place, "it is empty")
    elif plain.startswith(_JSON_MARKS):
        yield from _search_json(file, place, reading)
    elif start.startswith(FROM) and not is_mail:
        for number, lines in enumerate(split_mailbox(file), 1):
            name = f"{place}, message {number}"
            yield _Found(name, partial(read_mail, lines, name, reading))
    elif is_mail or _HEAD.match(plain):
        yield _Found(place, partial(read_mail, read_lines(file), place, reading))
    else:
        yield _refuse(place, _explain_content(start))


def _search_json(file: BinaryIO, place: str, reading: Reading) -> Iterator[_Found]:
    data = file.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        yield _refuse(place, f"it is longer than {LONGEST_FILE // 1024**2} MB; split it")
        return
    values = chain.from_iterable(map(find_in_value, iterate_values(data)))
    number = 0
    try:
        for number, value in enumerate(islice(values, MOST_OF_FILE), 1):
            name = f"{place}, message {number}"
            yield _Found(name, partial(read_value, value, name, reading))
    except BrokenJsonError as error:
        yield _refuse(place, str(error))
        return
    if not number:
        yield _refuse(place, NOTHING)
    elif next(values, None) is not None:
        yield _refuse(place, f"it holds more than {MOST_OF_FILE} messages; split it")


def _refuse(place: str, reason: str) -> _Found:
    return _Found(place, lambda: Unread(place, reason))


def _is_named_mail(path: Path) -> bool:
    return path.name.lower().endswith(MAIL_ENDINGS)


def _explain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "it may not be read"
    return "it leads out of its folder" if isinstance(error, LeavesFolderError) else "it is no file that can be read"


def _explain_content(start: bytes) -> str:
    if start.startswith(_PACKED):
        return "it is packed; unpack it first"
    if start.startswith(_OUTLOOK):
        return "it is in Outlook's own format; save it as .eml"
    return "it is no mail, mailbox, issue or form"
