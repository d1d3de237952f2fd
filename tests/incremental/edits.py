"""The edits that there are, by name: each does one thing to a site, chosen by the numbers that it is given."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.incremental.tiny_site import TinySite

Change = Callable[[TinySite, Random], str | None]
"""Changes a site and says what it did, or returns None where there was nothing to do."""

EDITS: dict[str, Change] = {}
WEIGHTS: dict[str, float] = {}
"""How often an edit is chosen, against the others."""


def add_edit(name: str, change: Change, weight: float = 1) -> None:
    """Let there be an edit."""
    assert name not in EDITS
    EDITS[name], WEIGHTS[name] = change, weight


def edit(name: str, weight: float = 1) -> Callable[[Change], Change]:
    """Let a function be an edit."""

    def add(change: Change) -> Change:
        add_edit(name, change, weight)
        return change

    return add


def apply_edit(name: str, number: int, site: TinySite) -> str | None:
    """Do one edit; the same name and number do the same to the same site."""
    return EDITS[name](site, Random(f"{name} {number}"))
