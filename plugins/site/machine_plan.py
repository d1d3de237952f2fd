"""Where the files for machines are written; three of them have names that everybody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.settings import SiteSettings
from plugins.site.planned_cards import Cards
from plugins.site.registry import FILES, Output, OutputKind

SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
MANIFEST = "manifest.webmanifest"

MOST_PAGES = 20_000
"""Pages in one sitemap. 50,000 are allowed, but in 50 MB: addresses have up to 2,048 characters, so 20,000 always fit.

Source: https://www.sitemaps.org/protocol.html#index
"""


def plan_machine_files(outputs: Sequence[Output], cards: Cards, settings: SiteSettings) -> Iterator[Output]:
    """Go through the files for machines of a site with these other outputs."""
    origin = settings.settings_file
    for path in plan_sitemap(outputs):
        yield Output(path, OutputKind.SITEMAP, "", origin)
    yield Output(ROBOTS, OutputKind.ROBOTS, "", origin)
    yield Output(MANIFEST, OutputKind.MANIFEST, "", origin)
    for path, planned in cards.drawn.items():
        yield Output(path, OutputKind.CARD, planned.subject, planned.origin)


def plan_sitemap(outputs: Sequence[Output], most: int = MOST_PAGES) -> list[str]:
    """Return the paths of the sitemap: one file, or an index and its parts, enough for all pages that there are."""
    pages = sum(output.kind not in FILES for output in outputs)
    parts = -(-pages // most)
    return [SITEMAP, *(f"sitemap-{number}.xml" for number in range(1, parts + 1))] if parts > 1 else [SITEMAP]
