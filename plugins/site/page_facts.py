"""What is known of a page before it is shown: all that machines are told comes from here."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.blog.entries import Entry
from plugins.site.list_views import LicenceView
from plugins.site.registry import Output


@dataclass(frozen=True)
class PageFacts:
    """A page: its words in plain text, its language, and its entry if it is an entry's own. `url` is its address."""

    output: Output
    url: str
    title: str
    description: str
    lang: str
    entry: Entry | None
    licence: LicenceView | None
