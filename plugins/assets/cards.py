"""The picture that stands for a post or case where it is passed on: 1200 by 630 pixels, drawn from its words.

A case is bound in green cloth with its number in gilt, a post is paper, the site itself is its mark on cloth: as on the
site. The title is as large as it can be, and at a quarter of the size it is still read.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

import PIL
from PIL import Image, ImageDraw

from plugins.assets.card_fonts import Face, needs_shaping
from plugins.assets.card_lines import fit_lines, wrap
from plugins.assets.colours import (
    ACCENT,
    CLOTH,
    CLOTH_DEEP,
    CLOTH_RULE,
    GILT,
    INK,
    INK_SOFT,
    ON_CLOTH,
    ON_CLOTH_SOFT,
    PAPER,
    RULE,
)
from plugins.assets.keeping import make_key

WIDTH, HEIGHT = 1200, 630
"""What most services cut a picture to. Source: https://developers.facebook.com/docs/sharing/webmasters/images/"""

RECIPE = "card 1"
"""To be counted up with every change of the drawing: cards are kept by it."""

LEFT, RIGHT, TOP, BOTTOM = 120, 84, 84, 76
ROOM = WIDTH - LEFT - RIGHT
SMALL = 36
MARK = 52
TAGLINE_LEADING = 50
WORDS = ("title", "mark", "above", "below", "site")
LETTERS = "LMN"
"""Letters, marks on them, and numbers. Source: https://www.unicode.org/reports/tr44/#General_Category_Values"""

SHADES = 15
"""Steps between the ground and the colour of letters: enough for smooth edges, and few enough for a small file."""


class CardKind(StrEnum):
    """What a card stands for."""

    CASE = "case"
    POST = "post"
    SITE = "site"


@dataclass(frozen=True)
class Colours:
    """The colours of a card."""

    ground: str
    edge: str
    rule: str
    mark: str
    title: str
    small: str


BOUND = Colours(CLOTH, edge=CLOTH_DEEP, rule=CLOTH_RULE, mark=GILT, title=ON_CLOTH, small=ON_CLOTH_SOFT)
SHEET = Colours(PAPER, edge=ACCENT, rule=RULE, mark=ACCENT, title=INK, small=INK_SOFT)
COLOURS = {CardKind.CASE: BOUND, CardKind.POST: SHEET, CardKind.SITE: BOUND}


@dataclass(frozen=True)
class Card:
    """The words of a card. `mark` is a case's number or a column's sign; `above` stands beside it, `below` at the foot.

    `site` stands at the end of the foot. Of the site's own card `below` stands in lines under the title. Everything but
    the title may be empty. `rtl` turns the card round.
    """

    kind: CardKind
    title: str
    mark: str = ""
    above: str = ""
    below: str = ""
    site: str = ""
    rtl: bool = False


Faces = Sequence[Face]
"""Fonts in the order in which they are tried."""


def find_face(text: str, faces: Faces) -> Face | None:
    """Return the first font that has all of a text."""
    return next((face for face in faces if face.covers(text)), None)


def drop_signs(card: Card, faces: Faces) -> Card:
    """Return a card without the signs that no font has, such as emoji: a title can be read without them."""
    words: dict[str, Any] = {name: _drop_signs(getattr(card, name), faces) for name in WORDS}
    return replace(card, **words)


def _drop_signs(text: str, faces: Faces) -> str:
    kept = (char for char in text if unicodedata.category(char)[0] in LETTERS or find_face(char, faces))
    return normalise("".join(kept))


def key_card(card: Card, faces: Faces) -> str:
    """Return the name that a card is kept under: made of all that its points depend on."""
    words = [str(getattr(card, one.name)) for one in fields(card)]
    engine = PIL.__version__ if any(needs_shaping(word) for word in words) else ""
    return make_key(RECIPE, engine, *words, *(face.data for face in faces))


def draw_card(card: Card, faces: Faces) -> bytes:
    """Return a card as PNG. A font has its title; other words that no font has are left out."""
    colours = COLOURS[card.kind]
    image = Image.new("RGB", (WIDTH, HEIGHT), colours.ground)
    _Drawing(card, faces, ImageDraw.Draw(image), colours).draw()
    buffer = io.BytesIO()
    _reduce(image, colours).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


