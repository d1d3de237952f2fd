"""Edits of what readers send: to cases and to posts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tests.incremental.case_edits import list_options, open_case
from tests.incremental.edits import edit
from tests.incremental.texts import make_date, make_sentence, make_title
from tests.incremental.tiny_site import TinySite, read_document, write_document


def _write(folder: Path, own: dict[str, Any], random: Random) -> Path:
    """Write what a reader has sent, and return where."""
    day = make_date(random, days=150)
    path = folder / _name(day, random)
    write_document(path, {**own, "text": make_sentence(random), "received": day, "consent": True})
    return path


def _name(day: date, random: Random) -> str:
    return f"{day}-{random.randrange(16**6):06x}.yaml"


@edit("add outcome", 4)
def add_outcome(site: TinySite, random: Random) -> str | None:
    """Bring in what a reader says of a case."""
    opened = open_case(site, random)
    if opened is None:
        return None
    path, case = opened
    option = random.choice(list_options(case))["id"]
    own = {"option": option} if random.random() < 0.8 else {"own": make_title(random)}
    return site.name(_write(path.parent / "readers", {**own, "account": "did"}, random))


@edit("add reply", 4)
def add_reply(site: TinySite, random: Random) -> str:
    """Bring in a reply to a post."""
    post = random.choice(site.find_documents("post"))
    slug = read_document(post)[0].get("slug", post.stem)
    return site.name(_write(site.content / "replies" / slug, {}, random))


@edit("withdraw", 2)
def withdraw(site: TinySite, random: Random) -> str | None:
    """Take the words of a reader back."""
    files = site.find_documents("outcome", "reply")
    if not files:
        return None
    path = random.choice(files)
    write_document(path, {"status": "withdrawn"})
    return site.name(path)


@edit("rename reader's file", 3)
def rename_readers_file(site: TinySite, random: Random) -> str | None:
    """Give what a reader has sent another name, by which it is known on the page."""
    files = site.find_documents("outcome", "reply")
    if not files:
        return None
    path = random.choice(files)
    new = path.rename(path.with_name(_name(make_date(random, days=150), random)))
    return f"{site.name(path)} becomes {new.name}"


@edit("add many outcomes", 1)
def add_many_outcomes(site: TinySite, random: Random) -> str | None:
    """Bring in so much of one option that it fills a page of its own."""
    opened = open_case(site, random)
    if opened is None:
        return None
    path, case = opened
    option, count = random.choice(list_options(case))["id"], random.randrange(15, 30)
    for _ in range(count):
        _write(path.parent / "readers", {"option": option, "account": "did"}, random)
    return f"{site.name(path)}: {count} of {option}"


@edit("delete many outcomes", 1)
def delete_many_outcomes(site: TinySite, random: Random) -> str | None:
    """Delete half of what readers have sent, where it is much."""
    files = site.find_documents("outcome")
    if len(files) < 15:
        return None
    gone = random.sample(files, len(files) // 2)
    for path in gone:
        path.unlink()
    return f"{len(gone)} files"
