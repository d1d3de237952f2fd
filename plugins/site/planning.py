"""Every file that a build writes: which there are, where each goes, and what wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.assets.packing import GZIP, can_be_packed
from plugins.assets.search_index import SEARCH_FOLDER
from plugins.blog.aliases import Redirect, find_alias_path, find_spellings
from plugins.blog.downloads import Download
from plugins.blog.entries import Entry, State, slugify
from plugins.blog.terms import FOLDERS, PLURALS, Term, TermKind, Terms
from plugins.cases.gallery import EXAMPLES, find_components
from plugins.cases.model import RoleKind
from plugins.cases.renditions import COMPONENTS
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting
from plugins.site.feed_lists import plan_feed_lists
from plugins.site.feed_planning import plan_feeds
from plugins.site.registry import Output, OutputKind
from plugins.site.reply_pages import plan_reply_pages

CASES_PATH = PurePosixPath("cases")
SEARCH_PATH = "search/index.html"
NOT_FOUND = "404.html"
ALWAYS_LISTED = (TermKind.CATEGORY, TermKind.TAG, TermKind.AUTHOR)
"""Kinds of terms whose list Pelican asks for, even if it is empty."""

REDIRECTS = "_redirects"
"""All redirects at once, for Netlify and Cloudflare Pages."""

SERVER_FILES = HEADERS, NGINX_MAPS, NGINX_SERVER, CADDY = (
    "_headers", "nginx.maps.conf", "nginx.server.conf", "caddy.conf",
)  # fmt: skip
"""What web servers read and nobody else asks for: for Netlify and Cloudflare Pages, for nginx, and for Caddy."""

UNPACKED = (OutputKind.REDIRECTS, OutputKind.SERVER)
"""What only a server reads: it has no packed copies."""


@dataclass(frozen=True)
class Plan:
    """What is to be written, beside the files that are copied: all that outputs are planned from."""

    settings: SiteSettings
    stream: Sequence[Entry]
    built: Sequence[Entry]
    terms: Terms
    downloads: Sequence[Download]

    def outputs(self) -> Iterator[Output]:
        """Go through all outputs; where two want one path, the first is the one that stays."""
        yield from self._plan_lists()
        yield from self._plan_case_lists()
        yield from self._plan_terms()
        yield from self._plan_periods()
        if self.downloads:
            yield Output("downloads/index.html", OutputKind.DOWNLOADS, "", self.downloads[0].about.source.path)
        if self.settings.search:
            yield from plan_search(self.settings.settings_file)
        if self.settings.gallery:
            yield from plan_gallery()
        if not self.settings.preview:
            yield from plan_server_files(self.settings.settings_file)

    def entries(self) -> Iterator[Output]:
        """Go through the pages of posts, pages and cases, and of their older addresses."""
        yield from (_plan_entry(entry) for entry in self.built if entry.path)
        for entry in self.built:
            yield from plan_reply_pages(entry, self.settings)
        yield from self._plan_aliases()

    def _plan_lists(self) -> Iterator[Output]:
        origin = self.settings.settings_file
        yield from self._plan_pages("index.html", OutputKind.INDEX, "", len(self.stream))
        yield Output("archives/index.html", OutputKind.ARCHIVES, "", origin)
        yield Output(NOT_FOUND, OutputKind.NOT_FOUND, "", origin)
        yield from plan_feeds(self)
        yield from plan_feed_lists(self.settings)

    def _plan_case_lists(self) -> Iterator[Output]:
        """Plan the index of cases, and one for each choice of its filters."""
        cases = [entry for entry in self.stream if entry.case]
        yield from self._plan_pages(str(CASES_PATH / "index.html"), OutputKind.CASES, "", len(cases))
        groups = group_cases(cases)
        # Where two tags make one address, `check_terms` has said so.
        by_path = {find_choice_path(choice): choice for choice in reversed(groups)}
        for path, choice in by_path.items():
            yield from self._plan_pages(path, OutputKind.CASES, choice, len(groups[choice]))

    def _plan_terms(self) -> Iterator[Output]:
        origin = self.settings.settings_file
        for kind in TermKind:
            if self.terms[kind] or kind in ALWAYS_LISTED:
                yield Output(f"{FOLDERS[kind]}/index.html", OutputKind(PLURALS[kind]), "", origin)
            # Where two terms make one address, `check_terms` has said so at the place where they are written.
            by_path = {term.path: term for term in reversed(list(self.terms[kind].values())) if term.slug}
            for term in by_path.values():
                yield from self._plan_pages(
                    term.path, OutputKind(kind), term.key, len(term.entries), self._find_origin(term)
                )

    def _plan_periods(self) -> Iterator[Output]:
        """Plan the archives of years and months that have something."""
        periods = (
            (OutputKind.YEAR, len("2026"), self.settings.year_save_as, "YEAR_ARCHIVE_SAVE_AS"),
            (OutputKind.MONTH, len("2026-01"), self.settings.month_save_as, "MONTH_ARCHIVE_SAVE_AS"),
        )
        origin = self.settings.settings_file
        for kind, length, pattern, setting in periods:
            position = find_setting(origin, setting)
            dates = {find_period(entry)[:length]: entry.date for entry in self.stream if entry.date}
            for period, date in dates.items():
                yield Output(pattern.format(date=date), kind, period, origin, position)

    def _plan_aliases(self) -> Iterator[Output]:
        entries = [entry for entry in self.built if entry.aliases and entry.path]
        for entry in entries:
            # An alias may be written with a slash and without, and one from the settings may be the address itself.
            paths = {find_alias_path(alias): number for number, alias in reversed([*enumerate(entry.aliases)])}
            for path, number in paths.items():
                if path != entry.path or number < len(entry.fields.aliases):
                    position = entry.tree.locate("aliases", number)
                    yield Output(path, OutputKind.ALIAS, str(entry.name), entry.source.path, position)
        if any(entry.state is not State.HIDDEN for entry in entries):
            yield Output(REDIRECTS, OutputKind.REDIRECTS, "", self.settings.settings_file)

    def _find_origin(self, term: Term) -> Path:
        """Return the file that a term's page comes from: what is written about it, else the settings."""
        return term.profile.source.path if term.profile else self.settings.settings_file

    def _plan_pages(
        self, base: str, kind: OutputKind, subject: str, count: int, origin: Path | None = None
    ) -> Iterator[Output]:
        """Plan the pages of a list in directory style: the second of `tags/crm/` is `tags/crm/page/2/`."""
        folder = base.removesuffix(base.rpartition("/")[2])
        for number in range(1, max(1, -(-count // self.settings.page_size)) + 1):
            path = base if number == 1 else f"{folder}page/{number}/index.html"
            yield Output(path, kind, subject, origin or self.settings.settings_file, number=number, base=base)


def find_period(entry: Entry) -> str:
    """Return the month of an entry: "2026-01"."""
    assert entry.date is not None
    return f"{entry.date.year}-{entry.date.month:02}"


def group_cases(cases: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return cases by what one can choose them by: `role/leader` for who decides, `topic/crm` for a tag."""
    groups: dict[str, list[Entry]] = {f"role/{kind}": [] for kind in RoleKind}
    topics: dict[str, list[Entry]] = {}
    for entry in cases:
        assert entry.case is not None
        facts = entry.case.facts
        kinds = {role.id: role.kind for role in facts.roles}
        for kind in dict.fromkeys(kinds[decision.decider] for decision in facts.decisions):
            groups[f"role/{kind}"].append(entry)
        for tag in entry.fields.tags:
            topics.setdefault(f"topic/{tag}", []).append(entry)
    return {choice: members for choice, members in {**groups, **dict(sorted(topics.items()))}.items() if members}


def find_choice_path(choice: str) -> str:
    """Return where the cases of one choice are listed."""
    kind, _, key = choice.partition("/")
    return str(CASES_PATH / kind / slugify(key) / "index.html")


def find_redirects(built: Iterable[Entry], link: Callable[[str], str]) -> list[Redirect]:
    """Return every older address, in each way it may be asked for, with the address that it leads to.

    `link` makes an address of an output path. What is hidden stands in no list, and so not in this one: its older
    addresses are pages only.
    """
    base = link("index.html").rstrip("/")
    return [
        (f"{base}{old}", link(entry.path))
        for entry in built
        for alias in entry.aliases
        for old in find_spellings(alias)
        if entry.path and entry.state is not State.HIDDEN and find_alias_path(alias) != entry.path
    ]


def plan_search(origin: Path) -> Iterator[Output]:
    """Plan the page that one searches on, and the folder of its index: nothing else may be written into that."""
    position = find_setting(origin, "SEARCH")
    yield Output(SEARCH_PATH, OutputKind.SEARCH, "", origin, position)
    yield Output(SEARCH_FOLDER, OutputKind.SEARCH_INDEX, "", origin, position)


def plan_server_files(origin: Path) -> Iterator[Output]:
    """Plan what web servers are told. The preview is its own server."""
    for path in SERVER_FILES:
        yield Output(path, OutputKind.SERVER, "", origin)


def plan_gallery() -> Iterator[Output]:
    """Plan the pages of the gallery: one that lists the components, and one for each."""
    yield Output("gallery/index.html", OutputKind.GALLERY, "", COMPONENTS)
    for name in find_components():
        yield Output(f"gallery/{name}/index.html", OutputKind.GALLERY, name, COMPONENTS / name / EXAMPLES)


def plan_statics(settings: SiteSettings, files: Iterable[tuple[str, Path]]) -> Iterator[Output]:
    """Plan the files that are copied, given by output path."""
    for output, path in files:
        yield Output(output, OutputKind.STATIC, path.relative_to(settings.content).as_posix(), path)


def plan_packed(outputs: Iterable[Output], settings: SiteSettings) -> Iterator[Output]:
    """Plan the packed copies of text files; what only a server reads has none."""
    for output in outputs if settings.packing else ():
        if can_be_packed(output.path):
            for ending in _choose_packing(output, settings):
                yield Output(f"{output.path}{ending}", OutputKind.PACKED, output.path, output.origin, output.position)


def _choose_packing(output: Output, settings: SiteSettings) -> Iterable[str]:
    """Return the endings of an output's packed copies.

    Feeds are many and change with every post: gzip is quick, and every feed reader knows it. Their archives, which are
    asked for once or never, have none.
    """
    if output.kind is OutputKind.FEED:
        return [GZIP] if output.number == 1 and GZIP in settings.packing else []
    return () if output.kind in UNPACKED else settings.packing


def _plan_entry(entry: Entry) -> Output:
    position = entry.tree.locate("slug") if entry.fields.slug else entry.tree.locate()
    return Output(entry.path, OutputKind(entry.kind), str(entry.name), entry.source.path, position)
