"""The store: makes once, keeps by ingredients, mends what is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.assets.keeping import Store, make_key


class Maker:
    """Counts how often it made something."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return b"made"


def find_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    make = Maker()
    assert [Store(tmp_path).get(make_key("a"), make) for _ in range(3)] == [b"made"] * 3
    assert make.times == 1


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40], ids=["empty", "cut", "other bytes"])
def test_what_is_damaged_is_made_again(damage: bytes, tmp_path: Path) -> None:
    make, key = Maker(), make_key("a")
    Store(tmp_path).get(key, make)
    for file in find_files(tmp_path):
        file.write_bytes(damage)
    assert [Store(tmp_path).get(key, make) for _ in range(2)] == [b"made"] * 2
    assert make.times == 2


def test_only_an_empty_folder_makes_place_for_a_file(tmp_path: Path) -> None:
    make, key = Maker(), make_key("a")
    place = tmp_path / key[:2] / key
    place.mkdir(parents=True)
    assert [Store(tmp_path).get(key, make) for _ in range(2)] == [b"made"] * 2
    assert make.times == 1
    place.unlink()
    place.mkdir()
    (place / "mine").touch()
    with pytest.raises(OSError, match="not empty"):
        Store(tmp_path).get(key, make)


def test_what_could_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        Store(tmp_path).get(make_key("a"), fail)
    assert find_files(tmp_path) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), (("a", "b"), ("b", "a")), (("1:a",), ("", "a"))],
)
def test_other_ingredients_have_another_key(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert make_key(*one) != make_key(*other)
    assert make_key(*one) == make_key(*(text.encode() for text in one))
