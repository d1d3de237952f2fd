"""Which picture stands for each page where it is passed on: the author's own, a drawn card, or the site's card.

A card is planned by all that it is made from and drawn only when it is written. Drafts, and what is hidden or dated in
the future, have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.assets.card_fonts import Face, FontError
from plugins.assets.cards import HEIGHT, WIDTH, Card, CardKind, Faces, drop_signs, find_face, key_card, normalise
from plugins.blog.entries import Author, Entry, EntryKind, State, slugify
from plugins.blog.terms import TermKind, Terms
from plugins.diagnostics import Code, Diagnostic, make_error, make_warning
from plugins.documents.rendering import Renderer
from plugins.documents.views import make_date
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting
from plugins.site.own_images import OwnImages
from plugins.wording.locales import find_direction

FOLDER = "cards"
FONT = PurePosixPath("fonts/source-serif-4.woff2")
"""The font of the cards, inside the theme. A theme without it has no cards, unless CARD_FONT names a font."""

HINT = "Name a font that has them in CARD_FONT, or a picture of your own in `image`."


@dataclass(frozen=True)
class PlannedCard:
    """A card that is to be drawn, the name that it is kept under, and the document that it is for."""

    card: Card
    key: str
    subject: str
    origin: Path


@dataclass(frozen=True)
class Picture:
    """A picture that stands for a page: its output path, its size, and words for those who cannot see it."""

    path: str
    type: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Cards:
    """All pictures that stand for pages: `drawn` cards by output path, `pictures` by entry, `site` for all others."""

    faces: Faces
    drawn: Mapping[str, PlannedCard]
    pictures: Mapping[PurePosixPath, Picture]
    site: Picture | None


@dataclass(frozen=True)
class CardWords:
    """Where the words of a card come from."""

    settings: SiteSettings
    terms: Terms
    authors: Mapping[str, Author]
    renderer: Renderer

    def make_card(self, entry: Entry) -> Card:
        """Return the card of a post or case."""
        lang = entry.fields.lang or self.settings.lang
        mark, above = self._make_case_head(entry) if entry.case else self._make_post_head(entry)
        return Card(
            CardKind.CASE if entry.case else CardKind.POST,
            self.typeset(entry.fields.title),
            mark=mark,
            above=above,
            below=", ".join(self.typeset(self.authors[name].name) for name in entry.authors),
            site=self.typeset(self.settings.name),
            rtl=find_direction(lang) == "rtl",
        )

    def make_site_card(self) -> Card:
        """Return the card of the site itself."""
        settings = self.settings
        name, tagline = self.typeset(settings.name), self.typeset(settings.tagline)
        return Card(CardKind.SITE, name, below=tagline, rtl=find_direction(settings.lang) == "rtl")

    def typeset(self, text: str) -> str:
        """Return a text as a card has it."""
        return normalise(self.renderer.typeset(text))

    def _make_case_head(self, entry: Entry) -> tuple[str, str]:
        above = self.typeset(entry.series or entry.fields.category or "")
        return (f"#{entry.part}" if entry.part else ""), above

    def _make_post_head(self, entry: Entry) -> tuple[str, str]:
        column = self.terms[TermKind.COLUMN].get(entry.column or "")
        name = [self.typeset(column.name)] if column else []
        lang = entry.fields.lang or self.settings.lang
        day = [make_date(entry.date, lang).text] if entry.date else []
        return (column.mark if column else ""), " · ".join([*name, *day])


def plan_cards(built: Iterable[Entry], images: OwnImages, words: CardWords) -> tuple[Cards, list[Diagnostic]]:
    """Return the pictures of all pages, and a warning for each title that no font has."""
    faces, diagnostics = load_faces(words.settings)
    drawn: dict[str, PlannedCard] = {}
    pictures: dict[PurePosixPath, Picture] = {}
    for entry in built:
        own = images.get(entry.name)
        if own and own.type and own.size and own.is_fit:
            pictures[entry.name] = Picture(own.name, own.type, own.size.width, own.size.height, entry.fields.title)
        elif faces and has_card(entry):
            card = drop_signs(words.make_card(entry), faces)
            if card.title and find_face(card.title, faces):
                pictures[entry.name] = _plan(card, entry.slug, (str(entry.name), entry.source.path), faces, drawn)
            else:
                diagnostics.append(_explain_undrawable(entry, card.title, faces))
    site = _plan_site(words, faces, drawn)
    return Cards(faces, drawn, pictures, site), diagnostics


def has_card(entry: Entry) -> bool:
    """Tell whether a card is drawn for an entry: for posts and cases that stand in lists, and have an address."""
    return entry.kind is not EntryKind.PAGE and entry.state is State.LISTED and bool(entry.path)


def load_faces(settings: SiteSettings) -> tuple[list[Face], list[Diagnostic]]:
    """Return the fonts of the cards, none where no cards are wanted, and a mistake for a file that is no font."""
    if not settings.cards or settings.preview:
        return [], []
    faces: list[Face] = []
    diagnostics: list[Diagnostic] = []
    for setting, path in (("CARD_FONT", settings.card_font), ("THEME", settings.theme / FONT)):
        if path is not None and path.is_file():
            try:
                faces.append(Face(path.read_bytes()))
            except (FontError, OSError) as error:
                diagnostics.append(_explain_bad_font(settings, setting, path, error))
    return faces, diagnostics


def _plan_site(words: CardWords, faces: Faces, drawn: dict[str, PlannedCard]) -> Picture | None:
    card = drop_signs(words.make_site_card(), faces)
    if not card.title or not find_face(card.title, faces):
        return None
    return _plan(card, "site", ("", words.settings.settings_file), faces, drawn)


def _plan(card: Card, slug: str, source: tuple[str, Path], faces: Faces, drawn: dict[str, PlannedCard]) -> Picture:
    """Add a card to those that are drawn; its name is made from the card, so that what is the same is drawn once."""
    key = key_card(card, faces)
    path = f"{FOLDER}/{slugify(slug)}.{key[:8]}.png"
    drawn.setdefault(path, PlannedCard(card, key, *source))
    return Picture(path, "image/png", WIDTH, HEIGHT, card.title)


def _explain_undrawable(entry: Entry, title: str, faces: Faces) -> Diagnostic:
    missing = "".join(dict.fromkeys(char for char in title if not find_face(char, faces)))
    message, position = "no font of the cards has every character of the title", entry.tree.locate("title")
    found = missing or title
    return make_warning(entry.source.path, position, Code.UNDRAWABLE_CARD, message, found=found, hint=HINT)


def _explain_bad_font(settings: SiteSettings, setting: str, path: Path, error: Exception) -> Diagnostic:
    file = settings.settings_file
    message, found = f"a font of the cards cannot be read ({error})", str(path)
    hint = "Use a font in TrueType, OpenType, WOFF or WOFF2."
    return make_error(file, find_setting(file, setting), Code.BAD_SETTING, message, found=found, hint=hint)
