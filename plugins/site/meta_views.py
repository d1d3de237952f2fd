"""What templates see of what machines read of a page; views.py says how."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class PropertyView:
    """One fact about a page, for those who pass it on: `name` is that of the Open Graph protocol."""

    name: str
    content: str


@dataclass(frozen=True)
class AlternateView:
    """The page in a language, by its whole address; `lang` is `x-default` for readers of any other."""

    lang: str
    href: str


@dataclass(frozen=True)
class MetaView:
    """What machines read of a page.

    `has_card` tells whether a large picture stands for it. `alternates` are all its languages, its own too, or none.
    `data_html` is JSON-LD, ready to stand in a script element, or None where the page is not indexed.
    """

    properties: tuple[PropertyView, ...]
    has_card: bool
    alternates: tuple[AlternateView, ...]
    data_html: Markup | None
