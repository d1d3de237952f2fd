"""One case, several renditions: each a finished fragment made from the same view."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from plugins.cases.asking import AskView
from plugins.cases.views import CaseView, ReplyView
from plugins.templating import compile_templates, make_environment
from plugins.wording.words import Words

COMPONENTS = Path(__file__).parent / "components"
TEMPLATES = Path(__file__).parent / "templates"


def render_page(view: CaseView) -> Markup:
    """Return the case as it stands on its page: complete and interactive without a script."""
    return _render("page.html", view.words, case=view).strip()


def render_snippet(source: str, view: CaseView) -> Markup:
    """Return what a piece of template makes of a case: it imports components and calls them.

    The view is `case`; `words` are those of its language. Components see them where they are imported `with context`.
    """
    return Markup(_load_environment().from_string(source).render(case=view, words=view.words).strip())


def render_replies(view: CaseView, replies: Sequence[ReplyView]) -> Markup:
    """Return replies to a case as they stand on a page of their own; their dates lead to the page of the case."""
    return _render("replies.html", view.words, case=view, replies=replies).strip()


def render_asking(ask: AskView, lede: Markup, words: Words) -> Markup:
    """Return the form by which readers answer, where it stands outside of a case: the element with all its ways."""
    return _render("asking.html", words, ask=ask, lede=lede).strip()


def render_feed(view: CaseView) -> Markup:
    """Return the case for feeds and e-mail, where no script or style survives.

    Headings, lists, paragraphs and quotes only; the options come first, then a line to decide before one reads on,
    then what may follow. Each option has its link to the page. Links are whatever the view's are: the caller makes them
    absolute.
    """
    return _render("feed.html", view.words, case=view, is_invitation=False)


def render_invitation(view: CaseView) -> Markup:
    """Return the case for a letter: as in feeds, up to the first decision; what may follow stands on the page only."""
    return _render("feed.html", view.words, case=view, is_invitation=True)


def render_search(view: CaseView) -> Markup:
    """Return the case as the search reads it, in Pagefind's marks: what follows a choice is found and never shown."""
    return _render("search.html", view.words, case=view)


def render_reply(view: CaseView, reply: ReplyView, option: str) -> Markup:
    """Return what a reader sent, for the feed of such: to which option of which case, the words, and the way there."""
    return _render("reply.html", view.words, case=view, reply=reply, option=option)


def prepare() -> None:
    """Compile all templates, where more than one process is to use them."""
    compile_templates(_load_environment())


def _render(name: str, words: Words, **values: object) -> Markup:
    """Return what a template of templates/ makes; it is compiled once."""
    return Markup(_load_environment().get_template(name).render(words=words, **values))


def _load_environment() -> Environment:
    """Return the environment of the templates as they are now: who changes a component sees it in the preview."""
    return _make_environment(max(path.stat().st_mtime_ns for path in _find_templates()))


@lru_cache(maxsize=1)
def _make_environment(changed: int) -> Environment:
    del changed
    return make_environment(COMPONENTS, TEMPLATES)


@lru_cache(maxsize=1)
def _find_templates() -> tuple[Path, ...]:
    return (*COMPONENTS.glob("*/*.html"), *TEMPLATES.glob("*.html"))
