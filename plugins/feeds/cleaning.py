"""What feed readers keep of HTML, as an allow-list.

Sources: the sanitizers of Miniflux (internal/reader/sanitizer) and FreshRSS (lib_rss.php), the strictest that are
public. What they drop and we keep (`hr`, `b`, `tbody`, `srcset`) costs no word where it is dropped.
"""

from __future__ import annotations

import nh3
from markupsafe import Markup

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "ul", "var", "wbr",
}  # fmt: skip
"""Everything else loses its tag and keeps its text; scripts and styles lose that too."""

ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "srcset", "alt", "width", "height"}, "blockquote": {"cite"}, "q": {"cite"},
    "abbr": {"title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "ol": {"start"},
    "time": {"datetime"}, "*": set(),
}  # fmt: skip

NOTE_ATTRIBUTES = {**ATTRIBUTES, "li": {"id"}, "sup": {"id"}}
"""Footnotes keep their ids."""

SCHEMES = {"http", "https", "mailto"}

# To make a cleaner costs more than to clean a short text.
_CLEANER = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes=SCHEMES)
_NOTE_CLEANER = nh3.Cleaner(tags=TAGS, attributes=NOTE_ATTRIBUTES, link_rel=None, url_schemes=SCHEMES)


def clean_html(html: str, *, notes: bool = False) -> Markup:
    """Return HTML without what feed readers drop or must not run; only `notes` keep ids."""
    return Markup((_NOTE_CLEANER if notes else _CLEANER).clean(html).strip())
