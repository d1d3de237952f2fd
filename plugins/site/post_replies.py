"""From readers' replies to a post to what its page shows of them, and the letter for one more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.cases.asking import make_ask_view
from plugins.cases.letters import Topic
from plugins.cases.model import HeldOutcome, PostReply, Publication, RoleKind
from plugins.cases.questions import POST_QUESTIONS
from plugins.cases.reader_text import render_reader_text
from plugins.cases.renditions import render_asking
from plugins.documents.views import make_date
from plugins.site.reply_views import PostReplyView, RepliesView
from plugins.site.texts import Texts
from plugins.wording.locales import find_direction

ANCHOR = "cb-replies"
"""The id of the section at the end of a post."""


def make_replies(entry: Entry, texts: Texts) -> RepliesView | None:
    """Return the replies to a post, or None where there are none and nobody is asked for any."""
    settings = texts.content.settings
    shown = rank_replies(entry)
    asking = ask_for_replies(entry, texts) if settings.post_replies else None
    if not shown and not entry.held and asking is None:
        return None
    lang = texts.find_lang(entry)
    return RepliesView(
        tuple(_make_view(reply, lang) for reply in shown),
        asking,
        bool(asking and settings.reply_ways.endpoint),
        any(reply.fields.sample for reply in shown),
        tuple(_make_held_view(held, entry, lang) for held in entry.held),
    )


def rank_replies(entry: Entry) -> list[PostReply]:
    """Return the replies that are shown in their order: those that the editor has chosen first, then the newest."""
    shown = [reply for reply in entry.replies if reply.fields.status is Publication.PUBLISHED]
    newest = sorted(shown, key=lambda reply: (_find_received(reply), reply.id), reverse=True)
    return sorted(newest, key=lambda reply: not reply.fields.featured)


def _find_received(reply: PostReply | HeldOutcome) -> datetime:
    assert reply.fields.received is not None  # reader_rules wants it
    return reply.fields.received


def ask_for_replies(entry: Entry, texts: Texts) -> Markup | None:
    """Return the form for a reply to a post with all its ways, or None where the settings open none."""
    words = texts.speak(entry)
    name = words.plain("reply-subject", title=texts.typeset(entry.fields.title))
    topic = Topic(entry.fields.id or entry.slug, name, {}, POST_QUESTIONS)
    ask = make_ask_view(topic, texts.content.settings.reply_ways, ANCHOR, texts.link(entry.path), words)
    return render_asking(ask, words("post-invitation"), words) if ask else None


def _make_held_view(held: HeldOutcome, entry: Entry, lang: str) -> PostReplyView:
    """Return what waits to be accepted as it would stand here, marked; one without a day has that of the post."""
    fields = held.fields.model_copy(update={"received": held.fields.received or entry.date})
    return replace(_make_view(replace(held, fields=fields), lang), held=True, marks=held.marks)


def _make_view(reply: PostReply | HeldOutcome, lang: str) -> PostReplyView:
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
