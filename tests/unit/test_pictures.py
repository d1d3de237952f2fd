"""Pictures as they are published: what is taken out of them, the smaller ones, and how a page offers them."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw, ImageOps, ImageSequence
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngInfo

from plugins.assets.positions import has_position
from plugins.assets.stripping import needs_redrawing, redraw, strip_metadata
from plugins.assets.variants import FORMATS, Format, Original, Recipe, VariantError, is_still
from plugins.documents.measuring import Size
from plugins.site.picture_markup import PictureMarkup, make_sizes
from plugins.site.shown_pictures import ShownPicture, Variant
from tests.unit.pairs import ROOT

SECRET = b"Seamstress Lane 7"
"""Stands in every field of metadata that can hold words."""

LATITUDE = (48.0, 12.0, 30.5)


def draw(size: tuple[int, int] = (64, 40), mode: str = "RGB") -> Image.Image:
    """Return a picture whose corners differ: red at the top left, green beside it, blue below, white opposite."""
    image = Image.new("RGB", size, "white")
    pen, (width, height) = ImageDraw.Draw(image), (size[0] // 2, size[1] // 2)
    for left, top, colour in ((0, 0, "red"), (width, 0, "green"), (0, height, "blue")):
        pen.rectangle((left, top, left + width - 1, top + height - 1), fill=colour)
    return image.convert(mode)


def save(image: Image.Image, kind: str, orientation: int = 1, **options: Any) -> bytes:
    """Return a picture in a format with all the metadata that it can hold."""
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif[ExifTags.Base.Orientation] = orientation
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", LATITUDE
    notes = PngInfo()
    notes.add_text("Comment", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    more: dict[str, dict[str, Any]] = {"PNG": {"pnginfo": notes}, "JPEG": {"comment": SECRET}}
    packet = {} if kind == "PNG" else {"xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    file = io.BytesIO()
    image.save(file, kind, exif=exif, **more.get(kind, {}), **packet, **options)
    return file.getvalue()


def load(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def read_corners(image: Image.Image) -> list[str]:
    """Return the colours of the corners, from the top left, by name."""
    names = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}
    plain, (width, height) = image.convert("RGB"), image.size
    corners = [(x, y) for y in (4, height - 5) for x in (4, width - 5)]
    return [min(names, key=lambda name: _differ(names[name], _read_point(plain, corner))) for corner in corners]


def _read_point(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    point = image.getpixel(place)
    assert isinstance(point, tuple)
    return point


def _differ(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


KINDS = ("JPEG", "PNG", "WEBP", "AVIF")


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_is_taken_out(kind: str) -> None:
    data = save(draw(), kind)
    assert SECRET in data
    stripped = strip_metadata(redraw(data) if needs_redrawing(data) else data)
    assert SECRET not in stripped
    image = load(stripped)
    assert not image.getexif()
    assert not {"exif", "xmp", "comment", "Comment", "XML:com.adobe.xmp"} & image.info.keys()
    assert image.format == kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_not_a_point_changes_where_a_picture_is_not_turned(kind: str) -> None:
    data = save(draw(), kind, quality=60, icc_profile=make_profile())
    assert not needs_redrawing(data)
    before, after = load(data), load(strip_metadata(data))
    assert after.tobytes() == before.tobytes()
    assert after.info["icc_profile"] == before.info["icc_profile"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [2, 3, 5, 6, 8])
def test_what_its_metadata_turns_is_turned_for_good(kind: str, orientation: int) -> None:
    data = save(draw(), kind, orientation)
    assert needs_redrawing(data)
    upright = load(strip_metadata(redraw(data)))
    shown = ImageOps.exif_transpose(load(data))
    assert upright.size == shown.size
    assert read_corners(upright) == read_corners(shown) != read_corners(draw())
    assert upright.getexif().get(ExifTags.Base.Orientation, 1) == 1


def test_a_turned_jpeg_loses_next_to_nothing() -> None:
    data = save(draw(), "JPEG", 6, quality=70, subsampling=0)
    upright, shown = load(redraw(data)), ImageOps.exif_transpose(load(data))
    assert _read_quantization(redraw(data)) == _read_quantization(data)
    assert max(abs(a - b) for a, b in zip(upright.tobytes(), shown.tobytes(), strict=True)) < 10


def _read_quantization(data: bytes) -> dict[int, list[int]]:
    image = load(data)
    assert isinstance(image, JpegImageFile)
    return image.quantization


def test_what_stands_behind_the_end_of_a_picture_goes() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        data = save(draw(), kind)
        assert strip_metadata(data + SECRET) == strip_metadata(data)


def test_a_progressive_jpeg_and_one_for_print_stay_what_they_are() -> None:
    for mode in ("RGB", "L", "CMYK"):
        data = save(draw((200, 160), mode), "JPEG", progressive=True)
        assert load(strip_metadata(data)).tobytes() == load(data).tobytes()


def test_frames_of_an_animation_stay() -> None:
    for kind in ("PNG", "WEBP"):
        more: dict[str, Any] = {"save_all": True, "append_images": [ImageOps.mirror(draw())], "duration": 100}
        data = save(draw(), kind, **more)
        assert SECRET in data
        stripped = strip_metadata(data)
        assert len(list(ImageSequence.Iterator(load(stripped)))) == 2
        assert SECRET not in stripped
        assert not is_still(data)


def test_a_picture_in_parts_that_cannot_be_read_is_refused() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        with pytest.raises(ValueError, match="cannot be read"):
            strip_metadata(save(draw(), kind)[:-20])


def make_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("one", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_smaller_picture_shows_the_same_and_says_nothing(one: Format, kind: str) -> None:
    data = save(draw((640, 400)), kind, 6)
    made = Original(data, 100).make(Recipe(one, 100, 100, 80))
    assert SECRET not in made
    image = load(made)
    assert (image.size, str(image.format).lower()) == ((100, 160), one)
    assert read_corners(image) == ["blue", "red", "white", "green"]
    assert not {"exif", "xmp", "icc_profile"} & image.info.keys()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_kind_of_points_becomes_that_of_screens(mode: str) -> None:
    data = save(draw((64, 40), mode), "JPEG" if mode == "CMYK" else "PNG")
    for one in FORMATS:
        image = load(Original(data, 64).make(Recipe(one, 64, 64, 90)))
        assert (image.mode, image.size) == ("RGB", (64, 40))
        if mode in ("P", "RGBA", "CMYK"):
            assert read_corners(image) == read_corners(draw())


def test_what_is_transparent_stays_so() -> None:
    image = draw(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    for one in FORMATS:
        made = load(Original(save(image, "PNG"), 32).make(Recipe(one, 32, 32, 80)))
        assert made.mode == "RGBA"
        alpha = made.getchannel("A").tobytes()
        assert min(alpha) < 40
        assert max(alpha) > 200


def test_colours_of_another_profile_become_those_of_the_screen() -> None:
    """The profile says that what is stored as red is blue, and the other way round."""
    swapping = make_profile().replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    swapped = Image.merge("RGB", draw().split()[::-1])
    for profile, first in ((make_profile(), "blue"), (swapping, "red"), (b"no profile at all", "blue")):
        data = save(swapped, "PNG", icc_profile=profile)
        for one in FORMATS:
            made = load(Original(data, 64).make(Recipe(one, 64, 64, 90)))
            assert (read_corners(made)[0], made.info.get("icc_profile")) == (first, None)


def test_points_that_no_screen_has_are_refused() -> None:
    file = io.BytesIO()
    Image.new("I;16", (64, 40), 40_000).save(file, "PNG")
    with pytest.raises(VariantError):
        Original(file.getvalue(), 64).make(Recipe(Format.WEBP, 64, 64, 80))


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    Image.effect_noise((900, 700), 90).convert("RGB").save(tmp_path / "x.png")
    program = (
        "import hashlib, pathlib, sys; from plugins.assets.variants import *\n"
        "original = Original(pathlib.Path(sys.argv[1]).read_bytes(), 720)\n"
        "for one in FORMATS: print(hashlib.sha256(original.make(Recipe(one, 720, 720, 80))).hexdigest())\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "x.png")]
    said = {subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout for _ in range(2)}
    assert len(said) == 1
    assert said.pop().count(b"\n") == len(FORMATS)


def test_this_pillow_writes_both_formats() -> None:
    assert FORMATS == (Format.AVIF, Format.WEBP)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_position_is_found_in_what_says_one(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{kind.lower()}"
    path.write_bytes(save(draw(), kind) if kind != "TIFF" else b"")
    if kind == "TIFF":
        exif = load(save(draw(), "JPEG")).getexif()
        draw().save(path, kind, exif=exif)
    assert has_position(path, path.parent)
    draw().save(path, kind)
    assert not has_position(path, path.parent)


def test_a_position_is_found_in_xmp_and_in_no_text(tmp_path: Path) -> None:
    draw().save(tmp_path / "x.jpg", xmp=b'<x exif:GPSLatitude="48,12.5N"/>')
    (tmp_path / "y.jpg").write_text("GPSLatitude")
    assert has_position(tmp_path / "x.jpg", tmp_path)
    assert not has_position(tmp_path / "y.jpg", tmp_path)


def make_picture(path: str, size: Size, *widths: int) -> ShownPicture:
    made = tuple(
        Variant(f"{path[:-4]}-{width}w.{one}", Recipe(one, width, max(widths), 80))
        for one in Format
        for width in widths
    )
    return ShownPicture(path, Path(path), size, widths, made)


PICTURES = [
    make_picture("images/a&b.jpg", Size(1600, 900), 720, 1280),
    make_picture("ada.png", Size(400, 200), 192),
    make_picture("none.png", Size(10, 10)),
]
B = "/x/images/a&amp;b"
A = (
    f'<source type="image/avif" srcset="{B}-720w.avif 720w, {B}-1280w.avif 1280w" sizes="{{0}}">'
    f'<source type="image/webp" srcset="{B}-720w.webp 720w, {B}-1280w.webp 1280w" sizes="{{0}}">'
)
ADA = (
    '<source type="image/avif" srcset="/x/ada-192w.avif 192w" sizes="192px">'
    '<source type="image/webp" srcset="/x/ada-192w.webp 192w" sizes="192px">'
)
COLUMN = "(min-width: 44.5rem) 40rem, 90vw"
MARKUP = {
    "the first is not late": (
        '<p><img src="/x/none.png"><IMG SRC="/x/none.png"/>',
        '<p><img src="/x/none.png" decoding="async"><IMG SRC="/x/none.png" loading="lazy" decoding="async" />',
    ),
    "the first of main": (
        '<img src="logo.svg"><main><img src="a.svg"></main><img src="b.svg">',
        '<img src="logo.svg" decoding="async"><main><img src="a.svg" decoding="async"></main>'
        '<img src="b.svg" loading="lazy" decoding="async">',
    ),
    "what the author wrote stays": (
        '<img src="a.svg" loading="lazy"><img loading="eager" decoding="sync" src="b.svg">',
        '<img src="a.svg" loading="lazy" decoding="async"><img loading="eager" decoding="sync" src="b.svg">',
    ),
    "smaller ones": (
        '<a href="/"><img alt="x > y" src="/x/images/a&amp;b.jpg" width="1600" height="900" /></a>',
        f'<a href="/"><picture>{A.format(COLUMN)}<img alt="x > y" src="/x/images/a&amp;b.jpg" width="1600" height="900"'
        ' decoding="async" /></picture></a>',
    ),
    "a width of its own": (
        '<img src="/x/images/a&amp;b.jpg" width="320" height="180">',
        f"<picture>{A.format('(min-width: 356px) 320px, 90vw')}"
        '<img src="/x/images/a&amp;b.jpg" width="320" height="180" decoding="async"></picture>',
    ),
    "a width in no pixels": (
        '<img src="/x/images/a&amp;b.jpg" width="50%">',
        f'<picture>{A.format(COLUMN)}<img src="/x/images/a&amp;b.jpg" width="50%" decoding="async"></picture>',
    ),
    "a square that it covers": (
        '<img class="author" src="/x/ada.png" width="96" height="96">',
        f'<picture>{ADA}<img class="author" src="/x/ada.png" width="96" height="96" decoding="async"></picture>',
    ),
    "a picture element that its author wrote": (
        '<picture><source srcset="/y.png"><img src="/x/ada.png"></picture>'
        '<img src="/x/ada.png" width="96" height="96">',
        '<picture><source srcset="/y.png"><img src="/x/ada.png" decoding="async"></picture>'
        f'<picture>{ADA}<img src="/x/ada.png" width="96" height="96" loading="lazy" decoding="async"></picture>',
    ),
    "candidates that its author wrote": (
        '<img srcset="/x/ada.png 2x" src="/x/ada.png">',
        '<img srcset="/x/ada.png 2x" src="/x/ada.png" decoding="async">',
    ),
    "no picture": ("<p>&lt;img src=x><!-- <img> --></p>", "<p>&lt;img src=x><!-- <img> --></p>"),
}


@pytest.mark.parametrize("title", MARKUP)
def test_a_page_offers_smaller_pictures_and_loads_the_first_at_once(title: str) -> None:
    page, expected = MARKUP[title]
    assert PictureMarkup(PICTURES, lambda path: f"/x/{path}").complete(page) == expected


@pytest.mark.parametrize(
    ("width", "sizes"),
    [(96, "96px"), (280, "280px"), (281, "(min-width: 313px) 281px, 90vw"), (619, "(min-width: 688px) 619px, 90vw"),
     (640, COLUMN), (4000, COLUMN)],
)  # fmt: skip
def test_sizes_say_how_wide_a_picture_is_shown(width: int, sizes: str) -> None:
    assert make_sizes(width) == sizes
