"""The written site as the checks see it: the facts of each file, and an answer to where an address leads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from plugins.checks.facts import Facts, FeedFacts, ListFacts, PageFacts, Strings, pair
from plugins.checks.inspecting import Inspector
from plugins.checks.list_reading import LISTS
from plugins.checks.origins import Origins
from plugins.checks.resolving import find_output, has_part, is_from_anywhere
from plugins.site.content import Content
from plugins.site.policy import PREVIEW_SCRIPT
from plugins.site.registry import FILES, Output, OutputKind

NO_FACTS: Mapping[str, Facts] = {}


class OtherPages(NamedTuple):
    """What is known of the pages that are not looked at.

    `described` tells on which of them an id of JSON-LD is described, of those that are `asked` for; `unindexed` are
    those that search engines are to pass by.
    """

    described: Mapping[str, str] = {}
    unindexed: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


NO_OTHERS = OtherPages()


@dataclass(frozen=True)
class WrittenSite:
    """A site in the folder that it was written into, and the content that it was made from.

    `known` are the paths that a link may lead to: all that is planned but packed copies, and what the server adds.
    `given` are the facts that are known; others are found in the file, and put into `made`. `wanted` are the paths of
    the pages and feeds that are to be looked at, or None for all; of the `others` only that much is known. `good` are
    addresses that lead to something from everywhere.
    """

    folder: Path
    content: Content
    inspector: Inspector
    known: frozenset[str]
    given: Mapping[str, Facts] = field(default_factory=dict, repr=False)
    wanted: frozenset[str] | None = None
    others: OtherPages = NO_OTHERS
    made: dict[str, Facts] = field(default_factory=dict, repr=False)
    good: set[str] = field(default_factory=set, repr=False)
    _found: dict[str, tuple[str | None, str]] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        """The address of the site."""
        return self.content.settings.url

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The planned pages."""
        return tuple(output for output in self.content.registry if output.kind not in FILES)

    @cached_property
    def looked_at(self) -> tuple[Output, ...]:
        """The planned files that are to be looked at: the registry is gone through once."""
        return tuple(filter(self.is_wanted, self.content.registry))

    @cached_property
    def pages(self) -> tuple[tuple[Output, PageFacts], ...]:
        """The pages that are to be looked at, with their facts."""
        pages = (output for output in self.looked_at if output.kind not in FILES)
        return tuple((output, page) for output in pages if (page := self._tell(output)))

    def _tell(self, output: Output) -> PageFacts | None:
        told = self.get_facts(output).told
        return told if isinstance(told, PageFacts) else None

    @cached_property
    def referred(self) -> frozenset[str]:
        """The ids in the JSON-LD of the pages that are looked at which they do not describe themselves."""
        own = f"{self.url}/"
        return frozenset(name for _, page in self.pages for name in page.referred if name.startswith(own))

    @cached_property
    def described(self) -> Mapping[str, str]:
        """On which page each of these ids, and of those that others refer to, is described."""
        asked = self.referred | self.others.asked
        found = (
            (address + part, output.path)
            for output, page in self.pages
            for address, part in pair(page.described)
            if address + part in asked
        )
        return {**self.others.described, **dict(found)}

    @cached_property
    def unindexed(self) -> frozenset[str]:
        """The paths of the pages that ask search engines to pass by."""
        return self.others.unindexed.union(output.path for output, page in self.pages if page.is_unindexed)

    @cached_property
    def origins(self) -> Origins:
        """Where what stands in the site comes from."""
        return Origins(self.content)

    def list_files(self, *kinds: OutputKind) -> list[Output]:
        """Return the planned files of some kinds."""
        return [output for output in self.content.registry if output.kind in kinds]

    def read(self, output: Output) -> bytes:
        """Return what was written for an output."""
        return (self.folder / output.path).read_bytes()

    def get_facts(self, output: Output) -> Facts:
        """Return the facts of a file that has some; where they are not known, it is read."""
        facts = self.given.get(output.path) or self.made.get(output.path)
        if facts is None:
            facts = self.inspector.inspect(output, self.read(output))
            assert facts is not None
            self.made[output.path] = facts
        return facts

    def get_page(self, path: str) -> PageFacts | None:
        """Return the facts of the page at a path, or None where no page is there."""
        output = self.content.registry.get(path)
        if output is None or output.kind in FILES:
            return None
        return self._tell(output)

    def get_feed(self, output: Output) -> FeedFacts:
        """Return the facts of a file of a feed."""
        told = self.get_facts(output).told
        return told if isinstance(told, FeedFacts) else FeedFacts()

    def list_targets(self, output: Output) -> Strings:
        """Return the addresses in a file that only machines read."""
        told = self.get_facts(output).told
        return told.targets if isinstance(told, ListFacts) else ()

    @property
    def feeds(self) -> Iterator[Output]:
        """The files of feeds that are to be looked at."""
        return (output for output in self.looked_at if output.kind is OutputKind.FEED)

    @property
    def searched(self) -> Iterator[Output]:
        """The files in which leaks are looked for; there are none in those that are not looked at."""
        return filter(self.inspector.is_searched, self.looked_at)

    def is_wanted(self, output: Output) -> bool:
        """Tell whether a file is to be looked at: the few lists are each time."""
        return self.wanted is None or output.path in self.wanted or output.kind in LISTS

    def find_leaks(self, output: Output) -> Strings:
        """Return the texts of the canaries in a file. Facts that were found when there were others say nothing."""
        facts, canaries = self.get_facts(output), self.inspector.canaries
        return facts.leaks if facts.sought == canaries.digest else canaries.find(self.read(output))

    def lead_all(self, targets: Collection[str]) -> bool:
        """Tell whether some addresses all lead to something, from whatever file. Each is looked into once."""
        if self.good.issuperset(targets):
            return True
        for target in targets:
            if target not in self.good:
                if not is_from_anywhere(target) or self.explain_target(target, ""):
                    return False
                self.good.add(target)
        return True

    def find(self, target: str, base: str) -> tuple[str | None, str]:
        """Return the path that a link of the file at `base` leads to, and its fragment, as `find_output` says them."""
        if target.startswith("#"):
            return base, unquote(target[1:])
        # Most links are the same from wherever they are followed, and stand on every page.
        key = target if is_from_anywhere(target) else f"{base} {target}"
        if key not in self._found:
            self._found[key] = find_output(target, base, self.url, self.known)
        return self._found[key]

    def has_part(self, path: str, fragment: str) -> bool:
        """Tell whether a file has what a fragment names: every file that is no page has."""
        if not fragment:
            return True
        page = self.get_page(path)
        return page is None or has_part(page.anchors, fragment)

    def explain_target(self, target: str, base: str) -> str:
        """Return what is wrong with a link of the file at `base`: "" where it leads to something that is there."""
        path, fragment = self.find(target, base)
        if path is None:
            return "leads to nothing"
        return "" if self.has_part(path, fragment) else "names no part of its page"


def read_written(
    folder: Path,
    content: Content,
    facts: Mapping[str, Facts] = NO_FACTS,
    wanted: Iterable[str] | None = None,
    others: OtherPages = NO_OTHERS,
    inspector: Inspector | None = None,
) -> WrittenSite:
    """Return a site that has been written; of the pages, only those `wanted` are to be looked at (default: all)."""
    served = [PREVIEW_SCRIPT.lstrip("/")] if content.settings.preview else []
    paths = (output.path for output in content.registry if output.kind is not OutputKind.PACKED)
    known = frozenset(paths).union(served)
    only = None if wanted is None else frozenset(wanted)
    return WrittenSite(folder, content, inspector or Inspector(content), known, facts, only, others)
