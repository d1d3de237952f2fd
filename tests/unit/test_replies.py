"""What readers sent: in which order it is shown, where, how it is counted, and how the counts are drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from plugins.cases.case_views import Surroundings, make_case_view
from plugins.cases.choice_marks import ACROSS, KINDS, MOST, STEP, choose_worth, draw_marks
from plugins.cases.choices import FEWEST, LISTED
from plugins.cases.gallery import load_example
from plugins.cases.renditions import render_feed, render_page, render_replies, render_reply, render_search
from plugins.cases.reply_views import REPLIES_HERE, REPLIES_SHOWN, rank_replies, sort_replies
from plugins.cases.views import CaseView, list_replies, list_roads
from plugins.documents.rendering import Renderer
from plugins.reply_ways import ReplyWays
from plugins.settings import SiteSettings, read_settings
from tests.browser.building import BARE, NOW

SIZE = 25
"""Replies on a page of replies, for these tests."""

Reader = dict[str, Any]


@pytest.fixture(scope="module")
def settings() -> SiteSettings:
    read, problems = read_settings(BARE, now=NOW, overrides={})
    assert read is not None, problems
    return read


def make_view(readers: Sequence[Reader], settings: SiteSettings, **facts: Any) -> CaseView:
    """Return the plain case of the gallery, answered by these readers."""
    case = load_example("replies", {"case": {"readers": list(readers), **facts}}, settings)
    around = Surroundings(
        words=settings.wording.speak("en"),
        url="/case/",
        authors=(),
        reply_ways=ReplyWays(),
        renderer=Renderer(settings),
        make_html=lambda _, fragment: fragment.to_html(lambda link: link.written),
        link_reply=lambda road, place: f"/{road}/{place // SIZE + 1}/",
    )
    return make_case_view(case, around)


def send(text: str, day: int = 1, option: str = "send", **more: Any) -> Reader:
    """Return a reader's reply, received on a day counted from the first of 2026."""
    return {"option": option, "text": text, "received": f"2026-{day // 28 + 1:02}-{day % 28 + 1:02}", **more}


def read_texts(replies: Iterable[Any]) -> list[str]:
    return [str(reply.text_html.striptags()) for reply in replies]


def count_roles(readers: Sequence[Reader], settings: SiteSettings) -> list[tuple[str, dict[str, int], int]]:
    """Return the rows of the table of choices: the road, how many by kind, and all."""
    choices = make_view(readers, settings).choices
    assert choices is not None
    kinds = [one.kind for one in choices.kinds]
    return [
        (row.road.text, dict(zip(kinds, row.counts, strict=True)), row.total)
        for fork in choices.forks
        for row in fork.choices
    ]


# Order


MIXED = [
    send("old", 3), send("chosen long ago", 1, featured="true"), send("new", 9), send("chosen", 5, featured="true"),
    {"option": "send", "status": "withdrawn"}, send("newest", 11),
]  # fmt: skip


def test_what_the_editor_has_chosen_comes_first_then_what_is_newest(settings: SiteSettings) -> None:
    option = make_view(MIXED, settings).decisions[0].options[0]
    assert read_texts(option.replies + option.more_replies) == ["chosen", "chosen long ago", "newest", "new", "old"]


def test_feeds_have_the_newest_first_whatever_is_chosen(settings: SiteSettings) -> None:
    outcomes = load_example("replies", {"case": {"readers": MIXED}}, settings).reader_outcomes
    told = [reply.fields.text.text.strip() for reply in sort_replies(outcomes) if reply.fields.text]
    assert told == ["newest", "new", "chosen", "old", "chosen long ago"]
    assert sorted(map(id, rank_replies(outcomes))) == sorted(map(id, sort_replies(outcomes)))


def test_what_is_chosen_is_said_in_a_word_wherever_it_stands(settings: SiteSettings) -> None:
    readers = [send("chosen", featured="true"), send("other"), send("third")]
    view = make_view(readers, settings)
    (reply, option), *others = list_replies(view)
    assert str(render_page(view)).count('<p class="cb-featured">Chosen by the editor</p>') == 1
    assert str(render_feed(view)).count("Chosen by the editor") == 1
    assert "Chosen by the editor" in str(render_reply(view, reply, option))
    assert "Chosen by the editor" not in str(render_reply(view, *others[0]))


# Language


def test_words_in_another_language_than_the_case_say_so(settings: SiteSettings) -> None:
    readers = [send("אחת", lang="he"), send("zwei", lang="de"), send("three", lang="en"), send("four")]
    page = str(render_page(make_view([*readers, {"own": "חמש", "text": "חמש", "lang": "he"}], settings)))
    assert page.count('<blockquote lang="he" dir="rtl">') == 2
    assert page.count('<blockquote lang="de" dir="ltr">') == 1
    assert page.count("<blockquote>") == 2
    assert '<h4 lang="he" dir="rtl"><bdi>חמש</bdi></h4>' in page


# Long lists


