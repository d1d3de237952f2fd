"""What the tests of the five blogs read of a page, of the content and of a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Locator, Page

from plugins.blog.entries import Entry
from plugins.site.registry import make_url
from tests.browser.building import ROOT, BuiltSite
from tests.browser.serving import ServedSite
from tests.browser.words import find_markdown_words
from tests.feeds.reading import Entry as FeedEntry
from tests.feeds.reading import read_feed

TABLE = ROOT / "docs" / "source-blogs.md"

BLOCKS = ":is(p, li, h2, h3, h4, h5, dt, dd, th, td, pre, figcaption, blockquote)"
"""What a text is made of, whatever the levels of its headings."""

READ_TEXTS = "all => all.map(one => one.textContent.replace(/\\s+/g, ' ').trim())"
READ_LINKS = "all => all.map(one => one.getAttribute('href'))"
READ_IDS = "all => all.map(one => one.id)"
READ_PICTURES = "all => all.map(one => [one.getAttribute('src'), one.alt])"

REPRINT = "posts/two-on-silence.md"
ORIGINALS = ("posts/the-customer-who-said-nothing.md", "posts/everybody-was-copied-in.md")
PARTS = ("posts/the-promise-on-film.md", "posts/the-promise-on-paper.md", "posts/the-promise-on-a-wet-tuesday.md")
FIRST_CASE = "cases/disobey-to-delight/case.yaml"
EMOTICON = re.compile(r"(?<!\S)[:;]-[)(|/](?!\w)")
TIME = re.compile(r"\d{4}-\d\d-\d\d")


def list_posts(site: BuiltSite) -> list[Entry]:
    """Return the listed posts, newest first."""
    return [entry for entry in site.content.stream if not entry.case]


def find_post(site: BuiltSite, source: str) -> Entry:
    return site.content.by_name[source]


def open_path(page: Page, served: ServedSite, path: str) -> None:
    """Open a page by its path from the root of the site."""
    answer = page.goto(f"{served.origin}{path}")
    assert answer is not None
    assert answer.ok, path


def open_entry(page: Page, served: ServedSite, source: str) -> None:
    """Open the page of a file of the content."""
    open_path(page, served, f"/{served.site.find_output(source).url}")


def find_path(served: ServedSite, source: str) -> str:
    return f"/{served.site.find_output(source).url}"


def read_texts(locator: Locator) -> list[str]:
    texts: list[str] = locator.evaluate_all(READ_TEXTS)
    return texts


def read_links(locator: Locator) -> list[str]:
    links: list[str] = locator.evaluate_all(READ_LINKS)
    return links


def read_own_text(page: Page, served: ServedSite, source: str) -> list[str]:
    """Return what a post says on its own page, block by block."""
    open_entry(page, served, source)
    blocks = read_texts(page.locator(f".post-text > .prose {BLOCKS}"))
    assert len(blocks) > 5, source
    return blocks


def read_markdown(site: BuiltSite, source: str) -> str:
    """Return the text of a file of the content, without its header."""
    text = (site.settings.content / source).read_text(encoding="utf-8")
    return text.split("\n---\n", 1)[1]


def find_plain_paragraphs(markdown: str) -> list[list[str]]:
    """Return the words of every paragraph that is nothing but one."""
    blocks = (block for block in markdown.split("\n\n") if re.match(r"\s*[\w*\"“(]", block))
    return [words for block in blocks if (words := find_markdown_words(block))]


def find_last_words(blocks: Sequence[str]) -> str:
    """Return the end of a post: its last paragraphs."""
    return " ".join(blocks[-3:])


def read_mail(href: str) -> tuple[str, str, str]:
    """Return the address, subject and body of the letter that a link begins."""
    parts = urlsplit(href)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query, strict_parsing=True)
    return unquote(parts.path), fields["subject"][0], fields["body"][0].strip()


def expect_whole_posts(page: Page, demo: ServedSite, entries: Sequence[Entry]) -> None:
    """Expect a list to show these entries in this order, and of each post all that its own page says."""
    assert page.locator("audio, video").evaluate_all("all => all.every(one => !one.error)")
    shown = page.locator(".entries > .entry")
    assert read_links(shown.locator("h2 a")) == [f"/{make_url(entry.path)}" for entry in entries]
    texts = [read_texts(one.locator(f".prose {BLOCKS}")) for one in shown.all()]
    ids: list[str] = page.locator("[id]").evaluate_all(READ_IDS)
    assert len(ids) == len({*ids})
    for entry, blocks in zip(entries, texts, strict=True):
        if not entry.case:
            assert blocks == read_own_text(page, demo, str(entry.name)), entry.name


def read_entries(site: BuiltSite) -> list[FeedEntry]:
    return read_feed(site.feed).entries
