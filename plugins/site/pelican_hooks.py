"""Pelican writes with our Writer, and its templates' place is taken by our views."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.site.writer import SiteWriter


def get_writer(pelican: Any) -> type[SiteWriter]:
    """Return the Writer of a checked site."""
    del pelican
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(get_writer)
