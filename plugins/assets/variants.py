"""Smaller pictures made of one: other widths, in formats that weigh less. The same picture gives the same bytes.

Colours become sRGB, which every screen shows right without a profile; turned pictures are turned; nothing that the
original says besides what it shows gets into them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from PIL import Image, ImageCms, ImageOps, features

from plugins.assets.keeping import make_key


class Format(StrEnum):
    """The formats of smaller pictures, by ending; the lightest first, as browsers take the first that they know."""

    AVIF = "avif"
    WEBP = "webp"


FORMATS = tuple(one for one in Format if features.check(one))
"""The formats that this Pillow can write. The wheels of the lock can both; a Pillow built by hand may lack one."""

MADE_BY = " ".join(f"{name} {features.version(name)}" for name in ("pil", "avif", "webp", "littlecms2"))

STEPS = "picture 1"
"""Counted on when what is done between reading and writing a picture changes, so that none is kept as it was."""

PLAIN_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr")
"""What Pillow turns into the points of a screen; of deeper ones it would cut off what is bright."""


class VariantError(Exception):
    """A picture that no smaller ones can be made of."""


@dataclass(frozen=True)
class Recipe:
    """How a smaller picture is made. `quality` is a number as JPEG counts it, from 1 to 100.

    `widest` is the width of the widest of its kind: all are made from that one.
    """

    format: Format
    width: int
    widest: int
    quality: int

    @property
    def options(self) -> dict[str, Any]:
        """How Pillow is to write it; docs/decisions.md has what was measured.

        An encoder of several threads would divide the picture among them, on each machine in another way.
        """
        if self.format is Format.AVIF:
            return {"quality": round(self.quality * 0.75), "speed": 6, "max_threads": 1}
        return {"quality": min(self.quality + 2, 100), "method": 6}

    def make_key(self, digest: str) -> str:
        """Return the key of what this recipe makes of the picture whose bytes have this digest."""
        return make_key(STEPS, MADE_BY, digest, repr((self.format.value, self.width, self.widest, self.options)))


class Original:
    """A picture to make smaller ones of; it is decoded when the first is made.

    `widest` is the width of the widest of them.
    """

    def __init__(self, data: bytes, widest: int) -> None:
        self._data = data
        self._widest = widest

    def make(self, recipe: Recipe) -> bytes:
        """Return a smaller picture. Raises VariantError where Pillow cannot read or write it."""
        try:
            return _encode(_resize(self._image, recipe.width), recipe)
        except Exception as error:  # a damaged file makes Pillow raise nearly anything
            raise VariantError(str(error)) from error

    @cached_property
    def _image(self) -> Image.Image:
        with Image.open(io.BytesIO(self._data)) as image:
            if image.mode not in PLAIN_MODES:
                raise VariantError(f"the points of the picture are of the kind {image.mode}")
            image.draft(None, (self._widest, self._widest))  # a large JPEG is decoded in small, never below this
            return _resize(_to_srgb(ImageOps.exif_transpose(image)), self._widest)


def is_still(data: bytes) -> bool:
    """Tell whether a picture is one of points that does not move, so that smaller ones can be made of it."""
    with Image.open(io.BytesIO(data)) as image:
        # The second picture in a telephone's JPEG, an MPO for Pillow, is no second frame.
        return image.format in ("JPEG", "MPO") or (
            image.format in ("PNG", "WEBP", "AVIF") and not getattr(image, "is_animated", False)
        )


def _resize(image: Image.Image, width: int) -> Image.Image:
    size = (width, max(round(image.height * width / image.width), 1))
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _to_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in sRGB, with transparency only where something of it is transparent."""
    points = image.convert("RGBA" if image.has_transparency_data else "RGB") if image.mode != "CMYK" else image
    alpha = points.getchannel("A") if points.mode == "RGBA" else None
    profile = image.info.get("icc_profile")
    plain = _apply_profile(points if alpha is None else points.convert("RGB"), profile).convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        plain.putalpha(alpha)
    return plain


def _apply_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture with its colours in sRGB; a profile that is damaged or for other points is passed over."""
    if not profile:
        return image
    try:
        own, screen = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, own, screen, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _encode(image: Image.Image, recipe: Recipe) -> bytes:
    file = io.BytesIO()
    image.save(file, recipe.format, icc_profile=b"", **recipe.options)
    return file.getvalue()
