"""Pictures of a built site: what is written, what is taken out, what a second build makes anew, what stays at home."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from plugins.assets import variants
from plugins.assets.keeping import Store
from plugins.diagnostics import Severity
from plugins.publishing.building import BuildReport, build_site
from plugins.settings import SiteSettings, read_now, read_settings
from tests.building.running import NOW, PLUGINS, ROOT, read_tree, write_files

SETTINGS = f"""
SITENAME = "Pictures"
SITEURL = "https://example.org/blog"
THEME = {str(ROOT / "theme")!r}
PLUGINS = {PLUGINS!r}
"""
POST = """---
id: {name}-1
title: {name}
date: 2026-01-05
status: {status}
authors: [ada]
image: /images/stands.jpg
---
{text}
"""
SHOWING = """
![One]({static}/images/wide.jpg)

<p><img src="{static}/images/turned.jpg" alt="Two" width="300"></p>

[![Three]({attach}../images/small.png)]({static}/images/wide.jpg)

[![Four]({static}/images/poster.webp)]({static}/media/talk.mp4)

[only linked]({static}/images/linked.jpg) ![Five]({static}/images/moving.gif) ![Six]({static}/images/drawing.svg)
"""
AUTHOR = "---\nname: Ada\npicture: /images/ada.jpg\n---\nAda."
SECRET = "Seamstress Lane 7"
DRAFT = "![Nobody sees this]({static}/images/secret.jpg)"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site to be changed."""
    return make_site(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that is built."""
    site = make_site(tmp_path_factory.mktemp("built"))
    build(site)
    return site


def make_site(folder: Path) -> Path:
    """Make a settings file and a content whose photographs all say where they were taken, in an empty folder."""
    write_files(
        folder,
        {
            "settings.py": SETTINGS,
            "content/posts/public.md": POST.format(name="public", status="published", text=SHOWING),
            "content/posts/draft.md": POST.format(name="draft", status="draft", text=DRAFT),
            "content/authors/ada.md": AUTHOR,
            "content/media/talk.mp4": "x",
            "content/images/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>',
        },
    )
    images = folder / "content" / "images"
    for number, name in enumerate(("wide", "ada", "linked", "secret", "stands", "poster")):
        photograph(number, (1600, 900)).save(images / f"{name}.jpg", exif=make_exif())
    photograph(7, (900, 600)).save(images / "turned.jpg", exif=make_exif(6))
    photograph(8, (400, 300)).save(images / "small.png", exif=make_exif())
    photograph(9, (800, 450)).save(images / "poster.webp", exif=make_exif())
    frames = [photograph(number, (8, 8)) for number in (10, 11)]
    frames[0].save(images / "moving.gif", save_all=True, append_images=frames[1:])
    return folder


def photograph(seed: int, size: tuple[int, int]) -> Image.Image:
    """Return a picture with shades and some grain, as a camera makes them."""
    shades = [Image.linear_gradient("L").rotate(90 * (seed + turn)).resize(size) for turn in range(3)]
    grain = Image.frombytes("L", (64, 64), bytes((i * i * (seed + 3)) % 251 for i in range(4096))).resize(size)
    return Image.blend(Image.merge("RGB", shades), grain.convert("RGB"), 0.2)


def make_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist], exif[ExifTags.Base.Orientation] = SECRET, orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (48, 12, 30)}
    )
    return exif


def load(site: Path, *, preview: bool = False, **overrides: object) -> SiteSettings:
    settings, problems = read_settings(
        site / "settings.py", now=read_now(NOW, {}), overrides=overrides, preview=preview
    )
    assert settings is not None, problems
    return settings


def build(site: Path, *, preview: bool = False, **overrides: object) -> BuildReport:
    report = build_site(load(site, preview=preview, OUTPUT_PATH=site / "output", **overrides))
    assert report.done, report.diagnostics
    return report


def find_pictures(site: Path) -> dict[str, bytes]:
    """Return the published pictures; what changes with their content in a name is HASH."""
    pattern = re.compile(r"-[0-9a-f]{8}-(?=\d+w\.)")
    tree = read_tree(site / "output")
    endings = (".jpg", ".png", ".webp", ".avif", ".gif", ".svg")
    found = {pattern.sub("-HASH-", path): data for path, data in tree.items() if path.endswith(endings)}
    return {path: data for path, data in found.items() if not path.startswith(("theme/", "cards/"))}


def test_shown_pictures_get_smaller_ones_and_what_is_not_shown_gets_none(built: Path) -> None:
    wide = [f"-HASH-{width}w.{one}" for one in ("avif", "webp") for width in (1080, 1280, 720)]
    half = [f"-HASH-{width}w.{one}" for one in ("avif", "webp") for width in (600,)]
    assert sorted(find_pictures(built)) == sorted([
        "images/wide.jpg", *(f"images/wide{end}" for end in wide),
        "images/turned.jpg", *(f"images/turned{end}" for end in half),
        "images/poster.webp", "images/stands.jpg",
        "posts/public/small.png", "posts/public/small-HASH-400w.avif", "posts/public/small-HASH-400w.webp",
        "images/ada.jpg", *(f"images/ada-HASH-{width}w.{one}" for one in ("avif", "webp") for width in (171, 341, 512)),
        "images/linked.jpg", "images/moving.gif", "images/drawing.svg",
    ])  # fmt: skip


def test_no_shown_picture_says_more_than_it_shows(site: Path) -> None:
    report = build(site)
    pictures = find_pictures(site)
    offered = pictures.pop("images/linked.jpg")
    assert offered == (site / "content/images/linked.jpg").read_bytes()
    assert SECRET.encode() in offered
    assert not {
        path for path, data in pictures.items() if SECRET.encode() in data or b"Exif" in data or b"eXIf" in data
    }
    warned = [one.path.name for one in report.diagnostics if one.severity is Severity.WARNING]
    assert warned == ["linked.jpg"]


def test_a_turned_picture_stands_as_its_page_says(built: Path) -> None:
    page = (built / "output/posts/public/index.html").read_text(encoding="utf-8")
    with Image.open(built / "output/images/turned.jpg") as upright:
        assert upright.size == (600, 900)
        assert upright.getexif().get(ExifTags.Base.Orientation) is None
    picture = re.search(r"<img [^>]*turned\.jpg[^>]*>", page)
    assert picture is not None
    said = dict(re.findall(r'(\w+)="?([^" >]+)', picture.group()))
    assert (said["alt"], said["width"], said["height"]) == ("Two", "300", "450")


def test_every_offered_picture_is_there_and_as_wide_as_it_says(built: Path) -> None:
    page = (built / "output/posts/public/index.html").read_text(encoding="utf-8")
    candidates = [one.split() for written in re.findall(r'srcset="([^"]*)"', page) for one in written.split(", ")]
    assert len(candidates) > 10
    for address, width in candidates:
        with Image.open(built / "output" / address.removeprefix("/blog/")) as image:
            assert f"{image.width}w" == width


def test_a_smaller_picture_weighs_less_than_what_it_stands_for(built: Path) -> None:
    pictures = {path: len(data) for path, data in find_pictures(built).items()}
    for path, size in pictures.items():
        if match := re.fullmatch(r"(.*)-HASH-(\d+)w\.(\w+)", path):
            original = next(name for name in pictures if re.fullmatch(rf"{match[1]}\.\w+", name))
            assert size < pictures[original]
            wider = [
                other for name, other in pictures.items() if re.fullmatch(rf"{match[1]}-HASH-(\d+)w\.{match[3]}", name)
            ]
            assert size <= max(wider)


def test_feeds_keep_to_one_picture_with_a_whole_address(built: Path) -> None:
    feed = (built / "output/feeds/all.atom.xml").read_text(encoding="utf-8")
    assert "https://example.org/blog/images/wide.jpg" in feed
    assert not re.search("picture|source|srcset|loading|-[0-9]+w\\.", feed)


def test_a_second_build_makes_no_picture(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(site)
    first = read_tree(site / "output")
    monkeypatch.setattr(variants, "_encode", lambda *_: pytest.fail("a picture is made anew"))
    monkeypatch.setattr("plugins.site.shown_pictures.redraw", lambda *_: pytest.fail("a picture is turned anew"))
    build(site)
    assert read_tree(site / "output") == first


def test_a_changed_picture_gets_other_names_and_the_others_stay(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(site)
    first = {path for path in read_tree(site / "output") if path.endswith(".avif")}
    made: list[variants.Recipe] = []
    encode = variants._encode

    def encode_and_count(image: Image.Image, recipe: variants.Recipe) -> bytes:
        made.append(recipe)
        return encode(image, recipe)

    monkeypatch.setattr(variants, "_encode", encode_and_count)
    photograph(20, (1600, 900)).save(site / "content/images/wide.jpg")
    build(site)
    second = {path for path in read_tree(site / "output") if path.endswith(".avif")}
    assert {path.split("-")[0] for path in first ^ second} == {"images/wide"}
    assert len(made) == 6


def test_a_draft_shows_its_picture_to_nobody(built: Path) -> None:
    assert not [path for path in read_tree(built / "output") if "secret" in path]


def test_the_preview_waits_for_no_picture_and_shows_them_all(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "_encode", lambda *_: pytest.fail("a picture is made"))
    build(site, preview=True)
    pictures = find_pictures(site)
    assert "images/secret.jpg" in pictures
    assert not [path for path in pictures if "HASH" in path]
    assert SECRET.encode() not in pictures["images/wide.jpg"]
    assert "<picture" not in (site / "output/posts/public/index.html").read_text(encoding="utf-8")


def test_no_widths_make_no_pictures(site: Path) -> None:
    build(site, PICTURE_WIDTHS=())
    assert not [path for path in find_pictures(site) if "HASH" in path]
    assert SECRET.encode() not in find_pictures(site)["images/wide.jpg"]


def test_a_path_that_is_taken_is_named(site: Path) -> None:
    build(site)
    taken = next(path for path in read_tree(site / "output") if path.startswith("images/wide-"))
    (site / "content" / taken).write_text("x")
    settings = (site / "settings.py").read_text() + 'STATIC_PATHS = ["images"]\n'
    (site / "settings.py").write_text(settings)
    report = build_site(load(site, OUTPUT_PATH=site / "output"))
    problems = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    assert [(one.code, one.found, one.path.name) for one in problems] == [("same-path", taken, "wide.jpg")]


def test_a_store_that_cannot_be_written_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Store, "_write", refuse)
    report = build_site(load(site, OUTPUT_PATH=site / "output"))
    assert not report.done
    problems = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    assert [(one.code, one.found) for one in problems] == [
        ("unwritable-output", f"Permission denied: {site / '.casebook/cache'}")
    ]


def test_a_store_that_is_emptied_is_filled_again(site: Path) -> None:
    build(site)
    first = read_tree(site / "output")
    for path in sorted((site / ".casebook").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    build(site)
    assert read_tree(site / "output") == first
