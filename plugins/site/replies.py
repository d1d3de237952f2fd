"""What a page of replies shows: those about one road of a case that belong to one page of the list."""

from __future__ import annotations

from typing import Any

from plugins.cases.renditions import render_replies
from plugins.cases.views import CaseView, RoadView, list_roads
from plugins.documents.views import LinkView
from plugins.site.lists import Lists
from plugins.site.registry import Output
from plugins.site.reply_pages import find_page_size, find_road
from plugins.site.texts import is_unpublished


class Replies:
    """Makes what pages of replies have that others have not. What they say is in the language of the case."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.texts = lists.texts
        self.content = lists.content
        self._cases: dict[str, CaseView] = {}

    def make_fields(self, output: Output) -> dict[str, Any]:
        """Return the fields of a `RepliesPage` that other pages lack."""
        entry = self.content.by_name[output.document]
        case, road = self._find(output)
        size = find_page_size(self.content.settings)
        start = (output.number - 1) * size
        return {
            "case": LinkView(self.texts.typeset(case.title), case.url),
            "road": LinkView(_name(case, road), f"{case.url}#{road.card}"),
            "count": len(road.replies),
            "samples": sum(reply.sample for reply in road.replies),
            "replies_html": render_replies(case, road.replies[start : start + size]),
            "pagination": self.lists.make_pagination(output),
            "draft": is_unpublished(entry),
        }

    def make_heading(self, output: Output) -> str:
        """Return what a page is called: all pages of a road alike."""
        case, road = self._find(output)
        return case.words.plain("replies-about", road=_name(case, road))

    def describe(self, output: Output) -> str:
        """Return what search engines say of a page."""
        case, road = self._find(output)
        about = case.words.plain("describe-replies", road=_name(case, road), case=self.texts.typeset(case.title))
        return f"{about} {case.words.plain('describe-further', number=output.number)}" if output.number > 1 else about

    def _find(self, output: Output) -> tuple[CaseView, RoadView]:
        if output.document not in self._cases:
            self._cases[output.document] = self.texts.make_case_view(self.content.by_name[output.document])
        case = self._cases[output.document]
        return case, next(road for road in list_roads(case) if road.id == find_road(output))


def _name(case: CaseView, road: RoadView) -> str:
    return road.title or case.words.plain("something-else")
