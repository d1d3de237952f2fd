"""What a picture says besides what it shows is taken out: where, when, by whom and with what it was taken.

Three formats are made of parts, each with its name, so that not one point changes. What has to stay are the points
themselves and how they are to be read: transparency, colours, the frames of an animation. Whatever is not known to be
needed goes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

STRIPPED = (".jpg", ".jpeg", ".jfif", ".png", ".apng", ".webp", ".avif")
"""Endings of the pictures that lose what they say."""

JPEG, PNG, RIFF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"

_ORIENTATION = 0x0112
_TURNED = range(2, 9)
"""Values of Exif's orientation with which a picture is shown in another way than it is stored."""

_END, _SCAN, _COMMENT, _COLOURS = 0xD9, 0xDA, 0xFE, 0xE2
_ALONE = (0x01, *range(0xD0, 0xD8))
_APPLICATIONS = range(0xE0, 0xF0)
_NEEDED_APPLICATIONS = {0xE0: b"JFIF\0", _COLOURS: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments of applications that say how a JPEG is to be read. Source: ITU T.871; https://www.color.org/specification/"""

_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)

_NEEDED_CHUNKS = {
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
"""What a PNG needs besides the chunks whose names begin with a capital. Source: https://www.w3.org/TR/png-3/"""

_NEEDED_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_EXIF_AND_XMP = 0x0C
"""What the flags of a WebP say of these two. Source: RFC 9649, section 2.7."""

FINE = 90
"""The quality of what has to be encoded anew and has none that could be read from it."""


def needs_redrawing(data: bytes) -> bool:
    """Tell whether a picture cannot be stripped as it is.

    One that is turned by its metadata would lie on its side without it; in AVIF metadata is no part of its own.
    """
    with Image.open(io.BytesIO(data)) as image:
        is_avif = image.format == "AVIF" and not getattr(image, "is_animated", False)
        said = is_avif and ("exif" in image.info or "xmp" in image.info)
        return said or image.getexif().get(_ORIENTATION) in _TURNED


def redraw(data: bytes) -> bytes:
    """Return a picture encoded anew in its format, turned as it is shown, as near to the original as the format lets.

    A JPEG keeps its tables of quantization, so that it loses next to nothing; a PNG loses nothing.
    """
    with Image.open(io.BytesIO(data)) as image:
        kind = "JPEG" if isinstance(image, JpegImageFile) else str(image.format)
        options = _choose_options(image, data) | {"icc_profile": image.info.get("icc_profile")}
        upright, file = ImageOps.exif_transpose(image), io.BytesIO()
        upright.save(file, kind, **options)
        return file.getvalue()


def strip_metadata(data: bytes) -> bytes:
    """Return a picture without what it says besides what it shows, and without what stands behind its end.

    Formats other than JPEG, PNG and WebP are returned as they are. Raises ValueError where the parts cannot be read.
    """
    if data.startswith(JPEG):
        return JPEG + b"".join(part for marker, part in _iterate_segments(data) if _is_needed(marker, part))
    if data.startswith(PNG):
        return PNG + b"".join(
            part for name, part in _iterate_chunks(data) if name[:1].isupper() or name in _NEEDED_CHUNKS
        )
    if data.startswith(RIFF) and data[8:12] == b"WEBP":
        parts = b"WEBP" + b"".join(part for name, part in _iterate_parts(data) if name in _NEEDED_PARTS)
        return RIFF + len(parts).to_bytes(4, "little") + parts
    return data


def _choose_options(image: Image.Image, data: bytes) -> dict[str, object]:
    """Return how to save a picture like the one that was read."""
    if isinstance(image, JpegImageFile):
        sampling = get_sampling(image)
        return {"qtables": image.quantization, **({} if sampling < 0 else {"subsampling": sampling})}
    if image.format == "WEBP":
        return {"lossless": b"VP8L" in data[:64], "quality": FINE, "exact": True}
    return {"quality": FINE, "max_threads": 1} if image.format == "AVIF" else {}


def _iterate_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Go through the segments of a JPEG to the end of the picture: telephones put films and depth maps behind it.

    Source: ITU T.81, annex B.
    """
    position = len(JPEG)
    while match := _MARKER.match(data, position):
        marker, position = match[1][0], match.end()
        end = position
        if marker not in (_END, *_ALONE):
            end += int.from_bytes(data[position : position + 2], "big")
        if marker == _SCAN:
            following = _AFTER_SCAN.search(data, end)
            end = following.start() if following else len(data)
        yield marker, b"\xff" + match[1] + data[position:end]
        position = end
        if marker == _END:
            return
    raise ValueError("the segments of the picture cannot be read")


def _is_needed(marker: int, segment: bytes) -> bool:
    """Tell whether a segment of a JPEG, with its marker and length, is more than a remark."""
    if marker in _APPLICATIONS:
        return segment[4:].startswith(_NEEDED_APPLICATIONS.get(marker, b"?"))
    return marker != _COMMENT


def _iterate_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Go through the chunks of a PNG by name, to the end of the picture."""
    position, name = len(PNG), b""
    while name != b"IEND":
        end = position + 12 + int.from_bytes(data[position : position + 4], "big")
        if end > len(data):
            raise ValueError("the chunks of the picture cannot be read")
        name = data[position + 4 : position + 8]
        yield name, data[position:end]
        position = end


def _iterate_parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Go through the parts of a WebP by name; the one with the flags no longer promises what is taken out."""
    position, whole = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while position + 8 <= whole:
        name, size = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        end = position + 8 + size + size % 2
        if end > whole + 1:
            raise ValueError("the parts of the picture cannot be read")
        part = bytearray(data[position:end])
        if name == b"VP8X":
            part[8] &= ~_EXIF_AND_XMP
        yield name, bytes(part)
        position = end
