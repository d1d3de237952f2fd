"""Feeds are written by a generator of our own; Pelican's are switched off."""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.feeds.opml import render_opml
from plugins.feeds.rendering import Feeds
from plugins.feeds.styles import render_style
from plugins.site.registry import OutputKind
from plugins.site.writer import SiteWriter

RENDERERS = {OutputKind.FEED_LIST: render_opml, OutputKind.FEED_STYLE: render_style}
"""What makes the files beside the feeds."""


class FeedGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes every feed of the site, and what lists and shows them."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write every feed that the registry plans, and its archives."""
        for path, data in Feeds(writer.pages).render():
            if output := writer.content.registry.get(path):
                writer.write_bytes(output, data)
        for output in writer.content.registry:
            if render := RENDERERS.get(output.kind):
                writer.write_bytes(output, render(writer.content))


def get_generators(pelican: Any) -> type[FeedGenerator]:
    """Return the generator of feeds."""
    del pelican
    return FeedGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
