"""The files that only machines ask for: sitemap, robots.txt, the manifest, and the cards."""

from __future__ import annotations

import json
from typing import Any

from plugins.assets.cards import draw_card
from plugins.assets.colours import CLOTH, PAPER
from plugins.assets.icons import list_manifest_icons
from plugins.assets.keeping import Store
from plugins.setting_types import LOCAL_SITE
from plugins.settings import SiteSettings
from plugins.site.content import Content
from plugins.site.machine_plan import SITEMAP
from plugins.site.planned_cards import Cards
from plugins.site.registry import Output, OutputKind
from plugins.site.sitemap import render_sitemap
from plugins.wording.locales import find_direction

LONGEST_SHORT_NAME = 12
"""Characters of a name that stand under an icon. Source: https://web.dev/articles/add-manifest"""


def make_file(output: Output, content: Content) -> bytes:
    """Return one of the files. Raises OSError where a card cannot be kept."""
    if output.kind is OutputKind.SITEMAP:
        return render_sitemap(output, content)
    if output.kind is OutputKind.MANIFEST:
        return render_manifest(content)
    if output.kind is OutputKind.ROBOTS:
        return render_robots(content.settings, content.addresses.make_absolute(SITEMAP))
    return draw_planned(output.path, content.cards, content.settings)


def render_robots(settings: SiteSettings, sitemap: str) -> bytes:
    """Return robots.txt: everybody may read everything, but nobody a site that has no address yet.

    Source: RFC 9309; https://www.sitemaps.org/protocol.html#submit_robots for the sitemap.
    """
    if is_unaddressed(settings):
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()


def is_unaddressed(settings: SiteSettings) -> bool:
    """Tell whether a site is on its author's machine only."""
    return settings.preview or settings.url == LOCAL_SITE


def render_manifest(content: Content) -> bytes:
    """Return the manifest.

    Source: https://www.w3.org/TR/appmanifest/
    """
    settings, link, assets = content.settings, content.addresses.link, content.assets
    manifest: dict[str, Any] = {
        "id": link("index.html"),
        "name": settings.name,
        **({"short_name": settings.name} if len(settings.name) <= LONGEST_SHORT_NAME else {}),
        **({"description": settings.tagline} if settings.tagline else {}),
        "lang": settings.lang,
        "dir": find_direction(settings.lang),
        "start_url": link("index.html"),
        "scope": link("index.html"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": CLOTH,
        "icons": [
            {
                "src": link(assets.find_path(icon.path)),
                "sizes": f"{icon.size}x{icon.size}",
                "type": "image/png",
                "purpose": icon.purpose,
            }
            for icon in list_manifest_icons(assets.files)
        ],
    }
    return f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n".encode()


def draw_planned(path: str, cards: Cards, settings: SiteSettings) -> bytes:
    """Return a planned card, drawn now or kept from an earlier build."""
    planned = cards.drawn[path]
    return Store(settings.cache).get(planned.key, lambda: draw_card(planned.card, cards.faces))
