"""JSON-LD as it stands in a page, and the small rules of what machines are told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import html5lib
import pytest

from plugins.site.descriptions import LONGEST, cut
from plugins.site.linked_data import Answer, BlogPosting, ImageObject, Person, Question, Ref, render_graph, write_node
from plugins.site.machine_plan import plan_sitemap
from plugins.site.metadata import make_locale
from plugins.site.registry import Output, OutputKind
from plugins.site.sitemap import format_moment
from tests.unit.pairs import ROOT

HOSTILE = [
    "</script><script>alert(1)</script>", "<!-- <script>", "]]>", "</SCRIPT >", "a & b &lt;", '"quoted" \\ back',
    "line\u2028and\u2029paragraph", "Größe 日本 שלום", "<!--", "-->",
]  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_can_end_the_script_element(title: str) -> None:
    graph = render_graph([BlogPosting(headline=title)])
    page = f'<!doctype html><title>x</title><script type="application/ld+json">{graph}</script><p id="after">'
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    scripts = tree.findall(".//script")
    assert len(scripts) == 1
    assert tree.find(".//p[@id='after']") is not None
    assert json.loads(scripts[0].text or "")["@graph"][0]["headline"] == title
    assert not set("<>&\u2028\u2029") & set(graph)


def test_a_node_is_its_type_its_id_and_what_is_not_empty() -> None:
    image = ImageObject(url="i", width="1 px", height="2 px")
    node = BlogPosting(id="a#b", headline="A", author=(Ref("p"), Ref("q")), image=image, in_language="en", word_count=3)
    assert json.loads(write_node(node)) == {
        "@type": "BlogPosting",
        "@id": "a#b",
        "headline": "A",
        "author": [{"@id": "p"}, {"@id": "q"}],
        "image": {"@type": "ImageObject", "url": "i", "width": "1 px", "height": "2 px"},
        "inLanguage": "en",
        "wordCount": 3,
    }
    assert json.loads(write_node(Person(name="A", url="u", same_as=("x",))))["sameAs"] == ["x"]


def test_nodes_stand_in_nodes() -> None:
    data = json.loads(write_node(Question(text="Q", suggested_answer=(Answer(text="A", position=1),))))
    assert data["suggestedAnswer"] == [{"@type": "Answer", "text": "A", "position": 1}]
    assert "acceptedAnswer" not in data


@pytest.mark.parametrize(
    ("lang", "locale"),
    [("en", "en_US"), ("de", "de_DE"), ("en-GB", "en_GB"), ("pt-br", "pt_BR"), ("he", "he_IL"), ("zh-Hant-TW", "zh_TW"),
     ("xx", "xx")],
)  # fmt: skip
def test_a_language_has_a_country_in_open_graph(lang: str, locale: str) -> None:
    assert make_locale(lang) == locale


def test_a_description_is_cut_between_words() -> None:
    assert cut("  one\n two ") == "one two"
    long = cut("word " * 100)
    assert len(long) <= LONGEST
    assert long.endswith("word…")
    assert len(cut("x" * 500)) == LONGEST
    assert cut("word, " * 100).endswith("word…")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 5, tzinfo=UTC), "2026-01-05"),
        (datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2026-01-05T09:30:00+02:00"),
        (datetime(2026, 1, 5, 0, 0, 1, tzinfo=UTC), "2026-01-05T00:00:01+00:00"),
    ],
)
def test_a_day_stays_a_day_and_a_time_has_its_zone(moment: datetime, text: str) -> None:
    assert format_moment(moment) == text


def test_a_large_sitemap_is_parted() -> None:
    pages = [Output(f"{number}/index.html", OutputKind.PAGE, "", ROOT) for number in range(5)]
    files = [Output(f"{number}.png", OutputKind.STATIC, "", ROOT) for number in range(9)]
    assert plan_sitemap([*pages, *files], most=5) == ["sitemap.xml"]
    assert plan_sitemap([*pages, *files], most=2) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert plan_sitemap([]) == ["sitemap.xml"]
