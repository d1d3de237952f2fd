"""What the checks find in a site that was written well and damaged afterwards: nothing before, the damage after."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.checks.built import check_built
from plugins.checks.canaries import find_canaries
from plugins.checks.validity import find_checker
from plugins.diagnostics import Code, Diagnostic, format_text
from plugins.feeds.ids import make_entry_id
from plugins.site.content import Content
from tests.browser.building import BuiltSite, build
from tests.building.running import write_files
from tests.publishing.checked_site import CONTENT, DRAFT_TEXT, SETTINGS, WITHDRAWN, WITHDRAWN_REPLY


@dataclass(frozen=True)
class Site:
    """A copy of a site that a test may damage."""

    content: Content
    folder: Path

    def check(self, *, thorough: bool = False) -> list[Diagnostic]:
        return check_built(self.folder, self.content, thorough=thorough)

    def say(self, *, thorough: bool = False) -> list[str]:
        """Return what is found, as it is printed, paths from the content, without the hints."""
        lines = (format_text(one, self.content.settings.content) for one in sorted(self.check(thorough=thorough)))
        return [line.rpartition(" (found ")[0] or line for line in lines]

    def change(self, path: str, old: str | re.Pattern[str], new: str) -> None:
        """Replace the first `old` of a file."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        changed = old.sub(new, text, count=1) if isinstance(old, re.Pattern) else text.replace(old, new, 1)
        assert changed != text
        file.write_text(changed, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    folder = tmp_path_factory.mktemp("checks")
    write_files(folder, CONTENT)
    return build(folder / "settings.py", folder / "output", published=True)


@pytest.fixture
def site(built: BuiltSite, tmp_path: Path) -> Site:
    shutil.copytree(built.folder, tmp_path / "site", ignore=shutil.ignore_patterns(SEARCH_FOLDER))
    return Site(built.content, tmp_path / "site")


def test_a_good_site_is_good(site: Site) -> None:
    assert site.check() == []


def test_a_link_is_named_where_its_document_writes_it(site: Site) -> None:
    """The address on the page is not what the author wrote, and the same is written twice."""
    site.change("posts/two/index.html", "id=part", "id=other")
    assert {line.partition(" (")[0] for line in site.say()} >= {
        "posts/one.md:8:34: error[broken-output-link]: no part of the page has this id"
    }


def test_what_every_page_links_to_is_named_once_where_it_is_written(site: Site) -> None:
    """The settings lead to a page of the site; they write its address without the site's path."""
    for path in site.folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("/blog/about/>About us", "/blog/about/#us>About us"), encoding="utf-8")
    write_files(site.content.settings.settings_file.parent, {"settings.py": SETTINGS.replace("/about/", "/about/#us")})
    assert site.say() == [
        "../settings.py:6:27: error[broken-output-link]: no part of the page has this id (index.html)"
    ]


FEED = "feeds/all.atom.xml"

Damage = tuple[str, str | re.Pattern[str], str, str]
"""A file, what is replaced in it, by what, and how the message begins that tells of it."""

FEED_DAMAGES: dict[str, Damage] = {
    "cut": (FEED, "</feed>", "", "the feed cannot be read"),
    "title": (FEED, "<title>The second</title>", "<title> </title>", "something in the feed has no title"),
    "future": (FEED, re.compile("<updated>2026"), "<updated>2199", "the feed was changed in"),
    "later": (FEED, re.compile("<updated>2026(?=[^<]*</updated>\n    <author>)"), "<updated>2199", "what the feed"),
    "foreign": (FEED, re.compile("urn:uuid:(?=[^<]*</id>\n    <title>The s)"), "urn:uuid:0", "the feed tells of"),
    "link": (FEED, 'href="https://example.org/blog/posts/two/"', 'href="https://example.org/blog/posts/x/"',
             "an address in the feed leads to nothing"),
    "text": (FEED, "&lt;p&gt;The second", "&lt;p&gt;&lt;a href=\"/blog/posts/one/\"&gt;x&lt;/a&gt;The second",
             "a link in the feed is not whole"),
    "rss": ("feeds/all.rss.xml", "</channel>", "", "the feed cannot be read"),
    "guid": ("feeds/all.rss.xml", re.compile("urn:uuid:"), "urn:uuid:0", "the feed tells of what none"),
    "json": ("feeds/all.json", '"items"', '"things"', "the feed cannot be read"),
    "json id": ("feeds/all.json", re.compile("urn:uuid:"), "urn:uuid:0", "the feed tells of other things than"),
}  # fmt: skip


