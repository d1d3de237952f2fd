"""Edits of what readers send: to cases and to posts."""

from __future__ import annotations

from random import Random

from tests.incremental.case_edits import list_options, open_case
from tests.incremental.edits import edit
from tests.incremental.texts import make_date, make_sentence, make_title
from tests.incremental.tiny_site import TinySite, read_document, write_document


@edit("add outcome", 4)
def add_outcome(site: TinySite, random: Random) -> str | None:
    """Bring in what a reader says of a case."""
    opened = open_case(site, random)
    if opened is None:
        return None
    path, case = opened
    day = make_date(random, days=150)
    file = path.parent / "readers" / f"{day}-{random.randrange(16**6):06x}.yaml"
    named = (
        {"option": random.choice(list_options(case))["id"]} if random.random() < 0.8 else {"own": make_title(random)}
    )
    outcome = {**named, "account": "did", "text": make_sentence(random), "received": day, "consent": True}
    write_document(file, outcome)
    return site.name(file)


@edit("add reply", 4)
def add_reply(site: TinySite, random: Random) -> str:
    """Bring in a reply to a post."""
    post = random.choice(site.find_documents("post"))
    slug, day = read_document(post)[0].get("slug", post.stem), make_date(random, days=150)
    path = site.content / "replies" / slug / f"{day}-{random.randrange(16**6):06x}.yaml"
    write_document(path, {"text": make_sentence(random), "received": day, "consent": True})
    return site.name(path)


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
    new = path.rename(path.with_name(f"{make_date(random, days=140)}-{random.randrange(16**6):06x}.yaml"))
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
        day = make_date(random, days=140)
        outcome = {"option": option, "account": "did", "text": make_sentence(random), "received": day, "consent": True}
        write_document(path.parent / "readers" / f"{day}-{random.randrange(16**6):06x}.yaml", outcome)
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
