"""One run at a time on a folder: whoever comes second is told who is at work, and does not wait.

The lock is the system's (flock), not the file's being there: it is free as soon as its process is gone, however that
ended. The file says who holds it, for people. Source: https://man7.org/linux/man-pages/man2/flock.2.html
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LOCK_FILE = ".casebook.lock"

READING_SECONDS = 0.5
"""How long one waits for a process to say its name that has just taken a lock."""

PAUSE = 0.02
"""Seconds between two looks at a lock."""


class LockedError(Exception):
    """Another run works on the folder; says which."""


@contextmanager
def hold_lock(folder: Path, command: str, *, name: str = LOCK_FILE, patience: float = 0) -> Iterator[None]:
    """Keep all others out that hold the lock `name` in a folder, which is made where it is missing.

    `command` is what this run is called. Raises LockedError where another run holds it for longer than `patience`
    seconds, and OSError where the lock cannot be written. Windows has no flock: there nobody is kept out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    handle = _take(path, time.monotonic() + patience)
    try:
        _sign(handle, command)
        yield
    finally:
        # Gone while it is held: whoever waits for this file sees that it is not the one in the folder any more.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _take(path: Path, deadline: float) -> int:
    """Return the handle of the locked file. Raises LockedError after the deadline, a time of the monotonic clock."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            if _lock(handle) and _is_at(handle, path):
                return handle
            is_lost = not _is_at(handle, path)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if is_lost:
            continue
        if time.monotonic() >= deadline:
            raise LockedError(_describe_holder(path))
        time.sleep(PAUSE)


def _lock(handle: int) -> bool:
    """Take the lock of an open file if it is free."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(handle: int, path: Path) -> bool:
    """Tell whether an open file is still the one at a path: its holder may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _sign(handle: int, command: str) -> None:
    """Write who holds the lock: the number of the process, then words for people."""
    started = datetime.now().astimezone().isoformat(" ", "seconds")
    text = f"{os.getpid()} {command} on {socket.gethostname()}, since {started}\n"
    os.ftruncate(handle, 0)
    os.write(handle, text.encode("utf-8"))


def _describe_holder(path: Path) -> str:
    """Return who holds a lock. What stands in the file may be of one who is gone, until the new holder has written."""
    deadline = time.monotonic() + READING_SECONDS
    while True:
        number, _, words = _read(path).partition(" ")
        if number.isdigit() and words and is_running(int(number)):
            return f"{words.partition(' ')[0]} runs already: process {number} {words.partition(' ')[2]}"
        if time.monotonic() >= deadline:
            return "another run is at work"
        time.sleep(PAUSE)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return ""


def is_running(pid: int) -> bool:
    """Tell whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
