"""Each pair of files.md and mail.md: files as strangers send them, and the messages that are read from them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.contributions.finding import find_messages
from plugins.contributions.messages import Message, Unread
from plugins.wording.words import Wording, Words
from tests.unit.pairs import Pair, read_pairs, write_files, write_pairs

HERE = Path(__file__).parent
EXPECTED = "--- messages"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CANARY = "canary@example.org"
PAIRS = [pair for name in ("files.md", "mail.md") for pair in read_pairs(HERE / name, EXPECTED)]


def make_speakers() -> Sequence[Words]:
    wording = Wording("en", Path("/nonexistent"))
    return [wording.speak("en"), wording.speak("de")]


def print_messages(folder: Path) -> str:
    return "\n".join(line for message in find_messages([folder], NOW, make_speakers()) for line in _print(message))


def _print(message: Message | Unread) -> Iterator[str]:
    if isinstance(message, Unread):
        yield f"{message.place}: {message.reason}"
        return
    time = message.received.isoformat() if message.received else "no time"
    marks = f" ({', '.join(sorted(message.marks))})" if message.marks else ""
    yield f"{message.place}: {message.via}, {time}, {message.subject!r}{marks}"
    if message.fields is not None:
        yield f"{dict(message.fields)!r}"
    yield from (f"|{line}" for line in message.words.split("\n"))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_pair(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "messages"
    write_files(folder, pair.files)
    monkeypatch.chdir(folder)
    before = {path: path.lstat() for path in folder.rglob("*")}
    printed = print_messages(folder)
    assert {path: path.lstat() for path in folder.rglob("*")}.keys() == before.keys()
    assert CANARY not in printed
    assert "203.0.113.77" not in printed
    if os.environ.get("CASEBOOK_UPDATE"):
        write_pairs(read_pairs(pair.file, EXPECTED), {pair.title: printed}, EXPECTED)
    else:
        assert printed == pair.expected
