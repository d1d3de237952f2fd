"""The archives of years and months: every entry of the stream by its date."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from itertools import groupby

from plugins.blog.entries import Entry
from plugins.documents.views import LinkView
from plugins.site.list_views import MonthView, YearView
from plugins.site.lists import Lists
from plugins.wording.locales import format_month, name_month


class Archives:
    """Makes the views of years and months; a month is written `2026-01`, a year `2026`."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.settings = lists.content.settings
        # The archive of a year shows its months again, and each month leads to the two beside it.
        self._years: dict[str, YearView] = {}
        self._links: dict[str, LinkView] = {}

    @cached_property
    def months(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each month that has any, newest first."""
        return {period: entries for period, entries in self.lists.content.periods.items() if len(period) > len("2026")}

    def make_years(self, year: str = "") -> tuple[YearView, ...]:
        """Return all years, or the one that is asked for."""
        wanted = (month for month in self.months if month.startswith(year))
        by_year = groupby(wanted, key=lambda month: month[:4])
        return tuple(self._keep_year(year, [*months]) for year, months in by_year)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {month: place for place, month in enumerate(self.months)}

    def link_year(self, month: str) -> LinkView:
        """Return the link to the archive of a month's year."""
        path = self.settings.year_save_as.format(date=self._find_date(month))
        return LinkView(month[:4], self.lists.link(path))

    def link_month(self, month: str) -> LinkView:
        """Return the link to the archive of a month: "January 2026"."""
        if month not in self._links:
            date = self._find_date(month)
            path = self.settings.month_save_as.format(date=date)
            self._links[month] = LinkView(format_month(self.settings.lang, date), self.lists.link(path))
        return self._links[month]

    def find_neighbours(self, month: str) -> tuple[LinkView | None, LinkView | None]:
        """Return links to the nearest later and the nearest earlier month that have anything."""
        months, place = list(self.months), self._places[month]
        newer = self.link_month(months[place - 1]) if place else None
        older = self.link_month(months[place + 1]) if place + 1 < len(months) else None
        return newer, older

    def _keep_year(self, year: str, months: list[str]) -> YearView:
        if year not in self._years:
            self._years[year] = self._make_year(year, months)
        return self._years[year]

    def _make_year(self, year: str, months: list[str]) -> YearView:
        views = tuple(
            MonthView(self._name(month), self.link_month(month).href, self.lists.make_entries(self.months[month]))
            for month in months
        )
        count = sum(len(view.entries) for view in views)
        return YearView(int(year), self.link_year(months[0]).href, f"year-{year}", count, views)

    def _name(self, month: str) -> str:
        return name_month(self.settings.lang, self._find_date(month))

    def _find_date(self, month: str) -> datetime:
        """Return a day of a month."""
        date = self.months[month][0].date
        assert date is not None  # the stream has nothing without
        return date
