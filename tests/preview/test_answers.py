"""What is sent: parts of files, and files that are too large to be read whole."""

from __future__ import annotations

import errno
from http import HTTPStatus
from pathlib import Path

import pytest

from plugins.preview.answers import HTML, PIECE, Answer, Body, FileBody, UnsatisfiableError, find_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=2-5", range(2, 6)),
        ("bytes=2-", range(2, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-30", range(10)),
        ("bytes=8-99", range(8, 10)),
        ("BYTES = 8 - 9", range(8, 10)),
        (None, None),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,4-5", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
        ("lines=1-2", None),
        (f"bytes={'9' * 400}-", None),
    ],
)
def test_a_part_of_ten_bytes(header: str | None, part: range | None) -> None:
    assert find_range(header, 10) == part


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=10-", 10), ("bytes=99-100", 10), ("bytes=-0", 10), ("bytes=0-", 0)]
)
def test_a_part_behind_the_end(header: str, size: int) -> None:
    with pytest.raises(UnsatisfiableError):
        find_range(header, size)


def test_a_file_is_read_in_pieces(tmp_path: Path) -> None:
    data = bytes(range(256)) * (PIECE // 100)
    (tmp_path / "film.mp4").write_bytes(data)
    body = FileBody(tmp_path / "film.mp4", tmp_path, len(data))
    assert len(body) == len(data)
    assert b"".join(body.read(range(len(data)))) == data
    assert b"".join(body.read(range(1000, PIECE + 1000))) == data[1000 : PIECE + 1000]
    assert max(map(len, body.read(range(len(data))))) == PIECE


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "content" / "film.mp4").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="out of its folder") as raised:
        list(FileBody(tmp_path / "content" / "film.mp4", tmp_path / "content", 6).read(range(6)))
    assert raised.value.errno == errno.EXDEV


def test_another_page_has_another_digest() -> None:
    page = Answer(HTTPStatus.OK, HTML, Body(b"one"))
    assert page.digest == Answer(HTTPStatus.OK, HTML, Body(b"one")).digest
    assert page.digest != Answer(HTTPStatus.OK, HTML, Body(b"two")).digest
    assert page.digest != Answer(HTTPStatus.NOT_FOUND, HTML, Body(b"one")).digest
