"""Feeds are written by a generator of our own; Pelican's are switched off."""

from __future__ import annotations

import uuid
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.documents.pelican_hooks import HANDOVER
from plugins.feeds.atom import FeedHead, write_atom
from plugins.feeds.items import NAMESPACE, make_items
from plugins.site.registry import OutputKind
from plugins.site.writer import SiteWriter


class FeedGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the feed of the whole site."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write every feed that the registry plans."""
        content = self.settings[HANDOVER].content
        settings, addresses = content.settings, content.addresses
        items = make_items(content, writer.pages)
        for output in content.registry:
            if output.kind is OutputKind.FEED:
                url = addresses.make_absolute(output.path)
                head = FeedHead(
                    uuid.uuid5(NAMESPACE, url).urn,
                    settings.name,
                    settings.tagline,
                    url,
                    addresses.make_absolute("index.html"),
                    settings.lang,
                )
                writer.write_bytes(output, write_atom(head, items))


def get_generators(pelican: Any) -> type[FeedGenerator]:
    """Return the generator of feeds."""
    del pelican
    return FeedGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generators)
