"""From readers' replies to a post to what its page shows of them, and the letter for one more."""

from __future__ import annotations

from datetime import datetime

from plugins.blog.entries import Entry
from plugins.cases.letters import make_post_letter
from plugins.cases.model import PostReply, Publication, RoleKind
from plugins.cases.reader_text import render_reader_text
from plugins.documents.views import make_date
from plugins.site.reply_views import PostReplyView, RepliesView
from plugins.site.texts import Texts
from plugins.wording.locales import find_direction


def make_replies(entry: Entry, texts: Texts) -> RepliesView | None:
    """Return the replies to a post, or None where there are none and nobody is asked for any."""
    settings = texts.content.settings
    shown = rank_replies(entry)
    mailto = make_mailto(entry, texts) if settings.post_replies and settings.contact else None
    if not shown and mailto is None:
        return None
    views = tuple(_make_view(reply, texts.find_lang(entry)) for reply in shown)
    return RepliesView(views, mailto, any(reply.fields.sample for reply in shown))


def rank_replies(entry: Entry) -> list[PostReply]:
    """Return the replies that are shown in their order: those that the editor has chosen first, then the newest."""
    shown = [reply for reply in entry.replies if reply.fields.status is Publication.PUBLISHED]
    newest = sorted(shown, key=lambda reply: (_find_received(reply), reply.id), reverse=True)
    return sorted(newest, key=lambda reply: not reply.fields.featured)


def _find_received(reply: PostReply) -> datetime:
    assert reply.fields.received is not None  # reader_rules wants it
    return reply.fields.received


def make_mailto(entry: Entry, texts: Texts) -> str:
    """Return the link to a letter that replies to a post."""
    title, reference = entry.fields.title, entry.fields.id or entry.slug
    return make_post_letter(title, reference, texts.content.settings.contact, texts.speak(entry))


def _make_view(reply: PostReply, lang: str) -> PostReplyView:
    fields = reply.fields
    foreign = fields.lang if fields.lang != lang else None
    assert fields.text is not None  # reader_rules wants it
    return PostReplyView(
        anchor=f"reader-{reply.id}",
        text_html=render_reader_text(fields.text.text),
        lang=foreign,
        direction=find_direction(foreign) if foreign else None,
        name=fields.name,
        role=str(fields.role) if fields.role and fields.role is not RoleKind.OTHER else None,
        date=make_date(_find_received(reply), lang),
        sample=fields.sample,
        edited=fields.edited,
        editor_note=fields.editor_note,
    )
