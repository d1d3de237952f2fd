"""Words to write: titles, sentences and whole bodies, which link to what is there and now and then to what is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.incremental.tiny_site import TinySite

WORDS = (
    "stone", "river", "bridge", "boat", "mule", "town", "child", "rain", "ribbon", "letter", "bread", "winter",
    "\"dry\"", "it's", "don't", "Ärger", "naïve", "A & B", "x < y", "1/2", "...", "--", "*soft*", "`code`", "水",
)  # fmt: skip
HEADINGS = ("Weight", "Shoes", "On water", "Why?")
LINKED = ("post", "page", "case")


def make_words(random: Random, least: int = 2, most: int = 5) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(least, most)))


def make_title(random: Random) -> str:
    """Return a title, which is no Markdown and no YAML."""
    return f"The {make_words(random)} {random.randrange(100)}"


def make_sentence(random: Random) -> str:
    return f"So {make_words(random, 4, 9)}."


def make_date(random: Random, begin: date = date(2026, 1, 1), days: int = 240) -> date:
    """Return a day of the months around the time that the site is built for."""
    return begin + timedelta(days=random.randrange(days))


def make_body(site: TinySite, random: Random) -> str:
    """Return one to four pieces of text."""
    pieces = random.choices(list(PIECES), list(PIECES.values()), k=random.randint(1, 4))
    return "\n\n".join(piece(site, random) for piece in pieces) + "\n"


def _write_sentence(site: TinySite, random: Random) -> str:
    return make_sentence(random)


def _write_heading(site: TinySite, random: Random) -> str:
    return f"## {random.choice(HEADINGS)}\n\n{make_sentence(random)}"


def _link_document(site: TinySite, random: Random) -> str:
    target = random.choice(site.find_documents(*LINKED))
    return f"See [this]({{filename}}/{target.relative_to(site.content).as_posix()}{_find_anchor(target, random)})."


def _find_anchor(path: Path, random: Random) -> str:
    headings = re.findall(r"^## (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return f"#{random.choice(headings).lower()}" if headings and random.random() < 0.5 else ""


def _link_file(site: TinySite, random: Random) -> str:
    files = site.find("images/*") + site.find("downloads/*.csv")
    return f"A [file]({{static}}/{random.choice(files).relative_to(site.content).as_posix()})." if files else "No file."


def _link_term(site: TinySite, random: Random) -> str:
    terms = ("[Ada]({author}ada)", "[stones]({tag}stone)", "[works]({category}Works)", "[front]({index})")
    return f"By {random.choice(terms)}."


def _show_picture(site: TinySite, random: Random) -> str:
    pictures = site.find("images/*")
    if not pictures:
        return "No picture."
    path = random.choice(pictures).relative_to(site.content).as_posix()
    return f"![{make_words(random)}]({{static}}/{path})" + ("\n: A caption." if random.random() < 0.5 else "")


def _write_note(site: TinySite, random: Random) -> str:
    mark = f"n{random.randrange(1000)}"
    return f"Noted.[^{mark}]\n\n[^{mark}]: {make_sentence(random)}"


def _write_form(site: TinySite, random: Random) -> str:
    forms = (
        "> [!NOTE]\n> Words.",
        "```python\nx = 1\n```",
        "> Words.\n>\n> -- Anna",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    )
    return random.choice(forms)


def _link_nothing(site: TinySite, random: Random) -> str:
    wrong = ("[x]({filename}/posts/nowhere.md)", "[x]({static}/images/none.png)", "[x](#nowhere)", "[x]({tag}nothing)")
    return f"See {random.choice(wrong)}."


PIECES: dict[Callable[[TinySite, Random], str], float] = {
    _write_sentence: 6,
    _write_heading: 3,
    _link_document: 3,
    _link_file: 1,
    _link_term: 1,
    _show_picture: 2,
    _write_note: 1,
    _write_form: 2,
    _link_nothing: 0.3,
}
