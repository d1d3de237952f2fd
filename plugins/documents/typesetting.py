"""Quotes, dashes and what else Typogrify does: to finished HTML, and to titles and names, which are plain text."""

from __future__ import annotations

import html
import re

import smartypants
from markupsafe import Markup
from typogrify.filters import applyfilters, typogrify

from plugins.documents.emoticons import hide_emoticons, retype_emoticons, show_emoticons
from plugins.documents.smart_quotes import set_quotes
from plugins.documents.tags import protect_tags
from plugins.settings import SiteSettings

# Typogrify asks the module for this function each time.
smartypants.smartypants = set_quotes

UNTOUCHED = ["pre", "code", "kbd", "samp", "var", "script", "style", "math", "svg", "textarea"]
"""What Typogrify leaves as it is."""

_UNTOUCHED = re.compile(f"<(?i:{'|'.join(UNTOUCHED)})")


PLAIN = re.compile(r"[\w ,]*")
"""Words alone, in which there is nothing to set: most titles and names."""


class Typesetter:
    """Sets texts as the settings want it."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        self._filters = dict.fromkeys(settings.typogrify_omit, False)
        # Titles and names stand on many pages.
        self._titles: dict[str, Markup] = {}
        self._typeset: dict[str, str] = {}

    def finish(self, text: str) -> str:
        """Return HTML with what Typogrify makes of it."""
        if not self._settings.typogrify or not text:
            return text
        protected = protect_tags(text)
        if not _UNTOUCHED.search(protected):
            return str(applyfilters(protected, **self._filters))
        return str(typogrify(protected, UNTOUCHED, **self._filters))

    def render_title(self, title: str) -> Markup:
        """Return plain text as HTML with typographic quotes and dashes."""
        if title not in self._titles:
            self._titles[title] = Markup(show_emoticons(self.finish(hide_emoticons(_escape(title)))))
        return self._titles[title]

    def typeset(self, text: str) -> str:
        """Return plain text with typographic quotes and dashes, plain text again: for titles of windows."""
        if not self._settings.typogrify or "smartypants" in self._settings.typogrify_omit or PLAIN.fullmatch(text):
            return text
        if text not in self._typeset:
            self._typeset[text] = retype_emoticons(html.unescape(set_quotes(_escape(hide_emoticons(text)))))
        return self._typeset[text]


def _escape(text: str) -> str:
    """Return text as HTML, but for quotes: as references smartypants would not see them."""
    return html.escape(text, quote=False)
