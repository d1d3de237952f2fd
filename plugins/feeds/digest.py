"""The digest: a letter with what is new since a day, ready to be sent by whoever sends letters for the site.

It is made of the items of the feeds, so that an inbox gets what a feed reader gets; of a case only what comes before
the decision. Addresses of single readers are the sender's to fill in: `{{email}}` and `{{unsubscribe_url}}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.feeds.items import FeedItem
from plugins.feeds.mail_html import write_html
from plugins.feeds.mail_text import write_text
from plugins.feeds.making import Items
from plugins.feeds.trees import parse_tree
from plugins.site.feed_planning import FeedKind
from plugins.site.pages import Pages
from plugins.wording.locales import find_direction, format_day
from plugins.wording.words import Words

UNSUBSCRIBE = "{{unsubscribe_url}}"
"""What the sender replaces by the address at which one reader unsubscribes."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Digest:
    """What a letter says: its subject, and its words as plain text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class _Part:
    """One new thing: its item, the level of its heading, and what is said of it below."""

    item: FeedItem
    level: int
    html: Markup


def make_digest(pages: Pages, since: datetime, *, full: bool = False) -> Digest | None:
    """Return the letter with all that was published after `since` and up to now, or None where nothing was.

    A post is its summary and a link, or whole where the letter is to be `full`.
    """
    items, words, settings = Items(pages), pages.words, pages.settings
    entries = [_make_entry_part(entry, items, words, full=full) for entry in _find_entries(pages, since)]
    replies = [_Part(item, 3, item.html) for item in _find_replies(items, since)]
    if not entries and not replies:
        return None
    first, count = (entries or replies)[0].item, len(entries) + len(replies)
    subject = _make_line(words.plain("digest-subject", site=settings.name, title=first.title, count=count))
    root = parse_tree(Markup("\n").join(_write_parts(entries, replies, pages)))
    return Digest(subject, write_text(root), write_html(root, subject, settings.lang))


def _find_entries(pages: Pages, since: datetime) -> Iterator[Entry]:
    """Go through the new posts and cases, newest first. The stream holds nothing that is not to be seen."""
    now = pages.settings.now
    return (entry for entry in pages.content.stream if entry.date and since < entry.date <= now)


def _find_replies(items: Items, since: datetime) -> Iterator[FeedItem]:
    """Go through what readers sent, newest first."""
    feed = next((feed for feed in items.content.feeds if feed.kind is FeedKind.OUTCOMES), None)
    for reply in feed.replies if feed else ():
        received = reply.outcome.fields.received
        if received and since < received <= items.content.settings.now:
            yield items.make_reply(reply)


def _make_entry_part(entry: Entry, items: Items, words: Words, *, full: bool) -> _Part:
    item = items.make_entry(entry)
    if entry.case:
        return _Part(item, 2, items.make_invitation(entry))
    if full:
        return _Part(item, 2, item.html)
    link = Markup('<p><a href="{}">{}</a></p>').format(item.url, words("digest-read"))
    return _Part(item, 2, Markup("<p>{}</p>\n{}").format(item.summary, link))


def _write_parts(entries: list[_Part], replies: list[_Part], pages: Pages) -> Iterator[Markup]:
    """Go through the letter from its title to the way out."""
    words, settings = pages.words, pages.settings
    home = pages.content.addresses.make_absolute("index.html")
    yield Markup('<h1><a href="{}">{}</a></h1>').format(home, settings.name)
    yield from (_write_part(part, pages) for part in entries)
    if replies:
        yield Markup("<h2>{}</h2>").format(words("digest-outcomes"))
        yield from (_write_part(part, pages) for part in replies)
    yield Markup('<hr>\n<p>{} <a href="{}">{}</a></p>').format(
        words("digest-why", site=settings.name), UNSUBSCRIBE, words("digest-unsubscribe")
    )


def _write_part(part: _Part, pages: Pages) -> Markup:
    """Return a heading, who wrote it and when, and the text with its headings below that one."""
    item, words = part.item, pages.settings.wording.speak(part.item.lang)
    text = _fit_tree(parse_tree(part.html), part)
    marks = {"lang": item.lang, "dir": find_direction(item.lang)} if item.lang != pages.settings.lang else {}
    return Markup('<div{}>\n<h{level}><a href="{}">{}</a></h{level}>\n{}{}\n</div>').format(
        Markup("").join(Markup(' {}="{}"').format(*pair) for pair in marks.items()),
        item.url, item.title, _write_facts(item, words) if item.parent is None else "", text, level=part.level,
    )  # fmt: skip


def _write_facts(item: FeedItem, words: Words) -> Markup:
    names = [person.name for person in item.authors]
    separators = words.between(len(names))
    authors = "".join(f"{name}{separator}" for name, separator in zip(names, separators, strict=True))
    return Markup("<p>{} · {}</p>\n").format(format_day(words.lang, item.published), words("by", authors=authors))


def _fit_tree(root: Element, part: _Part) -> Markup:
    """Return a text for its place in the letter: headings below its own, one address for a picture, whole links.

    Programs for mail take ids away, so a footnote leads to the page.
    """
    for element in root.iter():
        if element.tag in HEADINGS:
            element.tag = HEADINGS[min(HEADINGS.index(element.tag) + part.level - 1, len(HEADINGS) - 1)]
        if element.get("href", "").startswith("#"):
            element.set("href", part.item.url)
        for name in ("id", "srcset"):
            element.attrib.pop(name, None)
    return Markup(tostring(root, "unicode", method="html").removeprefix("<div>").removesuffix("</div>"))


def _make_line(text: str) -> str:
    """Return a text as one line; a title in YAML and the name of a site may have several."""
    return " ".join(text.split())
