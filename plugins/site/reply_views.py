"""What readers reply to posts, as templates see it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.cases.views import SentView


@dataclass(frozen=True)
class RepliesView:
    """The replies to a post: those that the editor has chosen first, then the newest.

    `asking_html` asks for one more, and is None where nobody is asked; `has_form`: a form is in it. `samples` tells
    whether any is a sample. `held` wait to be accepted; in the preview only.
    """

    replies: tuple[SentView, ...]
    asking_html: Markup | None
    has_form: bool
    samples: bool
    held: tuple[SentView, ...] = ()
