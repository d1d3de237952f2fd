"""Nobody looks for garbage while very many values are made, nor at the end where nothing comes after."""

from __future__ import annotations

import gc

import pytest

from plugins.collecting import pause_collection


@pytest.mark.parametrize(("is_last", "looks"), [(False, True), (True, False)])
def test_nobody_looks_through_what_was_made_at_the_end_of_the_last_work(is_last: bool, looks: bool) -> None:
    before = count_looks()
    with pause_collection(is_last=is_last):
        made: list[list[int]] = [[] for _ in range(10_000)]
        assert count_looks() == before
    made += [[] for _ in range(10)]
    assert (count_looks() > before) == looks
    assert gc.isenabled()


def count_looks() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())