@pytest.mark.parametrize("name", FEED_DAMAGES)
def test_damaged_feeds(site: Site, name: str) -> None:
    path, old, new, said = FEED_DAMAGES[name]
    site.change(path, old, new)
    found = site.check()
    assert any(one.message.startswith(said) for one in found), found
    assert {one.code for one in found} <= {Code.BAD_FEED, Code.BROKEN_OUTPUT_LINK}


def test_an_id_that_a_feed_has_twice(site: Site) -> None:
    text = (site.folder / FEED).read_text(encoding="utf-8")
    (entry,) = re.findall(r"  <entry>(?:(?!<entry>).)*The second</title>.*?</entry>\n", text, re.DOTALL)
    site.change(FEED, entry, entry + entry)
    assert any(one.message.startswith("the feed has an id twice") for one in site.check())


ADDRESS_DAMAGES: dict[str, Damage] = {
    "sitemap": ("sitemap.xml", "/posts/two/", "/posts/three/", "an address in sitemap.xml leads to nothing"),
    "hidden": ("sitemap.xml", "/posts/two/", "/posts/hidden/", "the page says `noindex`, and the sitemap names it"),
    "opml": ("feeds/feeds.opml", "all.rss.xml", "every.rss.xml", "an address in feeds/feeds.opml leads to nothing"),
    "manifest": ("manifest.webmanifest", "icon-192", "icon-191", "an address in manifest.webmanifest leads to nothing"),
    "netlify": ("_redirects", " /blog/posts/one/ ", " /blog/posts/none/ ", "an address in _redirects leads to nothing"),
    "robots": ("robots.txt", "sitemap.xml", "site.xml", "an address in robots.txt leads to nothing"),
    "alias": ("old-one/index.html", re.compile(r"url=[^\"'>]*"), "url=/blog/x/", "a link on the built page"),
    "canonical": ("posts/two/index.html", re.compile("href=[^ >]*(?= rel=canonical)"), "href=/blog/x/", "a link on"),
    "picture": ("posts/two/index.html", "</main>", '<img alt=x src=/blog/favicon.ico srcset="/blog/x.png 2x"></main>',
                "a link on the built page leads to nothing"),
    "poster": ("posts/two/index.html", "</main>", "<video poster=/blog/x.png></video></main>", "a link on the built"),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESS_DAMAGES)
def test_addresses_that_lead_nowhere(site: Site, name: str) -> None:
    path, old, new, said = ADDRESS_DAMAGES[name]
    site.change(path, old, new)
    found = site.check()
    assert [one.message.startswith(said) for one in found] == [True], found


def test_an_address_in_a_stylesheet(site: Site) -> None:
    (style,) = (site.folder / "theme").glob("casebook.*.css")
    with style.open("a", encoding="utf-8") as file:
        file.write("a{background:url(icons/gone.png)}")
    assert [one.message for one in site.check()] == ["an address in the stylesheet leads to nothing"]


DATA_DAMAGES = {
    "no JSON": ('"@graph":', '"@graph"', "the page has JSON-LD that is no JSON"),
    "no context": ('"@context":"https://schema.org",', "", "JSON-LD on the page has no @context"),
    "no type": ('"@type":"Organization",', "", "a thing in the page's JSON-LD has no @type"),
    "relative": ('"url":"https://example.org/blog/posts/two/"', '"url":"/blog/posts/two/"', "an address"),
    "nowhere": ('"url":"https://example.org/blog/posts/two/"', '"url":"https://example.org/blog/x/"', "an address"),
    "dangling": ('"publisher":{"@id":"https://example.org/blog/#cb-publisher"}',
                 '"publisher":{"@id":"https://example.org/blog/#cb-nobody"}', "the page's JSON-LD refers to"),
}  # fmt: skip


@pytest.mark.parametrize("name", DATA_DAMAGES)
def test_damaged_linked_data(site: Site, name: str) -> None:
    old, new, said = DATA_DAMAGES[name]
    site.change("posts/two/index.html", old, new)
    assert {(one.code, one.message.startswith(said)) for one in site.check()} == {(Code.BAD_LINKED_DATA, True)}


