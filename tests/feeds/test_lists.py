"""What leads to the feeds: their page, OPML, the links in the head of every page, and their stylesheet."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from lxml import html

from plugins.blog.entries import State
from plugins.site.feed_planning import FeedFormat, FeedKind
from plugins.site.registry import OutputKind
from tests.browser.building import BuiltSite
from tests.feeds.opml_rules import check_opml
from tests.machines.reading import read_head

PAGE, OPML, STYLE = "feeds/index.html", "feeds/feeds.opml", "feeds/feeds.css"

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


def find_path(site: BuiltSite, address: str) -> str:
    """Return the output path of an address, whole or from the root of the host."""
    path = unquote(address.removeprefix(site.settings.url).removeprefix(site.settings.base_path)).removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def read_page(site: BuiltSite) -> Any:
    return html.fromstring((site.folder / PAGE).read_bytes())


def read_groups(site: BuiltSite) -> dict[str, list[str]]:
    """Return the paths of the RSS feeds in OPML by the group that they stand in."""
    body = ElementTree.parse(site.folder / OPML).getroot().find("body")
    assert body is not None
    return {str(group.get("text")): [find_path(site, str(one.get("xmlUrl"))) for one in group] for group in body}


def read_alternates(site: BuiltSite, path: str) -> list[str]:
    """Return the paths of the feeds that a page names, in their order."""
    links = [link for link in read_head(site, path).find("link", rel="alternate") if "type" in link]
    return [find_path(site, link["href"]) for link in links]


def test_the_page_lists_every_feed_once_with_its_format(site: BuiltSite) -> None:
    links = read_page(site).xpath("//main//li//li/a")
    found = {(find_path(site, link.get("href")), link.get("type")) for link in links}
    assert len(links) == len(found)
    assert found == {(feed.path, TYPES[feed.format]) for feed in site.content.feeds}


def test_the_page_says_what_each_feed_holds_and_leads_to_its_page(site: BuiltSite) -> None:
    words = site.settings.wording.speak(site.settings.lang)
    found = [
        (item.xpath("string(.//h3)"), find_path(site, item.xpath("string(.//h3/a/@href)")), item.xpath("string(./p)"))
        for item in read_page(site).xpath("//li[h3]")
    ]
    expected = [
        (feed.name, feed.page, f"{feed.holds}: {words.plain('entries', count=feed.count)}")
        for feed in site.content.feeds
        if feed.format is FeedFormat.ATOM
    ]
    assert sorted(found) == sorted(expected)
    assert all(page in site.outputs for _, page, _ in found)


def test_the_page_leads_to_opml(site: BuiltSite) -> None:
    assert [find_path(site, one) for one in read_page(site).xpath("//a[@type='text/x-opml']/@href")] == [OPML]


def test_opml_holds_to_its_rules(site: BuiltSite) -> None:
    assert check_opml((site.folder / OPML).read_bytes()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version="2.0"', 'version="1.0"'),
        ("</head>", "<title>x</title></head>"),
        ("<head>", "<head><when>now</when>"),
        ('type="rss" version="RSS2"', 'type="rss" version="Atom"'),
        ('type="rss" version="RSS2"', 'version="RSS2"'),
        ('xmlUrl="https://', 'xmlUrl="'),
        ('htmlUrl="https:', 'html="'),
        (' text="Casebook"', ""),
        ("<body>", "<body><note/>"),
    ],
)
def test_wrong_opml_would_be_found(old: str, new: str, demo: BuiltSite) -> None:
    text = demo.read(OPML)
    assert old in text
    assert check_opml(text.replace(old, new, 1).encode())


def test_opml_lists_every_feed_once_in_the_groups_of_the_page(site: BuiltSite) -> None:
    groups = read_groups(site)
    listed = [path for group in groups.values() for path in group]
    assert sorted(listed) == sorted(feed.path for feed in site.content.feeds if feed.format is FeedFormat.RSS)
    assert all(path in site.outputs for path in listed)
    shown = {
        section.xpath("string(h2)"): [find_path(site, one) for one in section.xpath(".//li/a[.='RSS']/@href")]
        for section in read_page(site).xpath("//section[.//h3]")
    }
    assert groups == shown


def test_opml_leads_to_the_page_of_each_feed(site: BuiltSite) -> None:
    pages = {feed.path: feed.page for feed in site.content.feeds}
    for line in ElementTree.parse(site.folder / OPML).getroot().iterfind(".//outline[@type]"):
        assert find_path(site, str(line.get("htmlUrl"))) == pages[find_path(site, str(line.get("xmlUrl")))]
        assert line.get("language") == site.settings.lang


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("index.html", ["all.atom.xml", "all.rss.xml", "all.json"]),
        ("about/index.html", ["all.atom.xml", "all.rss.xml", "all.json"]),
        ("404.html", ["all.atom.xml", "all.rss.xml", "all.json"]),
        ("cases/index.html", ["cases.atom.xml", "cases.rss.xml", "cases.json", "outcomes.atom.xml", "all.atom.xml"]),
        (
            "cases/disobey-to-delight/index.html",
            ["all.atom.xml", "all.rss.xml", "all.json", "outcomes/disobey-to-delight.atom.xml"],
        ),
    ],
)
def test_a_page_names_its_feeds(page: str, expected: list[str], demo: BuiltSite) -> None:
    assert read_alternates(demo, page) == [f"feeds/{name}" for name in expected]


@pytest.mark.parametrize("kind", ["category", "tag", "author", "column", "series"])
def test_a_page_of_a_term_names_its_own_feed_first(kind: str, demo: BuiltSite) -> None:
    feeds = [feed for feed in demo.content.feeds if feed.kind is FeedKind(kind)]
    for page, formats in groupby(feeds, key=lambda feed: feed.page):
        assert read_alternates(demo, page) == [*(feed.path for feed in formats), "feeds/all.atom.xml"]
    assert feeds


def test_feeds_in_a_head_are_few_and_distinct_and_are_what_they_say(site: BuiltSite) -> None:
    types = {feed.path: feed.format.media_type for feed in site.content.feeds}
    for page in (page for page in site.pages if page.kind is not OutputKind.ALIAS):
        links = [link for link in read_head(site, page.path).find("link", rel="alternate") if "type" in link]
        assert 3 <= len(links) <= 5
        assert len({link["title"] for link in links}) == len(links)
        assert all(types[find_path(site, link["href"])] == link["type"] for link in links)


def test_a_hidden_case_names_no_feed_of_its_own(stress: BuiltSite) -> None:
    hidden = [entry for entry in stress.content.built if entry.case and entry.state is State.HIDDEN]
    assert hidden
    for entry in hidden:
        assert read_alternates(stress, entry.path) == ["feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/all.json"]
        assert entry.slug not in stress.read(PAGE) + stress.read(OPML)


def test_every_feed_in_xml_names_a_stylesheet_that_is_there(site: BuiltSite) -> None:
    named = f'<?xml-stylesheet type="text/css" href="{site.settings.base_path}/{STYLE}"?>'
    assert site.outputs[STYLE].kind is OutputKind.FEED_STYLE
    for path in (site.folder / "feeds").rglob("*.xml"):
        assert path.read_text(encoding="utf-8").splitlines()[1] == named
    imported = site.read(STYLE).partition('@import url("')[2].partition('"')[0]
    assert site.outputs[find_path(site, imported)].kind is OutputKind.ASSET


@pytest.mark.parametrize(("name", "sentence"), [("demo", "This is a feed. "), ("stress", "Das ist ein Feed. ")])
def test_the_stylesheet_speaks_the_language_of_the_site(
    name: str, sentence: str, request: pytest.FixtureRequest
) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    assert f'--cb-feed-says: "{sentence}' in site.read(STYLE)
