"""Pelican writes with our Writer, and its templates' place is taken by our views."""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator

from plugins.documents.pelican_hooks import HANDOVER
from plugins.site.writer import SiteWriter


def get_writer(pelican: Any) -> type[SiteWriter]:
    """Return the Writer of a checked site."""
    del pelican
    return SiteWriter


def add_idle_authors(generator: ArticlesGenerator) -> None:
    """Let Pelican ask for the pages of authors who wrote only what is in no list."""
    generator.authors += [(author, []) for author in generator.settings[HANDOVER].find_idle_authors(generator.settings)]


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(get_writer)
    signals.article_generator_finalized.connect(add_idle_authors)
