"""What the strictest feed readers do to an entry, as lists for nh3.

Miniflux keeps what its list names and drops what is hidden; FreshRSS drops what its list names, with all inside (it
keeps the words of some, but no word may depend on that). Sources: miniflux/v2, internal/reader/sanitizer/sanitizer.go;
FreshRSS, lib/lib_rss.php.
"""

from __future__ import annotations

import nh3

MINIFLUX: dict[str, set[str]] = {
    "a": {"href", "title", "id"}, "abbr": {"title"}, "audio": {"src"}, "blockquote": set(), "br": set(),
    "caption": set(), "cite": set(), "code": set(), "dd": {"id"}, "del": set(), "dfn": set(), "dl": {"id"},
    "dt": {"id"}, "em": set(), "figcaption": set(), "figure": set(), "h1": {"id"}, "h2": {"id"}, "h3": {"id"},
    "h4": {"id"}, "h5": {"id"}, "h6": {"id"}, "img": {"alt", "title", "src", "srcset", "sizes", "width", "height"},
    "ins": set(), "kbd": set(), "li": {"id"}, "ol": {"id"}, "p": set(), "picture": set(), "pre": set(), "q": {"cite"},
    "rp": set(), "rt": set(), "rtc": set(), "ruby": set(), "s": set(), "samp": set(), "strong": set(), "sub": set(),
    "sup": {"id"}, "table": set(), "td": {"rowspan", "colspan"}, "th": {"rowspan", "colspan"}, "thead": set(),
    "time": {"datetime"}, "tr": set(), "ul": {"id"}, "var": set(), "video": {"poster", "height", "width", "src"},
    "wbr": set(),
}  # fmt: skip
DROPPED_BY_FRESHRSS = {
    "base", "blink", "body", "embed", "font", "form", "frame", "frameset", "html", "link", "input", "marquee", "meta",
    "noscript", "object", "param", "script", "style", "svg",
}  # fmt: skip
STRIPPED_BY_FRESHRSS = {"id", "class", "style", "srcset", "sizes", "hidden", "autoplay"}


def read_as_miniflux(html: str) -> str:
    return nh3.clean(
        html, tags=set(MINIFLUX), attributes=MINIFLUX, link_rel=None, clean_content_tags={"script", "style", "noscript"}
    )


def read_as_freshrss(html: str) -> str:
    tags = nh3.ALLOWED_TAGS - DROPPED_BY_FRESHRSS
    attributes = {tag: names - STRIPPED_BY_FRESHRSS for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    return nh3.clean(html, tags=tags, attributes=attributes, link_rel=None, clean_content_tags=DROPPED_BY_FRESHRSS)


READERS = {"Miniflux": read_as_miniflux, "FreshRSS": read_as_freshrss}
