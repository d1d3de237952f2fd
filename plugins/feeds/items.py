"""One FeedItem for each listed post or case: what every format of feed is written from."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import nh3
from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.cases.renditions import render_feed
from plugins.site.pages import Pages
from plugins.wording.locales import format_day
from plugins.wording.words import Words

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://casebook.invalid/feeds")
"""Makes ids out of documents' ids. It must never change: readers know entries by it."""

TAGS = {
    "a", "abbr", "audio", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em",
    "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp",
    "small", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul", "var", "video",
}  # fmt: skip
"""What feed readers keep. Everything else loses its tag and keeps its text; scripts and styles lose that too."""

ATTRIBUTES = {
    "a": {"href", "id"}, "img": {"src", "srcset", "alt", "width", "height"}, "audio": {"src", "controls"},
    "video": {"src", "poster", "controls", "width", "height"}, "blockquote": {"cite"}, "q": {"cite"}, "abbr": {"title"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "ol": {"start"}, "time": {"datetime"},
    "li": {"id"}, "sup": {"id"}, "*": set(),
}  # fmt: skip


SCHEMES = {"http", "https", "mailto"}
BOXES = re.compile(
    r"</?(?:address|article|aside|details|dialog|div|fieldset|footer|form|header|hgroup|legend|main|menu|nav|option"
    r"|section|summary)\b",
    re.IGNORECASE,
)
"""Tags of boxes that are dropped: without white space in their place the words on both sides would become one."""


@dataclass(frozen=True)
class FeedItem:
    """A post or case as a feed carries it. `html` holds whole addresses only, and nothing that feed readers drop."""

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    lang: str
    html: Markup


def make_items(entries: Iterable[Entry], pages: Pages) -> list[FeedItem]:
    """Return entries as feed items, in their order."""
    return [make_item(entry, pages) for entry in entries]


def make_item(entry: Entry, pages: Pages) -> FeedItem:
    """Return one entry as a feed item."""
    assert entry.date is not None
    content = pages.content
    case = pages.texts.make_case_view(entry, absolute=True) if entry.case else None
    return FeedItem(
        id=make_entry_id(entry),
        url=content.addresses.make_absolute(entry.path),
        title=entry.fields.title,
        published=entry.date,
        updated=entry.fields.changed or entry.date,
        authors=tuple(content.authors[name].name for name in entry.authors),
        categories=(*((entry.fields.category,) if entry.fields.category else ()), *entry.fields.tags),
        summary=" ".join(str(pages.texts.make_summary(entry, absolute=True).striptags()).split()),
        lang=entry.fields.lang or content.settings.lang,
        html=clean_html(render_feed(case) if case else make_post_html(entry, pages)),
    )


def make_post_html(entry: Entry, pages: Pages) -> Markup:
    """Return a post with the older posts that it shows."""
    reprints = pages.content.reprints.shown.get(str(entry.name), ())
    parts = [pages.texts.make_text(entry, absolute=True)]
    return Markup("\n").join([*parts, *(_make_reprint(original, entry, pages) for original in reprints)])


def _make_reprint(original: Entry, entry: Entry, pages: Pages) -> Markup:
    assert original.date is not None
    words = pages.texts.speak(original)
    licence = pages.lists.make_own_licence(original)
    head = Markup('<hr>\n<h2><a href="{}">{}</a></h2>\n<p>{}{}</p>').format(
        pages.content.addresses.make_absolute(original.path),
        pages.content.renderer.render_title(original.fields.title),
        _tell_origin(
            format_day(words.lang, original.date), [author.text for author in pages.texts.make_authors(original)], words
        ),
        Markup(" {}").format(words("licence-is", licence=licence.text)) if licence else "",
    )
    return head + "\n" + pages.texts.make_nested_text(original, 3, shown_by=entry)


def _tell_origin(date: str, names: Sequence[str], words: Words) -> Markup:
    """Return when a post was first published, and whose it is."""
    if not names:
        return words("first-published", date=date)
    authors = "".join(f"{name}{separator}" for name, separator in zip(names, words.between(len(names)), strict=True))
    return words("first-published-by", date=date, authors=authors)


def make_entry_id(entry: Entry) -> str:
    """Return an id that outlives title, date, slug and the site's address. Source: RFC 9562, section 5.5.

    A document that has no permanent id yet is known by its path.
    """
    return uuid.uuid5(NAMESPACE, entry.fields.id or f"path:{entry.name}").urn


def clean_html(html: Markup) -> Markup:
    """Return HTML without what feed readers drop or must not run; no word of it is lost or grown together."""
    parted = BOXES.sub(r"\n\g<0>", str(html))
    return Markup(nh3.clean(parted, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes=SCHEMES).strip())