def find_places(view: CaseView) -> dict[str, str]:
    """Return where each reply can be read: "here", or the address that its line on the page leads to."""
    page = str(render_page(view))
    here = re.findall(r'<li class="cb-reply[^"]*" id="reader-([^"]+)">', page)
    lines = re.findall(r'<li id="reader-([^"]+)"><a href="([^"#]+)#reader-([^"]+)">', page)
    assert all(anchor == target for anchor, _, target in lines)
    assert len({*here, *(anchor for anchor, _, _ in lines)}) == len(here) + len(lines)
    return dict.fromkeys(here, "here") | {anchor: address for anchor, address, _ in lines}


@pytest.mark.parametrize("count", [1, REPLIES_SHOWN, REPLIES_SHOWN + 1, REPLIES_HERE, REPLIES_HERE + 1, 60])
def test_of_a_long_list_a_part_stands_here_and_the_rest_has_a_line(count: int, settings: SiteSettings) -> None:
    view = make_view([send(f"reply {day}", day) for day in range(count)], settings)
    option = view.decisions[0].options[0]
    assert len(option.replies) == min(count, REPLIES_SHOWN)
    assert len(option.replies + option.more_replies) == min(count, REPLIES_HERE)
    assert (option.older is None) == (count <= REPLIES_HERE)
    assert len(find_places(view)) == count
    assert read_texts(reply for reply, _ in list_replies(view)) == [f"reply {day}" for day in reversed(range(count))]


@pytest.mark.parametrize(("roads", "here"), [(1, 20), (5, 20), (6, 16), (10, 10), (90, REPLIES_SHOWN)])
def test_the_more_roads_are_answered_the_fewer_replies_stand_here(
    roads: int, here: int, settings: SiteSettings
) -> None:
    options = [{"id": f"road-{number}", "title": "A road", "text": "x"} for number in range(roads)]
    decisions = [{"id": "now", "decider": "clerk", "question": "Which?", "options": options}]
    readers = [send("x", option=f"road-{number}", times="21") for number in range(roads)]
    for option in make_view(readers, settings, decisions=decisions).decisions[0].options:
        assert len(option.replies + option.more_replies) == here
        assert option.older is not None
        assert len(option.older.lines) == 21 - here


@pytest.mark.parametrize("road", ["send", "own"])
def test_every_line_leads_to_the_page_that_has_the_reply(road: str, settings: SiteSettings) -> None:
    readers = [send(f"reply {day}", day) for day in range(60)]
    if road == "own":
        readers = [{**{key: one[key] for key in ("text", "received")}, "own": "A road"} for one in readers]
    view = make_view(readers, settings)
    replies = next(one.replies for one in list_roads(view) if one.id == road)
    assert len(replies) == 60
    for anchor, address in find_places(view).items():
        if address != "here":
            number = int(address.removeprefix(f"/{road}/").removesuffix("/"))
            page = render_replies(view, replies[(number - 1) * SIZE : number * SIZE])
            assert f'id="reader-{anchor}"' in page
            assert f'href="/case/#reader-{anchor}"' in page
            assert ("<h2><bdi>A road</bdi></h2>" in page) is (road == "own")


def test_fifty_newer_replies_break_no_link_to_an_older_one(settings: SiteSettings) -> None:
    old = [send(f"reply {day}", day) for day in range(30)]
    before = find_places(make_view(old, settings))
    after = find_places(make_view([*old, *(send(f"newer {day}", 100 + day) for day in range(50))], settings))
    assert before.keys() <= after.keys()
    assert len([name for name in before if before[name] != after[name]]) > REPLIES_HERE - 1  # and they have moved


def test_the_feed_of_a_case_has_what_its_page_has_and_the_way_to_the_rest(settings: SiteSettings) -> None:
    view = make_view([send(f"reply {day}", day) for day in range(30)], settings)
    feed = str(render_feed(view))
    assert re.findall(r"reply (\d+)</p>", feed) == [str(day) for day in reversed(range(10, 30))]
    assert '<a href="/send/1/">All 30 replies about this road</a>' in feed


def test_the_search_finds_the_words_of_every_reply(settings: SiteSettings) -> None:
    own = [{"own": f"Road {day}", "text": f"own {day}"} for day in range(30)]
    found = str(render_search(make_view([*(send(f"reply {day}") for day in range(30)), *own], settings)))
    assert [name for name in range(30) if f"reply {name}\n" not in found or f"own {name}\n" not in found] == []


# Who chose what


def test_nothing_is_counted_before_there_is_something_to_compare(settings: SiteSettings) -> None:
    readers = [send("x") for _ in range(FEWEST - 1)]
    withdrawn = {"option": "send", "status": "withdrawn"}
    assert make_view([*readers, withdrawn], settings).choices is None
    view = make_view([*readers, send("x")], settings)
    assert view.choices is not None
    assert ("choices" in {link.section for link in view.contents}) is True
    assert "choices" not in {link.section for link in make_view(readers, settings).contents}


