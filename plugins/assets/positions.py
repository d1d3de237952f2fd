"""Whether a picture says where it was taken."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import ExifTags, Image

from plugins.containment import read_inside
from plugins.documents.measuring import FORMATS
from plugins.documents.remembering import FileMemory

ENDINGS = (*FORMATS, ".tif", ".tiff")
"""Files that may say it, those too that no browser shows."""


@FileMemory
def has_position(path: Path, folder: Path) -> bool:
    """Tell whether a picture in a folder holds a position, in Exif or XMP."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs and of odd metadata
            with Image.open(io.BytesIO(read_inside(path, folder))) as image:
                exif = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
                return ExifTags.GPS.GPSLatitude in exif or _has_position_in_xmp(image)
    except Exception:  # a file that is no picture, or damaged, makes Pillow raise nearly anything
        return False


def _has_position_in_xmp(image: Image.Image) -> bool:
    written = image.info.get("xmp") or b""
    return (b"GPSLatitude" if isinstance(written, bytes) else "GPSLatitude") in written
