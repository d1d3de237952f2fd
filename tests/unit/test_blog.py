"""What the blog works out by itself, as pairs of input and expected output: no site is built for it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from plugins.blog.aliases import find_alias_path, find_spellings, render_redirects
from plugins.blog.downloads import FileType, find_type
from plugins.blog.entries import Entry, EntryKind, State
from plugins.blog.nesting import nest_html
from plugins.blog.related import MOST, Relations
from plugins.blog.reprints import find_reprints
from plugins.blog.terms import check_parts, sort_parts
from plugins.diagnostics import Code, Severity
from plugins.settings import SiteSettings
from plugins.site.content import Content, load_content
from plugins.site.pages import Pages
from plugins.site.planning import find_redirects
from tests.unit.pairs import load_settings, write_files

# Older addresses


@pytest.mark.parametrize(
    ("alias", "path", "spellings"),
    [
        ("/old/", "old/index.html", ("/old", "/old/")),
        ("/old", "old/index.html", ("/old", "/old/")),
        ("/old.html", "old.html", ("/old.html",)),
        ("/old.htm", "old.htm", ("/old.htm",)),
        ("/old.php", "old.php/index.html", ("/old.php", "/old.php/")),
        ("/2009/05/a-post/", "2009/05/a-post/index.html", ("/2009/05/a-post", "/2009/05/a-post/")),
        ("/a//b", "a/b/index.html", None),
        ("/with%20space/", "with space/index.html", ("/with%20space", "/with%20space/")),
        ("/stra%C3%9Fe", "straße/index.html", ("/stra%C3%9Fe", "/stra%C3%9Fe/")),
        ("/straße", "straße/index.html", ("/stra%C3%9Fe", "/stra%C3%9Fe/")),
    ],
)
def test_an_older_address_has_a_page_and_its_spellings(
    alias: str, path: str, spellings: tuple[str, ...] | None
) -> None:
    assert find_alias_path(alias) == path
    if spellings is not None:
        assert find_spellings(alias) == spellings


@pytest.mark.parametrize("alias", ["/old/", "/old", "/old.html", "/a/b.htm", "/x.php"])
def test_every_spelling_of_an_older_address_is_answered_by_its_page(alias: str) -> None:
    served = {find_alias_path(spelling) for spelling in find_spellings(alias)}
    assert served == {find_alias_path(alias)}


def test_redirects_are_written_as_hosts_read_them() -> None:
    redirects = [("/old", "/posts/new/"), ("/stra%C3%9Fe/", "/blog/stra%C3%9Fe/"), ("/a%20b", "/c/")]
    assert render_redirects(redirects) == (
        "/old /posts/new/ 301\n/stra%C3%9Fe/ /blog/stra%C3%9Fe/ 301\n/a%20b /c/ 301\n"
    )
    assert render_redirects([]) == ""


# Texts inside other pages


@pytest.mark.parametrize(
    ("html", "nested"),
    [
        pytest.param('<h3 id="old-a">A</h3>', '<h3 id="old-a">A</h3>', id="what has the prefix keeps its id"),
        pytest.param('<p id="mine">A</p>', '<p id="old-mine">A</p>', id="an author's own id gets it"),
        pytest.param(
            '<h3 id="old-a">A</h3><a href="#a">A</a>',
            '<h3 id="old-a">A</h3><a href="#old-a">A</a>',
            id="a link to a heading leads to the nested one",
        ),
        pytest.param(
            '<p class="x" id="mine">A</p><a class="y" href="#mine" title="z">A</a>',
            '<p class="x" id="old-mine">A</p><a class="y" href="#old-mine" title="z">A</a>',
            id="a link to an author's own id as well",
        ),
        pytest.param(
            '<a href="#corrections">A</a>',
            '<a href="/posts/old/#corrections">A</a>',
            id="a link to what is not shown leads to its page",
        ),
        pytest.param(
            '<sup id="fnref:old-1"><a href="#fn:old-1">1</a></sup><li id="fn:old-1"><a href="#fnref:old-1">↩</a></li>',
            '<sup id="fnref:old-1"><a href="#fn:old-1">1</a></sup><li id="fn:old-1"><a href="#fnref:old-1">↩</a></li>',
            id="footnotes carry the prefix already",
        ),
        pytest.param(
            '<sup id="fnref2:old-1"><a href="#fn:old-1">1</a></sup><li id="fn:old-1"></li>',
            '<sup id="fnref2:old-1"><a href="#fn:old-1">1</a></sup><li id="fn:old-1"></li>',
            id="a footnote that is referred to twice",
        ),
        pytest.param(
            '<a href="/x/#a">A</a> <a href="https://a.example/#b">B</a> <img src="/x.png" alt="">',
            '<a href="/x/#a">A</a> <a href="https://a.example/#b">B</a> <img src="/x.png" alt="">',
            id="other links stay as they are",
        ),
        pytest.param(
            '<pre>id="a" href="#a"</pre>', '<pre>id="a" href="#a"</pre>', id="words that look like attributes stay"
        ),
        pytest.param(
            "<p id='one'>A</p><p ID=two>B</p><a href='#one'>C</a>",
            '<p id="old-one">A</p><p id="old-two">B</p><a href="#old-one">C</a>',
            id="ids in any spelling",
        ),
        pytest.param(
            '<label for="f">A</label><input id="f" aria-describedby="g h"><p id="g">B</p>',
            '<label for="old-f">A</label><input id="old-f" aria-describedby="old-g h"><p id="old-g">B</p>',
            id="what refers to an id follows it, and stays where there is none",
        ),
        pytest.param(
            '<linearGradient id="g"></linearGradient><rect fill="url(#g)"/><use href="#g"/>',
            '<linearGradient id="old-g"></linearGradient><rect fill="url(#old-g)"/><use href="#old-g"/>',
            id="a drawing",
        ),
        pytest.param(
            '<h3 id="old-café">A</h3><a href="#caf%C3%A9">B</a>',
            '<h3 id="old-café">A</h3><a href="#old-café">B</a>',
            id="a link with encoded letters",
        ),
        pytest.param(
            '<p id="fn:raw">A</p><p id="fnord">B</p>',
            '<p id="old-fn:raw">A</p><p id="old-fnord">B</p>',
            id="what only looks like a footnote",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_nested_text_keeps_its_links_and_clashes_with_nothing(html: str, nested: str) -> None:
    assert nest_html(html, "old-", "/posts/old/") == nested


def test_two_nested_texts_share_no_id() -> None:
    html = '<h3 id="{0}same">A</h3><p id="mine">B</p><a href="#mine">C</a>'
    one = nest_html(html.format("one-"), "one-", "/one/")
    two = nest_html(html.format("two-"), "two-", "/two/")
    assert one == '<h3 id="one-same">A</h3><p id="one-mine">B</p><a href="#one-mine">C</a>'
    assert two == one.replace("one-", "two-")


# Kinds of files


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", FileType("", "PDF")),
        ("a.PDF", FileType("", "PDF")),
        ("a.tar.gz", FileType("compressed", "")),
        ("a.csv", FileType("table", "CSV")),
        ("a.xyz", FileType("", "XYZ")),
        ("README", FileType("unknown", "")),
    ],
)
def test_a_download_is_known_by_its_ending(name: str, kind: FileType) -> None:
    assert find_type(f"downloads/{name}") == kind


# Entries: made from files, as they are in a site


def post(title: str, *lines: str, date: str = "2026-01-01", body: str = "Text.") -> str:
    """Return the file of a post."""
    return "\n".join(["---", f"id: {title.lower()}-1", f"title: {title}", f"date: {date}", *lines, "---", body, ""])


def case(title: str, *lines: str, date: str = "2026-01-01") -> dict[str, str]:
    """Return the files of a case."""
    head = "\n".join([f"id: {title.lower()}-1", f"title: {title}", f"date: {date}", *lines])
    rest = """
