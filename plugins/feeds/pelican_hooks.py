"""Feeds are written by a generator of our own; Pelican's are switched off."""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.feeds.atom import make_head, render_atom
from plugins.feeds.items import make_items
from plugins.site.registry import OutputKind
from plugins.site.writer import SiteWriter


class FeedGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the feed of the whole site."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write every feed that the registry plans."""
        content = writer.content
        for output in content.registry:
            if output.kind is OutputKind.FEED:
                items = make_items(content.stream[: content.settings.feed_size], writer.pages)
                writer.write_bytes(output, render_atom(make_head(output, content), items))


def get_generators(pelican: Any) -> type[FeedGenerator]:
    """Return the generator of feeds."""
    del pelican
    return FeedGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
