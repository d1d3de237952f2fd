"""Edits of files that are no documents: pictures, downloads, and the times of files."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from PIL import Image

from tests.incremental.edits import edit
from tests.incremental.tiny_site import TinySite, draw_picture

FORMS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP", ".gif": "GIF"}
SIZES = ((160, 90), (240, 120), (90, 90), (120, 200))
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="9" viewBox="0 0 {0} 9"><path d="M0 0h9"/></svg>\n'
)


def _draw(path: Path, random: Random, size: tuple[int, int]) -> None:
    if path.suffix == ".svg":
        path.write_text(DRAWING.format(size[0]), encoding="utf-8")
    elif path.suffix in FORMS:
        path.write_bytes(draw_picture(FORMS[path.suffix], size, random.randrange(10**6)))


@edit("add picture", 3)
def add_picture(site: TinySite, random: Random) -> str:
    """Add a picture, and mostly show it in a post."""
    path = site.content / "images" / f"i{random.randrange(10**4)}{random.choice((*FORMS, '.svg'))}"
    _draw(path, random, random.choice(SIZES))
    if random.random() < 0.7:
        post = random.choice(site.find_documents("post"))
        post.write_text(
            f"{post.read_text(encoding='utf-8')}\n![New]({{static}}/images/{path.name})\n", encoding="utf-8"
        )
    return site.name(path)


@edit("repaint picture", 3)
def repaint_picture(site: TinySite, random: Random) -> str | None:
    """Put another picture of the same name and size in the place of one."""
    return _change_picture(site, random, SIZES[0])


@edit("resize picture", 2)
def resize_picture(site: TinySite, random: Random) -> str | None:
    """Put a picture of another size in the place of one."""
    return _change_picture(site, random, random.choice(SIZES))


def _change_picture(site: TinySite, random: Random, size: tuple[int, int]) -> str | None:
    pictures = site.find("images/*")
    if not pictures:
        return None
    path = random.choice(pictures)
    _draw(path, random, size)
    return f"{site.name(path)}: {size[0]} x {size[1]}"


@edit("delete picture", 2)
def delete_picture(site: TinySite, random: Random) -> str | None:
    """Delete a picture, mostly one that nothing shows."""
    pictures = site.find("images/*")
    if random.random() < 0.8:
        pictures = [path for path in pictures if not site.is_mentioned(path.name)]
    if not pictures:
        return None
    path = random.choice(pictures)
    path.unlink()
    return site.name(path)


@edit("rename picture", 1)
def rename_picture(site: TinySite, random: Random) -> str | None:
    """Give a picture another name, in all texts, too."""
    pictures = site.find("images/*")
    if not pictures:
        return None
    path = random.choice(pictures)
    new = path.with_name(f"j{random.randrange(10**4)}{path.suffix}")
    path.rename(new)
    site.replace_everywhere(path.name, new.name)
    return f"{site.name(path)} becomes {new.name}"


@edit("write static file", 3)
def write_static_file(site: TinySite, random: Random) -> str:
    """Write or change a file that is copied as it is."""
    path = site.content / "downloads" / random.choice(("plan.csv", "loose.txt", "deep/more.txt"))
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"a,b\n{random.randrange(1000)},2\n", encoding="utf-8")
    return site.name(path)


@edit("delete static file", 1)
def delete_static_file(site: TinySite, random: Random) -> str | None:
    """Delete a file that is copied as it is."""
    files = [path for path in site.find("downloads/**/*") if path.suffix == ".txt"]
    if not files:
        return None
    path = random.choice(files)
    path.unlink()
    return site.name(path)


def _find_sources(site: TinySite) -> list[Path]:
    theme = sorted(path for path in site.theme.rglob("*") if path.is_file())
    return [*site.find("**/*"), *theme, site.folder / "settings.py"]


@edit("touch", 3)
def touch(site: TinySite, random: Random) -> str:
    """Give a file another time and leave it as it is."""
    path = random.choice(_find_sources(site))
    os.utime(path, (random.choice((1, 4e9, 1.7e9)),) * 2)
    return site.name(path)


@edit("change silently", 4)
def change_silently(site: TinySite, random: Random) -> str | None:
    """Change bytes of a text and leave its size and its time as they were."""
    path = random.choice(site.find("**/*.md") + site.find("**/*.csv"))
    data, facts = path.read_bytes(), path.stat()
    letters = [place for place, letter in enumerate(data) if letter in b"aeiou" and place > len(data) / 2]
    if not letters:
        return None
    place = random.choice(letters)
    path.write_bytes(data[:place] + random.choice([b"a", b"e", b"i", b"o", b"u"]) + data[place + 1 :])
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return f"{site.name(path)}: byte {place}"


@edit("repaint silently", 2)
def repaint_silently(site: TinySite, random: Random) -> str | None:
    """Put another picture in the place of one that has its size in bytes and its time."""
    pictures = [path for path in site.find("images/*") if path.suffix == ".png"]
    if not pictures:
        return None
    path = random.choice(pictures)
    facts = path.stat()
    _draw(path, random, SIZES[0])
    data = path.read_bytes()
    # What stands behind the end of a PNG is passed over.
    path.write_bytes(data + b"\0" * max(facts.st_size - len(data), 0))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return site.name(path)


@edit("draw light picture", 2)
def draw_light_picture(site: TinySite, random: Random) -> str | None:
    """Put a picture of one colour in the place of one: it weighs so little that no smaller ones are made."""
    pictures = [path for path in site.find("images/*") if path.suffix == ".png"]
    if not pictures:
        return None
    path, size = random.choice(pictures), random.choice(((160, 90), (20, 20), (700, 400)))
    Image.new("RGB", size, (random.randrange(256),) * 3).save(path, "PNG")
    return f"{site.name(path)}: {size[0]} x {size[1]}"


@edit("write sound", 2)
def write_sound(site: TinySite, random: Random) -> str:
    """Write or change a file that texts play."""
    path = site.content / "downloads" / random.choice(("a.mp3", "ä.mp3"))
    path.write_bytes(b"ID3" + b"0" * random.randrange(300))
    return site.name(path)
