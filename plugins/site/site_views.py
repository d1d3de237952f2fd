"""What templates see of the site on every page, as `site`; views.py says how."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.documents.views import LinkView
from plugins.wording.words import Words


@dataclass(frozen=True, eq=False)  # it is itself: what templates make of it is remembered
class SiteView:
    """What every page of the site has in common.

    `direction` is ltr or rtl, `case_script` the module that every page with a case asks for, `asking_script` that of
    pages where readers are asked; `font` is the font that
    every page is set in, where it is one of the theme's; `preview_script` is set in the preview only. `words` are those
    of the site's language.
    """

    name: str
    tagline: str
    lang: str
    direction: str
    href: str
    stylesheet: str
    case_script: str
    asking_script: str
    icon: str
    font: str | None
    scheme_script: str
    share_script: str
    search: SearchView | None
    subscribe: SubscribeView | None
    footer: tuple[LinkView, ...]
    boxes: tuple[BoxView, ...]
    meta: SiteMetaView
    preview_script: str | None
    words: Words


@dataclass(frozen=True)
class SearchView:
    """Where the site is searched, and the module that lets a key lead there from every page."""

    href: str
    shortcut_script: str


@dataclass(frozen=True)
class SubscribeView:
    """Where one subscribes by e-mail: a link, or a form that sends the address in `field`. `host` is who gets it."""

    href: str
    is_form: bool
    host: str
    field: str
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SiteMetaView:
    """What machines find on every page: addresses, each None where the theme has no such icon, and colours.

    `colour` and `colour_dark` are those of the page, for what a browser draws around it.
    """

    manifest: str
    favicon: str | None
    touch_icon: str | None
    colour: str
    colour_dark: str


@dataclass(frozen=True)
class BoxView:
    """A short text that stands on every page."""

    id: str
    title: str
    text_html: Markup
