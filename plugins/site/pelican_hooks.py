"""Pelican's generators give way to ours: what they would write is planned already, and made from our own content."""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins.documents.pelican_hooks import HANDOVER
from plugins.site.writer import SiteWriter


class SiteArticles(ArticlesGenerator):  # type: ignore[misc]  # Pelican has no types
    """Makes articles only where a plugin may ask for them, and writes none.

    Pelican looks for each article among all others, which takes as long as a whole build of ours where there are
    thousands.
    """

    def check_disabled_readers(self) -> None:
        """Look for no file that has no reader: every file was looked at before."""

    def generate_context(self) -> None:
        """Make the articles of posts and cases, for plugins."""
        if self.settings[HANDOVER].is_watched:
            super().generate_context()

    def generate_output(self, writer: SiteWriter) -> None:
        """Say that the articles are written, which SiteGenerator does."""
        signals.article_writer_finalized.send(self, writer=writer)


class SitePages(PagesGenerator):  # type: ignore[misc]  # likewise
    """Makes pages only where a plugin may ask for them, and writes none."""

    def check_disabled_readers(self) -> None:
        """Look for no file that has no reader: every file was looked at before."""

    def generate_context(self) -> None:
        """Make the pages, for plugins."""
        if self.settings[HANDOVER].is_watched:
            super().generate_context()

    def generate_output(self, writer: SiteWriter) -> None:
        """Say that the pages are written, which SiteGenerator does."""
        signals.page_writer_finalized.send(self, writer=writer)


class SiteGenerator(Generator):  # type: ignore[misc]  # likewise
    """Writes the site as it is planned."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write every planned file."""
        del writer
        self.settings[HANDOVER].write()


OURS = {ArticlesGenerator: SiteArticles, PagesGenerator: SitePages}
"""Our generators by those of Pelican whose place they take."""


def get_generators(pelican: Any) -> type[SiteGenerator]:
    """Return the generator of all planned files."""
    del pelican
    return SiteGenerator


def get_writer(pelican: Any) -> type[SiteWriter]:
    """Return the Writer of a checked site."""
    del pelican
    return SiteWriter


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
    signals.get_writer.connect(get_writer)
