"""From understood messages to files that wait for an editor: each whole or absent, and none twice."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.containment import replace_inside
from plugins.contributions.messages import Message
from plugins.contributions.targets import Target
from plugins.contributions.understanding import Understood
from plugins.contributions.writing import write_held
from plugins.locking import hold_lock
from plugins.settings import SiteSettings

ID_LENGTH = 12
PATIENCE = 60
"""Seconds that one run waits for another."""

IGNORE_ALL = b"# Readers' messages are not for git before they are accepted.\n*\n"


def make_id(message: Message) -> str:
    """Return what a message is known by, whichever way it came: a hash of its subject and its whole text."""
    text = "\n".join(re.sub(r"\s+", " ", part).strip() for part in (message.subject, message.body))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


@contextmanager
def hold_shelf(settings: SiteSettings, command: str) -> Iterator[None]:
    """Keep other runs out of what is held. The folder is made for this user only, and kept out of git.

    Raises LockedError where another run has it for too long, and OSError where it cannot be written.
    """
    settings.held.mkdir(mode=0o700, parents=True, exist_ok=True)
    with hold_lock(settings.held, command, patience=PATIENCE):
        if not (settings.held / ".gitignore").exists():
            replace_inside(settings.held, ".gitignore", IGNORE_ALL, private=True)
        yield


def is_known(name: str, target: Target, settings: SiteSettings) -> bool:
    """Tell whether a message was held before, whatever became of it: declined and withdrawn ones leave a file."""
    folders = (target.find_held_folder(settings), target.find_published_folder(settings))
    return any(found.endswith(f"-{name}.yaml") for folder in folders for found in _list_names(folder))


def _list_names(folder: Path) -> list[str]:
    """Return the names in a folder, which need not be there. What a killed run has left of a file ends otherwise."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except FileNotFoundError:
        return []


def hold(understood: Understood, name: str, settings: SiteSettings) -> Path:
    """Write what a message came to, and return its path. Raises OSError."""
    target = understood.target
    path = target.find_held_folder(settings) / f"{understood.values['received']}-{name}.yaml"
    text = write_held(understood.values, understood.marks, understood.notes)
    write_held_file(path, text, settings)
    return path


def write_held_file(path: Path, text: str, settings: SiteSettings) -> None:
    """Write a file of what is held, whole or not at all, for this user only. Raises OSError."""
    replace_inside(settings.held, path.relative_to(settings.held).as_posix(), text.encode("utf-8"), private=True)
