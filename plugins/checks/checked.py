"""What a check found out of all files, kept small, so that the next one need not look at those that did not change.

An unchanged file can be wrong because of another: what it leads to is gone, or has lost a part or an id that it names;
something that is not published has become known. Where any of that may be, all files are looked at again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from plugins.checks.canaries import Canaries
from plugins.checks.facts import PageFacts
from plugins.checks.inspecting import Inspector
from plugins.checks.list_reading import LISTS, SCRIPT, STYLE
from plugins.checks.written import OtherPages, WrittenSite
from plugins.site.content import Content
from plugins.site.feed_planning import Feed
from plugins.site.indexing import ENTRY_KINDS
from plugins.site.registry import Output, OutputKind


@dataclass(frozen=True)
class Checked:
    """What was found out. `frame` stands for what every page depends on: the site's address, budgets, assets.

    `targets` are addresses that files lead to, and that led to something; there may be some that no file has any more.
    `described` tells on which page each id of JSON-LD is described that others refer to, `unindexed` are the pages that
    search engines are to pass by. `feeds` says what stands for all that each feed held, `now` how late it was allowed
    to be. `suspects` are the files with something wrong, or that might become wrong whatever else changes, `canaries`
    stand for what was looked for in all files.
    """

    frame: str
    targets: frozenset[str]
    described: dict[str, str]
    unindexed: frozenset[str]
    feeds: dict[str, str]
    now: str
    suspects: frozenset[str]
    canaries: frozenset[str]


def dump_checked(checked: Checked) -> bytes:
    """Return it as bytes, for the next run."""
    # `asdict` would copy each of the strings.
    data = {name: sorted(one) if isinstance(one, frozenset) else one for name, one in vars(checked).items()}
    return json.dumps(data, separators=(",", ":"), sort_keys=True).encode("ascii")


def load_checked(data: bytes) -> Checked:
    """Return what `dump_checked` was given."""
    read: dict[str, Any] = json.loads(data)
    fields: dict[str, Any] = {name: frozenset(one) if isinstance(one, list) else one for name, one in read.items()}
    return Checked(**fields)


def find_needed(inspector: Inspector, changed: Collection[str], before: Checked) -> frozenset[str]:
    """Return the paths of the files whose facts a check of what has changed asks for, so that they are loaded at once.

    It may ask for some more: those of pages of which a changed page names a part.
    """
    wanted, _ = select_wanted(inspector, changed, before)
    outputs = (output for output in inspector.content.registry if inspector.has_facts(output))
    is_small = (OutputKind.ASSET, *LISTS)
    return frozenset(output.path for output in outputs if output.kind in is_small or output.path in wanted)


def select_wanted(inspector: Inspector, changed: Collection[str], before: Checked) -> tuple[frozenset[str], OtherPages]:
    """Return which files are to be looked at when some are new or changed, and what is known of the other pages."""
    wanted = before.suspects.union(changed)
    wanted |= _find_wanted_feeds(inspector, wanted, before)
    described = {name: path for name, path in before.described.items() if path not in wanted}
    return wanted, OtherPages(described, before.unindexed - wanted, frozenset(before.described))


def _find_wanted_feeds(inspector: Inspector, wanted: Collection[str], before: Checked) -> set[str]:
    """Return the files of feeds to look at: those that hold other things, and all formats of one that is looked at."""
    feeds = inspector.content.feeds
    compared = {_name_feed(feed) for feed in feeds if feed.path in wanted}
    found = {feed.path for feed in feeds if _name_feed(feed) in compared}
    for feed in feeds:
        if before.feeds.get(_name_feed(feed)) != inspector.feed_ids.make_digest(feed):
            found.update(output.path for output in inspector.content.registry.get_pages(feed.path))
    return found


def _name_feed(feed: Feed) -> str:
    return f"{feed.kind} {feed.subject}"


def holds(before: Checked, site: WrittenSite, changed: frozenset[str]) -> bool:
    """Tell whether the files that are not looked at are as good as they were; then what they lead to is good."""
    is_good = (
        before.frame == make_frame(site, changed)
        and before.now <= _tell_time(site.content)
        and all(_leads(site, target, changed) for target in before.targets)
        and all(path in site.known for path in site.others.described.values())
        and (site.referred | before.described.keys()) <= site.described.keys()
        and not any(_find_new_leaks(before, site))
    )
    if is_good:
        site.good.update(before.targets)
    return is_good


def _leads(site: WrittenSite, target: str, changed: frozenset[str]) -> bool:
    """Tell whether an address still leads to something; a page that has not changed still has its parts."""
    path, fragment = site.find(target, "")
    return path is not None and (not fragment or path not in changed or site.has_part(path, fragment))


def _find_new_leaks(before: Checked, site: WrittenSite) -> Iterator[Output]:
    """Go through the other files that say what has not been looked for before."""
    new = Canaries(one for one in site.inspector.canaries if one.digest not in before.canaries)
    if len(new):
        searched = (output for output in site.content.registry if site.inspector.is_searched(output))
        yield from (output for output in searched if not site.is_wanted(output) and new.find(site.read(output)))


def make_checked(site: WrittenSite, suspects: Iterable[str]) -> Checked:
    """Return what has been found out of a site, in whose pages of the paths `suspects` something is wrong."""
    doubtful = {output.path for output, page in site.pages if _is_doubtful(site, output, page)}
    doubtful |= {output.path for output in site.searched if site.find_leaks(output)}
    return Checked(
        frame=make_frame(site, ()),
        targets=frozenset(site.good),
        described=dict(site.described),
        unindexed=site.unindexed,
        feeds={_name_feed(feed): site.inspector.feed_ids.make_digest(feed) for feed in site.content.feeds},
        now=_tell_time(site.content),
        suspects=frozenset((*suspects, *doubtful)),
        canaries=site.inspector.canaries.digests,
    )


def _is_doubtful(site: WrittenSite, output: Output, page: PageFacts) -> bool:
    """Tell whether a page may become wrong by what is not noted here: by the content, or by links from where it is."""
    is_not_described = "description" in page.lacks and output.kind in ENTRY_KINDS
    return is_not_described or not site.good.issuperset(page.targets)


def make_frame(site: WrittenSite, changed: Collection[str]) -> str:
    """Return what stands for all that no page says itself: another one means that all pages are looked at again."""
    settings = site.content.settings
    loaded = [one.path for one in site.content.registry if one.path.endswith((STYLE, SCRIPT))]
    said = [settings.url, settings.preview, settings.budgets, settings.packing, settings.brotli_quality, loaded]
    changes = sorted(set(loaded).intersection(changed))
    return hashlib.blake2b(json.dumps([said, changes]).encode("utf-8"), digest_size=16).hexdigest()


def _tell_time(content: Content) -> str:
    """Return the time of a build, so written that what is later comes later."""
    return content.settings.now.astimezone(UTC).isoformat()
