"""The pictures that authors choose to stand for their texts: `image` in a header."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from plugins.blog.entries import Entry, State
from plugins.diagnostics import Code, Diagnostic, Severity
from plugins.documents.measuring import HugePictureError, PictureError, Size, measure_picture
from plugins.documents.pictures import BAD_HINT, HUGE_HINT
from plugins.site.addresses import Addresses
from plugins.site.link_rules import suggest_path

TYPES = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
}  # fmt: skip
"""Pictures that services show which pages are passed on by."""

NARROWEST = 600
"""Pixels from which a picture is shown large. Source: https://developers.facebook.com/docs/sharing/webmasters/images/"""

STATIC = "{static}"


@dataclass(frozen=True)
class OwnImage:
    """A picture that stands for a text: its path inside the content, which is also where it is written.

    A drawing may have no size of its own.
    """

    name: str
    origin: Path
    size: Size | None

    @property
    def type(self) -> str | None:
        """The media type, or None where services do not show it."""
        return TYPES.get(PurePosixPath(self.name).suffix.lower())

    @property
    def is_fit(self) -> bool:
        """Whether services show it, and large. Where it is not, a card is drawn instead."""
        return self.type is not None and self.size is not None and self.size.width >= NARROWEST


OwnImages = Mapping[PurePosixPath, OwnImage]
"""Pictures by the names of their entries."""


def find_own_images(entries: Iterable[Entry], addresses: Addresses) -> tuple[OwnImages, list[Diagnostic]]:
    """Return the pictures that headers name, and a mistake for each that is none; in drafts, a warning."""
    images: dict[PurePosixPath, OwnImage] = {}
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        written = entry.fields.image
        if written is None:
            continue
        name = addresses.find_file(entry.name, written.removeprefix(STATIC)) or ""
        found = _measure(written, addresses.files.get(name), addresses)
        if isinstance(found, tuple):
            problem = entry.tree.report(("image",), *found, written)
            is_draft = entry.state is State.DRAFT
            diagnostics.append(replace(problem, severity=Severity.WARNING) if is_draft else problem)
        else:
            images[entry.name] = OwnImage(name, addresses.files[name], found)
    return images, diagnostics


def _measure(written: str, path: Path | None, addresses: Addresses) -> Size | tuple[Code, str, str] | None:
    """Return the size of a picture, or what is wrong with it: code, message and hint."""
    if path is None:
        return Code.BROKEN_LINK, "the picture is no file of the content", suggest_path(written, addresses.files)
    try:
        return measure_picture(path, addresses.settings.content)
    except HugePictureError as error:
        return Code.HUGE_PICTURE, str(error), HUGE_HINT
    except PictureError as error:
        return Code.BAD_PICTURE, str(error), BAD_HINT
