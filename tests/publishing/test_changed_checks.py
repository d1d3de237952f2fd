"""A site is checked from facts, and after few changes only as far as these reach: little is read, nothing missed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plugins.checks.built import check_changed, check_site
from plugins.checks.checked import Checked, find_needed
from plugins.checks.facts import Facts, FeedFacts, dump_facts
from plugins.checks.inspecting import Inspector
from plugins.diagnostics import Diagnostic
from plugins.site.content import Content
from plugins.site.feed_planning import FeedFormat
from plugins.site.registry import FILES, Registry
from tests.browser.building import build
from tests.building.running import write_files
from tests.publishing.checked_site import CONTENT, DRAFT_TEXT

NOWHERE = Path("/nonexistent")
"""Where nothing can be read from."""

PAGE = "posts/two/index.html"


@dataclass(frozen=True)
class CheckedSite:
    """A site that was good when it was checked, with the facts of its files."""

    content: Content
    texts: dict[str, bytes]
    facts: dict[str, Facts]
    checked: Checked

    def change(self, path: str, old: str, new: str) -> dict[str, Facts]:
        """Return the facts of the site with all of `old` replaced in one file."""
        output = self.content.registry.get(path)
        data = self.texts[path].replace(old.encode(), new.encode())
        assert output is not None
        assert data != self.texts[path]
        facts = Inspector(self.content).inspect(output, data)
        assert facts is not None
        return {**self.facts, path: facts}

    def check(
        self, facts: dict[str, Facts], changed: Collection[str], content: Content | None = None
    ) -> list[Diagnostic] | None:
        """Check what has changed, with no facts but those that are said to be needed, and no files."""
        content = content or self.content
        needed = find_needed(Inspector(content), changed, self.checked)
        some = {path: one for path, one in facts.items() if path in needed}
        report = check_changed(NOWHERE, content, some, changed, self.checked)
        return None if report is None else report.diagnostics


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> CheckedSite:
    folder = tmp_path_factory.mktemp("checked")
    write_files(folder, {**CONTENT, "content/posts/two.md": CONTENT["content/posts/two.md"].replace("plumber", "x")})
    built = build(folder / "settings.py", folder / "output", published=True)
    unpacked = built.content.settings.model_copy(update={"brotli_quality": 0})
    content = replace(built.content, settings=unpacked)
    inspector = Inspector(content)
    texts = {one.path: (built.folder / one.path).read_bytes() for one in content.registry if inspector.has_facts(one)}
    found = {one.path: inspector.inspect(one, texts[one.path]) for one in content.registry if one.path in texts}
    facts = {path: one for path, one in found.items() if one is not None}
    report = check_site(NOWHERE, content, facts)
    assert (report.diagnostics, report.checked.suspects, report.made) == ([], frozenset(), {})
    return CheckedSite(content, texts, facts, report.checked)


def test_missing_facts_are_found_in_the_files_and_given_back(site: CheckedSite, tmp_path: Path) -> None:
    write_files(tmp_path, {PAGE: site.texts[PAGE].decode()})
    others = {path: one for path, one in site.facts.items() if path != PAGE}
    report = check_site(tmp_path, site.content, others)
    assert report.made == {PAGE: site.facts[PAGE]}
    assert report.checked == site.checked


def test_facts_of_pages_are_small(site: CheckedSite) -> None:
    pages = [len(dump_facts(site.facts[one.path])) for one in site.content.registry if one.kind not in FILES]
    assert sum(pages) / len(pages) < 2000


def test_other_words_on_a_page_need_nothing_but_that_page(site: CheckedSite) -> None:
    facts = site.change(PAGE, "The second text", "Another text")
    assert site.check(facts, [PAGE]) == []
    assert PAGE in find_needed(Inspector(site.content), [PAGE], site.checked)
    pages = {one.path for one in site.content.registry if one.kind not in FILES}
    assert find_needed(Inspector(site.content), [PAGE], site.checked) & pages == {PAGE}


def test_a_mistake_on_a_changed_page_is_found(site: CheckedSite) -> None:
    found = site.check(site.change(PAGE, "<h1", "<a href=/blog/gone/>x</a><h1"), [PAGE])
    assert [one.message for one in found or ()] == [f"a link on the built page leads to nothing ({PAGE})"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PAGE, "id=part", "id=other"),
        ("index.html", '"@id":"https://example.org/blog/#cb-publisher","name"', '"@id":"https://x.example/","name"'),
    ],
    ids=["an id that another page leads to", "a thing that other pages refer to"],
)
def test_what_others_name_may_be_gone(site: CheckedSite, path: str, old: str, new: str) -> None:
    before = site.checked
    if path != PAGE:  # each page describes the publisher: let it be one that no other does
        before = replace(before, described={"https://example.org/blog/#cb-publisher": path})
    found = CheckedSite(site.content, site.texts, site.facts, before).check(site.change(path, old, new), [path])
    assert found is None


def test_a_page_that_others_lead_to_may_be_gone(site: CheckedSite) -> None:
    left = Registry(output for output in site.content.registry if output.path != PAGE)
    assert site.check(site.facts, [], replace(site.content, registry=left)) is None


def test_an_earlier_time_or_other_budgets_concern_every_file(site: CheckedSite) -> None:
    settings = site.content.settings
    for update in ({"now": settings.now.replace(year=2025)}, {"budgets": (("post", 1),)}, {"url": "https://x.example"}):
        other = replace(site.content, settings=settings.model_copy(update=update))
        assert site.check(site.facts, [], other) is None
    assert site.check(site.facts, []) == []
    (style,) = (path for path in site.facts if path.endswith(".css") and "casebook" in path)
    assert site.check(site.facts, [style]) is None


def test_what_becomes_a_canary_is_looked_for_in_every_file(site: CheckedSite, tmp_path: Path) -> None:
    write_files(tmp_path, {path: data.decode() for path, data in site.texts.items() if b"\0" not in data})
    fewer = replace(site.checked, canaries=frozenset(list(site.checked.canaries)[:1]))
    assert check_changed(tmp_path, site.content, site.facts, [], fewer) is not None
    write_files(tmp_path, {PAGE: f"<p>{DRAFT_TEXT}"})
    assert check_changed(tmp_path, site.content, site.facts, [], replace(fewer, canaries=frozenset())) is None


def test_a_feed_that_holds_other_things_is_looked_at(site: CheckedSite) -> None:
    content = replace(site.content)
    vars(content)["feeds"] = tuple(replace(feed, entries=feed.entries[1:]) for feed in site.content.feeds)
    found = site.check(site.facts, [], content)
    assert {one.message.partition(" (")[0] for one in found or ()} == {
        "the feed tells of what none of its documents is"
    }


def test_a_changed_feed_is_compared_with_its_other_formats(site: CheckedSite) -> None:
    rss = "feeds/all.rss.xml"
    told = site.facts[rss].told
    assert isinstance(told, FeedFacts)
    assert told.items
    facts = {**site.facts, rss: Facts(told._replace(items=told.items[1:]))}
    report = check_changed(NOWHERE, site.content, facts, [rss], site.checked)
    assert report is not None
    said = "the feed tells of other things than the same feed in Atom"
    assert [(one.message, one.found) for one in report.diagnostics] == [(said, rss)]


def test_a_bad_text_is_told_when_another_feed_that_had_it_is_mended(site: CheckedSite) -> None:
    """It was told of the first feed that had it; the others still do."""
    feeds = [feed.path for feed in site.content.feeds if len(feed.entries) > 1 and feed.format is FeedFormat.ATOM]
    bad = {**site.facts, **{path: _break_first(site.facts[path]) for path in feeds}}
    report = check_site(NOWHERE, site.content, bad)
    assert len(report.diagnostics) == 1 < len(feeds)
    assert report.checked.suspects == {*feeds}
    mended = {**bad, feeds[0]: site.facts[feeds[0]]}
    again = check_changed(NOWHERE, site.content, mended, feeds[:1], report.checked)
    assert again is not None
    assert again.diagnostics == check_site(NOWHERE, site.content, mended).diagnostics != []


def _break_first(facts: Facts) -> Facts:
    """Return the facts of a feed in whose newest text a link leads nowhere."""
    assert isinstance(facts.told, FeedFacts)
    first, *others = facts.told.items
    broken = first._replace(text="bad", targets=("https://example.org/blog/gone/",))
    return facts._replace(told=facts.told._replace(items=(broken, *others)))
