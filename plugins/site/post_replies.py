"""From readers' replies to a post to what its page shows of them, and the letter for one more."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.cases.asking import make_ask_view
from plugins.cases.letters import Topic
from plugins.cases.model import HeldOutcome
from plugins.cases.questions import POST_QUESTIONS
from plugins.cases.renditions import render_asking
from plugins.cases.reply_views import make_sent_view, rank_replies
from plugins.cases.views import SentView
from plugins.site.reply_views import RepliesView
from plugins.site.texts import Texts

ANCHOR = "cb-replies"
"""The id of the section at the end of a post."""


def make_replies(entry: Entry, texts: Texts) -> RepliesView | None:
    """Return the replies to a post, or None where there are none and nobody is asked for any."""
    settings = texts.content.settings
    shown = rank_replies(entry.replies)
    asking = ask_for_replies(entry, texts) if settings.post_replies else None
    if not shown and not entry.held and asking is None:
        return None
    lang = texts.find_lang(entry)
    return RepliesView(
        tuple(make_sent_view(reply, "", lang) for reply in shown),
        asking,
        bool(asking and settings.reply_ways.endpoint),
        any(reply.fields.sample for reply in shown),
        tuple(_make_held_view(held, entry, lang) for held in entry.held),
    )


def ask_for_replies(entry: Entry, texts: Texts) -> Markup | None:
    """Return the form for a reply to a post with all its ways, or None where the settings open none."""
    words = texts.speak(entry)
    name = words.plain("reply-subject", title=texts.typeset(entry.fields.title))
    topic = Topic(entry.fields.id or entry.slug, name, {}, POST_QUESTIONS)
    ask = make_ask_view(topic, texts.content.settings.reply_ways, ANCHOR, texts.link(entry.path), words)
    return render_asking(ask, words("post-invitation"), words) if ask else None


def _make_held_view(held: HeldOutcome, entry: Entry, lang: str) -> SentView:
    """Return what waits to be accepted as it would stand here; one without a day has that of the post."""
    fields = held.fields.model_copy(update={"received": held.fields.received or entry.date})
    return make_sent_view(replace(held, fields=fields), "", lang)
