"""Edits of what surrounds the content: templates, styles, scripts, words, tokens."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import yaml

from tests.incremental.edits import edit
from tests.incremental.texts import make_title
from tests.incremental.tiny_site import TinySite

ELEMENT = re.compile(r'<(p|section|div|article|h2)(?: class="n\d+")?>')
BODY = re.compile(r"<body[^>]*>")
INCLUDED = "parts/extra.html"
WORDS = ("nothing-yet", "published", "updated", "filed-under", "draft", "case", "skip")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@edit("edit template", 8)
def edit_template(site: TinySite, random: Random) -> str:
    """Give an element of a template another class: of one that is rendered, extended, imported, included or unused."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((site.theme / "templates").rglob("*.html"))}
    path = random.choice([path for path, text in texts.items() if ELEMENT.search(text)])
    text = texts[path]
    one = random.choice([*ELEMENT.finditer(text)])
    new = f'<{one[1]} class="n{random.randrange(100)}">'
    path.write_text(text[: one.start()] + new + text[one.end() :], encoding="utf-8")
    return f"{site.name(path)}: {one[0]} becomes {new}"


@edit("include template", 1)
def include_template(site: TinySite, random: Random) -> str:
    """Let a template include another one, which is written with it."""
    _write(site.theme / "templates" / INCLUDED, f"<p>{random.randrange(100)}</p>\n")
    path = site.theme / "templates" / random.choice(("base.html", "index.html", "article.html"))
    text = path.read_text(encoding="utf-8")
    before = r"{% block main %}"
    if INCLUDED not in text:
        path.write_text(text.replace(before, f'{before}{{% include "{INCLUDED}" %}}', 1), encoding="utf-8")
    return site.name(path)


@edit("add unused template", 1)
def add_unused_template(site: TinySite, random: Random) -> str:
    """Write a template that no page has."""
    _write(site.theme / "templates" / "unused.html", f"<p>{random.randrange(100)}</p>\n")
    return "unused.html"


@edit("break template", 1)
def break_template(site: TinySite, random: Random) -> str:
    """Write what cannot be compiled or cannot be rendered."""
    path = site.theme / "templates" / random.choice(("article.html", "fields.html", "base.html", "tag.html"))
    wrong = random.choice(("{% if %}", "{{ nothing.at_all }}", "{% include 'nowhere.html' %}"))
    path.write_text(f"{path.read_text(encoding='utf-8')}{wrong}\n", encoding="utf-8")
    return f"{site.name(path)}: {wrong}"


@edit("write style", 4)
def write_style(site: TinySite, random: Random) -> str:
    """Write or change a stylesheet."""
    path = site.theme / "css" / random.choice(("one.css", "two.css"))
    _write(path, f"p {{ margin: {random.randrange(100)}px; }}\n")
    return site.name(path)


@edit("delete style", 0.5)
def delete_style(site: TinySite, random: Random) -> str | None:
    """Delete the second stylesheet."""
    path = site.theme / "css" / "two.css"
    if not path.exists():
        return None
    path.unlink()
    return site.name(path)


@edit("write script", 1)
def write_script(site: TinySite, random: Random) -> str:
    """Write or change a script of the theme."""
    path = site.theme / "extra.js"
    _write(path, f"export const number = {random.randrange(100)};\n")
    return site.name(path)


@edit("write icon", 1)
def write_icon(site: TinySite, random: Random) -> str:
    """Change the icon of the site."""
    path = site.theme / "favicon.svg"
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h{random.randrange(9)}"/></svg>\n',
        encoding="utf-8",
    )
    return site.name(path)


@edit("write tokens", 1)
def write_tokens(site: TinySite, random: Random) -> str:
    """Change the tokens of the site."""
    _write(site.folder / "tokens.css", f":root {{ --cb-accent: #{random.randrange(16**6):06x}; }}\n")
    return "tokens.css"


@edit("say other words", 3)
def say_other_words(site: TinySite, random: Random) -> str:
    """Change a message of the interface, in one of its languages."""
    path = site.folder / "words" / random.choice(("en.yaml", "de.yaml"))
    words = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    key = random.choice(WORDS)
    words[key] = make_title(random).replace("{", "")
    _write(path, yaml.safe_dump(words, allow_unicode=True))
    return f"{site.name(path)}: {key}"


@edit("delete words", 1)
def delete_words(site: TinySite, random: Random) -> str | None:
    """Delete the site's own words of a language."""
    files = sorted((site.folder / "words").glob("*.yaml"))
    if not files:
        return None
    path = random.choice(files)
    path.unlink()
    return site.name(path)
