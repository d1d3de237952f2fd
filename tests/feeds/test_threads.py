"""What readers sent: one feed a case and one for the site, in threads. Source: RFC 4685."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from plugins.cases.model import Publication
from plugins.site.feed_planning import FeedFormat, FeedKind
from tests.browser.building import DEMO, BuiltSite, build
from tests.feeds.saying import ATOM, THR, Item, read_feed

CASE = "cases/disobey-to-delight/case.yaml"
CASE_FEED = "feeds/outcomes/disobey-to-delight.atom.xml"


def read_items(site: BuiltSite, path: str) -> list[Item]:
    return read_feed(path, (site.folder / path).read_bytes()).items


def find_entries(site: BuiltSite, path: str) -> list[Element]:
    return ElementTree.parse(site.folder / path).getroot().findall(f"{ATOM}entry")


def test_every_published_reader_outcome_is_in_its_feeds(demo: BuiltSite) -> None:
    every: list[str] = []
    for feed in demo.content.feeds:
        if feed.kind is FeedKind.CASE_OUTCOMES and feed.format is FeedFormat.ATOM:
            case = demo.content.by_name[feed.subject].case
            assert case is not None
            shown = [one for one in case.reader_outcomes if one.fields.status is Publication.PUBLISHED]
            paths = [feed.path, *(feed.find_archive(number) for number in range(1, feed.archives + 1))]
            ids = {item.id for path in paths for item in read_items(demo, path)}
            assert len(ids) == len(shown)
            every += ids
    ids = {
        item.id for path in ("feeds/outcomes.atom.xml", "feeds/outcomes.1.atom.xml") for item in read_items(demo, path)
    }
    assert ids == set(every)
    assert len(every) > 20


def test_a_reader_outcome_says_what_the_page_says(demo: BuiltSite) -> None:
    page = demo.read(demo.find_output(CASE).path)
    for item in read_items(demo, CASE_FEED):
        address, _, anchor = item.url.partition("#")
        assert address == f"{demo.settings.url}/cases/disobey-to-delight/"
        assert f'id="{anchor}"' in page
        assert item.authors[0] in page
        assert item.summary[:20] in " ".join(page.split())
        assert item.published == item.updated


def test_it_replies_to_the_entry_of_its_case(demo: BuiltSite) -> None:
    case = next(item for item in read_items(demo, "feeds/cases.atom.xml") if item.url.endswith("/disobey-to-delight/"))
    entries = find_entries(demo, CASE_FEED)
    assert entries
    for entry in entries:
        parent = entry.find(f"{THR}in-reply-to")
        assert parent is not None
        assert parent.attrib == {
            "ref": case.id, "href": case.url, "type": "text/html", "source": f"{demo.settings.url}/feeds/all.atom.xml",
        }  # fmt: skip


def test_the_entry_of_a_case_tells_where_replies_are_how_many_and_how_new(demo: BuiltSite) -> None:
    for entry in find_entries(demo, "feeds/cases.atom.xml"):
        link = next(link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "replies")
        path = link.get("href", "").removeprefix(f"{demo.settings.url}/")
        replies = read_items(demo, path)
        assert link.get(f"{THR}count") == entry.findtext(f"{THR}total") == str(len(replies))
        newest = max((item.updated for item in replies), default=None)
        assert link.get(f"{THR}updated") == (newest and newest.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_a_new_reply_brings_no_case_up_again_and_a_withdrawn_one_leaves(demo: BuiltSite, tmp_path: Path) -> None:
    content = Path(shutil.copytree(demo.settings.content, tmp_path / "content"))
    reader = next(iter(sorted((content / "cases/disobey-to-delight/readers").glob("*.yaml"))))
    text = reader.read_text(encoding="utf-8")
    (reader.parent / "2026-05-30-abc123.yaml").write_text(
        text.replace("received: ", "received: 2026-05-30 # "), encoding="utf-8"
    )
    changed = build(DEMO, tmp_path / "output", {"PATH": content})
    before, after = (find_case_entry(site) for site in (demo, changed))
    assert before.findtext(f"{ATOM}updated") == after.findtext(f"{ATOM}updated")
    assert int(after.findtext(f"{THR}total", "")) == int(before.findtext(f"{THR}total", "")) + 1
    old, new = ({item.id for item in read_items(site, CASE_FEED)} for site in (demo, changed))
    assert len(new - old) == 1
    reader.write_text("status: withdrawn\n", encoding="utf-8")
    withdrawn = build(DEMO, tmp_path / "withdrawn", {"PATH": content})
    assert len(new - {item.id for item in read_items(withdrawn, CASE_FEED)}) == 1


def find_case_entry(site: BuiltSite) -> Element:
    return next(
        entry
        for entry in find_entries(site, "feeds/cases.atom.xml")
        if any(link.get("href", "").endswith("/disobey-to-delight/") for link in entry.findall(f"{ATOM}link"))
    )


def test_a_site_without_cases_has_no_feeds_of_them(empty: BuiltSite) -> None:
    assert {feed.kind for feed in empty.content.feeds} == {FeedKind.ALL}
