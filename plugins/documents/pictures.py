"""Every picture of a finished text has words for those who cannot see it, and its size.

Without the size the page would move while the picture loads. Markdown's pictures and raw HTML's are the same here; one
that leads nowhere is reported with the links.
"""

from __future__ import annotations

import re
from collections import Counter

from plugins.diagnostics import Code
from plugins.documents.links import LINK_ATTRIBUTES
from plugins.documents.looking import Looker
from plugins.documents.measuring import (
    MOST_BYTES,
    MOST_PIXELS,
    MOST_SIDE,
    HugePictureError,
    PictureError,
    Size,
)
from plugins.documents.reporting import Reporter
from plugins.documents.sources import NEVER_LINKED
from plugins.documents.tags import Tag, add_attributes, find_tags

ALT_HINT = 'Write what it shows: ![What it shows](…), in HTML alt="…"; what is only ornament says {decorative}.'
BAD_HINT = "Save it anew as .png, .jpg, .gif, .webp, .avif or .svg, and give it that ending."
HUGE_HINT = (
    f"Make it smaller: {MOST_BYTES // 1_000_000} MB, {MOST_SIDE:,} pixels a side and {MOST_PIXELS // 1_000_000}"
    " megapixels are the most."
)


class Pictures:
    """Completes the pictures of texts, which a looker looks at."""

    def __init__(self, looker: Looker, reporter: Reporter) -> None:
        self._looker = looker
        self._reporter = reporter

    def complete(self, text: str) -> str:
        """Return HTML in which every picture has its width and height, and none a mark that is only for us."""
        if "<img" not in text.lower():
            return text
        pieces, end = [], 0
        seen: Counter[str] = Counter()
        for tag in find_tags(text):
            if tag.name == "img":
                pieces += [text[end : tag.start], self._complete_tag(text, tag, seen)]
                end = tag.end
            seen.update(attribute.value or "" for attribute in tag.attributes if attribute.name in LINK_ATTRIBUTES)
        return "".join((*pieces, text[end:]))

    def _complete_tag(self, text: str, tag: Tag, seen: Counter[str]) -> str:
        target = tag.get("src") or ""
        if not _has_words(tag):
            message = "the picture has no words for those who cannot see it"
            self._reporter.report(target or "<img", seen[target], Code.MISSING_ALT, message, ALT_HINT)
        size = self._measure(target, seen[target])
        return add_attributes(_drop_mark(text, tag), _find_missing(tag, size))

    def _measure(self, target: str, occurrence: int) -> Size | None:
        prose = self._reporter.prose
        path = self._looker.locate(prose.source.name, target) if prose else None
        if path is None or path.suffix.lower() in NEVER_LINKED:
            return None  # what leads to a document is reported with the links
        try:
            return self._looker.measure(path)
        except HugePictureError as error:
            self._reporter.report(target, occurrence, Code.HUGE_PICTURE, str(error), HUGE_HINT)
        except PictureError as error:
            self._reporter.report(target, occurrence, Code.BAD_PICTURE, str(error), BAD_HINT)
        return None


def _has_words(tag: Tag) -> bool:
    """Tell whether a picture has words, or says that it needs none."""
    if (tag.get("alt") or "").strip() or tag.get("decorative") is not None:
        return True
    return tag.get("alt") is not None and (tag.get("role") or "").strip().lower() in ("presentation", "none")


def _find_missing(tag: Tag, size: Size | None) -> dict[str, str]:
    """Return the attributes that a picture lacks. Where the author gave one side, the other follows from the shape."""
    missing = {"alt": ""} if tag.get("alt") is None and tag.get("decorative") is not None else {}
    if size is None:
        return missing
    width, height = tag.get("width"), tag.get("height")
    if not width and not height:
        return missing | {"width": str(size.width), "height": str(size.height)}
    if not height and _is_side(width):
        return missing | {"height": str(max(round(int(width or 0) * size.height / size.width), 1))}
    if not width and _is_side(height):
        return missing | {"width": str(max(round(int(height or 0) * size.width / size.height), 1))}
    return missing


def _is_side(written: str | None) -> bool:
    return re.fullmatch(r"[0-9]{1,5}", written or "") is not None


def _drop_mark(text: str, tag: Tag) -> str:
    """Return the tag as it was written, without `decorative`, which HTML does not know."""
    mark = next((attribute for attribute in tag.attributes if attribute.name == "decorative"), None)
    if mark is None:
        return text[tag.start : tag.end]
    return text[tag.start : mark.start].rstrip() + text[mark.end : tag.end]
