"""When the clock alone changes a site the next time: something is published, or says that it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from plugins.blog.entries import Entry
from plugins.documents.models import Document, DownloadHeader


def find_due(entries: Iterable[Entry], documents: Iterable[Document], now: datetime) -> datetime | None:
    """Return the first time after `now` that the content names, or None where there is none."""
    dates = [*_find_dates_of_entries(entries), *_find_dates_of_downloads(documents)]
    return min((date for date in dates if date > now), default=None)


def _find_dates_of_entries(entries: Iterable[Entry]) -> Iterator[datetime]:
    for entry in entries:
        corrected = (correction.date for correction in entry.fields.corrections)
        replied = (reply.fields.received for reply in entry.replies)
        received = (one.fields.received for one in entry.case.reader_outcomes) if entry.case else ()
        yield from (date for date in (entry.date, entry.fields.changed, *corrected, *replied, *received) if date)


def _find_dates_of_downloads(documents: Iterable[Document]) -> Iterator[datetime]:
    for document in documents:
        if isinstance(document.fields, DownloadHeader) and document.fields.date:
            yield document.fields.date