@pytest.mark.parametrize("path", ["index.html", "sitemap.xml", FEED, "feeds/feeds.opml", "robots.txt"])
def test_every_canary_is_found(site: Site, path: str) -> None:
    """By its id in two forms, its title and its longest words; a title that is published too is none."""
    canaries = {one.text: one.entry for one in find_canaries(site.content)}
    draft = site.content.by_name["posts/draft.md"]
    uuid = make_entry_id(draft).rpartition(":")[2]
    named = {text for text, entry in canaries.items() if entry is draft}
    assert named == {"draft-4d5e6f", uuid, "The boiler that was never there", DRAFT_TEXT}
    end = "\n" if path.endswith("txt") else re.compile(r"(?=</\w+>\s*$)")
    places = {
        "draft-4d5e6f": "posts/draft.md:2:5",
        uuid: "posts/draft.md:2:1",
        "The boiler that was never there": "posts/draft.md:3:8",
        DRAFT_TEXT: "posts/draft.md:8:1",
        WITHDRAWN: "cases/open/readers/2026-01-02-aaaaaa.yaml:3:7",
        WITHDRAWN_REPLY: "replies/one/2026-01-02-bbbbbb.yaml:1:7",
    }
    assert places.keys() < canaries.keys()
    for text in canaries:
        site.change(path, end, f"\n{text}\n" if path.endswith("txt") else text + "\n")
    leaks = [one for one in site.check() if one.code is Code.LEAKED_CONTENT]
    assert {one.found for one in leaks} == canaries.keys() - {"What the plumber knew about it"}
    printed = {one.found: format_text(one, site.content.settings.content).partition(": ")[0] for one in leaks}
    assert places.items() <= printed.items()


def test_a_part_of_a_longer_word_is_no_canary(site: Site) -> None:
    site.change("index.html", "</main>", "<p>xdraft-4d5e6f draft-4d5e6f-x The boiler that was never theres</main>")
    assert site.check() == []


def test_a_heavy_page_is_named_at_its_document(site: Site) -> None:
    settings = site.content.settings
    assert dict(settings.budgets) == {"post": 20480, "case": 30720}
    (site.folder / "posts/two/index.html.br").write_bytes(bytes(20480))
    (found,) = site.check()
    assert (found.code, found.path.name) == (Code.HEAVY_PAGE, "two.md")
    assert " and its budget is 20480 " in found.message
    for other in (
        settings.model_copy(update={"budgets": ()}),
        settings.model_copy(update={"budgets": (("page", 1 << 20),)}),
        settings.model_copy(update={"brotli_quality": 0}),
    ):
        assert Site(replace(site.content, settings=other), site.folder).check() == []


def test_pages_that_say_too_little(site: Site) -> None:
    site.change("posts/two/index.html", re.compile("<title>.*?</title>"), "")
    site.change("posts/one/index.html", re.compile("lang=en"), "")
    site.change("about/index.html", re.compile("<h1.*?</h1>"), "<h3>About</h3>")
    site.change("index.html", "</main>", "<img src=/blog/favicon.ico></main>")
    assert {re.sub(r"^.*/theme/", "theme/", line) for line in site.say()} == {
        "theme/templates/article.html:1:1: warning[bad-page]: the page has no title (posts/two/index.html)",
        "theme/templates/article.html:1:1: warning[bad-page]: the page has no language (posts/one/index.html)",
        "theme/templates/page.html:1:1: warning[bad-heading]: the page has no <h1> (about/index.html)",
        "pages/about.md:3:8: warning[bad-heading]: the first heading of the page is <h3> (about/index.html)",
        "../settings.py:1:1: error[missing-alt]: the picture has no words for those who do not see it (index.html)",
    }


def test_the_checker_of_html_is_asked_only_where_there_is_time(site: Site) -> None:
    site.change("about/index.html", "</main>", "<p><div></div></p></main>")
    assert site.check() == []
    found = site.say(thorough=True)
    assert [line for line in found if line.startswith("posts/one.md:10:56: warning[invalid-html]: ")], found
    assert [line for line in found if line.startswith("pages/about.md:2:1: warning[invalid-html]: ")], found
    assert {line.partition(": ")[2].partition(":")[0] for line in found} == {"warning[invalid-html]"}


def test_where_the_checker_is_not_there_nothing_is_said(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_checker({"CASEBOOK_JAVA": "", "CASEBOOK_VNU": __file__}) is None
    assert find_checker({"CASEBOOK_JAVA": "/bin/true", "CASEBOOK_VNU": str(tmp_path / "no.jar")}) is None
    assert find_checker({"CASEBOOK_JAVA": "/bin/true", "CASEBOOK_VNU": __file__}) == ("/bin/true", "-jar", __file__)
    monkeypatch.setenv("CASEBOOK_JAVA", "/bin/true")
    monkeypatch.setenv("CASEBOOK_VNU", __file__)
    assert site.check(thorough=True) == []


def test_feeds_agree_with_documents(site: Site) -> None:
    """Without this, the tests above could compare nothing with nothing."""
    items = json.loads((site.folder / "feeds/all.json").read_text(encoding="utf-8"))["items"]
    assert [one["id"] for one in items] == [make_entry_id(entry) for entry in site.content.stream]
    assert len(items) == 3
