"""The pictures that pages show: each published without its metadata, and smaller ones beside it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from plugins.assets.keeping import Store, make_key
from plugins.assets.stripping import STRIPPED, needs_redrawing, redraw, strip_metadata
from plugins.assets.variants import FORMATS, MADE_BY, Original, Recipe, VariantError, is_still
from plugins.containment import read_inside
from plugins.documents.measuring import PictureError, Size, measure_picture
from plugins.settings import SiteSettings
from plugins.site.registry import Output, OutputKind
from plugins.site.showing import Shown, Static

AUTHOR_SIDE = 96
"""The square that an author's picture covers, in pixels: `.author-picture` in the theme."""

LIGHT = 4_000
"""Bytes; a picture that weighs less gains nothing."""

DENSITIES = (1, 2, 3)
"""How many points screens have for a pixel of a page, each way."""


@dataclass(frozen=True)
class Variant:
    """A smaller picture, and where it is written."""

    path: str
    recipe: Recipe


@dataclass(frozen=True)
class ShownPicture:
    """A picture of points that pages show, in pixels as browsers show it: smaller ones, the lightest format first.

    `widths` are those that smaller ones are wanted in; none is wider than the picture itself.
    """

    path: str
    origin: Path
    size: Size
    widths: tuple[int, ...]
    variants: tuple[Variant, ...] = ()


class ShownPictures:
    """Reads the pictures that pages show, and makes the smaller ones; what is made is kept in the settings' cache."""

    def __init__(self, settings: SiteSettings, shown: Shown) -> None:
        self._settings = settings
        self._shown = shown
        self._store = Store(settings.cache)
        pictures = (self._find_picture(static) for static in sorted(shown.every))
        self._pictures = {picture.path: picture for picture in pictures if picture is not None}
        self._recipes: dict[str, Recipe] = {}

    def __iter__(self) -> Iterator[ShownPicture]:
        return iter(self._pictures.values())

    def make_variants(self) -> list[Output]:
        """Make all smaller pictures that are not kept yet, and return where they go. Raises OSError."""
        if self._settings.preview:
            return []  # who writes would wait for them, and nothing is far away
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            made = list(pool.map(self._make_variants, self._pictures.values()))
        self._pictures = {picture.path: picture for picture in made}
        return [
            Output(variant.path, OutputKind.VARIANT, self._name(picture.origin), picture.origin)
            for picture in made
            for variant in picture.variants
        ]

    def read(self, output: Output) -> bytes:
        """Return what is published of a picture, or of any other copied file, which is as it is. Raises OSError."""
        data = self._load(output.origin)
        if output.kind is OutputKind.VARIANT:
            recipe = self._recipes[output.path]
            return self._store.get(recipe.make_key(_digest(data)), lambda: Original(data, recipe.widest).make(recipe))
        return self._strip(data) if output.path in self._pictures else data

    def _find_picture(self, static: Static) -> ShownPicture | None:
        """Return a copied file as a picture, or None where it is none that is changed: a drawing, a film, a GIF."""
        path, origin = static
        if origin.suffix.lower() not in STRIPPED:
            return None
        try:
            size = measure_picture(origin, self._settings.content)
        except (PictureError, OSError):
            return None  # reported where it is shown
        return ShownPicture(path, origin, size, self._choose_widths(static, size)) if size else None

    def _choose_widths(self, static: Static, size: Size) -> tuple[int, ...]:
        widths = [*self._settings.picture_widths] if static in self._shown.texts else []
        if static in self._shown.authors and self._settings.picture_widths:
            covering = AUTHOR_SIDE * max(1, size.width / size.height)
            widths += [round(covering * density) for density in DENSITIES]
        return tuple(sorted({min(width, size.width) for width in widths}))

    def _load(self, origin: Path) -> bytes:
        return read_inside(origin, self._settings.content)

    def _strip(self, data: bytes) -> bytes:
        if needs_redrawing(data):
            data = self._redraw(data)
        try:
            return strip_metadata(data)
        except ValueError:  # browsers show it, and where its parts begin and end is a riddle
            return strip_metadata(self._redraw(data))

    def _redraw(self, data: bytes) -> bytes:
        return self._store.get(make_key("upright", MADE_BY, data), lambda: redraw(data))

    def _name(self, origin: Path) -> str:
        return origin.relative_to(self._settings.content).as_posix()

    def _make_variants(self, picture: ShownPicture) -> ShownPicture:
        """Return a picture with its smaller ones, in every format that weighs less than the one before."""
        data, widths = self._load(picture.origin), picture.widths
        if not widths or len(data) < LIGHT or not is_still(data):
            return picture
        original, digest, lightest = Original(data, widths[-1]), _digest(data), len(data)
        found: list[Variant] = []
        for one in reversed(FORMATS):  # from what every browser knows to what is lightest
            recipes = [Recipe(one, width, widths[-1], self._settings.picture_quality) for width in widths]
            try:
                sizes = {recipe: self._weigh(original, recipe, digest) for recipe in recipes}
            except VariantError:
                return picture
            if sizes[recipes[-1]] < lightest:
                lightest = sizes[recipes[-1]]
                found = [*self._place(picture, _drop_heavy(sizes), digest), *found]
        return replace(picture, variants=tuple(found))

    def _weigh(self, original: Original, recipe: Recipe, digest: str) -> int:
        return len(self._store.get(recipe.make_key(digest), lambda: original.make(recipe)))

    def _place(self, picture: ShownPicture, recipes: Iterable[Recipe], digest: str) -> Iterator[Variant]:
        """Give each its path beside the picture. The name changes with what is in the file, so that it may be kept."""
        path = PurePosixPath(picture.path)
        for recipe in recipes:
            name = f"{path.stem}-{recipe.make_key(digest)[:8]}-{recipe.width}w.{recipe.format}"
            self._recipes[str(path.with_name(name))] = recipe
            yield Variant(str(path.with_name(name)), recipe)


def _drop_heavy(sizes: Mapping[Recipe, int]) -> list[Recipe]:
    """Return the recipes of one format without those whose pictures weigh as much as the next wider one."""
    pairs = zip(sizes.values(), [*sizes.values()][1:], strict=False)
    is_lighter = [*(weight < wider for weight, wider in pairs), True]
    return [recipe for recipe, is_kept in zip(sizes, is_lighter, strict=True) if is_kept]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
