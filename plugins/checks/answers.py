"""Answers of other sites, kept so that a page is not asked for anew each time."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from plugins.checks.asking import Answer

NAME = "outside-links.json"
GOOD_FOR, BAD_FOR = timedelta(days=7), timedelta(days=1)
"""How long it holds that a page is there, and that it is not."""


class KeptAnswers:
    """The answers of the last days, in one file of a folder that may be deleted at any time."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._path = folder / NAME
        self._now = now
        self._kept = {url: kept for url, kept in _read(self._path).items() if self._is_fresh(kept)}

    def find(self, url: str) -> Answer | None:
        """Return what is known of a page."""
        return self._kept[url][1] if url in self._kept else None

    def add(self, answers: Mapping[str, Answer]) -> None:
        """Keep new answers. Raises OSError where they cannot be."""
        self._kept.update((url, (self._now, answer)) for url, answer in answers.items())
        data = {url: {"asked": asked.isoformat(), **answer._asdict()} for url, (asked, answer) in self._kept.items()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1, sort_keys=True)
        Path(name).replace(self._path)

    def _is_fresh(self, kept: tuple[datetime, Answer]) -> bool:
        asked, answer = kept
        return timedelta() <= self._now - asked < (GOOD_FOR if answer.is_good else BAD_FOR)


def _read(path: Path) -> dict[str, tuple[datetime, Answer]]:
    """Return what a file keeps: nothing where it is not there or is none of ours."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {url: _read_one(kept) for url, kept in data.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _read_one(kept: Mapping[str, str]) -> tuple[datetime, Answer]:
    return datetime.fromisoformat(kept["asked"]), Answer(int(kept["status"]), kept["error"], kept["moved"])
