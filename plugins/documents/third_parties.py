"""What a reader's browser would fetch from somebody else by itself: nothing, so that nobody learns what was read."""

from __future__ import annotations

import re
from collections import Counter

from plugins.diagnostics import Code
from plugins.documents.links import LINK_ATTRIBUTES
from plugins.documents.reporting import Reporter
from plugins.documents.tags import Tag, find_tags

LOADED = {
    "img": ("src", "srcset"), "image": ("href", "xlink:href"), "input": ("src",), "video": ("src", "poster"),
    "audio": ("src",), "source": ("src", "srcset"), "track": ("src",), "iframe": ("src",), "script": ("src",),
    "embed": ("src",), "object": ("data",),
}  # fmt: skip
"""The elements that load something without being asked, and the attributes that say what."""

_ELSEWHERE = re.compile(r"(?:^|,)\s*((?:https?:)?[/\\]{2}[^\s,]*)", re.IGNORECASE)
_ANY = re.compile(rf"<(?:{'|'.join(LOADED)})\b")


def report_third_parties(text: str, own: str, reporter: Reporter) -> None:
    """Report everything in HTML that comes from another site than the own, whose address is `own` or ""."""
    if not _ANY.search(text.lower()):
        return
    seen: Counter[str] = Counter()
    for tag in find_tags(text):
        for target in _find_elsewhere(tag, own):
            message = "readers' browsers would load this from another site"
            hint = "Copy it into the content, or link to it."
            reporter.report(target, seen[target], Code.THIRD_PARTY_MEDIA, message, hint)
        seen.update(attribute.value or "" for attribute in tag.attributes if attribute.name in LINK_ATTRIBUTES)


def _find_elsewhere(tag: Tag, own: str) -> list[str]:
    names = LOADED.get(tag.name, ())
    values = [attribute.value or "" for attribute in tag.attributes if attribute.name in names]
    found = [match[1] for value in values for match in _ELSEWHERE.finditer(value)]
    return [target for target in found if not own or not f"{target}/".startswith(f"{own}/")]
