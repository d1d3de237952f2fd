"""The Atom feed: valid, whole, safe for any reader, and the same for a subscriber whatever an author renames.

Sources of the rules: RFC 4287 (Atom), RFC 3339 (dates).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from plugins.cases.model import Case, Option, Publication
from plugins.feeds.bodies import make_post_html
from plugins.site.pages import Pages
from plugins.wording.words import Words
from tests.browser.building import EMPTY, STRESS, BuiltSite, build
from tests.browser.words import find_markdown_words, find_words, holds, list_outcomes
from tests.feeds.reading import ATOM, Entry, Feed, Html, read_feed
from tests.feeds.saying import read_feed as read_any_feed

SCHEMA = Path(__file__).parent / "atom.rng"
MARKUP = re.compile(r"\[\^|<script|\|---")
"""What is left out of a comparison of words: footnotes, scripts and tables."""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DEMO_CASE = "cases/disobey-to-delight/case.yaml"
FORK_CASE = "cases/verzweigung/case.yaml"
FORBIDDEN_TAGS = {
    "script",
    "style",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "details",
    "summary",
    "iframe",
    "object",
}
FORBIDDEN_ATTRIBUTES = {"class", "style", "hidden"}

every_part = pytest.mark.parametrize(("name", "source"), [("demo", DEMO_CASE), ("stress", FORK_CASE)])
"""The case that everyone reads first, and one with every part that a case can have."""


@pytest.fixture
def feed(site: BuiltSite) -> Feed:
    return read_feed(site.feed)


def find_entry(site: BuiltSite, source: str) -> Entry:
    """Return the entry of a file of the content."""
    address = f"{site.settings.url}/{site.find_output(source).url}"
    return next(entry for entry in read_feed(site.feed).entries if entry.link == address)


def find_case(site: BuiltSite, source: str) -> Case:
    case = site.content.by_name[source].case
    assert case is not None
    return case


def test_a_feed_says_what_it_is_and_where(site: BuiltSite, feed: Feed) -> None:
    """RFC 4287, section 4.1.1."""
    assert feed.root.tag == f"{ATOM}feed"
    assert feed.get("title") == site.settings.name
    assert feed.get("subtitle") == (site.settings.tagline or "Posts and cases")
    assert TIME.fullmatch(feed.get("updated"))
    links = {link.get("rel"): link.get("href") for link in feed.root.findall(f"{ATOM}link")}
    assert links.pop("license", None) == (site.settings.licence[1] if site.settings.licence else None)
    assert links == {"self": f"{site.settings.url}/{site.settings.feed_path}", "alternate": f"{site.settings.url}/"}
    assert feed.root.get("{http://www.w3.org/XML/1998/namespace}lang") == site.settings.lang


def test_every_entry_has_what_an_entry_needs(feed: Feed) -> None:
    """RFC 4287, section 4.1.2."""
    for entry in feed.entries:
        assert entry.get("title").strip()
        assert TIME.fullmatch(entry.get("published"))
        assert TIME.fullmatch(entry.get("updated"))
        assert entry.get("published") <= entry.get("updated")
        assert entry.get("summary").strip()
        authors = [author.findtext(f"{ATOM}name", "") for author in entry.element.findall(f"{ATOM}author")]
        assert authors
        assert all(authors)
        assert len(entry.element.findall(f"{ATOM}link[@rel='alternate']")) == 1


def test_every_listed_post_and_case_has_its_entry_newest_first(site: BuiltSite, feed: Feed) -> None:
    listed = [f"{site.settings.url}/{site.find_output(str(entry.name)).url}" for entry in site.content.stream]
    assert [entry.link for entry in feed.entries] == listed
    published = [entry.get("published") for entry in feed.entries]
    assert published == sorted(published, reverse=True)
    assert feed.get("updated") == max((entry.get("updated") for entry in feed.entries), default="2005-12-01T00:00:00Z")


def test_cases_and_posts_stand_in_one_row_by_date(stress: BuiltSite) -> None:
    kinds = ["cases" if "/cases/" in entry.link else "posts" for entry in read_feed(stress.feed).entries]
    assert kinds == ["posts", "cases", "posts", "posts", "cases", "cases", *["posts"] * 5]


def test_ids_are_unique_and_no_addresses(feed: Feed) -> None:
    ids = [feed.get("id"), *(entry.get("id") for entry in feed.entries)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one) for one in ids)


CHANGES = {
    "a title": ("posts/alles.md", "title: Donau", "title: Moldau"),
    "a date": ("posts/alles.md", "date: 2026-02-02", "date: 2025-02-02"),
    "a category": ("posts/alles.md", "category: Kunden", "category: Stamm"),
    "a slug": ("posts/klein-2.md", "---\nid:", "---\nslug: anders\nid:"),
    "a text": ("posts/alles.md", "Ein Absatz", "Kein Absatz"),
    "a case's title": ("cases/verzweigung/case.yaml", "title: Kunden", "title: Stamm"),
    "a case's date": ("cases/verzweigung/case.yaml", "date: 2026-02-04", "date: 2024-02-04"),
    "a case's slug": ("cases/verzweigung/case.yaml", "number: 1234", "number: 1234\nslug: anders"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_id_changes_with(change: tuple[str, str, str], stress: BuiltSite, tmp_path: Path) -> None:
    name, old, new = change
    content = copy_content(tmp_path)
    text = (content / name).read_text(encoding="utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    changed = build(STRESS, tmp_path / "output", {"PATH": content})
    assert changed.feed != stress.feed
    assert list_ids(changed) == list_ids(stress)


EDITS = {
    "an edit that nobody announces": ("posts/alles.md", "Ein Absatz", "Kein Absatz", False),
    "a title": ("posts/alles.md", "title: Donau", "title: Moldau", False),
    "the key for it": ("posts/alles.md", "updated: 2026-02-03", "updated: 2026-05-05", True),
    "a correction": (
        "posts/alles.md",
        "---\nid:",
        "---\ncorrections:\n  - date: 2026-05-06\n    text: |\n      Verbessert.\nid:",
        True,
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_entry_is_updated_by(edit: tuple[str, str, str, bool], stress: BuiltSite, tmp_path: Path) -> None:
    name, old, new, moves = edit
    content = copy_content(tmp_path)
    text = (content / name).read_text(encoding="utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    changed = find_entry(build(STRESS, tmp_path / "output", {"PATH": content}), name)
    assert changed.get("content") != find_entry(stress, name).get("content") or not new.startswith("Kein")
    assert (changed.get("updated") != find_entry(stress, name).get("updated")) == moves
    assert ("Verbessert." in changed.get("content")) == ("Verbessert." in new)


def test_no_id_changes_with_the_name_of_a_file(stress: BuiltSite, tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    (content / "posts" / "klein-1.md").rename(content / "posts" / "winzig.md")
    (content / "cases" / "neun-wege").rename(content / "cases" / "wege")
    assert list_ids(build(STRESS, tmp_path / "output", {"PATH": content})) == list_ids(stress)


def test_no_entry_gets_another_id_when_the_site_moves(stress: BuiltSite, tmp_path: Path) -> None:
    moved = build(STRESS, tmp_path / "output", {"SITEURL": "https://moved.example"})
    assert list_ids(moved)[1:] == list_ids(stress)[1:]


def test_the_feed_keeps_its_id_when_the_site_moves(stress: BuiltSite, tmp_path: Path) -> None:
    """RFC 4287, section 4.2.6: when a document is relocated, its id must not change."""
    moved = build(STRESS, tmp_path / "output", {"SITEURL": "https://moved.example"})
    assert list_ids(moved)[0] == list_ids(stress)[0]


def copy_content(folder: Path) -> Path:
    return Path(shutil.copytree(STRESS.parent / "content", folder / "content"))


def list_ids(site: BuiltSite) -> tuple[str, list[str], list[str]]:
    """Return the id of the feed, and those of its entries and of readers' in an order that does not depend on dates."""
    feed = read_feed(site.feed)
    assert len(feed.entries) == len(site.content.stream)
    ids = sorted(entry.get("id") for entry in feed.entries)
    for name in ("all.rss.xml", "all.json"):
        path = site.folder / "feeds" / name
        assert sorted(item.id for item in read_any_feed(name, path.read_bytes()).items) == ids
    replies = read_feed((site.folder / "feeds" / "outcomes.atom.xml").read_bytes())
    return feed.get("id"), ids, sorted(entry.get("id") for entry in replies.entries)