overview: |
  Overview.
roles:
  - {id: someone, kind: other, name: Someone, text: Is there.}
decisions:
  - id: now
    decider: someone
    question: What now?
    options:
      - {id: go, title: Go, text: Going.}
"""
    folder = f"cases/{title.lower()}"
    return {f"{folder}/case.yaml": head + rest, f"{folder}/story.md": "A story.\n"}


def make_content(folder: Path, files: dict[str, str]) -> Content:
    """Return the content of these files, whatever is wrong with it."""
    content, _ = load_content(make_settings(folder, files))
    return content


def make_settings(folder: Path, files: dict[str, str]) -> SiteSettings:
    write_files(folder / "site" / "content", files)
    return load_settings(folder / "site" / "content")


def find_names(entries: Sequence[Entry]) -> list[str]:
    return [entry.name.parent.name if entry.case else entry.name.stem for entry in entries]


# Related posts

RELATED = {
    "posts/here.md": post("Here", "tags: [rare, often]", "category: One", "column: C"),
    "posts/rare.md": post("Rare", "tags: [rare]", date="2025-01-01"),
    "posts/often.md": post("Often", "tags: [often]", "category: One", date="2025-02-01"),
    "posts/oftentoo.md": post("Oftentoo", "tags: [often]", date="2025-03-01"),
    "posts/same.md": post("Same", "tags: [often]", date="2025-03-02"),
    "posts/column.md": post("Column", "column: C", date="2024-01-01"),
    "posts/category.md": post("Category", "category: One", date="2025-12-01"),
    "posts/none.md": post("None", "tags: [other]", date="2025-12-02"),
}


@pytest.fixture
def stream(tmp_path: Path) -> tuple[Entry, ...]:
    return make_content(tmp_path, RELATED).stream


def find_related(stream: Sequence[Entry], name: str = "here", apart_from: Sequence[str] = ()) -> list[str]:
    by_name = dict(zip(find_names(stream), stream, strict=True))
    return find_names(Relations(stream).find_related(by_name[name], [by_name[other] for other in apart_from]))


def test_what_shares_most_is_related_most(stream: tuple[Entry, ...]) -> None:
    """A shared column weighs 1, a rare tag 1/2, a frequent one 1/4, and the category decides between others."""
    assert find_related(stream) == ["column", "rare", "often"]


def test_what_is_linked_already_makes_room_and_equals_stand_newest_first(stream: tuple[Entry, ...]) -> None:
    assert find_related(stream, apart_from=["column", "rare"]) == ["often", "same", "oftentoo"]


def test_a_shared_category_alone_relates_nothing(stream: tuple[Entry, ...]) -> None:
    assert find_related(stream, "category") == []
    assert find_related(stream, "none") == []


def test_there_are_never_more_than_three_and_never_the_post_itself(stream: tuple[Entry, ...]) -> None:
    for name in find_names(stream):
        related = find_related(stream, name)
        assert len(related) <= MOST
        assert name not in related


def test_the_order_of_the_stream_counts_only_between_equals(stream: tuple[Entry, ...]) -> None:
    expected = find_related(stream)
    for seed in range(20):
        shuffled = list(stream)
        random.Random(seed).shuffle(shuffled)
        assert find_related(shuffled) == expected
        equals = find_related(shuffled, apart_from=["column", "rare"])
        names = find_names(shuffled)
        assert equals == ["often", *sorted(["same", "oftentoo"], key=names.index)]


def test_the_same_content_relates_the_same_whatever_the_names_of_files_are_read_by(tmp_path: Path) -> None:
    there = make_content(tmp_path / "a", RELATED).stream
    back = make_content(tmp_path / "b", dict(reversed(RELATED.items()))).stream
    for name in find_names(there):
        assert find_related(there, name) == find_related(back, name)


def test_nothing_is_nearer_than_what_is_related(tmp_path: Path) -> None:
    """Compared with what one finds who looks at all posts: some tags are rare, some categories and columns common."""
    chance = random.Random(1)
    files = {
        f"posts/p{number}.md": post(
            f"P{number}",
            f"tags: [{', '.join(chance.sample('aaabbcdefghij', chance.randrange(1, 5)))}]",
            *chance.choice([[], ["category: One"], ["category: One"], ["category: Two"]]),
            *chance.choice([[], [], [], ["column: C"]]),
            date=f"2025-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}",
        )
        for number in range(120)
    }
    stream = make_content(tmp_path, files).stream
    relations = Relations(stream)
    for place, entry in enumerate(stream):
        apart = [entry, *stream[max(place - 1, 0) : place], *stream[place + 1 : place + 2]]
        assert relations.find_related(entry, apart) == look_at_all(stream, entry, apart)


def look_at_all(stream: Sequence[Entry], entry: Entry, apart_from: Sequence[Entry]) -> list[Entry]:
    """Return what is related, by its definition: weigh every entry."""
    counts = Counter(tag for other in stream for tag in set(other.fields.tags))

    def weigh(other: Entry) -> float:
        tags = sorted({*entry.fields.tags} & {*other.fields.tags})
        column = 1 if entry.column is not None and entry.column == other.column else 0
        category = 0.1 if entry.fields.category and entry.fields.category == other.fields.category else 0
        shared = sum(1 / counts[tag] for tag in tags) + column
        return round(shared + category, 9) if shared else 0

    others = [other for other in stream if other not in apart_from and weigh(other)]
    return sorted(others, key=lambda other: (-weigh(other), stream.index(other)))[:MOST]


# Series


@pytest.mark.parametrize(
    ("written", "order"),
    [
        pytest.param({"c": (1, 3), "a": (2, 1), "b": (3, 2)}, "c a b", id="by part, not by date"),
        pytest.param({"a": (None, 3), "b": (None, 1), "c": (None, 2)}, "b c a", id="without parts by date"),
        pytest.param({"b": (None, 1), "a": (None, 1)}, "a b", id="at one time by name"),
        pytest.param(
            {"a": (2, 1), "x": (None, 2), "b": (1, 3)}, "b x a", id="what has no part stays where its date is"
        ),
        pytest.param({"x": (None, 1), "a": (1, 2), "y": (None, 3), "b": (2, 4)}, "x a y b", id="in between"),
        pytest.param({"a": (7, 1), "b": (3, 2)}, "b a", id="numbers may be left out"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_the_parts_of_a_series_stand_in_order(
    written: dict[str, tuple[int | None, int]], order: str, tmp_path: Path
) -> None:
    files = {
        f"posts/{name}.md": post(
            name.upper(), "series: S", *([f"part: {part}"] if part else []), date=f"2026-01-{day:02}"
        )
        for name, (part, day) in written.items()
    }
    entries = list(make_content(tmp_path, files).entries)
    for seed in range(5):
        random.Random(seed).shuffle(entries)
        assert " ".join(find_names(sort_parts(entries))) == order


def test_a_post_between_two_cases_of_a_series_stays_between_them(tmp_path: Path) -> None:
    files = {
        **case("One", "series: S", "number: 1", date="2026-01-01"),
        "posts/between.md": post("Between", "series: S", date="2026-01-02"),
        **case("Two", "series: S", "number: 2", date="2026-01-03"),
    }
    assert find_names(sort_parts(make_content(tmp_path, files).entries)) == ["one", "between", "two"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"posts/a.md": post("A", "series: S", "part: 1"), "posts/b.md": post("B", "series: S", "part: 2")},
            [],
            id="two parts",
        ),
        pytest.param(
            {"posts/a.md": post("A", "series: S", "part: 1"), "posts/b.md": post("B", "series: S", "part: 1")},
            [("b.md", 6, Severity.ERROR, "`part` 1 of the series belongs to posts/a.md already")],
            id="one part twice",
        ),
        pytest.param(
            {
                "posts/a.md": post("A", "series: S", "part: 1"),
                "posts/b.md": post("B", "series: S", "part: 1", "status: draft"),
            },
            [("b.md", 6, Severity.WARNING, "`part` 1 of the series belongs to posts/a.md already")],
            id="a draft may still change",
        ),
        pytest.param(
            {"posts/a.md": post("A", "series: S", "part: 1"), "posts/b.md": post("B", "series: T", "part: 1")},
            [],
            id="two series",
        ),
        pytest.param(
            {"posts/a.md": post("A", "series: S", "part: 1"), **case("One", "series: S", "number: 1")},
            [],
            id="a part and a case are counted apart",
        ),
        pytest.param(
            {**case("One", "series: S", "number: 1"), **case("Two", "series: S", "number: 1")},
            [("case.yaml", 5, Severity.ERROR, "`number` 1 of the series belongs to cases/one/case.yaml already")],
            id="one number twice",
        ),
        pytest.param(
            {"posts/a.md": post("A", "series: S"), "posts/b.md": post("B", "series: S")}, [], id="no parts at all"
        ),
    ],
)
def test_no_two_documents_have_one_place_in_a_series(
    files: dict[str, str], expected: list[tuple[str, int, Severity, str]], tmp_path: Path
) -> None:
    entries = list(make_content(tmp_path, files).entries)
    for order in (entries, entries[::-1]):
        found = check_parts(order)
        assert [(one.path.name, one.position.line, one.severity, one.message) for one in found] == expected
        assert {one.code for one in found} <= {Code.DUPLICATE_PART}


# Reprints

OLD = {
    "posts/old.md": post("Old", date="2020-01-01"),
    "posts/older.md": post("Older", date="2019-01-01"),
    "pages/about.md": "---\nid: about-1\ntitle: About\n---\nText.\n",
}


def list_reprints(folder: Path, files: dict[str, str]) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    entries = make_content(folder, {**OLD, **files}).entries
    reprints, problems = find_reprints(entries)
    shown = {name: find_names(posts) for name, posts in reprints.shown.items()}
    showing = {name: find_names(posts) for name, posts in reprints.showing.items()}
    return shown, showing, [f"{one.code}: {one.message} {one.found} {one.hint}" for one in problems]


@pytest.mark.parametrize(
    "written", ["old.md, older.md", "../posts/old.md, /posts/older.md", "./old.md, ../pages/../posts/older.md"]
)
def test_reprints_are_found_from_the_folder_or_with_a_slash_in_their_order(written: str, tmp_path: Path) -> None:
    files = {"posts/new.md": post("New", f"reprints: [{written}]")}
    shown, showing, problems = list_reprints(tmp_path, files)
    assert shown == {"posts/new.md": ["old", "older"]}
    assert showing == {"posts/old.md": ["new"], "posts/older.md": ["new"]}
    assert problems == []


def test_a_post_may_be_shown_by_two(tmp_path: Path) -> None:
    files = {f"posts/{name}.md": post(name.upper(), "reprints: [old.md]") for name in ("a", "b")}
    assert list_reprints(tmp_path, files)[1] == {"posts/old.md": ["a", "b"]}


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("odl.md", "broken-link: the reprint is no file of the content odl.md Did you mean /posts/old.md?"),
        ("../../old.md", "broken-link: the reprint is no file of the content ../../old.md"),
        ("new.md", "bad-reprint: a post cannot show itself new.md Name another post."),
        ("../pages/about.md", "bad-reprint: only posts can be shown in a post ../pages/about.md"),
        ("/cases/one/case.yaml", "bad-reprint: only posts can be shown in a post /cases/one/case.yaml"),
        ("again.md", "bad-reprint: that post shows others itself again.md Name the posts that it shows."),
        ("draft.md", "unpublished-link: the reprint is not published yet draft.md"),
        ("later.md", "unpublished-link: the reprint is not published yet later.md"),
    ],
)
def test_what_cannot_be_shown_is_a_mistake(written: str, problem: str, tmp_path: Path) -> None:
    files = {
        "posts/new.md": post("New", f"reprints: [old.md, {written}]"),
        "posts/again.md": post("Again", "reprints: [older.md]"),
        "posts/draft.md": post("Draft", "status: draft"),
        "posts/later.md": post("Later", date="2027-01-01"),
        **case("One"),
    }
    shown, showing, problems = list_reprints(tmp_path, files)
    assert [problem] == [one[: len(problem)] for one in problems]
    assert shown["posts/new.md"] == ["old"]
    assert showing["posts/old.md"] == ["new"]


def test_a_draft_may_show_a_draft(tmp_path: Path) -> None:
    files = {
        "posts/new.md": post("New", "status: draft", "reprints: [draft.md]"),
        "posts/draft.md": post("Draft", "status: draft"),
    }
    shown, _, problems = list_reprints(tmp_path, files)
    assert shown == {"posts/new.md": ["draft"]}
    assert problems == []


def test_what_is_hidden_comes_into_no_list_by_way_of_a_reprint(tmp_path: Path) -> None:
    """The post that shows it would carry it into lists and the feed; from a hidden post it may be shown."""
    hidden = {"posts/hidden.md": post("Hidden", "status: hidden")}
    files = {"posts/new.md": post("New", "reprints: [hidden.md]"), **hidden}
    (problem,) = list_reprints(tmp_path / "listed", files)[2]
    assert problem.startswith("bad-reprint: a hidden post would come into lists and the feed")
    files = {"posts/new.md": post("New", "status: hidden\nreprints: [hidden.md]"), **hidden}
    assert list_reprints(tmp_path / "unlisted", files)[2] == []


def test_a_reprint_that_is_named_in_two_ways_is_named_twice(tmp_path: Path) -> None:
    files = {"posts/new.md": post("New", "reprints: [old.md, ./old.md]"), "posts/old.md": post("Old")}
    (problem,) = list_reprints(tmp_path, files)[2]
    assert problem.startswith("bad-reprint: the reprint is named twice")


def test_a_translation_of_what_is_not_listed_stands_in_the_lists(tmp_path: Path) -> None:
    """It keeps the address of a translation: the original may be published tomorrow."""
    files = {
        "posts/x.md": post("X", "status: draft"),
        "posts/x-fr.md": post("Xfr", "slug: x\nlang: fr\ntags: [silence]"),
        "posts/x-de.md": post("Xde", "slug: x\nlang: de"),
    }
    content = make_content(tmp_path, files)
    assert [entry.path for entry in content.stream] == ["posts/x-de/index.html"]
    by_name = {str(entry.name): entry.original for entry in content.entries}
    assert {name: str(original) for name, original in by_name.items() if original} == {
        "posts/x.md": "posts/x-de.md",
        "posts/x-fr.md": "posts/x-de.md",
    }


# What an entry says of itself


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ([], None),
        (["updated: 2026-03-01"], 1),
        (["corrections:", "  - {date: 2026-03-02, text: A}", "  - {date: 2026-03-05, text: B}"], 5),
        (["corrections:", "  - {date: 2026-03-05, text: B}", "  - {date: 2026-03-02, text: A}"], 5),
        (["updated: 2026-03-01", "corrections: [{date: 2026-03-02, text: A}]"], 1),
    ],
)
def test_updated_is_what_is_written_or_the_last_correction(lines: list[str], day: int | None, tmp_path: Path) -> None:
    [entry] = make_content(tmp_path, {"posts/a.md": post("A", *lines)}).entries
    assert (entry.fields.changed.day if entry.fields.changed else None) == day
    assert entry.state is State.LISTED
    assert entry.kind is EntryKind.POST
    assert entry.name == PurePosixPath("posts/a.md")
    assert entry.date == datetime(2026, 1, 1, tzinfo=UTC)


# What stands around a text, and texts on other pages


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((1, 2, 3), [(1, 3), (2, 3), (3, 3)]),
        ((1, 3), [(1, 3), (3, 3)]),
        ((None, 1, 2), [(1, 3), (2, 3), (3, 3)]),
        ((1, 100_000), [(1, 2), (2, 2)]),
        ((None, None), [(1, 2), (2, 2)]),
    ],
    ids=["all say it", "one is not published yet", "one does not say it", "one says nonsense", "none says it"],
)
def test_a_part_is_told_as_its_document_says_or_by_its_order(
    parts: tuple[int | None, ...], told: list[tuple[int, int]], tmp_path: Path
) -> None:
    files = {
        f"posts/p{day}.md": post(f"P{day}", "series: S", *([f"part: {part}"] if part else []), date=f"2026-01-0{day}")
        for day, part in enumerate(parts, 1)
    }
    content = make_content(tmp_path, files)
    around = Pages(content).around
    series = [around.make_around(entry).series for entry in reversed(content.stream)]
    assert [(one.number, one.count) for one in series if one] == told


def test_a_relative_link_leads_where_it_led_on_its_own_page(tmp_path: Path) -> None:
    body = "[beside](../other/) [part](#h) [away](#gone) [whole](https://a.example/x)\n\n## H\n"
    content = make_content(tmp_path, {"posts/old.md": post("Old", body=body), "posts/other.md": post("Other")})
    text = Pages(content).texts.make_nested_text(content.by_name["posts/old.md"], 3)
    assert re.findall('href="([^"]*)"', text) == [
        "/posts/other/",
        "#old--h",
        "/posts/old/#gone",
        "https://a.example/x",
    ]


def test_a_reprint_keeps_its_language(tmp_path: Path) -> None:
    files = {
        "posts/new.md": post("New", "reprints: [old.md]"),
        "posts/old.md": post("Old", "lang: ar"),
    }
    content = make_content(tmp_path, files)
    (reprint,) = Pages(content).around.make_reprints(content.by_name["posts/new.md"])
    assert (reprint.lang, reprint.direction) == ("ar", "rtl")


def test_what_is_hidden_stands_in_no_list_of_redirects(tmp_path: Path) -> None:
    files = {
        "posts/seen.md": post("Seen", "aliases: [/seen-once/]"),
        "posts/unseen.md": post("Unseen", "status: hidden", "aliases: [/unseen-once/]"),
    }
    content = make_content(tmp_path, files)
    assert find_redirects(content.built, content.addresses.link) == [
        ("/seen-once", "/posts/seen/"),
        ("/seen-once/", "/posts/seen/"),
    ]
    assert content.registry.get("unseen-once/index.html") is not None
