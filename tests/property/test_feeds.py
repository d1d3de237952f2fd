"""Any Unicode in titles, bodies, names, tags and readers’ outcomes: refused, or the same in three valid formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.site.feed_planning import FeedFormat
from tests.feeds.rules import check_feed
from tests.feeds.saying import assert_same, read_feed
from tests.property.small_sites import ANY_TEXT, POSSIBLE_TEXT, SETTINGS, Site, encode, load_site, try_for
from tests.property.test_cases import CASE, CASE_VALUES, READER, READER_VALUES, fill
from tests.property.writing import STYLES, Style

POST = """---
id: post-1
title: {title}
date: 2026-01-01
category: {category}
tags: [one]
authors: [ada]
---
{body}
"""
AUTHOR = """---
name: {name}
---
{about}
"""
NAMES = ("title", "category", "body", "name", "about", "case", "reply", "reader", "own")
DOUBLE = next(style for style in STYLES if style.name == "double")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


def load(folder: Path, texts: dict[str, str]) -> Site:
    """Load a site whose texts are plain but for those that are given as they are to be written."""
    words = dict.fromkeys(NAMES, "Words") | texts
    case = {name: f'"{value}"' for name, value in CASE_VALUES.items()} | {"title": words["case"]}
    reader = {name: f'"{value}"' for name, value in READER_VALUES.items()}
    reader |= {"text": words["reply"], "name": words["reader"]}
    own = f"own: {words['own']}\naccount: did\ntext: Words.\nreceived: 2026-01-01\nconsent: true\n"
    return load_site(
        folder,
        {
            "posts/post.md": encode(POST.format(**words)),
            "authors/ada.md": encode(AUTHOR.format(**words)),
            "cases/case/case.yaml": encode(fill(CASE, case)),
            "cases/case/story.md": b"A story.",
            "cases/case/answer.md": b"An answer.",
            "cases/case/readers/one.yaml": encode(fill(READER, reader)),
            "cases/case/readers/own.yaml": encode(own),
        },
    )


def assert_feeds_agree(site: Site) -> None:
    """Every feed keeps the rules, and formats of one feed say the same."""
    assert [problem for name, data in site.feeds.items() for problem in check_feed(name, data)] == []
    feeds = site.content.feeds
    for trio in zip(*(feeds[start :: len(FeedFormat)] for start in range(len(FeedFormat))), strict=True):
        assert len({(feed.kind, feed.subject) for feed in trio}) == 1
        assert_same(*(read_feed(feed.path, site.feeds[feed.path]) for feed in trio))


@pytest.mark.parametrize("style", STYLES, ids=[style.name for style in STYLES])
@try_for(1)
@given(name=st.sampled_from([name for name in NAMES if name not in ("body", "about")]), text=ANY_TEXT)
@example(name="title", text="]]>")
@example(name="name", text="&#7; &amp; <b>")
@example(name="reply", text="&#xFFFE; &#0; &#x1F; &#11; \\&")
def test_any_text_in_one_field(style: Style, folder: Path, name: str, text: str) -> None:
    site = load(folder, {name: style.write(text)})
    if not site.failed:
        assert_feeds_agree(site)


@try_for(2)
@given(name=st.sampled_from(["body", "about"]), text=st.lists(ANY_TEXT, max_size=4).map("\n\n".join))
@example(name="body", text="<div>a &lt;b&gt; &#xFFFF;</div>")
@example(name="body", text="<math><mi>&#1;</mi></math>")
@example(name="body", text="[^1]\n\n[^1]: one <details>")
def test_any_text_as_a_body(folder: Path, name: str, text: str) -> None:
    site = load(folder, {name: text})
    if not site.failed:
        assert_feeds_agree(site)


@try_for(2)
@given(texts=st.fixed_dictionaries(dict.fromkeys(NAMES, POSSIBLE_TEXT)))
def test_any_text_in_every_field_at_once(folder: Path, texts: dict[str, str]) -> None:
    """Mostly what is refused: so only what can be in a header is tried, and a name may not be empty."""
    header = {name: DOUBLE.write(f"x{' '.join(text.split())}") for name, text in texts.items()}
    site = load(folder, header | {"body": texts["body"], "about": texts["about"]})
    if not site.failed:
        assert_feeds_agree(site)


@given(name=POSSIBLE_TEXT, tagline=POSSIBLE_TEXT, licence=POSSIBLE_TEXT)
def test_any_text_in_the_settings(folder: Path, name: str, tagline: str, licence: str) -> None:
    settings = SETTINGS + f"SITENAME = {'x' + name!r}\nSITESUBTITLE = {tagline!r}\n"
    settings += f"LICENCE = ({'x' + licence!r}, 'https://licence.example/')\n"
    files = {"posts/post.md": encode(POST.format(**dict.fromkeys(NAMES, "Words")))}
    (folder / "settings").mkdir(exist_ok=True)
    site = load_site(folder / "settings", files, settings)
    assert not site.failed
    assert_feeds_agree(site)