def test_choices_are_counted_by_road_and_by_where_their_readers_stand(settings: SiteSettings) -> None:
    readers = [
        send("a", role="leader"), send("b", role="leader"), send("c", role="other"), send("d"),
        send("e", role="customer", account="disagree"), send("f", option="wait", role="leader", sample="false"),
        {"own": "Ring", "text": "g", "role": "other", "sample": "false"},
    ]  # fmt: skip
    assert count_roles(readers, settings) == [
        ("Send it", {"leader": 2, "other": 1, "unsaid": 1}, 4),
        ("Wait a week", {"leader": 1, "other": 0, "unsaid": 0}, 1),
        ("", {"leader": 0, "other": 1, "unsaid": 0}, 1),
    ]
    choices = make_view(readers, settings).choices
    assert choices is not None
    assert (choices.published, choices.samples, choices.against) == (7, 5, 1)
    assert [(fork.counts, fork.total) for fork in choices.forks] == [((3, 2, 1), 6)]


def test_the_table_the_drawing_and_the_feed_say_the_same(settings: SiteSettings) -> None:
    readers = [*(send("a", role="leader") for _ in range(17)), *(send("b", option="wait") for _ in range(4))]
    view = make_view(readers, settings)
    page, feed = str(render_page(view)), str(render_feed(view))
    section = page[page.index('id="case-choices"') :]
    assert '<a href="#send">Send it</a></th><td>17</td><td>0</td><td>17</td>' in section
    assert '<a href="#wait">Wait a week</a></th><td>0</td><td>4</td><td>4</td>' in section
    assert '<th scope="row">All</th><td>17</td><td>4</td><td>21</td>' in section
    assert re.findall(r'role="img" aria-label="([^"]*)"', section) == ["Leaders: 17", "Not said: 4"]
    drawn = re.findall(r'role="img"[^>]*>(.*?)</svg>', section)
    assert [len(re.findall("M", drawing)) for drawing in drawn] == [17, 4]
    assert "<li>Send it: 17 (Leaders: 17)</li>" in feed
    assert "<li>Wait a week: 4 (Not said: 4)</li>" in feed


@pytest.mark.parametrize(
    ("samples", "against", "said"),
    [
        (0, 0, "5 published replies, chosen by an editor: not a poll."),
        (1, 0, "not a poll. 1 of them is a sample, written by us to show how it works."),
        (
            5,
            2,
            "not a poll. All of them are samples, written by us to show how it works. 2 argue against a road, and are",
        ),
    ],
)
def test_counts_are_called_what_they_are(samples: int, against: int, said: str, settings: SiteSettings) -> None:
    readers = [
        send("x", sample=str(number < samples).lower(), account="disagree" if number < against else "did")
        for number in range(5)
    ]
    for html in (render_page(make_view(readers, settings)), render_feed(make_view(readers, settings))):
        assert said in " ".join(html.striptags().split())


def test_the_first_replies_are_named_below_with_links_to_them(settings: SiteSettings) -> None:
    readers = [*(send(f"reply {day}", day) for day in range(9)), send("chosen", 0, option="wait", featured="true")]
    choices = make_view(readers, settings).choices
    assert choices is not None
    assert [(one.link.text, one.road) for one in choices.first] == [
        ("chosen", "Wait a week"), *((f"reply {day}", "Send it") for day in range(8, 8 - LISTED + 1, -1)),
    ]  # fmt: skip
    assert {one.link.href.removeprefix("#reader-") for one in choices.first} <= {
        reply.id for reply, _ in list_replies(make_view(readers, settings))
    }


@pytest.mark.parametrize(
    ("longest", "worth"),
    [(0, 1), (MOST, 1), (MOST + 1, 2), (2 * MOST + 1, 5), (5 * MOST + 1, 10), (10 * MOST, 10), (100 * MOST + 1, 200)],
)
def test_a_mark_is_for_as_few_replies_as_leave_room(longest: int, worth: int) -> None:
    assert choose_worth([longest, 1]) == worth


@pytest.mark.parametrize("counts", [{"leader": 1}, dict.fromkeys(KINDS, 7), {"unsaid": ACROSS + 1}])
def test_a_drawing_has_a_mark_for_each_and_none_outside(counts: dict[str, int]) -> None:
    drawing = draw_marks(counts)
    corners = [(one.kind, int(x), int(y)) for one in drawing.marks for x, y in re.findall(r"M(\d+) (\d+)", one.path)]
    assert Counter(kind for kind, _, _ in corners) == counts
    assert len({corner[1:] for corner in corners}) == sum(counts.values())
    assert all(x + STEP - 2 <= drawing.width and y + STEP - 2 <= drawing.height for _, x, y in corners)


def test_a_kind_that_is_there_is_drawn_however_much_a_mark_is_for() -> None:
    drawing = draw_marks({"leader": 1, "professional": 11, "customer": 0}, worth=5)
    assert {one.kind: one.path.count("M") for one in drawing.marks} == {"leader": 1, "professional": 3}
