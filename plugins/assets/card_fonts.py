"""Fonts for drawing: which characters one has, how wide a line is, and the line itself.

Lines are set here, letter by letter with the font's own kerning, and not by Pillow's layout engine: which one Pillow
has depends on the machine, and the same card must come out everywhere. Only scripts that join or turn their letters
need that engine (Raqm); where it is missing they count as not in the font.
"""

from __future__ import annotations

import io
import unicodedata
from functools import cached_property
from typing import Any

from PIL import ImageDraw, ImageFont, features

WEIGHT = 600.0
SHAPED = ("R", "AL", "AN", "NSM")
"""Classes of characters that a font alone cannot place. Source: https://www.unicode.org/reports/tr9/#Table_Bidirectional_Character_Types"""


class FontError(Exception):
    """Why a file cannot be used as a font."""


class Face:
    """One font at one weight, from the bytes of a TrueType, OpenType, WOFF or WOFF2 file."""

    def __init__(self, data: bytes) -> None:
        # fontTools is long to import, and only cards need it.
        from fontTools.ttLib import TTFont  # noqa: PLC0415

        self.data = data
        try:
            self._font = TTFont(io.BytesIO(data), fontNumber=0, recalcTimestamp=False)
            self._characters = self._font.getBestCmap()
        except Exception as error:  # a damaged file makes fontTools raise nearly anything
            raise FontError(str(error) or type(error).__name__) from error
        if not self._characters:
            raise FontError("the font knows no characters")
        self._kerned: dict[tuple[str, str], int] = {}
        self._faces: dict[tuple[int, ImageFont.Layout], ImageFont.FreeTypeFont] = {}

    def covers(self, text: str) -> bool:
        """Tell whether a text can be drawn: every character is in the font, and can be put in its place."""
        is_known = all(ord(char) in self._characters for char in text if not char.isspace())
        return is_known and (not needs_shaping(text) or bool(features.check("raqm")))

    def measure(self, text: str, size: int) -> float:
        """Return how wide a line of text is, in pixels."""
        if needs_shaping(text):
            return self._load(size, ImageFont.Layout.RAQM).getlength(text)
        return sum(advance for _, advance in self._place(text, size))

    def draw(self, canvas: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, fill: str) -> None:
        """Draw a line of text; `place` is where its baseline begins."""
        x, y = place
        if needs_shaping(text):
            canvas.text(place, text, fill=fill, font=self._load(size, ImageFont.Layout.RAQM), anchor="ls")
            return
        font = self._load(size)
        for char, advance in self._place(text, size):
            canvas.text((x, y), char, fill=fill, font=font, anchor="ls")
            x += advance

    def _place(self, text: str, size: int) -> list[tuple[str, float]]:
        """Return each character with how far it is to the next."""
        names = [self._name(char) for char in text]
        scale = size / self._static["head"].unitsPerEm
        widths = self._static["hmtx"].metrics
        return [
            (char, scale * (widths[name][0] + (self._find_kern(name, following) if following else 0)))
            for char, name, following in zip(text, names, [*names[1:], ""], strict=True)
        ]

    def _name(self, char: str) -> str:
        return str(self._characters.get(ord(char)) or self._characters.get(ord(" "), ".notdef"))

    @cached_property
    def _static(self) -> Any:  # fontTools' tables have no types
        """The font at our weight."""
        from fontTools.varLib import instancer  # noqa: PLC0415 - as above

        if "fvar" not in self._font:
            return self._font
        limits = {axis.axisTag: axis.defaultValue for axis in self._font["fvar"].axes}
        weight = next((axis for axis in self._font["fvar"].axes if axis.axisTag == "wght"), None)
        if weight is not None:
            limits["wght"] = max(weight.minValue, min(WEIGHT, weight.maxValue))
        return instancer.instantiateVariableFont(self._font, limits)

    @cached_property
    def _file(self) -> bytes:
        """The font as FreeType reads it on every machine."""
        self._static.flavor = None
        buffer = io.BytesIO()
        self._static.save(buffer)
        return buffer.getvalue()

    def _load(self, size: int, engine: ImageFont.Layout = ImageFont.Layout.BASIC) -> ImageFont.FreeTypeFont:
        """Return the face of one size, which is made once."""
        if (size, engine) not in self._faces:
            self._faces[size, engine] = ImageFont.truetype(io.BytesIO(self._file), size, layout_engine=engine)
        return self._faces[size, engine]

    def _find_kern(self, left: str, right: str) -> int:
        """Return how much nearer two glyphs stand, in units of the font; remembered, as pairs come again."""
        if (left, right) not in self._kerned:
            found = (_read_kern(table, left, right) for table in self._kern_tables)
            self._kerned[left, right] = next((value for value in found if value is not None), 0)
        return self._kerned[left, right]

    @cached_property
    def _kern_tables(self) -> list[Any]:
        """The tables of pairs.

        Source: https://learn.microsoft.com/typography/opentype/spec/gpos#lookup-type-2-subtable-pair-adjustment-positioning
        """
        if "GPOS" not in self._static:
            return []
        table = self._static["GPOS"].table
        records = table.FeatureList.FeatureRecord if table.FeatureList else []
        numbers = {number for one in records if one.FeatureTag == "kern" for number in one.Feature.LookupListIndex}
        lookups = (table.LookupList.Lookup[number] for number in sorted(numbers))
        subtables = (getattr(one, "ExtSubTable", one) for lookup in lookups for one in lookup.SubTable)
        return [one for one in subtables if type(one).__name__ == "PairPos"]


def needs_shaping(text: str) -> bool:
    """Tell whether letters of a text run from right to left, join, or stand on others."""
    return any(unicodedata.bidirectional(char) in SHAPED or unicodedata.category(char) == "Mc" for char in text)


def _read_kern(table: Any, left: str, right: str) -> int | None:
    """Return what one table says of two glyphs, or None where it says nothing."""
    if left not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        value = next((one.Value1 for one in pairs if one.SecondGlyph == right), None)
        return None if value is None else getattr(value, "XAdvance", 0)
    first, second = table.ClassDef1.classDefs.get(left, 0), table.ClassDef2.classDefs.get(right, 0)
    value = table.Class1Record[first].Class2Record[second].Value1
    return getattr(value, "XAdvance", 0)
