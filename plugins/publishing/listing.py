"""The releases as a table for people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from plugins.publishing.manifests import count_files
from plugins.publishing.releases import Release, find_live_id, find_releases

HEAD = ("id", "built for", "pages", "files", "")


def format_releases(public: Path) -> Iterator[str]:
    """Go through the lines of a table: the releases, oldest first, and which is live."""
    live, releases = find_live_id(public), find_releases(public)
    if not releases:
        yield f"nothing has been published into {os.path.relpath(public)} yet"
        return
    rows = [HEAD, *(_make_row(release, live) for release in releases)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        yield "  ".join(_align(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _make_row(release: Release, live: str | None) -> tuple[str, ...]:
    manifest = release.manifest
    mark = "live" if release.id == live else ""
    return release.id, _format_time(manifest.now), str(len(manifest.pages)), str(count_files(manifest)), mark


def _format_time(now: str) -> str:
    try:
        return datetime.fromisoformat(now).isoformat(" ", "minutes")
    except ValueError:
        return now


def _align(cell: str, width: int) -> str:
    """Put numbers below each other by their last digits, and all else by its beginning."""
    return cell.rjust(width) if cell.isdigit() else cell.ljust(width)
