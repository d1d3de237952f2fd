"""The checks of one finished page that need no other page: its links, its ids, its headings, what it leaves unsaid.

That a part of another page is there, linked data, feeds and the weight of pages are for a build to check, which has
them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from plugins.checks.facts import PageFacts
from plugins.checks.inspecting import tell_of_page
from plugins.checks.links import check_links
from plugins.checks.meaning import check_meaning
from plugins.checks.written import WrittenSite, read_written
from plugins.diagnostics import Diagnostic
from plugins.site.content import Content
from plugins.site.registry import Output

CHECKS = (check_links, check_meaning)


@dataclass(frozen=True)
class _SeenSite(WrittenSite):
    """A site of which one page is looked at; the others are taken to have every part that is linked to."""

    seen: tuple[str, PageFacts] | None = None

    def get_page(self, path: str) -> PageFacts | None:
        return self.seen[1] if self.seen and self.seen[0] == path else None


class PageChecks:
    """Checks the pages of one site."""

    def __init__(self, content: Content) -> None:
        site = read_written(Path(), content)
        self._site = _SeenSite(site.folder, content, site.inspector, site.known)

    def check(self, output: Output, data: bytes) -> list[Diagnostic]:
        """Return what is wrong with a finished page."""
        page = tell_of_page(data)
        site = replace(self._site, seen=(output.path, page))
        return sorted({problem for check in CHECKS for problem in check(site, output, page)})
