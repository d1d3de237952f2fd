"""What was found out in an earlier run, by what it was found out from: small records in one SQLite file.

A record is never trusted: it carries a checksum, and what is damaged counts as not there. The file belongs to one
version of the code; that of another is begun anew. It may be deleted at any time, and two runs may share it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 10
"""Seconds that a run waits for another one that writes to the same file."""

ASKED_AT_ONCE = 500
"""Keys of one question: SQLite takes 999 at the least. Source: https://sqlite.org/limits.html#max_variable_number"""

SPARE = 3
"""Records that nobody asked for may be so many times as those that somebody did, before they are swept out."""

_VERSION = "CREATE TABLE IF NOT EXISTS version (version TEXT)"
_RECORDS = """
CREATE TABLE IF NOT EXISTS records (kind TEXT, key TEXT, digest BLOB, data BLOB, PRIMARY KEY (kind, key))
"""


def make_key(*ingredients: bytes | str) -> str:
    """Return a name for what is made from these ingredients: 64 characters, the same for the same ones in order."""
    parts = [ingredient.encode("utf-8") if isinstance(ingredient, str) else ingredient for ingredient in ingredients]
    # With its length before each, no two lists of ingredients can read alike.
    return hashlib.sha256(b"".join([b"%d:%b" % (len(part), part) for part in parts])).hexdigest()


class Records:
    """Records by kind and key. Without a path they are kept in memory only.

    Every method raises OSError where the file cannot be read or written. May be used by several threads. A process that
    is forked from the one that made it reads on its own, and keeps nothing.
    """

    def __init__(self, path: Path | None, version: str) -> None:
        self._path, self._version = path, version
        self._lock = threading.RLock()
        self._process = self._reader = os.getpid()
        self._used: dict[str, set[str]] = {}
        self._claims: dict[str, tuple[int, Callable[[], Iterable[str]]]] = {}
        with self._translate_errors():
            try:
                self._connection = self._open()
            except sqlite3.DatabaseError:
                self._connection = self._open_anew()

    def get(self, kind: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return what is kept under some keys; what is missing or damaged is left out."""
        self._part_from_parent()
        self._used.setdefault(kind, set()).update(keys)
        with self._lock, self._translate_errors():
            try:
                return {key: data for key, digest, data in self._ask(kind, keys) if _is_sound(kind, key, digest, data)}
            except sqlite3.DatabaseError:
                self._connection = self._open_anew()
                return {}

    def put(self, kind: str, records: Mapping[str, bytes]) -> None:
        """Keep some records, in the place of what was kept under their keys."""
        if os.getpid() != self._process:
            return
        self._used.setdefault(kind, set()).update(records)
        rows = [(kind, key, _sum(kind, key, data), data) for key, data in records.items()]
        with self._lock, self._translate_errors():
            try:
                self._insert(rows)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._connection = self._open_anew()
                self._insert(rows)

    def claim(self, kind: str, count: int, list_keys: Callable[[], Iterable[str]]) -> None:
        """Say how many records of a kind are worth keeping, though few may be asked for, and by what keys.

        `list_keys` is called only where there are far more of them.
        """
        self._claims[kind] = (count, list_keys)

    def sweep(self) -> None:
        """Forget what nobody asked for in this run, where that has become more than it is worth."""
        with self._lock, self._translate_errors(), suppress(sqlite3.DatabaseError), self._connection:
            for kind in self._used:
                ask = "SELECT key FROM records WHERE kind = ?"
                every = {key for (key,) in self._connection.execute(ask, (kind,))}
                used = self._find_used(kind, len(every))
                idle = every - used
                if len(idle) > SPARE * len(used):
                    self._connection.executemany(
                        "DELETE FROM records WHERE kind = ? AND key = ?", ((kind, key) for key in idle)
                    )

    def _find_used(self, kind: str, count: int) -> set[str]:
        """Return the keys that were asked for, and of `count` records those that are claimed besides."""
        claimed, list_keys = self._claims.get(kind, (0, list[str]))
        if not claimed:
            return self._used[kind]
        return {*self._used[kind], *(list_keys() if count > (SPARE + 1) * claimed else self._list_keys(kind))}

    def _list_keys(self, kind: str) -> Iterable[str]:
        return (key for (key,) in self._connection.execute("SELECT key FROM records WHERE kind = ?", (kind,)))

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _part_from_parent(self) -> None:
        """Open the file anew in a forked process, with a lock of its own: SQLite must not share a connection.

        Source: https://sqlite.org/howtocorrupt.html#_carrying_an_open_database_across_a_fork_
        """
        if self._reader != os.getpid():
            self._reader, self._lock = os.getpid(), threading.RLock()
            if self._path is not None:
                self._inherited = self._connection  # to close it would be to use it
                with self._translate_errors():
                    self._connection = sqlite3.connect(self._path, timeout=PATIENCE, check_same_thread=False)

    def _open(self) -> sqlite3.Connection:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path or ":memory:", timeout=PATIENCE, check_same_thread=False)
        try:
            # A record that is lost with the power is made again: there is nothing to wait for. Most are a few thousand
            # bytes long, and pages that hold several of them are written in half the time.
            connection.executescript("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;")
            with connection:
                connection.execute(_VERSION)
                if connection.execute("SELECT version FROM version").fetchall() != [(self._version,)]:
                    connection.execute("DELETE FROM version")
                    connection.execute("DROP TABLE IF EXISTS records")
                    connection.execute("INSERT INTO version VALUES (?)", (self._version,))
                connection.execute(_RECORDS)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_anew(self) -> sqlite3.Connection:
        """Begin with an empty file in the place of one that is damaged; a forked process has none."""
        if os.getpid() != self._process:
            return sqlite3.connect(":memory:")
        with suppress(AttributeError, sqlite3.Error):
            self._connection.close()
        if self._path is not None:
            for ending in ("", "-wal", "-shm"):
                _remove(Path(f"{self._path}{ending}"))
        return self._open()

    def _ask(self, kind: str, keys: Iterable[str]) -> Iterator[tuple[str, bytes, bytes]]:
        every = [*keys]
        for begin in range(0, len(every), ASKED_AT_ONCE):
            some = every[begin : begin + ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            question = f"SELECT key, digest, data FROM records WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - marks
            yield from self._connection.execute(question, (kind, *some))

    def _insert(self, rows: Iterable[tuple[str, str, bytes, bytes]]) -> None:
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", rows)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OSError(errno.EIO, str(error), str(self._path)) from error


def _remove(path: Path) -> None:
    """Remove what is in the place of a file, if anything is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_sound(kind: str, key: str, digest: object, data: object) -> bool:
    return isinstance(data, bytes) and digest == _sum(kind, key, data)


def _sum(kind: str, key: str, data: bytes) -> bytes:
    """Return the checksum of a record: under another kind or key it is another."""
    hashed = hashlib.blake2b(f"{kind} {key} ".encode(), digest_size=16)
    hashed.update(data)
    return hashed.digest()
