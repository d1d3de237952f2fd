"""Atom, RSS and JSON Feed of one thing say the same; and there is such a feed of everything that one can follow."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import unquote

import pytest

from plugins.blog.terms import TermKind
from plugins.site.feed_planning import Feed, FeedFormat, FeedKind
from tests.browser.building import BuiltSite
from tests.feeds.saying import assert_same, read_feed


def group_feeds(site: BuiltSite) -> dict[tuple[FeedKind, str], dict[FeedFormat, Feed]]:
    groups: dict[tuple[FeedKind, str], dict[FeedFormat, Feed]] = defaultdict(dict)
    for feed in site.content.feeds:
        groups[feed.kind, feed.subject][feed.format] = feed
    return groups


def test_three_formats_say_the_same(site: BuiltSite) -> None:
    for formats in group_feeds(site).values():
        assert [*formats] == [*FeedFormat]
        assert_same(*(read_feed(feed.path, (site.folder / feed.path).read_bytes()) for feed in formats.values()))


def test_archives_of_two_formats_say_the_same(site: BuiltSite) -> None:
    for formats in group_feeds(site).values():
        atom, rss = formats[FeedFormat.ATOM], formats[FeedFormat.RSS]
        assert atom.archives == rss.archives
        for number in range(1, atom.archives + 1):
            pair = [
                read_feed(name, (site.folder / name).read_bytes())
                for name in (atom.find_archive(number), rss.find_archive(number))
            ]
            assert_same(*pair)


@pytest.mark.parametrize("name", ["demo", "stress"])
def test_everything_that_one_can_follow_has_its_feeds(name: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    content = site.content
    expected: dict[tuple[FeedKind, str], list[str]] = {
        (FeedKind.ALL, ""): [str(entry.name) for entry in content.stream],
        (FeedKind.CASES, ""): [str(entry.name) for entry in content.stream if entry.case],
    }
    for kind in TermKind:
        for term in content.terms[kind].values():
            members = {entry.name for entry in term.entries}
            if members:
                newest_first = [str(entry.name) for entry in content.stream if entry.name in members]
                expected[FeedKind(kind), term.key] = newest_first
    found = {
        key: [str(entry.name) for entry in formats[FeedFormat.ATOM].entries]
        for key, formats in group_feeds(site).items()
        if key[0] not in (FeedKind.OUTCOMES, FeedKind.CASE_OUTCOMES)
    }
    assert found == expected


def test_a_feed_shows_its_newest_entries(site: BuiltSite) -> None:
    for feed in site.content.feeds:
        said = read_feed(feed.path, (site.folder / feed.path).read_bytes())
        pages = [f"{site.settings.url}/{site.find_output(str(entry.name)).url}" for entry in feed.entries]
        if feed.entries:
            assert [unquote(item.url) for item in said.items] == pages[: site.settings.feed_size]
        assert len(said.items) == min(feed.count, site.settings.feed_size)


def test_titles_and_addresses_differ(site: BuiltSite) -> None:
    titles = [formats[FeedFormat.ATOM].title for formats in group_feeds(site).values()]
    assert len(titles) == len(set(titles))
    addresses = [feed.address for feed in site.content.feeds]
    assert len(addresses) == len(set(addresses))


def test_a_feed_says_its_title_its_place_and_what_it_is_about(demo: BuiltSite) -> None:
    for feed in demo.content.feeds:
        said = read_feed(feed.path, (demo.folder / feed.path).read_bytes())
        assert (said.title, said.url) == (feed.title, feed.address)
        assert said.page == f"{demo.settings.url}/{demo.outputs[feed.page].url}"
        assert said.description
    said = read_feed("x.json", (demo.folder / "feeds/columns/golden-oldies.json").read_bytes())
    assert said.title == "Casebook: Column Golden Oldies"
    assert said.description in " ".join(
        (demo.settings.content / "columns/golden-oldies.md").read_text(encoding="utf-8").split()
    ).replace("'", "’")


def test_all_authors_of_a_text_are_named(demo: BuiltSite) -> None:
    path = "feeds/authors/marit-holloway.rss.xml"
    said = read_feed(path, (demo.folder / path).read_bytes())
    both = next(item for item in said.items if item.url.endswith("/posts/the-promise-on-paper/"))
    assert both.authors == ["The editor", "Marit Holloway"]


def test_a_post_that_plays_something_encloses_it(demo: BuiltSite) -> None:
    wav = demo.folder / "downloads" / "hold-music.wav"
    for name in ("all.atom.xml", "all.rss.xml", "all.json"):
        said = read_feed(name, (demo.folder / "feeds" / name).read_bytes())
        item = next(item for item in said.items if item.url.endswith("/thank-you-for-your-patience/"))
        assert item.enclosures == [(f"{demo.settings.url}/downloads/hold-music.wav", "audio/wav", wav.stat().st_size)]
        assert f'<a href="{demo.settings.url}/downloads/hold-music.wav">' in item.html


def test_the_language_of_a_text_is_its_own(stress: BuiltSite) -> None:
    for name in ("all.atom.xml", "all.rss.xml", "all.json"):
        said = read_feed(name, (stress.folder / "feeds" / name).read_bytes())
        langs = {item.url: item.lang for item in said.items}
        assert said.lang == stress.settings.lang
        for entry in stress.content.stream:
            url = f"{stress.settings.url}/{stress.find_output(str(entry.name)).url}"
            assert langs[url] == (entry.fields.lang or stress.settings.lang)
