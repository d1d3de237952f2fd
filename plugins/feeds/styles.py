"""The stylesheet that feeds name, for those who open one in a browser: the theme's, and a sentence of the catalogue.

Source: https://www.w3.org/TR/xml-stylesheet/. Neither Atom nor RSS has a place for a sentence that is no part of the
feed, so that it comes as a text of the stylesheet.
"""

from __future__ import annotations

import re

from plugins.assets.bundle import FEED_STYLESHEET
from plugins.site.content import Content
from plugins.wording.locales import find_direction


def render_style(content: Content) -> bytes:
    """Return the stylesheet: it takes the theme's in, says how to subscribe, and in which direction that is read."""
    settings, said = content.settings, content.settings.wording.speak(content.settings.lang).say("feed-in-browser")
    address = content.addresses.link(content.assets.find_path(FEED_STYLESHEET))
    lines = (
        f"@import url({quote_css(address)});",
        ":root {",
        f"  --cb-feed-says: {quote_css(said.text)};",
        f"  --cb-feed-direction: {find_direction(said.lang or settings.lang)};",
        "}",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def quote_css(text: str) -> str:
    """Return a text as a string of CSS. Source: https://www.w3.org/TR/cssom-1/#serialize-a-string."""
    return '"{}"'.format(re.sub(r'[\x00-\x1f\x7f"\\]', lambda match: f"\\{ord(match[0]):x} ", text))