class _Drawing:
    """One card in the making."""

    def __init__(self, card: Card, faces: Faces, canvas: ImageDraw.ImageDraw, colours: Colours) -> None:
        self.card = card
        self.faces = faces
        self.canvas = canvas
        self.colours = colours

    def draw(self) -> None:
        self.draw_edge()
        if self.card.kind is CardKind.SITE:
            self.draw_sign()
            self.draw_title(HEIGHT - BOTTOM - 3 * TAGLINE_LEADING)
            self.draw_tagline()
        else:
            self.draw_head()
            self.draw_title(HEIGHT - BOTTOM - SMALL - 56)
            self.draw_foot()

    def draw_edge(self) -> None:
        """Draw the spine of a bound book, or the edge of a sheet."""
        thick = 18 if self.card.kind is CardKind.POST else 56
        start = WIDTH - thick if self.card.rtl else 0
        self.canvas.rectangle((start, 0, start + thick - 1, HEIGHT), fill=self.colours.edge)
        if self.card.kind is not CardKind.POST:
            x = start - 3 if self.card.rtl else thick
            self.canvas.rectangle((x, 0, x + 2, HEIGHT), fill=self.colours.rule)

    def draw_head(self) -> None:
        y = TOP + SMALL
        used = self.write(self.card.mark, MARK, self.colours.mark, 0, y)
        start = used + 22 if used else 0
        self.write(self.shorten(self.card.above, ROOM - start), SMALL, self.colours.small, start, y)

    def draw_sign(self) -> None:
        """Draw the site's sign, three lines of a page as in its icon."""
        for number, length in enumerate((96, 96, 54)):
            x = WIDTH - LEFT - length if self.card.rtl else LEFT
            y = TOP + number * 34
            self.canvas.rectangle((x, y, x + length - 1, y + 19), fill=self.colours.mark)

    def draw_title(self, bottom: int) -> None:
        """Draw the title between the head and `bottom`."""
        face = find_face(self.card.title, self.faces)
        if face is None:
            return
        top = TOP + 96
        lines, size, leading = fit_lines(self.card.title, face, ROOM, bottom - top)
        # The block stands in the middle of its room, a little above, where the eye has its middle.
        start = top + (bottom - top - leading * len(lines)) * 0.45
        for number, line in enumerate(lines):
            self.write(line, size, self.colours.title, 0, start + leading * number + size * 0.92)

    def draw_tagline(self) -> None:
        """Draw what the site says of itself, in as many lines as there is room for."""
        face = find_face(self.card.below, self.faces)
        lines = wrap(self.card.below.split(), face, SMALL, ROOM) if face else []
        for number, line in enumerate(lines[:3]):
            y = HEIGHT - BOTTOM - TAGLINE_LEADING * (min(len(lines), 3) - 1 - number)
            self.write(self.shorten(line, ROOM), SMALL, self.colours.small, 0, y)

    def draw_foot(self) -> None:
        y = HEIGHT - BOTTOM
        x, top = RIGHT if self.card.rtl else LEFT, y - SMALL - 32
        self.canvas.rectangle((x, top, x + ROOM - 1, top + 2), fill=self.colours.rule)
        site = self.shorten(self.card.site, ROOM // 2 if self.card.below else ROOM)
        width = self.measure(site)
        below = self.shorten(self.card.below, ROOM - width - 40)
        self.write(below, SMALL, self.colours.small, 0, y)
        self.write(site, SMALL, self.colours.small, ROOM - width if below else 0, y)

    def write(self, text: str, size: int, fill: str, offset: float, y: float) -> float:
        """Write a line, `offset` from the side where reading begins; return how wide it is."""
        face = find_face(text, self.faces)
        if not text or face is None:
            return 0
        width = face.measure(text, size)
        face.draw(self.canvas, (WIDTH - LEFT - offset - width if self.card.rtl else LEFT + offset, y), text, size, fill)
        return width

    def measure(self, text: str) -> float:
        face = find_face(text, self.faces)
        return face.measure(text, SMALL) if text and face else 0

    def shorten(self, text: str, room: float) -> str:
        """Return as much of a line as there is room for."""
        if self.measure(text) <= room:
            return text
        cut = next((end for end in range(len(text), 0, -1) if self.measure(f"{text[:end]}…") <= room), 0)
        return f"{text[:cut].rstrip()}…" if cut else ""


def normalise(text: str) -> str:
    """Return a text as it is drawn: one character for a letter with its accent, single spaces, no soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())


def _reduce(image: Image.Image, colours: Colours) -> Image.Image:
    """Return the image with a palette of its few colours, and the shades between each and its ground."""
    ground = _read_colour(colours.ground)
    inks = [_read_colour(getattr(colours, one.name)) for one in fields(colours) if one.name != "ground"]
    shades = [ground, *(_mix(ground, ink, step / SHADES) for ink in inks for step in range(1, SHADES + 1))]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for shade in shades for part in shade])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _read_colour(written: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(written.removeprefix("#"))
    return red, green, blue


def _mix(ground: tuple[int, int, int], ink: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(one + (other - one) * share) for one, other in zip(ground, ink, strict=True))
    return red, green, blue
