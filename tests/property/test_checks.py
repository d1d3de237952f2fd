"""What holds for the checks of a built site, however it is changed: they find the same in every way they may look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.checks.built import check_changed, check_site
from plugins.checks.checked import Checked, dump_checked, load_checked
from plugins.checks.facts import Facts, FeedFacts, ItemFacts, ListFacts, PageFacts, dump_facts, load_facts
from plugins.checks.feed_pieces import cut_feed, read_feed
from plugins.checks.feed_reading import read_whole
from plugins.checks.inspecting import Inspector
from plugins.checks.page_pieces import OddPageError, cut_page
from plugins.checks.page_tags import has_content_link
from plugins.checks.pages import read_html, scan_html
from plugins.site.content import Content
from plugins.site.feed_planning import FeedFormat
from plugins.site.registry import FILES, OutputKind, Registry
from tests.browser.building import build
from tests.building.running import write_files
from tests.publishing.checked_site import CONTENT, DRAFT_TEXT

PIECES = st.sampled_from([
    "<", ">", "/", "</", "<!", "<!--", "-->", "--", "=", " ", "\n", '"', "'", "&amp;", "&#123;", "{filename}", "İ",
    "a", "b", "x", "p", "h2", "h3", "id", "href", "src", "srcset", "alt", "name", "template", "title",
    "script", "style", "<a href=x>", '<a href="/y" id="z">', "<a title='>' href=no>", "</a>", "<h2 id=h>", "</h2>",
    "<img src=1>", "<img alt=a src=1>", "<template>", "</template>", "</TEMPLATE>", "<title>", "</title>", "</Title>",
    "<script src=s>", "</script>", "<textarea>", "</textarea", "<style>", "</style>", "<p class=c>", "</p>", "<br/>",
    '<meta property="og:url" content="u">', "<meta http-equiv=refresh content='0; url=r'>", "<!doctype html>", "<?x ?>",
    "<div href=d>", '<div data-x="id">', "a=b=c", "<a x=y='b\" c=\"d'>",
])  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
@example('<a x=y=\'b" c="d\'> e="f">')
@example("<script><a href=x>")
@example("<template><h2>x</template></h2><h3>y")
@example("<img=x>")
@example("<h2>x <a href='</h2>'>y</a></h2>")
@example("<h2 id=a><title>x</h2>y</title><h2>z</h2>")
@example("<template><template></template><h2>x</h2></template>")
@example("<script></SCRIPT><a href=x></script>")
@example("<!-- <a> --><a href=x>")
@example("<!--><a href=x>-->")
@example("<!doctype html><template><meta property=og:url content=u><a href=x></template><h2>y<img src=z></h2>")
def test_a_page_that_can_be_cut_says_what_is_scanned(html: str) -> None:
    page, scanned = read_html(html), scan_html(html, everything=has_content_link(html))
    assert page == scanned
    assert [*page.targets] == [*scanned.targets]


def test_what_pages_are_mostly_made_of_can_be_cut() -> None:
    """Or all would be scanned, which takes three times as long."""
    for piece in ("<p>", "<a href=x>", "<h2 id=y>z</h2>", "<template><li></template>", "<script>1 < 2</script>"):
        cut_page(piece)
    for piece in ("<!-- > -->", "<a title='>'>", "<h2>", "<title>"):
        with pytest.raises(OddPageError):
            cut_page(piece)


LINK = '<link href="/{}"/>'
ENTRY = "<entry><id>{}</id><title>a</title>" + LINK + "<content>&lt;a href='/x'&gt;</content>{}</entry>"
ITEM = "<item><guid>{}</guid><link>/l</link><enclosure url='/e{}'/></item>"
ATOM_PIECES = st.sampled_from([
    ENTRY.format(1, 1, ""), ENTRY.format(2, 2, "<author><uri>/u</uri></author>"), "<!-- <entry> -->", "<?x <entry> ?>",
    "<![CDATA[<entry>]]>", "<title>t</title>", "<updated>2026</updated>", LINK.format(3), "<uri>/v</uri>", "\n", "x",
    "<entry>", "</entry>", "</feed>", "<feed>", "<entry >", "<a title='<entry>'/>", "<x:entry/>", "&x;", "<!--", "-->",
    f"<entry>{ENTRY.format(4, 4, '')}</entry>", "<?y?>", "<content>&lt;p id=z&gt;</content>",
])  # fmt: skip
RSS_PIECES = st.sampled_from([
    ITEM.format(1, 1), ITEM.format(2, 2), "<title>t</title>", "<link>/h</link>", "</channel>", "<channel>", "<item>",
    "</item>", "</item >", "<item >", "</rss>", "<enclosure url='/f'/>", "<atom:link href='/a'/>", "\n", "<!-- ",
    " -->", "<?x", "?>", "<a title='<item>'/>", "<item></item></channel><channel>", "<dc:creator>c</dc:creator>",
])  # fmt: skip
JSON_PIECES = st.sampled_from([
    '{"id": "1", "url": "/1", "content_html": "<a href=x>"}', '{"id": "2", "attachments": [{"url": "/2"}]}', ",\n", ",",
    "{", "}", "[", "]", '\n"items": [\n', "\n]\n}", '"items": []', '"title": "t"', '"title": ""', ",\n\"x\": {", "1",
    '"home_page_url": "/"', '"feed_url": "/f"', "\n", '"a,\nb"', "\ufeff", "null", '{"id": 3, "title": "t\\u00e4"}',
])  # fmt: skip
ATOM_FEED = "<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>{}\n</feed>"
RSS_FEED = "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel>{}</channel></rss>"
JSON_FEED = '{{\n"title": "t",\n"home_page_url": "/",\n"feed_url": "/f",\n"items": [\n{}\n]\n}}\n'
FEED_TEXTS = st.one_of(
    st.tuples(st.just(FeedFormat.ATOM), st.just(ATOM_FEED), st.lists(ATOM_PIECES, max_size=6)),
    st.tuples(st.just(FeedFormat.RSS), st.just(RSS_FEED), st.lists(RSS_PIECES, max_size=6)),
    st.tuples(st.just(FeedFormat.JSON), st.just(JSON_FEED), st.lists(JSON_PIECES, max_size=6)),
)


@settings(max_examples=300)
@given(FEED_TEXTS, st.booleans())
@example((FeedFormat.ATOM, ATOM_FEED, ["<a title='", ENTRY.format(1, 1, ""), "'/>"]), True)
@example((FeedFormat.ATOM, ATOM_FEED, ["<?x ", ENTRY.format(1, 1, ""), "?>"]), True)
@example((FeedFormat.ATOM, ATOM_FEED, [ENTRY.format(1, 1, ""), LINK.format(3), ENTRY.format(2, 2, "")]), True)
@example((FeedFormat.RSS, RSS_FEED, ["<item></item ></channel><channel><item ></item>"]), True)
@example((FeedFormat.RSS, RSS_FEED, [ITEM.format(1, 1), "</channel><channel>", ITEM.format(2, 2)]), True)
@example((FeedFormat.JSON, JSON_FEED, ['{"id": 1}], "items": [{}']), True)
@example((FeedFormat.JSON, JSON_FEED, ["{}", ",\n", "\ufeff{}"]), True)
def test_a_feed_that_is_cut_says_what_the_whole_says(parts: tuple[FeedFormat, str, list[str]], is_framed: bool) -> None:
    format_, frame, pieces = parts
    data = (frame.format("".join(pieces)) if is_framed else "".join(pieces)).encode()
    assert read_feed(format_, data) == read_whole(format_, data)


@pytest.mark.parametrize(
    ("format_", "frame", "items"),
    [
        (FeedFormat.ATOM, ATOM_FEED, [ENTRY.format(1, 1, ""), ENTRY.format(2, 2, "")]),
        (FeedFormat.RSS, RSS_FEED, [ITEM.format(1, 1), ITEM.format(2, 2)]),
        (FeedFormat.JSON, JSON_FEED, ['{"id": "1"},\n', '{"id": "2"}']),
    ],
)
def test_feeds_as_they_are_written_are_cut(format_: FeedFormat, frame: str, items: list[str]) -> None:
    assert len(cut_feed(format_, frame.format("".join(items)).encode()).items) == len(items)


STRINGS = st.lists(st.text(max_size=5), max_size=3).map(tuple)
ITEMS = st.builds(ItemFacts, st.text(), st.booleans(), st.text(), st.text(), st.text(), STRINGS, STRINGS)
PAGES = st.builds(PageFacts, *[STRINGS] * 9, st.booleans(), *[STRINGS] * 5)
FEEDS = st.builds(
    FeedFacts, st.text(), st.booleans(), st.none() | st.text(), STRINGS, st.lists(ITEMS, max_size=3).map(tuple)
)


@given(st.builds(Facts, PAGES | FEEDS | st.builds(ListFacts, STRINGS), st.text(), STRINGS))
def test_facts_come_back_as_they_were(facts: Facts) -> None:
    assert load_facts(dump_facts(facts)) == facts


NAMES = st.frozensets(st.text(max_size=5), max_size=3)


@given(st.builds(Checked, st.text(), NAMES, st.dictionaries(st.text(), st.text(), max_size=3), NAMES, NAMES, NAMES))
def test_what_was_checked_comes_back_as_it_was(checked: Checked) -> None:
    assert load_checked(dump_checked(checked)) == checked


@dataclass
class EditedSite:
    """A site whose files are damaged and mended, and which is checked after each time.

    `files` are its texts as they are, `gone` the paths that are not planned any more, `without` what is left out.
    """

    whole: Content
    folder: Path
    originals: dict[str, str]
    content: Content
    files: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    without: set[str] = field(default_factory=set)
    facts: dict[str, Facts] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    before: Checked | None = None
    again: int = 0

    def check(self) -> None:
        """Check the site as a whole, and as far as it has changed, which must find the same."""
        inspector = Inspector(self.content)
        outputs = {output.path: output for output in self.content.registry if output.path in self.originals}
        changed = {path for path in outputs if self.known.get(path) != self.files[path]}
        for path in changed:
            (self.folder / path).write_text(self.files[path], encoding="utf-8")
            facts = inspector.inspect(outputs[path], self.files[path].encode("utf-8"))
            if facts is not None:
                self.facts[path] = load_facts(dump_facts(facts))
        report = check_site(self.folder, self.content, self.facts)
        if self.before is not None:
            found = check_changed(self.folder, self.content, self.facts, changed, self.before)
            if found is not None:
                self.again += 1
                assert found.diagnostics == report.diagnostics
                report = found
        self.before = report.checked
        self.known = {path: self.files[path] for path in outputs}

    def mend(self) -> None:
        """Make the site what it was."""
        for path in self.originals:
            if self.known.get(path) != self.originals[path]:
                (self.folder / path).write_text(self.originals[path], encoding="utf-8")
        self.content, self.files, self.gone, self.without = self.whole, dict(self.originals), set(), set()
        self.facts, self.known, self.before = {}, {}, None


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditedSite]:
    folder = tmp_path_factory.mktemp("edited")
    write_files(folder, CONTENT)
    site = build(folder / "settings.py", folder / "output", published=True)
    inspector = Inspector(site.content)
    outputs = [output for output in site.content.registry if inspector.has_facts(output)]
    texts = {one.path: site.folder / one.path for one in outputs if not one.path.endswith((".woff2", ".ico", ".png"))}
    originals = {path: file.read_text(encoding="utf-8") for path, file in texts.items()}
    done = EditedSite(site.content, site.folder, originals, site.content)
    done.mend()
    yield done
    assert done.again


Edit = tuple[str, int, int]
"""What is done, to the how manieth file, and in which of some ways."""

TARGETS = (
    "/blog/posts/two/", "/blog/posts/two/#part", "/blog/posts/two/#partx", "/blog/posts/one/#new", "/blog/gone/",
    "../one/", "#nowhere", "https://example.org/blog/about/", "https://elsewhere.example/", "{filename}x.md",
)  # fmt: skip
SAYINGS = (DRAFT_TEXT, "draft-4d5e6f", "What the plumber knew about it", "The boiler that was never there")
ENDINGS = re.compile(r"(?=</\w+>\s*\Z)")

REPLACEMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "id": (("id=part", "id=partx"), ("id=partx", "id=part"), ("id=cb-main", "id=main")),
    "index": (("<head>", "<head><meta name=robots content=noindex>"),),
    "lack": (("<title>", "<b>"), ("name=description", "name=other"), ("<html lang=en", "<html"), ("<h1", "<h3")),
    "data": (
        ('#cb-publisher","name"', '#cb-nobody","name"'), ('"@type":"Organization",', ""), ('"@graph":', '"@graph"'),
        ('"publisher":{"@id":"https://example.org/blog/#cb-publisher"}',
         '"publisher":{"@id":"https://example.org/blog/#cb-somebody"}'),
        ('"url":"https://example.org/blog/posts/two/"', '"url":"https://example.org/blog/posts/none/"'),
    ),
    "feed": (
        ("/posts/two/", "/posts/none/"), ("<updated>2026", "<updated>2199"), ("urn:uuid:", "urn:uuid:0"),
        ("&lt;p&gt;", '&lt;p&gt;&lt;a href="/blog/x/"&gt;'), ("</feed>", ""), ("<title>The", "<title></title><x>"),
    ),
    "style": (("a{", "a{background:url(gone.png)}a{"),),
}  # fmt: skip


def edit(site: EditedSite, what: str, where: int, how: int) -> None:
    """Damage a file, or a part of the content, in one way; where it cannot be damaged so it stays."""
    paths = [path for path in site.files if _fits(site, what, path)]
    path = paths[where % len(paths)]
    changed = {"link": _link, "say": _say}.get(what, _replace(what))(site.files[path], how)
    if what == "mend":
        site.files[path] = site.originals[path]
    elif what == "remove":
        site.gone ^= {path}
    elif what in PARTS:
        site.without ^= {what}
    else:
        site.files[path] = changed
    site.content = make_content(site)


PARTS = ("draft", "post", "time")
"""What can be left out of the content: a draft, and with it its canaries; a post of the feeds; the last years."""


def make_content(site: EditedSite) -> Content:
    """Return the content without what has been left out of it."""
    whole = site.whole
    now = whole.settings.now.replace(year=2025) if "time" in site.without else whole.settings.now
    content = replace(
        whole,
        settings=whole.settings.model_copy(update={"now": now}),
        entries=tuple(one for one in whole.entries if "draft" not in site.without or str(one.name) != DRAFT),
        registry=Registry(output for output in whole.registry if output.path not in site.gone),
    )
    if "post" in site.without:
        vars(content)["feeds"] = tuple(replace(feed, entries=feed.entries[1:]) for feed in whole.feeds)
    return content


DRAFT = "posts/draft.md"


def _fits(site: EditedSite, what: str, path: str) -> bool:
    output = site.whole.registry.get(path)
    assert output is not None
    if what == "style":
        return path.endswith(".css")
    if what == "feed":
        return output.kind is OutputKind.FEED and path.endswith(".xml")
    return what in ("mend", "say") or output.kind not in FILES


def _link(text: str, how: int) -> str:
    return ENDINGS.sub(f"<a href='{TARGETS[how % len(TARGETS)]}'>x</a>", text, count=1)


def _say(text: str, how: int) -> str:
    return ENDINGS.sub(f" {SAYINGS[how % len(SAYINGS)]} ", text, count=1)


def _replace(what: str) -> Callable[[str, int], str]:
    pairs = REPLACEMENTS.get(what, (("", ""),))
    return lambda text, how: text.replace(*pairs[how % len(pairs)], 1)


EDITS = st.tuples(
    st.sampled_from(["link", "say", "mend", "remove", *PARTS, *REPLACEMENTS]), st.integers(0, 40), st.integers(0, 11)
)


@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=6))
@example([[("draft", 0, 0)], [("say", 0, 0)], [("draft", 0, 0)], [("mend", 0, 0)]])
@example([[("post", 0, 0)], [("post", 0, 0)], [("time", 0, 0)], [("time", 0, 0)]])
def test_a_check_of_what_changed_finds_what_a_whole_check_finds(edited: EditedSite, rounds: list[list[Edit]]) -> None:
    edited.check()
    for edits in rounds:
        for what, where, how in edits:
            edit(edited, what, where, how)
        edited.check()
    edited.mend()
