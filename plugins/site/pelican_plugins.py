"""Pelican's plugins: ours, by which every build is made, and those of the site's own."""

from __future__ import annotations

from plugins.settings import SiteSettings

HOOKS = tuple(f"plugins.{room}.pelican_hooks" for room in ("documents", "cases", "site"))
"""Ours: without one of them Pelican would publish something else, so every build has all of them."""


def list_own_plugins(settings: SiteSettings) -> list[str]:
    """Return the plugins that are not ours: what they do, and what it depends on, nobody can know."""
    return [name for name in settings.plugins if name not in HOOKS]
