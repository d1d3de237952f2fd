"""How large a picture is, and whether it is one: read from the file, never trusting it.

A file of a few bytes can claim a picture of gigabytes, so that its size is looked at before it is decoded. It is
decoded at all because only so a picture that is cut off shows itself.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

from plugins.containment import read_inside
from plugins.documents.remembering import FileMemory

MOST_BYTES = 8_000_000
MOST_SIDE = 12_000
MOST_PIXELS = 40_000_000

FORMATS = {
    ".png": "PNG", ".apng": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".jfif": "JPEG", ".gif": "GIF", ".webp": "WEBP",
    ".avif": "AVIF", ".bmp": "BMP", ".ico": "ICO",
}  # fmt: skip
"""The formats that browsers show, by ending; SVG is no picture of points and is read apart."""

_OPENED = sorted(set(FORMATS.values()))
_SAME = {"MPO": "JPEG"}
"""Two pictures in one file, as telephones write them: browsers show the first, and call it a JPEG."""

_ORIENTATION = 0x0112
_TURNED = (5, 6, 7, 8)
"""Values of Exif's orientation with which width and height change places."""

_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)(?:[eE]\+?(\d))?\s*(px|pt|pc|mm|cm|in)?\s*")
_PIXELS = {"px": 1, "pt": 96 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
"""Pixels in each unit. Source: https://www.w3.org/TR/css-values-4/#absolute-lengths"""


@dataclass(frozen=True)
class Size:
    """Width and height in pixels, as browsers show the picture."""

    width: int
    height: int


class PictureError(Exception):
    """Why a file is no picture for a page."""


class HugePictureError(PictureError):
    """The picture is larger than a page should hold."""


Measured = Size | PictureError | None
"""What a picture was found to be: None is a drawing that has no size of its own."""


def measure_picture(path: Path, folder: Path) -> Size | None:
    """Return the size of a picture in a folder, None for a drawing that has none of its own.

    Each picture is read once; one that has changed on the disk is read again.
    """
    outcome = MEASURED(path, folder)
    if isinstance(outcome, PictureError):
        raise outcome
    return outcome


def _measure(path: Path, folder: Path) -> Measured:
    """Return the size of a picture, or why it is none: that is remembered too."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        return HugePictureError(f"the picture has {size / 1_000_000:.1f} MB")
    try:
        data, suffix = read_inside(path, folder), path.suffix.lower()
        return _measure_drawing(data) if suffix == ".svg" else _measure_points(data, FORMATS.get(suffix))
    except PictureError as error:
        return error
    except Exception:  # a damaged file makes Pillow raise nearly anything
        return PictureError("the picture is damaged or cut off")


MEASURED = FileMemory(_measure)
"""What is known of pictures."""


def describe_measured(outcome: Measured) -> str:
    """Return in words what a picture was found to be: its size, or why it is none."""
    if isinstance(outcome, PictureError):
        return f"{type(outcome).__name__}: {outcome}"
    return f"{outcome.width} {outcome.height}" if outcome else ""


def read_measured(words: str) -> Measured:
    """Return what words say of a picture. Raises ValueError where they say nothing."""
    for kind in (HugePictureError, PictureError):
        if words.startswith(f"{kind.__name__}: "):
            return kind(words.partition(": ")[2])
    if not words:
        return None
    width, height = words.split(" ")
    return Size(int(width), int(height))


def _measure_points(data: bytes, expected: str | None) -> Size:
    if expected is None:
        raise PictureError("no browser shows a picture of this kind")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs; they are refused below
            with Image.open(io.BytesIO(data), formats=_OPENED) as image:
                return _check_image(image, expected)
    except Image.DecompressionBombError:
        raise HugePictureError(f"the picture has more than {MOST_PIXELS // 1_000_000} megapixels") from None
    except UnidentifiedImageError:
        raise PictureError("the file is no picture") from None


def _check_image(image: Image.Image, expected: str) -> Size:
    found = _SAME.get(str(image.format), str(image.format))
    if found != expected:
        raise PictureError(f"the ending of the picture says {expected}, but it is {found}")
    width, height = image.size
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise HugePictureError(f"the picture is {width} × {height} pixels")
    turned = image.getexif().get(_ORIENTATION) in _TURNED
    image.draft(None, (max(width // 8, 1), max(height // 8, 1)))  # a JPEG is read whole and decoded in small
    image.load()
    return Size(height, width) if turned else Size(width, height)


def _measure_drawing(data: bytes) -> Size | None:
    attributes = _read_root(data)
    width, height = (_read_length(attributes.get(name, "")) for name in ("width", "height"))
    box = _read_box(attributes.get("viewBox", ""))
    if box and not (width and height):
        ratio = box[0] / box[1]
        width, height = width or (height * ratio if height else box[0]), height or (width / ratio if width else box[1])
    if not width or not height:
        return None
    if max(width, height) > MOST_SIDE:
        raise HugePictureError(f"the drawing is more than {MOST_SIDE:,} pixels wide or high")
    return Size(max(round(width), 1), max(round(height), 1))


def _read_root(data: bytes) -> dict[str, str]:
    """Return the attributes of an SVG's root. Expat loads nothing from outside; entities in entities are refused."""
    roots: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def keep_root(name: str, attributes: dict[str, str]) -> None:
        if not roots:
            roots.append((name, attributes))

    def refuse_nested(*declaration: Any) -> None:  # seven things, of which the third is the text
        if "&" in (declaration[2] or ""):
            raise PictureError("the drawing holds entities in entities")

    parser.StartElementHandler, parser.EntityDeclHandler = keep_root, refuse_nested
    parser.ParseFile(io.BytesIO(data))
    if not roots or roots[0][0] != "http://www.w3.org/2000/svg svg":
        raise PictureError("the file is no drawing in SVG")
    return roots[0][1]


def _read_length(text: str) -> float | None:
    """Return a length in pixels, or None where it depends on the page: `100%`, `10em`."""
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * 10 ** int(match[2] or 0) * _PIXELS[match[3] or "px"] if match else None


def _read_box(text: str) -> tuple[float, float] | None:
    numbers = text.replace(",", " ").split()
    try:
        width, height = float(numbers[2]), float(numbers[3])
    except (ValueError, IndexError):
        return None
    is_usable = 0 < width < MOST_SIDE * 100 and 0 < height < MOST_SIDE * 100
    return (width, height) if is_usable else None
