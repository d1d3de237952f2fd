"""Damage to what builds have left behind: the output, and what is kept in the cache."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from plugins.publishing.manifests import MANIFEST
from tests.incremental.edits import edit
from tests.incremental.tiny_site import TinySite, remove


def _find_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _flip(path: Path, random: Random) -> None:
    """Change one byte in place: whatever shares the file has it changed, too."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        place = file.seek(random.randrange(size)) if size else 0
        byte = file.read(1) or b"\0"
        file.seek(place)
        file.write(bytes([byte[0] ^ (1 << random.randrange(8))]))


def _truncate(path: Path, random: Random) -> None:
    os.truncate(path, random.randrange(path.stat().st_size + 1))


def _append(path: Path, random: Random) -> None:
    with path.open("ab") as file:
        file.write(b"garbage")


def _put_folder(path: Path, random: Random) -> None:
    """Put a folder in its place, but not in that of records: that is no damage, but told as a mistake."""
    path.unlink()
    if ".sqlite" not in path.name:
        path.mkdir()


def _delete(path: Path, random: Random) -> None:
    path.unlink()


def _replace(path: Path, random: Random) -> None:
    """Put another file in its place, so that nothing that shares it is changed."""
    path.unlink()
    path.write_bytes(b"something else")


DAMAGES = (_flip, _flip, _truncate, _append, _replace, _put_folder, _delete)


@edit("damage output", 5)
def damage_output(site: TinySite, random: Random) -> str | None:
    """Do something to a file of the output; often its time does not tell, but then its size does.

    What leaves both as they were is a limit that plugins/fast_build/states.py tells of.
    """
    files = _find_files(site.output)
    if not files:
        return None
    path, damage = random.choice(files), random.choice(DAMAGES)
    facts = path.stat()
    damage(path, random)
    if path.is_file() and path.stat().st_size != facts.st_size and random.random() < 0.6:
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return f"{site.name(path)}: {damage.__name__.strip('_')}"


@edit("damage manifest", 1)
def damage_manifest(site: TinySite, random: Random) -> str | None:
    """Do something to the list of what is in the output."""
    path = site.output / MANIFEST
    if not path.is_file():
        return None
    damage = random.choice(DAMAGES)
    damage(path, random)
    return damage.__name__.strip("_")


@edit("delete output", 1)
def delete_output(site: TinySite, random: Random) -> str:
    """Delete the whole output, or put something in its place."""
    remove(site.output)
    if random.random() < 0.3:
        site.output.write_text("no folder", encoding="utf-8")
    return "the output"


@edit("put foreign file", 1)
def put_foreign_file(site: TinySite, random: Random) -> str | None:
    """Put a file of somebody else's into the output."""
    if not site.output.is_dir():
        return None
    (site.output / "mine.txt").write_text("mine", encoding="utf-8")
    return "mine.txt"


@edit("damage cache", 8)
def damage_cache(site: TinySite, random: Random) -> str | None:
    """Do something to a file that is kept."""
    files = _find_files(site.cache)
    if not files:
        return None
    path, damage = random.choice(files), random.choice(DAMAGES)
    facts = path.stat()
    damage(path, random)
    if path.is_file() and random.random() < 0.6:
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    return f"{site.name(path)}: {damage.__name__.strip('_')}"


@edit("damage much of the cache", 1)
def damage_much(site: TinySite, random: Random) -> str | None:
    """Do something to every third file that is kept."""
    files = [path for path in _find_files(site.cache) if random.random() < 0.3]
    for path in files:
        random.choice(DAMAGES)(path, random)
    return f"{len(files)} files" if files else None


@edit("delete cache", 1)
def delete_cache(site: TinySite, random: Random) -> str:
    """Delete all that is kept."""
    remove(site.cache)
    return "the cache"
