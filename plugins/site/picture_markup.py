"""Pictures of a finished page: each offers smaller ones, and all but the first wait until they are nearly in sight.

This is done to whole pages, because only there is a first picture; feeds, which keep no `picture`, are none.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterable
from itertools import groupby

from plugins.documents.tags import Tag, add_attributes, find_tags
from plugins.site.shown_pictures import ShownPicture, Variant

COLUMN_REM, COLUMN_PX = 40, 640
"""The widest that a column of text gets: 32em of at most 1.25rem (`--cb-measure`, `--cb-size-text` in the theme)."""

SHARE = 0.9
"""The share of a narrow screen that is left between its gutters, of 5vw each (`--cb-gutter`), or more."""

NARROWEST = 280
"""What is no wider than this, in pixels, is so wide on every screen."""


_PICTURE = re.compile("<[iI][mM][gG]")
"""Found ten times as soon as in a copy of the page in small letters; most pages show none."""


class PictureMarkup:
    """Completes the pictures of pages; `link` makes an address of an output path."""

    def __init__(self, pictures: Iterable[ShownPicture], link: Callable[[str], str]) -> None:
        self._link = link
        self._pictures = {link(picture.path): picture for picture in pictures}

    def complete(self, page: str) -> str:
        """Return a page whose pictures are loaded late, but for the first in `main`, and in the size that is needed."""
        if not _PICTURE.search(page):
            return page
        low = page.lower()
        pieces, end, is_inside, has_first = [], 0, "<main" not in low, False
        for tag in find_tags(page, ("img", "main")):
            is_inside = is_inside or tag.name == "main"
            if tag.name == "img":
                pieces += [page[end : tag.start], self._complete_tag(page, low, tag, is_late=has_first)]
                end, has_first = tag.end, is_inside
        return "".join((*pieces, page[end:]))

    def _complete_tag(self, page: str, low: str, tag: Tag, *, is_late: bool) -> str:
        wanted = {**({"loading": "lazy"} if is_late else {}), "decoding": "async"}
        missing = {name: value for name, value in wanted.items() if tag.get(name) is None}
        written = add_attributes(page[tag.start : tag.end], missing)
        picture = self._pictures.get(tag.get("src") or "")
        is_own = tag.get("srcset") is not None or _is_inside_picture(low, tag.start)
        if picture is None or not picture.variants or is_own:
            return written
        return f"<picture>{self._make_sources(picture, tag)}{written}</picture>"

    def _make_sources(self, picture: ShownPicture, tag: Tag) -> str:
        sizes = make_sizes(_find_width(picture, tag))
        groups = groupby(picture.variants, key=lambda variant: variant.recipe.format)
        return "".join(
            f'<source type="image/{one}" srcset="{self._make_srcset(variants)}" sizes="{sizes}">'
            for one, variants in ((one, tuple(group)) for one, group in groups)
        )

    def _make_srcset(self, variants: tuple[Variant, ...]) -> str:
        return html.escape(", ".join(f"{self._link(one.path)} {one.recipe.width}w" for one in variants))


def make_sizes(width: float) -> str:
    """Return how wide a picture is shown that would like so many pixels, as `sizes` says it.

    Source: https://html.spec.whatwg.org/multipage/images.html#sizes-attributes
    """
    if width >= COLUMN_PX:
        return f"(min-width: {math.ceil(COLUMN_REM / SHARE * 10) / 10}rem) {COLUMN_REM}rem, {SHARE * 100:.0f}vw"
    if width > NARROWEST:
        return f"(min-width: {math.ceil(width / SHARE)}px) {math.ceil(width)}px, {SHARE * 100:.0f}vw"
    return f"{math.ceil(width)}px"


def _find_width(picture: ShownPicture, tag: Tag) -> float:
    """Return how wide a picture has to be for its place: more than the place where it covers a higher one."""
    width, height = (_read_side(tag.get(name)) for name in ("width", "height"))
    covered = (height or 0) * picture.size.width / picture.size.height
    return max(width or picture.size.width, covered if width else 0)


def _read_side(written: str | None) -> int | None:
    return int(written) if written and written.isascii() and written.isdigit() else None


def _is_inside_picture(low: str, position: int) -> bool:
    """Tell whether an author has written the `picture` around a position out, with what it offers."""
    return low.rfind("<picture", 0, position) > low.rfind("</picture", 0, position)
