"""Edits of the settings, and of the time that the site is built for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random

from tests.incremental.edits import add_edit, edit
from tests.incremental.tiny_site import SETTINGS, TinySite, read_settings, write_settings

VALUES: Mapping[str, tuple[object, ...]] = {
    "SITENAME": ("Tiny", "Other & tiny"),
    "SITESUBTITLE": ("", "Small & quick", 'A "motto"'),
    "SITEURL": ("https://tiny.example", "https://tiny.example/below", "http://other.example"),
    "MENUITEMS": ((), (("About", "/about/"),), (("Archive", "/archives/"), ("Front", "/"))),
    "FOOTER_LINKS": ((), (("Feeds", "/feeds/"),)),
    "DEFAULT_PAGINATION": (1, 2, 3, 10, False),
    "FULL_POSTS": ((), ("month",), ("index", "tag"), ("category", "author", "series", "column")),
    "FEED_MAX_ITEMS": (1, 2, 3, 20),
    "FEED_ARCHIVES": ((), ("all",), ("all", "tag", "category")),
    "FEED_FOLDER": ("feeds", "abo"),
    "FEED_ALL_ATOM": (None, "feed.xml"),
    "TYPOGRIFY": (True, False),
    "BOXES": ((), ("note",), ("none",)),
    "POST_REPLIES": (True, True, False),
    "LICENCE": (None, ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")),
    "CONTACT_EMAIL": ("", "replies@tiny.example"),
    "REPLY_BY": (None, {}, {"issue": "https://codeberg.org/ann/cases"}, {"form": {"to": "https://forms.example/7"}}),
    "SUBSCRIBE": (None, "https://letters.example/tiny"),
    "TIMEZONE": ("UTC", "Europe/Berlin", "Pacific/Auckland"),
    "DEFAULT_LANG": ("en", "de"),
    "AUTHOR": ("", "ada", "eve"),
    "PICTURE_WIDTHS": ((), (100,), (100, 120)),
    "PICTURE_QUALITY": (80, 30),
    "ARTICLE_SAVE_AS": ("posts/{slug}/index.html", "{date:%Y}/{slug}/index.html"),
    "TAG_SAVE_AS": ("tags/{slug}/index.html", "tag/{slug}/index.html"),
    "ARTICLE_ALIASES": ((), ("/{slug}.html",)),
    "PAGE_BUDGETS": ({}, {"post": 2000}),
    "SLUGIFY_SOURCE": ("basename", "title"),
    "TOKENS": (None, "tokens.css"),
    "EXTRA_KEYS": ((), ("mood",)),
    "MINIFY": (False, True),
    "GZIP_LEVEL": (0, 1),
    "BROTLI_QUALITY": (0, 1),
    "AUTHOR_SAVE_AS": ("authors/{slug}/index.html", "who/{slug}/index.html"),
    "CATEGORY_SAVE_AS": ("categories/{slug}/index.html", "about/{slug}/index.html"),
    "PAGE_SAVE_AS": ("{slug}/index.html", "pages/{slug}/index.html"),
    "CASE_SAVE_AS": ("cases/{slug}/index.html", "c/{slug}/index.html"),
    "YEAR_ARCHIVE_SAVE_AS": ("archives/{date:%Y}/index.html", "{date:%Y}/index.html"),
    "PAGE_ALIASES": ((), ("/old/{slug}/",)),
    "FEED_ALL_RSS": (None, "rss.xml"),
    "CATEGORY_FEED_ATOM": (None, "of/{slug}.xml"),
    "STATIC_PATHS": (("downloads",), ("downloads", "images")),
    "TYPOGRIFY_OMIT_FILTERS": ((), ("smartypants",), ("amp", "caps", "widont")),
    "SOCIAL": (None, (("Elsewhere", "https://example.com/"),)),
}
"""What each setting may become. The last is none of ours: a warning says so."""

COSTLY = ("CARDS", "SEARCH")
"""What takes most of a second; it is turned off again soon."""


def _set(name: str, site: TinySite, random: Random) -> str | None:
    values = read_settings(site)
    value = random.choice(VALUES[name])
    if value == values.get(name):
        return None
    values[name] = value
    if value is None:
        del values[name]
    write_settings(site, values)
    return f"{name} = {value!r}"


for _name in VALUES:
    add_edit(f"set {_name}", partial(_set, _name), 0.6)


@edit("reset settings", 2)
def reset_settings(site: TinySite, random: Random) -> str:
    """Let all settings be what they were at first."""
    write_settings(site, SETTINGS)
    return "all"


@edit("turn on", 0)
def turn_on(site: TinySite, random: Random) -> str:
    """Turn a costly thing on."""
    name = random.choice(COSTLY)
    write_settings(site, {**read_settings(site), name: True})
    return name


@edit("turn off", 1)
def turn_off(site: TinySite, random: Random) -> str | None:
    """Turn all costly things off."""
    values = read_settings(site)
    if not any(values[name] for name in COSTLY):
        return None
    write_settings(site, {**values, **dict.fromkeys(COSTLY, False)})
    return "all"


@edit("let time pass", 4)
def let_time_pass(site: TinySite, random: Random) -> str:
    """Build for a later time, at which what was held back may be due."""
    return _move(site, timedelta(hours=random.choice((1, 5, 24, 24 * 8, 24 * 30))))


@edit("turn back the clock", 1)
def turn_back_the_clock(site: TinySite, random: Random) -> str:
    """Build for an earlier time."""
    return _move(site, -timedelta(hours=random.choice((1, 24, 24 * 40))))


def _move(site: TinySite, time: timedelta) -> str:
    file = site.folder / "now"
    now = datetime.fromisoformat(file.read_text(encoding="utf-8")) + time
    file.write_text(now.isoformat(), encoding="utf-8")
    return now.isoformat()