def test_pictures_come_with_whole_addresses_in_every_size(stress: BuiltSite) -> None:
    entry = find_entry(stress, "posts/alles.md")
    images = "https://stress.example/blog/images"
    assert {f"{images}/bild.png", f"{images}/gross.png"} <= set(entry.html.addresses)
    assert f'srcset="{images}/bild.png 1x, {images}/gross.png 2x"' in entry.get("content")


def test_every_address_into_the_site_leads_to_something(site: BuiltSite, feed: Feed) -> None:
    own = f"{site.settings.url}/"
    for entry in feed.entries:
        for address in (entry.link, *entry.html.addresses):
            if address.startswith(own):
                path, _, fragment = unquote(address.removeprefix(own)).partition("#")
                output = f"{path}index.html" if path.endswith("/") or not path else path
                assert output in site.outputs, address
                assert not fragment or f'id="{fragment}"' in site.read(output), address


def test_nothing_is_left_that_readers_drop_or_must_not_run(feed: Feed) -> None:
    for entry in feed.entries:
        assert not entry.html.tags & FORBIDDEN_TAGS
        assert not entry.html.attributes & FORBIDDEN_ATTRIBUTES
        assert not [name for name in entry.html.attributes if name.startswith(("on", "data-"))]


def test_a_readers_html_stays_text(stress: BuiltSite) -> None:
    entry = find_entry(stress, FORK_CASE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in entry.get("content")
    assert "script" not in entry.html.tags


@every_part
def test_a_case_is_in_its_entry_whole(name: str, source: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    case = find_case(site, source)
    words = find_entry(site, source).html.words
    texts = [
        text
        for text in list_texts(case, find_spoken(site, case))
        if "[^" not in text and "<script" not in text and "|---" not in text
    ]
    assert len(texts) > 40
    assert not [text for text in texts if not holds(words, find_markdown_words(text))]


def find_spoken(site: BuiltSite, case: Case) -> Words:
    """Return the words of the language that a case is in."""
    return site.settings.wording.speak(case.facts.lang or site.settings.lang)


def list_texts(case: Case, spoken: Words) -> Iterator[str]:
    """Go through every text of a case; the words of ours in it as its language says them."""
    facts = case.facts
    yield from (facts.overview.text, case.story.text, *(case.answer.text for _ in (1,) if case.answer))
    for role in facts.roles:
        yield from (role.name, *(prose.text for prose in (role.text, role.wants, role.did) if prose))
    for decision in facts.decisions:
        yield from (decision.question, *(prose.text for prose in (decision.story,) if prose))
    for option in case.options():
        yield from (option.title, option.text.text)
    names = {role.id: role.name for role in facts.roles}
    for outcome in list_outcomes(case):
        yield from (outcome.title, outcome.text.text)
        effects = outcome.effects.items()
        yield from (f"{names[role]} {spoken.plain(f'effect-{effect}')}" for role, effect in effects)
    for reply in case.reader_outcomes:
        if reply.fields.status is Publication.PUBLISHED:
            assert reply.fields.text is not None
            yield from (reply.fields.name or spoken.plain("reader"), reply.fields.text.text)
            yield from (reply.fields.own,) if reply.fields.own else ()
    yield from (prose.text for prose in (*facts.review, *facts.lessons, *facts.discuss))


@every_part
def test_one_can_decide_before_one_reads_on(name: str, source: str, request: pytest.FixtureRequest) -> None:
    """Each decision's options stand before its line, and what follows them behind it."""
    site: BuiltSite = request.getfixturevalue(name)
    case = find_case(site, source)
    decide = " ".join(find_words(find_spoken(site, case).plain("decide-first")))
    parts = [part.split() for part in " ".join(find_entry(site, source).html.words).split(decide)]
    assert len(parts) == len(case.facts.decisions) + 1
    for number, decision in enumerate(case.facts.decisions):
        before, after = parts[number], parts[number + 1]
        for option in decision.options:
            assert holds(before, find_markdown_words(option.text.text))
            for text in list_sealed(case, option):
                words = find_markdown_words(text)
                assert holds(after, words)
                assert not any(holds(part, words) for part in parts[: number + 1])


def test_what_the_roles_did_comes_last(demo: BuiltSite) -> None:
    case = find_case(demo, DEMO_CASE)
    decide = " ".join(find_words(find_spoken(demo, case).plain("decide-first")))
    before, _, after = " ".join(find_entry(demo, DEMO_CASE).html.words).rpartition(decide)
    assert case.answer is not None
    for text in (case.answer.text, *(role.did.text for role in case.facts.roles if role.did)):
        assert holds(after.split(), find_markdown_words(text))
        assert not holds(before.split(), find_markdown_words(text))


def list_sealed(case: Case, option: Option) -> list[str]:
    """Return what is not to be read before one has decided; a reader's HTML is looked at elsewhere."""
    replies = [
        reply.fields.text.text
        for reply in case.reader_outcomes
        if reply.fields.option == option.id and reply.fields.text
    ]
    return [text for text in (*(outcome.text.text for outcome in option.outcomes), *replies) if "<script" not in text]


@every_part
def test_every_option_has_its_address_and_its_letter(name: str, source: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    case = find_case(site, source)
    entry = find_entry(site, source)
    letters = [urlsplit(address) for address in entry.html.addresses if address.startswith("mailto:")]
    for option in case.options():
        assert f"{entry.link}#{option.id}" in entry.html.addresses
        mine = [letter for letter in letters if f"{case.facts.id}/{option.id}" in unquote(letter.query)]
        assert len(mine) == 1
        assert mine[0].path == site.settings.contact
        fields = parse_qs(mine[0].query, strict_parsing=True)
        assert option.title in fields["subject"][0]
        assert "\r\n" in fields["body"][0]
        assert "\n" not in fields["body"][0].replace("\r\n", "")


def test_a_site_without_an_address_for_letters_asks_for_none(bare: BuiltSite) -> None:
    addresses = find_entry(bare, "cases/bare/case.yaml").html.addresses
    assert not [address for address in addresses if address.startswith("mailto:")]


def test_no_word_of_an_entry_is_lost_in_the_cleaning(site: BuiltSite) -> None:
    pages = Pages(site.content)
    for entry in site.content.stream:
        if entry.case is None:
            before = Html(str(make_post_html(entry, pages))).words
            assert not {*before} - {*find_entry(site, str(entry.name)).html.words}


def test_the_feed_of_an_empty_site_does_not_know_the_clock(empty: BuiltSite, tmp_path: Path) -> None:
    later = build(EMPTY, tmp_path / "output", now=datetime(2200, 1, 1, tzinfo=UTC))
    assert later.feed == empty.feed
    assert read_feed(empty.feed).entries == []
