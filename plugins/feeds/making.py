"""Makes the items of feeds, each once, however many feeds carry it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.blog.summaries import find_beginning
from plugins.blog.terms import TermKind
from plugins.cases.renditions import render_feed, render_invitation, render_reply
from plugins.cases.views import CaseView, ReplyView, list_replies
from plugins.documents.plain_words import strip_tags
from plugins.feeds.adapting import adapt_html
from plugins.feeds.bodies import make_colophon, make_post_html
from plugins.feeds.enclosures import find_enclosures
from plugins.feeds.ids import make_entry_id, make_reply_id
from plugins.feeds.items import FeedItem, Parent, Person, Thread, Translation
from plugins.feeds.members import Members, find_repeated
from plugins.site.feed_planning import FeedFormat, FeedKind, Reply, find_replies
from plugins.site.pages import Pages

RARE = 256
"""How many items are remembered that only one archive holds, which is written in two formats."""


class Items:
    """The items of one site."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.content = pages.content
        self._entries: dict[Entry, FeedItem] = {}
        self._sent: dict[tuple[Entry, str], FeedItem] = {}
        self._views: dict[Entry, CaseView] = {}
        self._replies: dict[Entry, dict[str, tuple[ReplyView, str]]] = {}
        self._make_rare = lru_cache(maxsize=RARE)(self._make_entry)
        feeds = [feed for feed in self.content.feeds if feed.format is FeedFormat.ATOM]
        self._repeated = find_repeated(feeds)
        self._repeated_ids: set[str] = set()
        self._threads = {feed.subject: feed.address for feed in feeds if feed.kind is FeedKind.CASE_OUTCOMES}
        self._whole = next(feed.address for feed in feeds if feed.kind is FeedKind.ALL)

    def find_items(self, members: Members) -> list[FeedItem]:
        """Return what is in a file of a feed, newest first."""
        entries = (self.make_entry(entry) for entry in members.entries)
        return [*entries, *(self.make_reply(reply) for reply in members.replies)]

    def is_repeated(self, item: FeedItem) -> bool:
        """Tell whether an item that was made stands in several files of a format."""
        return item.parent is not None or item.id in self._repeated_ids

    def make_entry(self, entry: Entry) -> FeedItem:
        """Return a post or case as an item; one that few files hold is not remembered for long."""
        if entry not in self._repeated:
            return self._make_rare(entry)
        if entry not in self._entries:
            item = self._make_entry(entry)
            self._repeated_ids.add(item.id)
            self._entries[entry] = item
        return self._entries[entry]

    def make_reply(self, reply: Reply) -> FeedItem:
        """Return what a reader sent as an item."""
        key = (reply.entry, reply.outcome.id)
        if key not in self._sent:
            self._sent[key] = self._make_reply(reply)
        return self._sent[key]

    def make_invitation(self, entry: Entry) -> Markup:
        """Return a case up to its first decision, for letters."""
        item = self.make_entry(entry)
        return adapt_html(render_invitation(self._view_case(entry)), item.url, _shorten(item.id)).html

    def _make_entry(self, entry: Entry) -> FeedItem:
        assert entry.date is not None
        texts = self.pages.texts
        key, url = make_entry_id(entry), self.content.addresses.make_absolute(entry.path)
        body = render_feed(self._view_case(entry)) if entry.case else make_post_html(entry, self.pages)
        adapted = adapt_html(body + make_colophon(entry, self.pages), url, _shorten(key))
        return FeedItem(
            id=key,
            url=url,
            title=texts.typeset(entry.fields.title),
            lang=texts.find_lang(entry),
            published=entry.date,
            updated=find_updated(entry),
            authors=self._find_authors(entry),
            categories=_find_categories(entry),
            summary=self._summarize(entry, adapted.html),
            html=adapted.html or Markup('<p><a href="{}">{}</a></p>').format(url, texts.typeset(entry.fields.title)),
            licence=self.pages.around.make_licence(entry),
            enclosures=find_enclosures(adapted.media, self.content),
            translations=self._find_translations(entry),
            thread=self._find_thread(entry),
        )

    def _summarize(self, entry: Entry, html: Markup) -> str:
        """Return in plain words what lists say of an entry; where nothing is written for them, how its text begins."""
        if entry.case or entry.fields.summary:
            return _make_plain(self.pages.texts.make_summary(entry, absolute=True))
        return " ".join(find_beginning(html).split())

    def _make_reply(self, reply: Reply) -> FeedItem:
        received = reply.outcome.fields.received
        assert received is not None  # rules.check_readers
        typeset = self.pages.texts.typeset
        case, key = self._view_case(reply.entry), make_reply_id(reply)
        view, option = self._find_replies(reply.entry)[reply.outcome.id]
        name = view.name or case.words.plain("reader")
        return FeedItem(
            id=key,
            url=f"{case.url}#{view.anchor}",
            title=typeset(case.words.plain("feed-reply-title", name=name, case=case.title, option=option)),
            lang=view.lang or self.pages.texts.find_lang(reply.entry),
            published=received,
            updated=received,
            authors=(Person(name),),
            categories=(typeset(case.title),),
            summary=_make_plain(view.text_html),
            html=adapt_html(render_reply(case, view, option), case.url, _shorten(key)).html,
            parent=Parent(make_entry_id(reply.entry), case.url, self._whole),
        )

    def _view_case(self, entry: Entry) -> CaseView:
        if entry not in self._views:
            self._views[entry] = self.pages.texts.make_case_view(entry, absolute=True)
        return self._views[entry]

    def _find_replies(self, entry: Entry) -> dict[str, tuple[ReplyView, str]]:
        """Return what readers sent to a case by its id, each with the title of the road that it is about."""
        if entry not in self._replies:
            self._replies[entry] = {reply.id: (reply, title) for reply, title in list_replies(self._view_case(entry))}
        return self._replies[entry]

    def _find_authors(self, entry: Entry) -> tuple[Person, ...]:
        """Return the authors; what names none is the site's own. Atom wants somebody."""
        terms, addresses = self.content.terms[TermKind.AUTHOR], self.content.addresses
        return tuple(Person(terms[key].name, addresses.make_absolute(terms[key].path)) for key in entry.authors) or (
            Person(self.content.settings.name, addresses.make_absolute("index.html")),
        )

    def _find_translations(self, entry: Entry) -> tuple[Translation, ...]:
        return tuple(Translation(one.lang, one.href) for one in self.pages.around.make_translations(entry))

    def _find_thread(self, entry: Entry) -> Thread | None:
        """Return where the replies to a case are. A reply is no change of the case, so only this tells of it."""
        address = self._threads.get(str(entry.name)) if entry.case else None
        if address is None:
            return None
        times = [received for reply in find_replies(entry) if (received := reply.outcome.fields.received)]
        return Thread(address, len(times), max(times, default=None))


def find_updated(entry: Entry) -> datetime:
    """Return when an entry was last changed in earnest: `updated`, its last correction, or when it was published.

    An edit that its author does not announce brings nothing up again in anybody's reader.
    """
    assert entry.date is not None
    corrected = (correction.date for correction in entry.fields.corrections)
    return max((entry.date, entry.fields.updated or entry.date, *corrected))


def _find_categories(entry: Entry) -> tuple[str, ...]:
    category = (entry.fields.category,) if entry.fields.category else ()
    return tuple(dict.fromkeys((*category, *entry.fields.tags)))


def _make_plain(html: Markup) -> str:
    return " ".join(strip_tags(html).split())


def _shorten(key: str) -> str:
    """Return the first part of a UUID: enough to keep the ids of a reader's page apart."""
    return key.removeprefix("urn:uuid:").partition("-")[0]
