"""Edits of documents: their keys and their texts; documents that come, go and change their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import Any

from tests.incremental.edits import add_edit, edit
from tests.incremental.texts import LINKED, make_body, make_date, make_sentence, make_title, make_words
from tests.incremental.tiny_site import KINDS, TinySite, read_document, write_document

Maker = Callable[[TinySite, Random], object]
"""Makes a new value of a key; None takes the key out."""

WITH_BODY = ("post", "page", "author", "category", "tag", "column", "series", "box", "download")
PROFILES = {
    "authors": ("ada", "bob", "eve"),
    "categories": ("Works", "Walks"),
    "tags": ("stone", "river", "rain"),
    "columns": ("Old Stones", "New Stones"),
    "series": ("How to cross", "How to stay"),
}
"""The names of everything that a post may be filed under, by the folder of the profiles."""


def _choose(*values: object) -> Maker:
    return lambda site, random: random.choice(values)


def _choose_some(*values: object) -> Maker:
    return lambda site, random: random.sample(values, random.randrange(len(values))) or None


def _choose_file(pattern: str, form: str = "{}") -> Maker:
    def choose(site: TinySite, random: Random) -> object:
        files = [form.format(path.relative_to(site.content).as_posix()) for path in site.find(pattern)]
        return random.choice([None, *files])

    return choose


def _make_corrections(site: TinySite, random: Random) -> object:
    count = random.randrange(3)
    return [{"date": make_date(random, days=140), "text": make_sentence(random)} for _ in range(count)] or None


def _make_reprints(site: TinySite, random: Random) -> object:
    posts = [path.name for path in site.find_documents("post")]
    return random.sample(posts, min(len(posts), random.randrange(3))) or None


def _make_sentence_or_none(site: TinySite, random: Random) -> object:
    return random.choice([None, make_sentence(random), make_sentence(random)])


def _write_words(site: TinySite, random: Random) -> object:
    return make_words(random)


def _write_title(site: TinySite, random: Random) -> object:
    return make_title(random)


def _write_sentence(site: TinySite, random: Random) -> object:
    return make_sentence(random)


def _write_date(site: TinySite, random: Random) -> object:
    return make_date(random)


def _write_address(site: TinySite, random: Random) -> object:
    return random.choice([None, [f"/old/{random.randrange(5)}/"], [f"/{random.randrange(9)}.html", "/older"]])


ENTRY: Mapping[str, Maker] = {
    "id": lambda site, random: random.choice([None, f"new-{random.randrange(10**6)}"]),
    "title": _write_title,
    "date": _write_date,
    "updated": lambda site, random: random.choice([None, make_date(random)]),
    "corrections": _make_corrections,
    "status": _choose(None, "published", "draft", "hidden"),
    "slug": lambda site, random: random.choice([None, f"slug-{random.randrange(4)}"]),
    "category": _choose(None, *PROFILES["categories"], "Rare"),
    "tags": _choose_some(*PROFILES["tags"], "rare"),
    "authors": _choose_some(*PROFILES["authors"]),
    "summary": _make_sentence_or_none,
    "lang": _choose(None, None, "en", "de", "ar"),
    "image": _choose_file("images/*", "/{}"),
    "licence": _choose(None, "CC BY-SA 4.0", "All rights reserved", "[House rules](https://example.com/rules)"),
    "aliases": _write_address,
}
NAMED: Mapping[str, Maker] = {"id": ENTRY["id"], "name": _write_words}
READER: Mapping[str, Maker] = {
    "text": _write_sentence,
    "name": lambda site, random: random.choice([None, make_words(random, 1, 2)]),
    "role": _choose(None, "leader", "professional", "other"),
    "received": _write_date,
    "via": _choose(None, "email", "form", "issue"),
    "consent": _choose(True, True, True, False),
    "featured": _choose(None, True),
    "sample": _choose(None, True),
    "edited": _choose(None, True),
    "editor_note": _make_sentence_or_none,
    "lang": _choose(None, None, "ar"),
}
KEYS: Mapping[str, Mapping[str, Maker]] = {
    "post": {
        **ENTRY,
        "column": _choose(None, *PROFILES["columns"]),
        "series": _choose(None, *PROFILES["series"]),
        "part": _choose(None, 1, 2, 3),
        "reprints": _make_reprints,
        "contents": _choose(None, True, False),
    },
    "page": {**ENTRY, "contents": _choose(None, True)},
    "case": {
        **ENTRY,
        "column": _choose(None, *PROFILES["columns"]),
        "series": _choose(None, *PROFILES["series"]),
        "number": _choose(None, 1, 2, 3),
        "basis": _choose(None, "true", "composite", "fictional"),
        "overview": _write_sentence,
        "review": lambda site, random: [make_sentence(random)] * random.randrange(3) or None,
        "lessons": lambda site, random: [make_sentence(random)] * random.randrange(3) or None,
        "discuss": lambda site, random: [make_sentence(random)] * random.randrange(3) or None,
        "answer": _choose(None, ["close"], ["mend"], ["nothing"]),
    },
    "author": {
        **NAMED,
        "picture": _choose_file("images/*", "/{}"),
        "credentials": _make_sentence_or_none,
        "links": _choose(None, [{"text": "Elsewhere", "url": "https://example.com/"}]),
        "email": _choose(None, "ada@tiny.example"),
        "summary": _make_sentence_or_none,
    },
    "category": NAMED,
    "tag": NAMED,
    "column": {**NAMED, "mark": _choose(None, "§", "¶")},
    "series": NAMED,
    "box": {"title": _write_title},
    "download": {"title": _write_title, "date": _write_date},
    "outcome": {
        **READER,
        "option": _choose("close", "mend"),
        "account": _choose("did", "would-do", "happened", "disagree"),
        "result": _choose("better", "worse", "mixed", "unknown"),
    },
    "reply": READER,
}
"""What each kind of document may say, and how a new value is made."""


def _set_key(kind: str, key: str, make: Maker, site: TinySite, random: Random) -> str | None:
    """Change one key of a random document."""
    documents = site.find_documents(kind)
    if not documents:
        return None
    path, value = random.choice(documents), make(site, random)
    header, body = read_document(path)
    if header.get(key) == value:
        return None
    header[key] = value
    write_document(path, {name: held for name, held in header.items() if held is not None}, body)
    return f"{site.name(path)}: {key} is {value!r}"


# What stands on other pages as well is tried more often.
OFTEN = ("title", "date", "status", "tags", "category", "slug", "name")
for _kind in KINDS:
    for _key, _maker in KEYS[_kind].items():
        _weight = (3 if _kind == "post" else 1) * (4 if _key in OFTEN else 1) / (1 if _kind in LINKED else 2)
        add_edit(f"set {_kind} {_key}", partial(_set_key, _kind, _key, _maker), _weight)


@edit("write body", 25)
def write_body(site: TinySite, random: Random) -> str | None:
    """Write a document anew."""
    path = random.choice(site.find_documents("post", *WITH_BODY) + site.find("cases/*/*.md"))
    header, before = read_document(path)
    body = make_body(site, random)
    if random.random() < 0.5:
        body = f"{before}\n{body}"[-4000:]
    write_document(path, header, body)
    return f"{site.name(path)}: {body!r}"


@edit("add post", 8)
def add_post(site: TinySite, random: Random) -> str:
    """Write a post, with some keys or as stock Pelican has it."""
    path = site.content / "posts" / f"p{random.randrange(10**4)}.md"
    header: dict[str, Any] = {"id": f"post-{random.randrange(10**6)}"}
    chosen = {"title", "date", "tags", *random.sample(sorted(KEYS["post"]), 3)} - {"id", "reprints"}
    header |= {key: KEYS["post"][key](site, random) for key in sorted(chosen)}
    write_document(path, {key: value for key, value in header.items() if value is not None}, make_body(site, random))
    return f"{site.name(path)}: {header!r}"


@edit("add page", 2)
def add_page(site: TinySite, random: Random) -> str:
    """Write a page."""
    path = site.content / "pages" / f"q{random.randrange(10**4)}.md"
    write_document(
        path, {"id": f"page-{random.randrange(10**6)}", "title": make_title(random)}, make_body(site, random)
    )
    return site.name(path)


@edit("add profile", 3)
def add_profile(site: TinySite, random: Random) -> str:
    """Write about an author, a category, a tag, a column or a series."""
    folder = random.choice(sorted(PROFILES))
    name = random.choice(PROFILES[folder])
    path = site.content / folder / f"{name.lower().replace(' ', '-')}.md"
    write_document(path, {"id": f"about-{random.randrange(10**6)}", "name": name}, make_body(site, random))
    return site.name(path)


@edit("add download", 1)
def add_download(site: TinySite, random: Random) -> str:
    """Write a download and what is said about it."""
    path = site.content / "downloads" / f"d{random.randrange(10**4)}.md"
    path.with_suffix(".csv").write_text(f"a,b\n1,{random.randrange(99)}\n", encoding="utf-8")
    header = {"id": f"down-{random.randrange(10**6)}", "title": make_title(random), "file": f"{path.stem}.csv"}
    write_document(path, header, make_body(site, random))
    return site.name(path)


@edit("delete document", 8)
def delete_document(site: TinySite, random: Random) -> str | None:
    """Delete a document, mostly one that no other mentions by name."""
    files = site.find_documents("post", random.choice(sorted(KINDS)))
    if random.random() < 0.8:
        files = [path for path in files if not site.is_mentioned(path.name)]
    files = [path for path in files if path.name != "case.yaml"]
    if len(site.find_documents("post")) < 3 or not files:
        return None
    path = random.choice(files)
    path.unlink()
    return site.name(path)


@edit("rename document", 6)
def rename_document(site: TinySite, random: Random) -> str | None:
    """Give a file another name, mostly where it is mentioned, too."""
    files = [path for path in site.find_documents("post", *WITH_BODY) if path.parent.name != "downloads"]
    path = random.choice(files)
    new = path.with_name(f"r{random.randrange(10**4)}.md")
    if new.exists():
        return None
    path.rename(new)
    if random.random() < 0.85:
        site.replace_everywhere(path.name, new.name)
    return f"{site.name(path)} becomes {new.name}"


@edit("swap posts", 2)
def swap_posts(site: TinySite, random: Random) -> str:
    """Give two posts each other's names, times and all."""
    one, two = random.sample(site.find_documents("post"), 2)
    aside = one.with_name("aside")
    one.rename(aside)
    two.rename(one)
    aside.rename(two)
    return f"{site.name(one)} and {two.name}"


@edit("move post", 1)
def move_post(site: TinySite, random: Random) -> str | None:
    """Put a post into a folder, or back."""
    if len(site.find_documents("post")) < 4:
        return None
    path = random.choice(site.find("posts/**/*.md"))
    folder = site.content / "posts"
    new = (folder / random.choice(("sub", "other")) if path.parent == folder else folder) / path.name
    if new.exists():
        return None
    new.parent.mkdir(exist_ok=True)
    path.rename(new)
    return f"{site.name(path)} becomes {site.name(new)}"
