"""The strictest feed readers take no word from any entry, no link, no picture; and footnotes find their place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser.building import BuiltSite
from tests.feeds.readers import READERS
from tests.feeds.reading import Html
from tests.feeds.saying import Item, read_feed

every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def list_items(site: BuiltSite) -> list[Item]:
    """Return every item of the site once."""
    items = {
        item.id: item
        for feed in site.content.feeds
        for item in read_feed(feed.path, (site.folder / feed.path).read_bytes()).items
    }
    return list(items.values())


@every_reader
def test_no_word_of_any_entry_is_lost(read: Callable[[str], str], site: BuiltSite) -> None:
    for item in list_items(site):
        assert Html(read(item.html)).words == Html(item.html).words, item.url


@every_reader
def test_no_link_and_no_picture_is_lost(read: Callable[[str], str], site: BuiltSite) -> None:
    for item in list_items(site):
        read_html = read(item.html)
        for attribute in ("href", "src"):
            pattern = rf'\s{attribute}="([^"]*)"'
            assert re.findall(pattern, read_html) == re.findall(pattern, item.html), item.url


@every_reader
@pytest.mark.parametrize(
    "html",
    [
        "<details><summary>one</summary><form><input value=x>two</form></details>",
        "<p hidden>one</p><p>two</p>",
        "<svg><text>one</text></svg>",
    ],
)
def test_the_lists_would_tell(read: Callable[[str], str], html: str) -> None:
    """What Pelican's feeds ship changes: words are lost, or what held them apart."""
    assert read(html) != html


def test_footnotes_of_two_entries_never_meet(demo: BuiltSite) -> None:
    ids = [name for item in list_items(demo) for name in re.findall(r'\sid="([^"]*)"', item.html)]
    assert len(ids) == len(set(ids)) > 10
    assert all(re.fullmatch(r"fn(ref\d*)?:[0-9a-f]{8}-.+", name) for name in ids)


def test_footnotes_keep_their_links_where_a_reader_keeps_ids(demo: BuiltSite) -> None:
    for item in list_items(demo):
        read_html = READERS["Miniflux"](item.html)
        for name in re.findall(r'href="#([^"]*)"', read_html):
            assert f'id="{name}"' in read_html
