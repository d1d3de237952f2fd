"""Edits of texts that are no bodies: what they show and link to is seen in lists, in boxes, in feeds and on cards."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from tests.incremental.case_edits import open_case
from tests.incremental.document_edits import WITH_BODY
from tests.incremental.edits import edit
from tests.incremental.texts import PIECES, make_date, make_words
from tests.incremental.tiny_site import TinySite, read_document, write_document

FROM = ("{static}/", "/", "../../", "https://tiny.example/")
"""How the address of a file may begin."""


def _show_raw_picture(site: TinySite, random: Random) -> str:
    pictures = site.find("images/*")
    name = random.choice(pictures).name if pictures else "none.png"
    return f'<img src="/images/{name}" alt="A picture" width="50" height="40">'


def _play_sound(site: TinySite, random: Random) -> str:
    sounds = site.find("downloads/*.mp3")
    name = random.choice(sounds).name if sounds else "none.mp3"
    return f'<audio controls src="{random.choice(FROM)}downloads/{name}"></audio>'


def _link_term(site: TinySite, random: Random) -> str:
    return f"Of {random.choice(('[old stones]({column}Old Stones)', '[a series]({series}How to stay)'))}."


RICH = {**PIECES, _show_raw_picture: 2, _play_sound: 3, _link_term: 1}
"""What is written beside what bodies hold everywhere."""


def _write(site: TinySite, random: Random) -> str:
    return random.choices(list(RICH), list(RICH.values()))[0](site, random)


@edit("write rich body", 6)
def write_rich_body(site: TinySite, random: Random) -> str:
    """Write two pieces into any document, or two more."""
    path = random.choice(site.find_documents(*WITH_BODY))
    header, before = read_document(path)
    body = f"{_write(site, random)}\n\n{_write(site, random)}\n"
    write_document(path, header, body if random.random() < 0.5 else f"{before}\n{body}"[-3000:])
    return f"{site.name(path)}: {body!r}"


PLAIN = (
    "## {}\n\nText.", "> [!NOTE]\n> {}", "1. {}\n2. Two", "{}[^z]\n\n[^z]: So.", "```python\nx = 2\n```", "<b>{}</b>",
    "[out](https://example.org/) {}", "<!-- {} -->", "{}", "",
)  # fmt: skip
"""Texts that lead to nothing of the site."""


@edit("write plain body", 4)
def write_plain_body(site: TinySite, random: Random) -> str:
    """Write something into any document that leads to nothing of the site, before its text, behind it or for it."""
    path = random.choice(site.find_documents("post", *WITH_BODY) + site.find("cases/*/*.md"))
    header, before = read_document(path)
    text = random.choice(PLAIN).format(make_words(random))
    body = random.choice((f"{text}\n\n{before}", f"{before}\n{text}\n", f"{text}\n"))
    write_document(path, header, body[-3000:])
    return f"{site.name(path)}: {text!r}"


@edit("write rich summary", 5)
def write_rich_summary(site: TinySite, random: Random) -> str:
    """Let a summary, or the overview of a case, show or link something."""
    path = random.choice(site.find_documents("post", "page", "case", "author"))
    key = "overview" if path.suffix == ".yaml" and random.random() < 0.6 else "summary"
    return _change(site, path, key, _write(site, random))


@edit("write rich correction", 2)
def write_rich_correction(site: TinySite, random: Random) -> str:
    """Let corrections show or link something."""
    path = random.choice(site.find_documents("post", "page", "case"))
    dates = [make_date(random, days=140) for _ in range(random.randrange(1, 3))]
    return _change(site, path, "corrections", [{"date": day, "text": _write(site, random)} for day in dates])


def _change(site: TinySite, path: Path, key: str, value: object) -> str:
    header, body = read_document(path)
    write_document(path, {**header, key: value}, body)
    return f"{site.name(path)}: {key} is {value!r}"


@edit("write rich case", 5)
def write_rich_case(site: TinySite, random: Random) -> str | None:
    """Let a part of a case show or link something."""
    opened = open_case(site, random)
    if opened is None:
        return None
    path, case = opened
    done = random.choice(CHANGES)(case, _write(site, random), random)
    write_document(path, case)
    return f"{site.name(path)}: {done}"


def _write_role(case: dict[str, Any], text: str, random: Random) -> str:
    key = random.choice(("text", "wants", "did"))
    random.choice(case["roles"])[key] = text
    return f"{key} is {text!r}"


def _write_option(case: dict[str, Any], text: str, random: Random) -> str:
    random.choice(random.choice(case["decisions"])["options"])["text"] = text
    return f"an option is {text!r}"


def _write_story(case: dict[str, Any], text: str, random: Random) -> str:
    random.choice(case["decisions"])["story"] = text
    return f"a story is {text!r}"


def _write_list(case: dict[str, Any], text: str, random: Random) -> str:
    key = random.choice(("review", "lessons", "discuss"))
    case[key] = [text]
    return f"{key} is {text!r}"


CHANGES = (_write_role, _write_option, _write_story, _write_list)
