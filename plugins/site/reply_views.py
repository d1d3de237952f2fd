"""What readers reply to posts, as templates see it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.documents.views import DateView


@dataclass(frozen=True)
class PostReplyView:
    """One reply. `anchor` is its permanent id on the page.

    `held`: it waits to be accepted, and `marks` say why to look at it twice; in the preview only.
    `lang` and `direction` are None where it is in the language of the page, `name` and `role` where the reader gives
    none; `role` is a word of the format.
    """

    anchor: str
    text_html: Markup
    lang: str | None
    direction: str | None
    name: str | None
    role: str | None
    date: DateView
    sample: bool
    edited: bool
    editor_note: str | None
    held: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RepliesView:
    """The replies to a post: those that the editor has chosen first, then the newest.

    `asking_html` asks for one more, and is None where nobody is asked; `has_form`: a form is in it. `samples` tells
    whether any is a sample. `held` wait to be accepted; in the preview only.
    """

    replies: tuple[PostReplyView, ...]
    asking_html: Markup | None
    has_form: bool
    samples: bool
    held: tuple[PostReplyView, ...] = ()
