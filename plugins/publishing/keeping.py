"""What is kept for the next run, which may only ever be quicker for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from plugins.records import Records
from plugins.settings import SiteSettings
from plugins.site.cache_place import open_records


@contextmanager
def use_records(settings: SiteSettings) -> Iterator[Records]:
    """Give what is known from earlier runs, and sweep it out at the end. Raises OSError where it cannot be opened."""
    records = open_records(settings)
    try:
        yield records
        with keep_if_possible():
            records.sweep()
    finally:
        records.close()


@contextmanager
def keep_if_possible() -> Iterator[None]:
    """Let nothing fail that is only kept for the next build: the site of this one is in place, and whole."""
    with suppress(OSError):
        yield
