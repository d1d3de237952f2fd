"""Every feed of every site keeps every rule; and the rules would tell, as each is broken once."""

from __future__ import annotations

import pytest

from plugins.site.registry import OutputKind
from tests.browser.building import BuiltSite
from tests.building.running import ROOT
from tests.feeds.rules import check_feed

GOLDEN = ROOT / "tests" / "golden"


def list_feeds(site: BuiltSite) -> list[str]:
    return sorted(output.path for output in site.content.registry if output.kind is OutputKind.FEED)


def test_every_feed_keeps_the_rules(site: BuiltSite) -> None:
    names = list_feeds(site)
    assert len(names) >= 3
    assert [problem for name in names for problem in check_feed(name, (site.folder / name).read_bytes())] == []


def test_every_golden_feed_keeps_the_rules() -> None:
    files = (path for path in sorted(GOLDEN.rglob("*.*")) if path.suffix in (".xml", ".json"))
    feeds = [path for path in files if "feeds" in path.parts or path.name.startswith("feed")]
    assert len(feeds) > 100
    assert [one for path in feeds for one in check_feed(str(path.relative_to(GOLDEN)), path.read_bytes())] == []


BREACHES = {
    "all.atom.xml": [
        ("<id>", "<id>x</id><id>"),
        ("<updated>", "<updated>2026-01-05"),
        (' href="https:', ' hrf="https:'),
        ('type="html"', 'type="markdown"'),
        ("<entry>", "<entry><unknown/>"),
        ('xml:lang="en"', 'xml:lang="english!"'),
        ('rel="self"', 'rel="via"'),
        ('href="https://casebook.example/"', 'href="/"'),
        ("&lt;p&gt;", '&lt;p&gt;&lt;a href="/x"&gt;x&lt;/a&gt;'),
        ("href=\"#fn:", "href=\"#fx:"),
        ('thr:count="', 'thr:count="-'),
        ('thr:updated="', 'thr:updated="x'),
        ("<thr:total>", "<thr:total>x"),
        ("<author>", "<contributor>"),
    ],
    "all.rss.xml": [
        ('version="2.0"', 'version="0.91"'),
        ("<title>Casebook</title>", ""),
        ("<link>https://casebook.example/", "<link>/"),
        ("<language>en</language>", "<language>English!</language>"),
        ("<guid ", "<guid>x</guid><guid "),
        ('isPermaLink="false"', ""),
        ('isPermaLink="false"', 'isPermaLink="no"'),
        ("<pubDate>", "<pubDate>Xxx, "),
        ("<pubDate>Sun", "<pubDate>Mon"),
        ("<atom:updated>", "<atom:updated>x"),
        ("<item>", "<item><author>Ada</author>"),
        ("<item>", "<item><summary>x</summary>"),
        ("</channel>", "<ttl>60</ttl></channel>"),
        (' length="', ' length="x'),
        ('type="audio/wav"', ""),
        ('rel="self" type="application/rss+xml"', 'rel="self" type="text/xml"'),
        ("<category>", "<category/><category>"),
    ],
    "all.json": [
        ("version/1.1", "version/1"),
        ('"title": "Casebook"', '"title": ""'),
        ('"home_page_url": "https://casebook.example/"', '"home_page_url": "/"'),
        ('"items"', '"author": {}, "items"'),
        ('"language": "en"', '"language": "English!"'),
        ('"id": "urn', '"key": "urn'),
        ('"content_html"', '"content"'),
        ('"date_published": "', '"date_published": "x'),
        ('"mime_type"', '"type"'),
        ('"size_in_bytes": 96044', '"size_in_bytes": "96044"'),
        ('"tags": [', '"tags": [1, '),
        ('"url": "https://casebook.example/posts/', '"url": "posts/'),
    ],
    "outcomes.1.atom.xml": [
        ("<fh:archive />", "<fh:archive>x</fh:archive>"),
        ('rel="current"', 'rel="related"'),
        ("<fh:archive />", ""),
        ('ref="urn:', 'ref="x" was="urn:'),
        ('rel="self"', 'rel="next-archive" href="https://x.example/"/><link rel="next-archive"'),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "right", "wrong"), [(name, *breach) for name, breaches in BREACHES.items() for breach in breaches]
)
def test_the_rules_would_tell(name: str, right: str, wrong: str, demo: BuiltSite) -> None:
    text = (demo.folder / "feeds" / name).read_text(encoding="utf-8")
    assert right in text
    broken = text.replace(right, wrong, 1)
    if wrong == "<contributor>":
        broken = broken.replace("</author>", "</contributor>", 1)
    assert check_feed(name, broken.encode())
