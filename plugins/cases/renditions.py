"""One case, several renditions: each a finished fragment made from the same view."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from plugins.cases.asking import AskView
from plugins.cases.views import CaseView, ReplyView
from plugins.templating import make_environment
from plugins.wording.words import Words

COMPONENTS = Path(__file__).parent / "components"
TEMPLATES = Path(__file__).parent / "templates"

WHOLE = '{% from "case/case.html" import case as whole with context %}{{ whole(case) }}'
"""The piece of template that makes the whole page's case."""

REPLIES = '{% from "reply/reply.html" import reply_list with context %}{{ reply_list(replies, case.url, 2) }}'
"""The piece of template that makes a list of replies away from the case."""


def render_page(view: CaseView) -> Markup:
    """Return the case as it stands on its page: complete and interactive without a script."""
    return render_snippet(WHOLE, view)


def render_snippet(source: str, view: CaseView) -> Markup:
    """Return what a piece of template makes of a case: it imports components and calls them.

    The view is `case`; `words` are those of its language. Components see them where they are imported `with context`.
    """
    return Markup(_load_environment().from_string(source).render(case=view, words=view.words).strip())


def render_replies(view: CaseView, replies: Sequence[ReplyView]) -> Markup:
    """Return replies to a case as they stand on a page of their own; their dates lead to the page of the case."""
    template = _load_environment().from_string(REPLIES)
    return Markup(template.render(case=view, words=view.words, replies=replies).strip())


def render_asking(ask: AskView, lede: Markup, words: Words) -> Markup:
    """Return the form by which readers answer, where it stands outside of a case: the element with all its ways."""
    source = '{% from "asking/asking.html" import invitation with context %}{{ invitation(ask, lede) }}'
    return Markup(_load_environment().from_string(source).render(ask=ask, lede=lede, words=words).strip())


def render_feed(view: CaseView) -> Markup:
    """Return the case for feeds and e-mail, where no script or style survives.

    Headings, lists, paragraphs and quotes only; the options come first, then a line to decide before one reads on,
    then what may follow. Each option has its link to the page. Links are whatever the view's are: the caller makes them
    absolute.
    """
    return _render_feed(view, is_invitation=False)


def render_invitation(view: CaseView) -> Markup:
    """Return the case for a letter: as in feeds, up to the first decision; what may follow stands on the page only."""
    return _render_feed(view, is_invitation=True)


def _render_feed(view: CaseView, *, is_invitation: bool) -> Markup:
    template = _load_environment().get_template("feed.html")
    return Markup(template.render(case=view, words=view.words, is_invitation=is_invitation))


def render_search(view: CaseView) -> Markup:
    """Return the case as the search reads it, in Pagefind's marks: what follows a choice is found and never shown."""
    return Markup(_load_environment().get_template("search.html").render(case=view, words=view.words))


def render_reply(view: CaseView, reply: ReplyView, option: str) -> Markup:
    """Return what a reader sent, for the feed of such: to which option of which case, the words, and the way there."""
    return Markup(
        _load_environment().get_template("reply.html").render(case=view, reply=reply, option=option, words=view.words)
    )


@lru_cache(maxsize=1)
def _load_environment() -> Environment:
    return make_environment(COMPONENTS, TEMPLATES)
