"""What was made is kept up to a size."""

from __future__ import annotations

from plugins.preview.kept import Kept, Made


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Kept(30)
    for name in "abc":
        kept.put(name, Made(1, bytes(10)))
    kept.get("a")
    kept.put("d", Made(1, bytes(10)))
    assert [name for name in "abcd" if kept.get(name)] == ["a", "c", "d"]


def test_a_new_edition_takes_the_place_of_the_old_one() -> None:
    kept = Kept(30)
    for edition in range(5):
        kept.put("a", Made(edition, bytes(20)))
    kept.put("b", Made(1, bytes(10)))
    assert kept.get("a") == Made(4, bytes(20))


def test_one_that_is_larger_than_all_is_kept_alone() -> None:
    kept = Kept(30)
    kept.put("a", Made(1, bytes(10)))
    kept.put("b", Made(1, bytes(99)))
    assert kept.get("a") is None
    assert kept.get("b")
