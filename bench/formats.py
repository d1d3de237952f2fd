"""The corpus as files: for us, and for each peer in the form that its own manual shows first.

A case is a post for the peers, with all its words. A link from post to post is written so that the generator itself
resolves it where it can: `{filename}` for us and for Pelican, `relref` for Hugo; Eleventy has no such thing, and gets
the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from bench.corpus import AUTHORS, Case, Corpus, Facts, Option, Post

Writer = Callable[[Corpus, Path], None]

PEOPLE = (("leader", "leader"), ("professional", "professional"), ("client", "customer"))
"""Id and kind of the three people of each case."""


def write_casebook(corpus: Corpus, folder: Path) -> None:
    """Write posts, cases and authors as Casebook reads them."""
    posts, authors = _make_folder(folder, "posts"), _make_folder(folder, "authors")
    for author in AUTHORS:
        _write(
            authors / f"{author}.md",
            f"---\nid: {author}-about\nname: {_name(author)}\n---\nWrites on {author}'s days.\n",
        )
    for post in corpus.posts:
        header = "\n".join(_make_header(post.facts))
        link = f"More is in [another post]({{filename}}{post.link}.md)."
        _write(posts / f"{post.facts.name}.md", f"---\n{header}\n---\n{post.text}\n\n{link}\n")
    for case in corpus.cases:
        _write_case(case, _make_folder(folder, "cases", case.facts.name))


def write_pelican(corpus: Corpus, folder: Path) -> None:
    """Write all as posts for stock Pelican."""
    _write_posts(corpus, folder, _format_for_pelican)


def _format_for_pelican(facts: Facts, text: str, link: str) -> str:
    header = (
        f"Title: {facts.title}\nDate: {facts.day}\nSlug: {facts.name}\nCategory: {facts.category}\n"
        f"Tags: {', '.join(facts.tags)}\nAuthor: {_name(facts.author)}\nSummary: {facts.summary}"
    )
    return f"{header}\n\n{text}\n{_make_link(link, '{{filename}}{}.md')}"


def write_hugo(corpus: Corpus, folder: Path) -> None:
    """Write all as posts for Hugo. Years and months are taxonomies: it has no archives of its own."""
    _write_posts(corpus, folder, _format_for_hugo)


def _format_for_hugo(facts: Facts, text: str, link: str) -> str:
    header = (
        f"title: {_quote(facts.title)}\ndate: {facts.day}\ncategories: [{facts.category}]\n"
        f"tags: [{', '.join(facts.tags)}]\nauthors: [{_name(facts.author)}]\nsummary: {_quote(facts.summary)}\n"
        f'years: ["{facts.day:%Y}"]\nmonths: ["{facts.day:%Y-%m}"]'
    )
    more = _make_link(link, '{{{{< relref "{}.md" >}}}}')
    return f"---\n{header}\n---\n{text}\n{more}"


def write_eleventy(corpus: Corpus, folder: Path) -> None:
    """Write all as posts for Eleventy."""
    _write_posts(corpus, folder, _format_for_eleventy)


def _format_for_eleventy(facts: Facts, text: str, link: str) -> str:
    header = (
        f"title: {_quote(facts.title)}\ndate: {facts.day}\ncategory: {facts.category}\n"
        f"tags: [{', '.join(facts.tags)}]\nauthor: {_name(facts.author)}\nsummary: {_quote(facts.summary)}"
    )
    return f"---\n{header}\n---\n{text}\n{_make_link(link, '/posts/{}/')}"


def _write_posts(corpus: Corpus, folder: Path, format_post: Callable[[Facts, str, str], str]) -> None:
    posts = _make_folder(folder, "posts")
    for facts, text, link in corpus.stream:
        _write(posts / f"{facts.name}.md", format_post(facts, text, link))


def _make_header(facts: Facts) -> Iterator[str]:
    """Yield the lines that begin a post or a case of ours."""
    yield f"id: {facts.name}"
    yield f"title: {facts.title}"
    yield f"date: {facts.day}"
    yield f"category: {facts.category}"
    yield f"tags: [{', '.join(facts.tags)}]"
    yield f"authors: [{facts.author}]"
    yield f"summary: |\n{_indent(facts.summary, 2)}"


def _write_case(case: Case, folder: Path) -> None:
    lines = [*_make_header(case.facts), f"overview: |\n{_indent(case.facts.summary, 2)}", "roles:"]
    for (name, kind), text in zip(PEOPLE, case.people, strict=True):
        lines.append(f"  - id: {name}\n    kind: {kind}\n    name: The {name}\n    text: |\n{_indent(text, 6)}")
    lines.append("decisions:\n  - id: now\n    decider: professional\n    question: What would you do?\n    options:")
    lines += [_format_option(option) for option in case.options]
    lines += [f"answer: [{case.options[1].id}]", "lessons:"]
    lines += [f"  - |\n{_indent(lesson, 4)}" for lesson in case.lessons]
    _write(folder / "case.yaml", "\n".join(lines) + "\n")
    _write(folder / "story.md", f"{case.story}\n")
    _write(folder / "answer.md", f"{case.answer}\n")
    readers = _make_folder(folder, "readers")
    for number, reply in enumerate(case.replies, start=1):
        _write(readers / f"2026-01-0{number}-{number:06x}.yaml", _format_reply(reply, case.options[0]))


def _format_option(option: Option) -> str:
    return (
        f"      - id: {option.id}\n        title: {option.title}\n        text: |\n{_indent(option.text, 10)}\n"
        f"        outcomes:\n          - id: {option.id}-then\n            title: {option.title}\n"
        f"            likelihood: likely\n            text: |\n{_indent(option.outcome, 14)}\n"
        "            effects: {leader: mixed, professional: better, client: same}"
    )


def _format_reply(text: str, option: Option) -> str:
    return (
        f"option: {option.id}\naccount: did\ntext: |\n{_indent(text, 2)}\nresult: better\nrole: professional\n"
        "received: 2026-01-01\nvia: email\nconsent: true\nstatus: published\nsample: true\n"
    )


def _make_folder(*parts: Path | str) -> Path:
    folder = Path(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _make_link(name: str, target: str) -> str:
    """Return the sentence that links to the post of a `name`, or nothing for a case, which has no link."""
    return f"\nMore is in [another post]({target.format(name)}).\n" if name else ""


def _name(author: str) -> str:
    return author.replace("-", " ").capitalize()


def _quote(text: str) -> str:
    """Return a text as a single-quoted scalar. Source: https://yaml.org/spec/1.2.2/#732-single-quoted-style ."""
    return "'" + text.replace("'", "''") + "'"


def _indent(text: str, width: int) -> str:
    return "\n".join(" " * width + line for line in text.split("\n"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


__all__ = ["Post", "Writer", "write_casebook", "write_eleventy", "write_hugo", "write_pelican"]
