"""Records of earlier runs: kept, never trusted, begun anew where the file is damaged or of another version."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from plugins.records import Records


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "records.sqlite"


def write(path: Path, version: str = "1") -> None:
    records = Records(path, version)
    records.put("fruit", {"a": b"apple", "b": b"pear"})
    records.close()


def read(path: Path, version: str = "1") -> dict[str, bytes]:
    records = Records(path, version)
    try:
        return records.get("fruit", ["a", "b", "c"])
    finally:
        records.close()


def test_what_is_put_is_there_in_the_next_run(path: Path) -> None:
    write(path)
    assert read(path) == {"a": b"apple", "b": b"pear"}


def test_kinds_are_apart(path: Path) -> None:
    records = Records(path, "1")
    records.put("fruit", {"a": b"apple"})
    assert records.get("tree", ["a"]) == {}


def test_another_version_begins_anew(path: Path) -> None:
    write(path)
    assert read(path, "2") == {}


def test_a_record_that_was_changed_is_not_there(path: Path) -> None:
    write(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE records SET data = ? WHERE key = 'a'", (b"poison",))
    assert read(path) == {"b": b"pear"}


def test_a_record_under_another_key_is_not_there(path: Path) -> None:
    write(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE records SET key = 'c' WHERE key = 'a'")
    assert read(path) == {"b": b"pear"}


@pytest.mark.parametrize("damage", [b"", b"no database at all, but some text that is long enough for a head" * 40])
def test_a_damaged_file_is_begun_anew(path: Path, damage: bytes) -> None:
    write(path)
    path.write_bytes(damage)
    assert read(path) == {}
    write(path)
    assert read(path) == {"a": b"apple", "b": b"pear"}


def test_a_file_damaged_in_the_middle_gives_nothing_wrong(path: Path) -> None:
    write(path)
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0xFF for byte in data[4096:])
    path.write_bytes(bytes(data))
    assert read(path) == {}


def test_a_folder_in_the_place_of_the_file_gives_way(path: Path) -> None:
    (path / "inside").mkdir(parents=True)
    assert read(path) == {}
    write(path)
    assert read(path) == {"a": b"apple", "b": b"pear"}


def test_a_folder_that_cannot_be_made_is_told(path: Path) -> None:
    path.parent.write_bytes(b"")
    with pytest.raises(OSError, match="exists"):
        Records(path, "1")


def test_a_forked_process_reads_on_its_own_and_keeps_nothing(path: Path) -> None:
    records = Records(path, "1")
    records.put("fruit", {"a": b"apple"})
    fork = multiprocessing.get_context("fork")
    found = fork.SimpleQueue()

    def run() -> None:
        records.put("fruit", {"b": b"pear"})
        found.put(records.get("fruit", ["a", "b"]))

    process = fork.Process(target=run)
    process.start()
    assert found.get() == {"a": b"apple"}
    process.join()
    assert records.get("fruit", ["a", "b"]) == {"a": b"apple"}


def test_without_a_path_records_are_kept_in_memory() -> None:
    records = Records(None, "1")
    records.put("fruit", {"a": b"apple"})
    assert records.get("fruit", ["a"]) == {"a": b"apple"}


def test_what_nobody_asks_for_goes_when_it_is_too_much(path: Path) -> None:
    records = Records(path, "1")
    records.put("fruit", {str(number): b"old" for number in range(40)})
    records.close()
    records = Records(path, "1")
    records.get("fruit", [str(number) for number in range(12)])
    records.sweep()
    assert len(records.get("fruit", [str(number) for number in range(40)])) == 40
    records.close()
    records = Records(path, "1")
    records.get("fruit", ["1", "2"])
    records.sweep()
    assert set(records.get("fruit", [str(number) for number in range(40)])) == {"1", "2"}


def test_two_runs_share_a_file(path: Path) -> None:
    one, other = Records(path, "1"), Records(path, "1")
    one.put("fruit", {"a": b"apple"})
    other.put("fruit", {"b": b"pear"})
    assert one.get("fruit", ["a", "b"]) == other.get("fruit", ["a", "b"]) == {"a": b"apple", "b": b"pear"}
